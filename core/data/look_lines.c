/* SPDX-License-Identifier: MIT */
/* The keys of [data] that read a sheet as it was found to be. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "data/look_internal.h"

/* ---- values ---------------------------------------------------------------------------------- */

static const char *column_name(const struct looking *k, size_t column)
{
    return column == NONE ? NULL : k->columns[column].name;
}

bool look_is_word(const char *name)
{
    static const char *const words[] = {"code", "name", "unit", "period", "c"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return text_is_lua_word(name, strlen(name));
}

static bool is_identifier(const char *name)
{
    static const char more[] = "_0123456789";
    for (const char *p = name; *p; p++)
        if (!((*p | 32) >= 'a' && (*p | 32) <= 'z') && (p == name ? *p != '_' : !strchr(more, *p)))
            return false;
    return *name && !look_is_word(name);
}

/* A text in quotes. */
static void put_quoted(struct str *to, const char *s)
{
    str_add(to, "\"");
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            str_add(to, "\\");
        str_add_bytes(to, s, 1);
    }
    str_add(to, "\"");
}

/* A name as a condition mentions it. */
static const char *mention(struct arena *a, const char *name)
{
    struct str text = {0};
    const char *kept;
    if (is_identifier(name))
        return name;
    if (!strchr(name, '`'))
        return arena_printf(a, "`%s`", name);
    str_add(&text, "c[");
    put_quoted(&text, name);
    str_add(&text, "]");
    kept = text.failed ? NULL : arena_strdup(a, text.s);
    str_fini(&text);
    return kept;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool add_line(struct look *l, const char *key, const char *value, const char *why)
{
    struct look_line *v = arena_grow(l->arena, l->lines, l->n_lines, &l->cap_lines, sizeof *v);
    if (!v || !value)
        return false;
    l->lines = v;
    v[l->n_lines].key = key;
    v[l->n_lines].value = arena_strdup(l->arena, value);
    v[l->n_lines].why = why ? arena_strdup(l->arena, why) : NULL;
    return v[l->n_lines++].value != NULL;
}

static bool add(struct looking *k, const char *key, const char *value, const char *why)
{
    return !value || !*value || add_line(k->l, key, value, why);
}

/* The lines that hold names, where they do not show by themselves. */
static bool add_header_lines(struct looking *k)
{
    const struct csv_names *h = &k->shape.header;
    struct str list = {0};
    bool whole;
    for (size_t i = 0; i < h->n; i++)
        str_printf(&list, "%s%s", i ? ", " : "", h->v[i]);
    whole = !list.failed && add(k, "header", list.s, NULL);
    str_fini(&list);
    return whole;
}

/* Names by position where the header lacks one that is needed. */
static bool add_header(struct looking *k)
{
    const struct frame *f = &k->f;
    struct str names = {0};
    bool whole;
    if (k->columns[k->unit[0]].name[0] && !k->by_position)
        return true;
    for (size_t i = 0; i < f->n_columns; i++)
        str_printf(&names, "%s%s", i ? ", " : "",
                   i == k->unit[0] && !*k->columns[i].name ? "unit"
                   : *k->columns[i].name && !strpbrk(k->columns[i].name, ",\n\r\"")
                       ? k->columns[i].name
                       : "-");
    whole =
        !names.failed &&
        add(k, "columns", names.s,
            k->by_position ? "columns of one name are numbered"
                           : "the column of the unit has no name") &&
        (f->data < 2 || add(k, "header_rows",
                            arena_printf(f->arena, "%zu", sheet_line_of(f->s, f->data) - 1), NULL));
    str_fini(&names);
    return whole;
}

static bool add_unit(struct looking *k)
{
    const char *first = k->columns[k->unit[0]].name;
    if (!*first)
        return add(k, "unit", "unit", NULL);
    if (k->n_unit == 1)
        return add(k, "unit", first, NULL);
    return add(k, "unit", arena_printf(k->f.arena, "%s, %s", first, k->columns[k->unit[1]].name),
               "one alone is not unique");
}

/* The file's name without what stands behind its point; "value" where that makes no name. */
static const char *called_as_file(struct looking *k)
{
    const char *base = path_base(k->f.s->path), *dot = strrchr(base, '.');
    size_t n = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    const char *name = arena_strndup(k->f.arena, base, n);
    return name && *name && !strpbrk(name, ",;|\"'`[]= /#") ? name : "value";
}

/* What the figures of periods across are to be called: the name of a line above, or the file's. */
static const char *called_above(struct looking *k)
{
    static const char *const heads[] = {"指标：", "指标:", "指標：", "Indicator:", "indicator:"};
    const struct frame *f = &k->f;
    for (size_t row = 0; row < f->header; row++)
        for (size_t i = 0; i < sheet_told(f->s, row); i++) {
            struct sheet_cell c = sheet_at(f->s, row, i);
            const char *word = c.kind == SHEET_TEXT ? frame_word(&k->f, c) : NULL;
            for (size_t h = 0; word && h < sizeof heads / sizeof *heads; h++)
                if (strncmp(word, heads[h], strlen(heads[h])) == 0)
                    return frame_bare(&k->f, word + strlen(heads[h]));
        }
    return called_as_file(k);
}

static bool add_layout(struct looking *k)
{
    static const char *const names[] = {
        [SHAPE_LONG] = "long", [SHAPE_PERIODS] = "periods", [SHAPE_TURNED] = "turned"};
    const char *variable = column_name(k, k->variable);
    if (k->layout == SHAPE_PERIODS && !variable && !k->several)
        variable = k->fixed_variable ? k->fixed_variable : called_above(k);
    return (k->layout == SHAPE_WIDE || add(k, "layout", names[k->layout], NULL)) &&
           add(k, "variable", variable,
               k->layout == SHAPE_PERIODS && k->variable == NONE ? "what the figures are called"
                                                                 : NULL) &&
           (k->layout != SHAPE_LONG || add(k, "value", column_name(k, k->value), NULL));
}

static bool add_picks(struct looking *k)
{
    struct str where = {0}, why = {0};
    bool whole;
    for (size_t i = 0; i < k->n_picks; i++) {
        const struct looked_pick *p = &k->picks[i];
        const char *name = mention(k->f.arena, k->columns[p->column].name);
        str_printf(&where, "%s%s == ", i ? " and " : "", name ? name : "");
        if (k->columns[p->column].role == LOOK_FIGURES)
            str_add(&where, p->value);
        else
            put_quoted(&where, p->value);
        str_printf(&why, "%s%s: %zu values", i ? ", " : "", k->columns[p->column].name,
                   p->n_values);
    }
    whole = !where.failed && !why.failed && add(k, "where", where.s, why.s);
    str_fini(&where);
    str_fini(&why);
    return whole;
}

static bool add_missing(struct looking *k)
{
    struct str marks = {0};
    bool whole;
    for (size_t i = 0; k->needs_missing && i < k->n_missing; i++)
        str_printf(&marks, "%s%s", i ? ", " : "", k->missing[i]);
    whole = !marks.failed && add(k, "missing", marks.s, NULL);
    str_fini(&marks);
    return whole;
}

static bool add_marks(struct looking *k)
{
    static const char *const thousands[] = {[THOUSANDS_USUAL] = "yes",
                                            [THOUSANDS_SPACE] = "space",
                                            [THOUSANDS_APOSTROPHE] = "apostrophe",
                                            [THOUSANDS_INDIAN] = "indian"};
    const struct shape_options *l = &k->shape;
    const char *flags = l->flags ? "yes" : column_name(k, k->flag);
    return (k->o.decimal != ',' || add(k, "decimal", "comma", NULL)) &&
           add(k, "thousands", thousands[l->thousands], NULL) && add_missing(k) &&
           add(k, "flags", flags, NULL) && (!l->percent || add(k, "percent", "yes", NULL)) &&
           (!l->intervals || add(k, "intervals", "yes", NULL)) &&
           (!l->notes || add(k, "notes", "strip", NULL)) &&
           (!l->censored || add(k, "censored", "bound", "missing: no value"));
}

/* ---- rows that are no units ------------------------------------------------------------------ */

static bool is_total(const char *s)
{
    static const char *const words[] = {"全国",  "全省",  "全市",     "全区",     "全县",
                                        "合计",  "总计",  "全国总计", "全省合计", "全市合计",
                                        "Total", "TOTAL", "total"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(s, words[i]) == 0)
            return true;
    return false;
}

static bool add_skip(struct looking *k)
{
    struct str list = {0};
    bool whole;
    for (size_t row = 0; row < k->n_rows; row++) {
        const char *word = looked_word(k, row, k->unit[0]), *plain;
        if (k->columns[k->unit[0]].at != 0 || k->layout == SHAPE_TURNED)
            break;
        plain = text_plain(k->f.arena, word, strlen(word), "");
        if (plain && is_total(plain) && (!list.n || !strstr(list.s, plain)))
            str_printf(&list, "%s%s", list.n ? ", " : "", plain);
    }
    whole = !list.failed && add(k, "skip", list.s, "no units");
    str_fini(&list);
    return whole;
}

int look_lines(struct looking *k, struct error *e)
{
    bool whole = (k->by_position || add_header_lines(k)) && add_header(k) &&
                 (!k->shape.split || add(k, "split", "comma", NULL)) && add_unit(k) &&
                 add(k, "name", column_name(k, k->name), NULL) &&
                 add(k, "period", column_name(k, k->period), NULL) && add_layout(k) &&
                 add_picks(k) && add(k, "fill_down", column_name(k, k->fill_down), NULL) &&
                 add_skip(k) && add_marks(k);
    return whole ? OK : error_no_memory_for(e, k->f.s->path);
}
