/* SPDX-License-Identifier: MIT */
/* What a join has met: the units that only one of two tables has, and what they may be meant for.
 */
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "data/text_index.h"
#include "data/unit_name.h"
#include "plan/dataset_internal.h"
#include "plan/problems.h"

enum { SHOWN = 20, COMPARED = 500 };

/* ---- who is missing ----------------------------------------------------------------------------
 */

static int find_lacking(struct arena *a, char *const *of, size_t n, char *const *in, size_t m,
                        struct unit_names *to, struct error *e)
{
    struct text_index known = {0};
    size_t at;
    int status = OK;
    to->n = 0;
    to->v = arena_array(a, n, sizeof *to->v);
    for (size_t i = 0; i < m && !status; i++)
        status = text_index_put(&known, in[i], strlen(in[i]), &at);
    for (size_t i = 0; i < n && to->v && !status; i++)
        if (text_index_find(&known, of[i], strlen(of[i])) == NONE &&
            !(to->v[to->n++] = arena_strdup(a, of[i])))
            status = ERR_MEMORY;
    text_index_fini(&known);
    return to->v && !status ? OK : error_no_memory(e);
}

int dataset_note_join(struct data_making *m, const struct profile_section *s, const char *path,
                      int unmatched, const struct table *t, struct error *e)
{
    struct dataset *d = m->d;
    struct dataset_join *v = arena_grow(d->arena, d->joins, d->n_joins, &d->cap_joins, sizeof *v);
    struct dataset_join *j = v ? &v[d->n_joins] : NULL;
    int status;
    if (!v)
        return error_no_memory(e);
    *j = (struct dataset_join){.section = arena_strdup(d->arena, s->name),
                               .where = arena_strdup(d->arena, s->where),
                               .path = path,
                               .unmatched = unmatched,
                               .n_there = t->n_units};
    status = find_lacking(d->arena, d->table->codes, d->table->n_units, t->codes, t->n_units,
                          &j->only_here, e);
    if (!status)
        status = find_lacking(d->arena, t->codes, t->n_units, d->table->codes, d->table->n_units,
                              &j->only_there, e);
    d->joins = v;
    d->n_joins += !status;
    return status;
}

/* ---- what they may be meant for
 * ------------------------------------------------------------------ */

/* A code without what people leave out or write otherwise. */
static const char *bare(struct arena *a, const char *code)
{
    const char *plain = unit_name_plain(a, code, true);
    return plain ? plain : "";
}

/* Why two codes are not the same, where they may well be meant so. */
static const char *difference(const char *a, const char *b)
{
    size_t zeros_a = strspn(a, "0"), zeros_b = strspn(b, "0");
    if (zeros_a != zeros_b && strcmp(a + zeros_a, b + zeros_b) == 0)
        return "leading zeros";
    if (strcasecmp(a, b) == 0)
        return "letter case";
    if (strchr(a, ' ') || strchr(b, ' ') || strstr(a, "\u3000") || strstr(b, "\u3000") ||
        strstr(a, "\u00a0") || strstr(b, "\u00a0"))
        return "blanks";
    return "another spelling";
}

/* "; perhaps "7" is "07" (leading zeros), ...", or nothing. */
static void add_hints(struct arena *a, const struct dataset_join *j, struct str *to)
{
    const struct unit_names *here = &j->only_here, *there = &j->only_there;
    size_t n = here->n < COMPARED ? here->n : COMPARED, told = 0;
    const char **plain = arena_array(a, n, sizeof *plain);
    for (size_t i = 0; plain && i < n; i++)
        plain[i] = bare(a, here->v[i]);
    for (size_t i = 0; plain && i < there->n && i < COMPARED && told < 5; i++) {
        const char *other = bare(a, there->v[i]), *near;
        size_t k = 0;
        while (k < n && strcmp(plain[k], other))
            k++;
        near = k < n ? here->v[k] : text_nearest(there->v[i], here->v, n);
        if (!near)
            continue;
        str_printf(to, "%s\"%s\" is \"%s\" (%s)", told++ ? ", " : "; perhaps ", there->v[i], near,
                   k < n ? difference(there->v[i], near) : "the nearest name");
    }
    str_add(to, "; aliases = FILE (a CSV: code,alias) puts names together");
}

/* ---- telling
 * -------------------------------------------------------------------------------------- */

static void add_names(struct str *to, const struct unit_names *names)
{
    for (size_t i = 0; i < names->n && i < SHOWN; i++)
        str_printf(to, "%s%s", i ? ", " : "", names->v[i]);
    if (names->n > SHOWN)
        str_printf(to, " and %zu more", names->n - SHOWN);
}

static bool has_unit(const struct table *t, const char *code)
{
    for (size_t i = 0; i < t->n_units; i++)
        if (strcmp(t->codes[i], code) == 0)
            return true;
    return false;
}

/* Those that [units] has left out lack nothing. */
static void keep_selected(struct unit_names *here, const struct table *t)
{
    size_t n = 0;
    for (size_t i = 0; i < here->n; i++)
        if (has_unit(t, here->v[i]))
            here->v[n++] = here->v[i];
    here->n = n;
}

static void describe(struct dataset *d, const struct dataset_join *j, struct str *to)
{
    if (j->only_here.n) {
        struct str names = {0};
        add_names(&names, &j->only_here);
        str_printf(to, "%zu of %zu units %s no row in %s: %s", j->only_here.n, d->table->n_units,
                   j->only_here.n == 1 ? "has" : "have", j->path, names.s ? names.s : "");
        to->failed |= names.failed;
        str_fini(&names);
    }
    if (j->only_there.n) {
        struct str names = {0};
        add_names(&names, &j->only_there);
        str_add(to, j->only_here.n ? "; " : "");
        str_printf(to, "%zu of the %zu units of %s %s not in the table: %s", j->only_there.n,
                   j->n_there, j->path, j->only_there.n == 1 ? "is" : "are",
                   names.s ? names.s : "");
        to->failed |= names.failed;
        str_fini(&names);
    }
    if (j->only_here.n && j->only_there.n)
        add_hints(d->arena, j, to);
}

static void tell(struct dataset *d, struct dataset_join *j)
{
    struct str text = {0};
    keep_selected(&j->only_here, d->table);
    if (j->unmatched == UNMATCHED_IGNORE || (!j->only_here.n && !j->only_there.n))
        return;
    describe(d, j, &text);
    if (text.failed)
        arena_fail(d->arena);
    else if (j->unmatched == UNMATCHED_ERROR)
        messages_add(&d->problems, ERR_DATA, "%s: [%s]: %s", j->where, j->section, text.s);
    else
        messages_add(&d->warnings, OK, "%s: [%s]: %s", j->where, j->section, text.s);
    str_fini(&text);
}

void dataset_tell_joins(struct data_making *m)
{
    for (size_t i = 0; i < m->d->n_joins; i++)
        tell(m->d, &m->d->joins[i]);
}

const char *dataset_join_hint(struct dataset *d)
{
    const struct dataset_join *j = &d->joins[d->n_joins - 1];
    struct str text = {0};
    const char *hint = "";
    if (j->only_here.n == d->table->n_units)
        add_hints(d->arena, j, &text);
    if (!text.failed && text.s)
        hint = arena_strdup(d->arena, text.s);
    str_fini(&text);
    return hint ? hint : "";
}
