# SPDX-License-Identifier: MIT
# What the plugin is built on, what heng says of its methods where that is missing.
DESCRIBED_PLUGINS += best_worst
best_worst_METHODS = weights:best_worst
best_worst_LIBRARY = GLPK (Debian: libglpk-dev)
best_worst_HEADER = glpk.h
best_worst_LIBS = -lglpk
BUILD_PACKAGES += libglpk-dev
best_worst_GPL = yes
