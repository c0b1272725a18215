# SPDX-License-Identifier: MIT
# What the plugin is built on, what heng says of its methods where that is missing.
DESCRIBED_PLUGINS += frontier
frontier_METHODS = aggregate:bod aggregate:dea
frontier_LIBRARY = GLPK (Debian: libglpk-dev)
frontier_HEADER = glpk.h
frontier_LIBS = -lglpk
BUILD_PACKAGES += libglpk-dev
frontier_GPL = yes
