/* SPDX-License-Identifier: MIT */
/*
 * Parts: the replicates of one shard as bytes, on their way to the process that merges them. A
 * part says what it belongs to: the version of heng, the profile (its keys, but for [output]), the
 * other inputs, the nominal results to the bit, and how many replicates there are in all. One that
 * is another profile's, that is damaged or holds what no replicate yields is refused; the reader
 * believes nothing.
 *
 * As a file, PART is followed by the 64 digits of its SHA-256.
 */
#ifndef HENG_ROBUST_SHARD_H
#define HENG_ROBUST_SHARD_H

#include "robust/assess.h"

enum { SHARDS_MAX = 4096 };

/* "2/7" is {1, 7}. */
int shard_read(const char *text, struct shard *s, struct error *e);

/* What a shard has computed, appended to b; b->failed: out of memory. */
void part_pack(const struct assessment *a, struct shard s, struct str *b);

/* The parts that have come in. Zero-initialise it. */
struct parts {
    size_t of, n;       /* shards; those that are there */
    const char **where; /* by shard; NULL: missing */
};

/*
 * Checks a part and puts its replicates in their places in a, after assess_room. ERR_DATA for what
 * is wrong with it; the text begins with where, which is kept.
 */
int part_take(struct assessment *a, struct parts *have, const char *where, const char *bytes,
              size_t n, struct error *e);
/* ERR_DATA when a shard is missing. */
int parts_complete(const struct parts *have, struct error *e);
void parts_fini(struct parts *have);

/* The file part-2-of-7.hengpart in dir, whole or not at all. */
int part_write(const struct assessment *a, struct shard s, const char *dir, struct error *e);
int part_read(struct assessment *a, struct parts *have, const char *path, struct error *e);

#endif
