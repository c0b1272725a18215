/* SPDX-License-Identifier: MIT */
/* What the files of the plugin loader share with each other, and nobody else. */
#ifndef HENG_PLUGIN_PLUGIN_INTERNAL_H
#define HENG_PLUGIN_PLUGIN_INTERNAL_H

#include <fenv.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/serialise.h"
#include "base/text.h"
#include "base/worker.h"
#include "heng_draft.h"
#include "plugin/file.h"
#include "plugin/plugin.h"

enum {
    PLUGIN_FILE_MAX = 64 << 20,   /* bytes of a shared object */
    PLUGIN_PARTS_MAX = 256,       /* dimensions, or methods, of a plugin */
    PLUGIN_ITEMS_MAX = 4096,      /* inputs, indicators, parameters of a part */
    PLUGIN_TEXT_MAX = 4096,       /* bytes of a text in a descriptor */
    PLUGIN_PARAMS_MAX = 1 << 20,  /* bytes of a parameter struct */
    PLUGIN_SCRATCH_MAX = 1 << 30, /* bytes of scratch that a method may ask for */
    PLUGIN_WHY_MAX = 512,         /* bytes of what a callback says */
    PLUGIN_REMARKS_MAX = 32,      /* warnings that are kept of a callback */
    PLUGIN_GUARD = 64             /* doubles between and around the outputs of a callback */
};

/* ---- elf.c: before any code of it runs (as plugin/file.h) ----------------- */

/* The ELF part, on bytes in memory: a shared object of this machine whose segments lie within
   the file and which defines heng_plugin_entry. The error has no where. */
int plugin_elf_check(const unsigned char *bytes, size_t n, struct error *e);

/* The id in PATH/NAME.so; false when it is none. name: 64 bytes. */
bool plugin_file_name(const char *path, char name[64]);

/* ---- check.c: what descriptors may hold ----------------------------------- */

/*
 * The shape of a descriptor struct, from which checking, packing and unpacking are driven. An
 * array is three members in a row: pointer, count, stride.
 */
enum member_kind {
    MEMBER_ID,    /* text_is_id */
    MEMBER_TEXT,  /* not NULL, not empty */
    MEMBER_PLAIN, /* not NULL */
    MEMBER_MAYBE, /* may be NULL */
    MEMBER_INT,   /* int32_t, or uint32_t with an enum in it */
    MEMBER_SIZE,
    MEMBER_REAL,
    MEMBER_ARRAY
};

struct shape;

struct member {
    const char *name;
    enum member_kind kind;
    size_t offset;
    const struct shape *shape; /* MEMBER_ARRAY */
};

struct shape {
    const char *what; /* "indicator" */
    size_t size;
    const struct member *members;
    size_t n;
    size_t key; /* offset of the text that names one, unique in its array */
};

extern const struct shape plugin_dimension_shape, plugin_method_shape, plugin_source_shape;

struct array_ref {
    const void *items;
    size_t n, stride;
};

struct array_ref member_array(const void *base, const struct member *m);

/* NULL where the plugin is older than they are. */
const struct heng_source *const *plugin_sources(const struct heng_plugin *p);

/* The i-th pointer of a NULL-terminated array of pointers to descriptors, whatever their type;
   NULL when parts is. */
const void *plugin_part(const void *parts, size_t i);

/*
 * Checks a plugin's answer: the loaded one (live: functions are there) or the copy that the
 * parent made of it. Errors: ERR_PART without a where; ERR_MEMORY.
 */
int plugin_check(const struct heng_plugin *p, const char *name, bool live, struct error *e);

/* ---- pack.c -------------------------------------------------------- */

void plugin_pack(struct str *b, const struct heng_plugin *p);
/* Fills in name .. n_methods; the arrays are also NULL-terminated. False when it is malformed or
   memory runs out: check nothing but the shape, so plugin_check comes next. */
bool plugin_unpack(struct deserialiser *u, struct plugin *p);

/* ---- plugin.c: the world of a callback -------------------------------------- */

/* The floating-point environment and locale that every callback starts with. */
struct plugin_environment {
    fenv_t fenv;
    char locale[256];
    bool changed; /* a plugin's code had left them otherwise, at any time */
};

void plugin_world_keep(struct plugin_environment *world);
void plugin_world_restore(struct plugin_environment *world);

/* ---- remarks.c: what callbacks warn of ------------------------------------ */

/* Bytes that are no UTF-8 become '?', line ends too. */
void plugin_clean(char *text);

struct plugin_remark {
    size_t column;
    char text[PLUGIN_WHY_MAX];
};

struct plugin_remarks {
    struct plugin_remark items[PLUGIN_REMARKS_MAX];
    size_t n, lost;
};

/* The `warn` of a call struct in a worker; its warn_data is a struct plugin_remarks. */
void plugin_remark(void *remarks, size_t column, const char *text);
void plugin_remarks_serialise(struct str *message, const struct plugin_remarks *all);
/* In the parent: hands each on, the column below n_columns or HENG_NO_COLUMN, then how many were
   lost. u->failed when they arrived damaged. */
void plugin_remarks_tell(struct deserialiser *u, size_t n_columns,
                         void (*warn)(void *warn_data, size_t column, const char *text),
                         void *warn_data);

/* ---- plugin.c: in a worker ------------------------------------------------ */

/*
 * Loads the object at path after another look at it: its hash must still be sha256. Shakes hands
 * and checks all descriptors. Keeps the world, and restores it after each of the plugin's doings.
 * Error: without a where.
 */
int plugin_load(struct worker *w, const char *path, const char *sha256,
                struct plugin_environment *world, const struct heng_plugin **p, struct error *e);
/* The same of a plugin that has been described, perhaps beside others, one of which may have had a
   hand in it: it must describe itself as it did. */
int plugin_load_again(struct worker *w, const struct plugin *plugin,
                      struct plugin_environment *world, const struct heng_plugin **p,
                      struct error *e);

/* Where it is, for the report after a kill: "crashed (...) at compute, period 2 of 5". */
void plugin_place(struct worker *w, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* ---- guard.c: outputs between guard zones -------------------------- */

/* n_slices of `rows` doubles each, in memory that worker and parent share. */
struct guarded {
    double *p;
    size_t n_slices, rows, bytes;
};

bool guarded_new(struct guarded *g, size_t n_slices, size_t rows); /* false: out of memory */
void guarded_free(struct guarded *g);
double *guarded_slice(const struct guarded *g, size_t slice);
void guarded_preset(const struct guarded *g); /* slices NaN, guards their pattern */
/* The slice past whose end, or before whose start, something was written; n_slices: none. */
size_t guarded_broken(const struct guarded *g);

#endif
