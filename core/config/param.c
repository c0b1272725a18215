/* SPDX-License-Identifier: MIT */
/* Values of parameters: from text to member, checked by descriptor. */
#include "config/param.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "config/param_internal.h"

enum { SHOWN = 60, CHOICES_MAX = 64 };

/* How one type is read. */
struct type {
    int (*set)(const struct heng_param *p, const char *text, struct arena *a, void *to,
               struct error *e);
    size_t size;
    /* What stands for "not given"; NULL: the type always has a value. */
    const void *absent;
};

static size_t number_of_type(const struct heng_param *p);

const struct heng_param *param_at(const struct param_table *t, size_t i)
{
    return (const struct heng_param *)(const void *)((const char *)t->params + i * t->stride);
}

const struct heng_param *param_find(const struct param_table *t, const char *name)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(param_at(t, i)->name, name) == 0)
            return param_at(t, i);
    return NULL;
}

static bool may_be_left_out(const struct heng_param *p)
{
    return p->def && !*p->def;
}

/* "expected WHAT, not 'TEXT'", then the hint. */
static int unexpected(const struct heng_param *p, const char *text, const char *hint,
                      struct error *e)
{
    struct str b = {0};
    int n = (int)strnlen(text, SHOWN), status;
    const char *more = text[n] ? "..." : "";
    while (*more && n && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    param_texts[number_of_type(p)].expect(p, false, &b);
    if (b.failed)
        status = error_no_memory(e);
    else if (!*text)
        status = error_set(e, ERR_PROFILE, "expected %s, not an empty value%s", b.s, hint);
    else
        status = error_set(e, ERR_PROFILE, "expected %s, not '%.*s%s'%s", b.s, n, text, more, hint);
    str_fini(&b);
    return status;
}

static bool in_range(const struct heng_param *p, double v)
{
    return v >= p->min && v <= p->max;
}

/* ---- one value ----------------------------------------------------------- */

static void store(const struct heng_param *p, void *to, const void *value, size_t n)
{
    memcpy((char *)to + p->offset, value, n);
}

static int set_bool(const struct heng_param *p, const char *text, struct arena *a, void *to,
                    struct error *e)
{
    static const char *const words[] = {"no", "yes", "false", "true", "0", "1"};
    (void)a;
    for (int i = 0; i < 6; i++)
        if (strcmp(text, words[i]) == 0) {
            int v = i % 2;
            store(p, to, &v, sizeof v);
            return OK;
        }
    return unexpected(p, text, "", e);
}

static int set_int(const struct heng_param *p, const char *text, struct arena *a, void *to,
                   struct error *e)
{
    const char *digits = text + (*text == '-' || *text == '+');
    long long parsed;
    int64_t v;
    (void)a;
    errno = 0;
    parsed = strtoll(text, NULL, 10);
    v = parsed;
    if (!*digits || digits[strspn(digits, "0123456789")] || errno || !in_range(p, (double)v))
        return unexpected(p, text, "", e);
    store(p, to, &v, sizeof v);
    return OK;
}

static int set_real(const struct heng_param *p, const char *text, struct arena *a, void *to,
                    struct error *e)
{
    double v = 0;
    (void)a;
    if (!number_parse(text, strlen(text), &v) || !in_range(p, v))
        return unexpected(p, text, "", e);
    store(p, to, &v, sizeof v);
    return OK;
}

/* Cuts "a|b|c" apart; the copy lives in the arena. */
static int split_choices(const struct heng_param *p, struct arena *a,
                         const char *names[CHOICES_MAX], size_t *n, struct error *e)
{
    char *rest = arena_strdup(a, p->choices ? p->choices : ""), *name;
    *n = 0;
    if (!rest)
        return error_no_memory(e);
    while ((name = strsep(&rest, "|")) && *n < CHOICES_MAX)
        names[(*n)++] = name;
    return OK;
}

static int set_choice(const struct heng_param *p, const char *text, struct arena *a, void *to,
                      struct error *e)
{
    const char *names[CHOICES_MAX], *near;
    char hint[SHOWN] = "";
    size_t n;
    int status = split_choices(p, a, names, &n, e);
    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, names[i]) == 0) {
            int v = (int)i;
            store(p, to, &v, sizeof v);
            return OK;
        }
    near = text_nearest(text, names, n);
    if (near)
        snprintf(hint, sizeof hint, "; did you mean %s?", near);
    return unexpected(p, text, hint, e);
}

