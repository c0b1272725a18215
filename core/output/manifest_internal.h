/* SPDX-License-Identifier: MIT */
/* What of a manifest the run it describes is repeated from. */
#ifndef HENG_OUTPUT_MANIFEST_INTERNAL_H
#define HENG_OUTPUT_MANIFEST_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* JSON knows characters only. A byte 80..FF of a path that is not UTF-8 stands there as
   U+F780..F7FF (for private use, as others do it), and so do the bytes of such a character itself.
 */
enum { MANIFEST_BYTE = 0xf700 };

static inline bool is_manifest_byte(uint32_t c)
{
    return c >= MANIFEST_BYTE + 0x80 && c <= MANIFEST_BYTE + 0xff;
}

struct manifest_key {
    const char *section, *key, *value, *where, *dir;
    size_t layer;
};

struct manifest_input {
    const char *role, *path, *sha256;
};

struct manifest_output {
    const char *name, *sha256;
};

struct manifest_query {
    const char *section, *server, *sha256;
};

struct manifest_folders {
    const char **v;
    size_t n;
};

/* No text is NULL: what is missing or of another kind is "". */
struct manifest {
    struct arena *arena;
    char *bytes; /* as they lie in the file, with a NUL behind */
    size_t size;
    const char *heng, *profile; /* the version that wrote it, the path of the profile */
    bool replicates;
    struct manifest_key *keys;
    struct manifest_input *inputs;
    struct manifest_output *outputs;
    struct manifest_query *queries;
    struct manifest_folders plugins, scripts; /* those that are named as texts */
    size_t n_keys, n_inputs, n_outputs, n_queries;
};

/* What is told of a manifest, in the worker that has parsed it. */
struct json_t;
typedef int manifest_teller(struct str *b, const struct json_t *m, const char *path,
                            struct error *e);
/* The message of a teller; the caller's to str_fini. */
int manifest_ask(const char *path, const struct manifest *m, manifest_teller *teller,
                 struct str *message, struct error *e);
/* A member that is a text, else "". */
const char *manifest_member(const struct json_t *o, const char *key);
/* A text of a message, with the bytes that stand there as characters of their own. */
struct deserialiser;
const char *manifest_hear(struct deserialiser *u);

/* The profile that a manifest holds, nothing read from disk. NULL: e says why. */
struct profile *manifest_profile(const struct manifest *m, struct error *e);

/* m is the caller's to fini, whatever comes back. */
int manifest_read(const char *path, struct manifest *m, struct error *e);
void manifest_fini(struct manifest *m);

/* manifest_audit.c: what the data may be asked, bounded, whatever they are. */
struct json;
struct results;
int manifest_audit(struct json *j, const struct results *r);

#endif
