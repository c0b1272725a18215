# SPDX-License-Identifier: MIT
# What the plugin is built on, what heng says of its source where that is missing.
SOURCES_DESCRIBED += ods
ods_PARTS = package.c sheet.c
ods_LIBRARY = minizip and expat (Debian: libminizip-dev, libexpat1-dev)
ods_HEADER = expat.h
ods_LIBS = -lminizip -lexpat
BUILD_PACKAGES += libexpat1-dev