static int set_text(const struct heng_param *p, const char *text, struct arena *a, void *to,
                    struct error *e)
{
    const char *v = arena_strdup(a, text);
    if (!v)
        return error_no_memory(e);
    store(p, to, &v, sizeof v);
    return OK;
}

/* ---- lists --------------------------------------------------------------- */

/* "a, b, c" as trimmed texts in the arena; an empty item is refused. */
static int split_list(const struct heng_param *p, const char *text, struct arena *a,
                      const char ***items, size_t *n, struct error *e)
{
    size_t max = 1;
    for (const char *s = text; *s; s++)
        max += *s == ',';
    *n = 0;
    *items = arena_array(a, max, sizeof **items);
    if (!*items)
        return error_no_memory(e);
    for (const char *s = text; *n < max; s++) {
        size_t length = strcspn(s, ","), kept = length;
        const char *item = text_trim(s, &kept);
        if (!kept)
            return unexpected(p, text, *text ? ": an item is empty" : "", e);
        (*items)[*n] = arena_strndup(a, item, kept);
        if (!(*items)[(*n)++])
            return error_no_memory(e);
        s += length;
    }
    if (*n < p->n_min || (p->n_max && *n > p->n_max))
        return unexpected(p, text, "", e);
    return OK;
}

static int set_reals(const struct heng_param *p, const char *text, struct arena *a, void *to,
                     struct error *e)
{
    const char **items;
    struct heng_reals list = {NULL, 0};
    double *v;
    int status = split_list(p, text, a, &items, &list.n, e);
    if (status)
        return status;
    v = arena_array(a, list.n, sizeof *v);
    if (!v)
        return error_no_memory(e);
    for (size_t i = 0; i < list.n; i++)
        if (!number_parse(items[i], strlen(items[i]), &v[i]) || !in_range(p, v[i]))
            return unexpected(p, text, "", e);
    list.v = v;
    store(p, to, &list, sizeof list);
    return OK;
}

static int set_names(const struct heng_param *p, const char *text, struct arena *a, void *to,
                     struct error *e)
{
    const char **items;
    struct heng_names list = {NULL, 0};
    int status = split_list(p, text, a, &items, &list.n, e);
    if (status)
        return status;
    list.v = items;
    store(p, to, &list, sizeof list);
    return OK;
}

/* A file has the folder in front that its path is relative to. */
static int set_tables_in(const struct heng_param *p, const char *text,
                         const struct param_files *files, struct arena *a, void *to,
                         struct error *e)
{
    const char **paths;
    struct heng_tables list = {NULL, 0};
    size_t n;
    int status = split_list(p, text, a, &paths, &n, e);
    for (size_t i = 0; !status && i < n; i++) {
        paths[i] = path_join(a, strcmp(files->dir, ".") == 0 ? "" : files->dir, paths[i]);
        if (!paths[i])
            status = error_no_memory(e);
    }
    if (!status)
        status = param_read_tables(files->inputs, paths, n, a, &list, e);
    if (!status)
        store(p, to, &list, sizeof list);
    return status;
}

static int set_tables(const struct heng_param *p, const char *text, struct arena *a, void *to,
                      struct error *e)
{
    return set_tables_in(p, text, &(struct param_files){".", NULL}, a, to, e);
}

static int unexpected_count(const struct heng_param *p, size_t n, struct error *e)
{
    char text[48];
    snprintf(text, sizeof text, "%zu", n);
    return unexpected(p, text, "", e);
}

/* ---- the types ----------------------------------------------------------- */

