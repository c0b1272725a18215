# SPDX-License-Identifier: MIT
# What the plugin is built on, what heng says of its source where that is missing.
SOURCES_DESCRIBED += xlsx
xlsx_PARTS = format.c package.c sheet.c
xlsx_LIBRARY = minizip and expat (Debian: libminizip-dev, libexpat1-dev)
xlsx_HEADER = expat.h
xlsx_LIBS = -lminizip -lexpat
BUILD_PACKAGES += libexpat1-dev
