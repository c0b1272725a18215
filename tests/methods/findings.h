/* SPDX-License-Identifier: MIT */
/* Calling an analysis through method_analyse; every line, text and warning that it hands over. */
#ifndef HENG_TESTS_METHODS_FINDINGS_H
#define HENG_TESTS_METHODS_FINDINGS_H

#include "methods/rig.h"

enum { LINES_MAX = 4000, FINDINGS_KEY = 160 };

struct findings_line {
    const char *key; /* the texts, joined by | */
    const char **text;
    double *v;
};

/* What an analysis has found, and what it was asked. */
struct findings {
    struct heng_analyse_call call;
    struct rig *rig;
    const struct method *m; /* the last that was called */
    void *params;           /* NULL: the defaults, changed by settings */
    size_t n, texts, numbers, warnings;
    char warning[512]; /* the last one */
    int value;
    struct findings_line lines[LINES_MAX]; /* what they point to is the rig's */
};

static inline struct findings *findings_new(void)
{
    struct findings *f = calloc(1, sizeof *f);
    ck_assert_ptr_nonnull(f);
    f->rig = rig_new();
    return f;
}

static inline void findings_free(struct findings *f)
{
    rig_free(f->rig);
    free(f);
}

static inline void findings_of(struct findings *f, struct rig *rig, const struct method *m)
{
    f->rig = rig;
    f->m = m;
    f->n = f->texts = f->numbers = f->warnings = 0;
    f->warning[0] = '\0';
    for (size_t i = 0; i < m->desc->analysis->n_fields; i++)
        *(method_field(m->desc, i)->is_text ? &f->texts : &f->numbers) += 1;
}

static inline void findings_put(struct heng_analyse_call *c, const char *const *text,
                                const double *v)
{
    struct findings *f = c->put_data;
    struct findings_line *line = &f->lines[f->n];
    struct arena *arena = f->rig->arena;
    char key[FINDINGS_KEY] = "";
    ck_assert_uint_lt(f->n, LINES_MAX);
    line->text = arena_alloc(arena, (f->texts + 1) * sizeof *line->text);
    line->v = arena_alloc(arena, (f->numbers + 1) * sizeof *line->v);
    for (size_t i = 0; i < f->texts; i++) {
        ck_assert_ptr_nonnull(text[i]);
        ck_assert_uint_lt(strlen(key) + strlen(text[i]) + 2, FINDINGS_KEY);
        strcat(strcat(key, i ? "|" : ""), text[i]);
        line->text[i] = arena_strdup(arena, text[i]);
    }
    line->key = arena_strdup(arena, key);
    for (size_t i = 0; i < f->numbers; i++)
        line->v[i] = v[i];
    f->n++;
}

static inline void findings_warn(void *warn_data, size_t column, const char *text)
{
    struct findings *f = warn_data;
    (void)column;
    f->warnings++;
    snprintf(f->warning, sizeof f->warning, "%s", text);
}

/* What a call has where the test gives nothing: ids a.., one period. */
static inline void findings_fill(struct heng_analyse_call *c)
{
    static const char *const periods[] = {"2001", "2002", "2003", "2004", "2005", "2006"};
    static const double period[] = {2001, 2002, 2003, 2004, 2005, 2006};
    c->ids = c->ids ? c->ids : rig_ids;
    c->n_periods = c->n_periods ? c->n_periods : 1;
    c->n_units = c->n / c->n_periods;
    c->periods = c->periods ? c->periods : periods;
    c->period = c->period ? c->period : period;
}

static inline int findings_call(struct findings *f, struct rig *rig, const char *name,
                                const char *settings, struct heng_analyse_call *c)
{
    const void *params;
    size_t room;
    findings_of(f, rig, rig_method(rig, HENG_ANALYSE, name));
    findings_fill(c);
    c->put = findings_put;
    c->put_data = c->warn_data = f;
    c->warn = findings_warn;
    c->scratch = rig_scratch(f->m, c->n, c->m);
    c->why = rig->why;
    c->why_size = sizeof rig->why;
    params = f->params ? f->params : rig_params(rig, f->m, settings);
    room = method_analyse_room(f->m, params, c);
    free(c->scratch);
    c->scratch = malloc((room + 1) * sizeof *c->scratch);
    ck_assert_ptr_nonnull(c->scratch);
    f->value = method_analyse(f->m, params, c, &rig->error);
    free(c->scratch);
    return f->value;
}

/* With the rig of findings_new, and units u1 .. where the test gives no codes. */
static inline int findings_run(struct findings *f, const char *name, const char *settings,
                               struct heng_analyse_call *c)
{
    static const char *const codes[] = {"u1",  "u2",  "u3",  "u4",  "u5",  "u6",  "u7",  "u8",
                                        "u9",  "u10", "u11", "u12", "u13", "u14", "u15", "u16",
                                        "u17", "u18", "u19", "u20", "u21", "u22", "u23", "u24",
                                        "u25", "u26", "u27", "u28", "u29", "u30", "u31", "u32"};
    ck_assert(c->codes || c->n / (c->n_periods ? c->n_periods : 1) <= COUNT(codes));
    c->codes = c->codes ? c->codes : codes;
    return findings_call(f, f->rig, name, settings, c);
}

/* f->call holds what the caller has set: n, m, x and what else there is. */
static inline void analyse(struct rig *rig, const char *name, const char *settings,
                           struct findings *f)
{
    findings_call(f, rig, name, settings, &f->call);
}

/* Position of a number among the numbers of a line. */
static inline size_t number_at(const struct heng_method *d, const char *field)
{
    size_t at = 0;
    for (size_t k = 0; k < d->analysis->n_fields; k++) {
        const struct heng_field *f = method_field(d, k);
        if (strcmp(f->name, field) == 0 && !f->is_text)
            return at;
        at += !f->is_text;
    }
    ck_abort_msg("%s finds no %s", d->name, field);
    return 0;
}

static inline double number_of(const struct findings *f, size_t line, const char *field)
{
    ck_assert_uint_lt(line, f->n);
    return f->lines[line].v[number_at(f->m->desc, field)];
}

/* The number in that field of the one line with that key. */
static inline double findings_value(const struct findings *f, const char *key, const char *field)
{
    size_t line = LINES_MAX;
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->lines[i].key, key) == 0) {
            ck_assert_msg(line == LINES_MAX, "%s: %s twice", f->m->desc->name, key);
            line = i;
        }
    ck_assert_msg(line < LINES_MAX, "%s: no line %s; the first is %s", f->m->desc->name, key,
                  f->n ? f->lines[0].key : "missing");
    return number_of(f, line, field);
}

/* The lines of both are the same, to the bit. */
static inline void findings_same(const struct findings *f, const struct findings *g)
{
    ck_assert(f->n == g->n && f->numbers == g->numbers);
    for (size_t i = 0; i < f->n; i++) {
        ck_assert_str_eq(f->lines[i].key, g->lines[i].key);
        ck_assert_mem_eq(f->lines[i].v, g->lines[i].v, f->numbers * sizeof(double));
    }
}

#define findings_assert(f, key, field, want, tolerance)                                            \
    kit_assert_near(findings_value(f, key, field), want, tolerance)

#endif