static int set_unknown(const struct heng_param *p, const char *text, struct arena *a, void *to,
                       struct error *e)
{
    (void)text, (void)a, (void)to;
    return error_set(e, ERR_INTERNAL, "parameter %s is of an unknown type, %d", p->name,
                     (int)p->type);
}

static const double no_real = NAN;
static const int no_choice = -1;
static const char *const no_text = "";
static const struct heng_reals no_reals;
static const struct heng_names no_names;
static const struct heng_tables no_tables;

static const struct type types[] = {
    {set_unknown, 0, NULL},
    [HENG_BOOL] = {set_bool, sizeof(int), NULL},
    [HENG_INT] = {set_int, sizeof(int64_t), NULL},
    [HENG_REAL] = {set_real, sizeof no_real, &no_real},
    [HENG_CHOICE] = {set_choice, sizeof no_choice, &no_choice},
    [HENG_TEXT] = {set_text, sizeof no_text, &no_text},
    [HENG_REALS] = {set_reals, sizeof no_reals, &no_reals},
    [HENG_NAMES] = {set_names, sizeof no_names, &no_names},
    [HENG_TABLES] = {set_tables, sizeof no_tables, &no_tables},
};

static size_t number_of_type(const struct heng_param *p)
{
    size_t i = (size_t)p->type;
    return i < sizeof types / sizeof *types ? i : 0;
}

/* ---- in and out ---------------------------------------------------------- */

int param_set_in(const struct heng_param *p, const char *text, const struct param_files *files,
                 struct arena *a, void *to, struct error *e)
{
    const struct type *type = &types[number_of_type(p)];
    if (!*text && may_be_left_out(p) && type->absent) {
        store(p, to, type->absent, type->size);
        return OK;
    }
    if (type->set == set_tables)
        return set_tables_in(p, text, files, a, to, e);
    return type->set(p, text, a, to, e);
}

int param_set(const struct heng_param *p, const char *text, struct arena *a, void *to,
              struct error *e)
{
    return param_set_in(p, text, &(struct param_files){".", NULL}, a, to, e);
}

int param_set_tables(const struct heng_param *p, const struct heng_table *v, size_t n, void *to,
                     struct error *e)
{
    const struct heng_tables tables = {v, n};
    if (p->type != HENG_TABLES)
        return error_set(e, ERR_PROFILE, "it takes no tables");
    if (n < p->n_min || (p->n_max && n > p->n_max))
        return unexpected_count(p, n, e);
    store(p, to, &tables, sizeof tables);
    return OK;
}

static int set_default(const struct heng_param *p, struct arena *a, void *to, struct error *e)
{
    int status;
    if (!p->def) {
        if (p->type == HENG_TEXT)
            store(p, to, &no_text, sizeof no_text);
        return OK;
    }
    if (p->type == HENG_TABLES && *p->def)
        return error_set(e, ERR_INTERNAL, "default of parameter %s: a file is no default", p->name);
    status = param_set(p, p->def, a, to, e);
    if (status != ERR_PROFILE)
        return status;
    error_prefix(e, "default of parameter %s", p->name);
    if (e)
        e->status = ERR_INTERNAL;
    return ERR_INTERNAL;
}

int param_defaults(const struct param_table *t, struct arena *a, void *to, struct error *e)
{
    if (t->size)
        memset(to, 0, t->size);
    for (size_t i = 0; i < t->n; i++) {
        int status = set_default(param_at(t, i), a, to, e);
        if (status)
            return status;
    }
    return OK;
}

void param_print(const struct heng_param *p, const void *from, struct str *b)
{
    param_texts[number_of_type(p)].print(p, from, b);
}

void param_describe(const struct heng_param *p, struct str *b)
{
    str_add(b, p->name);
    if (p->def && *p->def)
        str_printf(b, " = %s", p->def);
    str_add(b, " (");
    param_texts[number_of_type(p)].expect(p, true, b);
    if (p->unit)
        str_printf(b, ", %s", p->unit);
    if (!p->def)
        str_add(b, "; must be given");
    else if (!*p->def)
        str_add(b, "; may be left out");
    str_printf(b, "): %s", p->doc ? p->doc : "");
}
