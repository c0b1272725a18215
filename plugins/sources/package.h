/* SPDX-License-Identifier: MIT */
/*
 * A package: a zip file with XML parts in it, as xlsx and ods are. Read from an open descriptor,
 * part by part, each streamed through expat; no part is ever whole in memory.
 *
 * A package is not to be trusted: document types are refused (so no entity is ever expanded), and
 * what is unpacked in all is bounded, whatever the sizes that the file claims.
 */
#ifndef HENG_SOURCES_PACKAGE_H
#define HENG_SOURCES_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct package;

/* What is done with the elements of a part; names come without a prefix. Each may be NULL. One that
   has called package_fail is the last that is called. */
struct package_handler {
    void (*start)(void *data, const char *name, const char **attributes);
    void (*end)(void *data, const char *name);
    void (*text)(void *data, const char *s, size_t n);
};

/* unpacked_max: bytes in all. why has room for why_size bytes and lives as long as the package; it
   says what was wrong wherever something failed. NULL: no memory, or no zip. */
struct package *package_open(int fd, uint64_t unpacked_max, char *why, size_t why_size);
void package_close(struct package *p); /* accepts NULL */

/* Sets the reason of a failure, unless there is one; nothing more is read. */
void package_fail(struct package *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool package_failed(const struct package *p);

bool package_has(struct package *p, const char *part);
/* false: it failed. */
bool package_parse(struct package *p, const char *part, const struct package_handler *h,
                   void *data);
/* Hands over the bytes of a part, chunk by chunk. */
bool package_scan(struct package *p, const char *part,
                  void (*chunk)(void *data, const char *s, size_t n), void *data);

/* The value of an attribute, or "". */
const char *package_attribute(const char **attributes, const char *name);
/* The part that a relation's target names, seen from `from`: "xl/workbook.xml" and
   "worksheets/sheet1.xml" give "xl/worksheets/sheet1.xml". false: it leaves the package. */
bool package_target(const char *from, const char *target, char *part, size_t size);

#endif
