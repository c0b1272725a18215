# SPDX-License-Identifier: MIT
# What the plugin is built on, what heng says of its methods where that is missing.
DESCRIBED_PLUGINS += optimised
optimised_METHODS = weights:optimised
optimised_LIBRARY = NLopt (Debian: libnlopt-dev)
optimised_HEADER = nlopt.h
optimised_LIBS = -lnlopt
TEST_PACKAGES += libnlopt-dev
