# SPDX-License-Identifier: MIT
# Needs no library: FreeXL leaves out what formulas have yielded, booleans and errors, and says nothing of it.
SOURCES_DESCRIBED += xls
xls_PARTS = format.c sheet.c
xls_LIBRARY = the C library alone
xls_HEADER = iconv.h
