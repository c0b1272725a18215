/* SPDX-License-Identifier: MIT */
/* Names for columns whose headers no list of a profile can hold, and the patterns that find them:
   the lines of [columns]. */
#include <string.h>

#include "base/text.h"
#include "data/look_internal.h"

enum { NAME_WIDTH = 40, CALLED_MAX = 24, TWINS_MAX = 1000 };

static const char kept_from_lists[] = ",;|\"`[]=#\n\r\t";

static bool is_unwieldy(const char *name)
{
    return strpbrk(name, kept_from_lists) || text_width(name) > NAME_WIDTH;
}

/* ---- what is called ---------------------------------------------------------------------------
 */

static bool is_picked_by(const struct looking *k, size_t column)
{
    for (size_t i = 0; i < k->n_picks; i++)
        if (k->picks[i].column == column)
            return true;
    return column == k->fill_down;
}

/* Whether a line of the profile, or of its lists of figures, names the column. */
static bool is_named(const struct looking *k, size_t column)
{
    switch (k->columns[column].role) {
    case LOOK_FIGURES:
        return k->layout == SHAPE_WIDE || is_picked_by(k, column);
    case LOOK_EMPTY:
    case LOOK_TEXT:
        return is_picked_by(k, column);
    case LOOK_PERIODS:
        return false;
    default:
        return true;
    }
}

/* ---- names ------------------------------------------------------------------------------------
 */

static bool is_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2E80) &&
           !(c >= 0x3000 && c < 0x3040) && !(c >= 0xFE00 && c < 0x20000);
}

static bool opens(uint32_t c)
{
    return c == '(' || c == '[' || c == 0xFF08;
}

static bool shuts(uint32_t c)
{
    return c == ')' || c == ']' || c == 0xFF09;
}

/* Words of the header outside its brackets, as long as they fit; without an _ at the end. */
static void add_words(struct str *to, const char *name)
{
    size_t left = strlen(name), step, n = 0, depth = 0;
    for (uint32_t c; left && n < CALLED_MAX; name += step, left -= step) {
        step = text_decode(name, left, &c);
        if (!step)
            break;
        depth += opens(c);
        if (depth == 0 && is_word(c)) {
            const char small = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
            str_add_bytes(to, c < 0x80 ? &small : name, step);
            n++;
        } else if (to->n && to->s[to->n - 1] != '_') {
            str_add(to, "_");
            n++;
        }
        depth -= depth && shuts(c);
    }
    if (left && n == CALLED_MAX && memchr(to->s + to->n / 2, '_', to->n - to->n / 2))
        to->n = (size_t)((char *)memrchr(to->s, '_', to->n) - to->s);
    while (to->n && to->s[to->n - 1] == '_')
        to->n--;
    if (to->s)
        to->s[to->n] = '\0';
}

static bool is_taken(const struct looking *k, const char *name)
{
    for (size_t i = 0; i < k->f.n_columns; i++)
        if (strcmp(k->columns[i].name, name) == 0)
            return true;
    return look_is_word(name);
}

const char *look_call(struct arena *a, const char *header)
{
    struct str words = {0};
    const char *name;
    add_words(&words, header);
    name = words.failed
               ? NULL
               : arena_printf(a, "%s%s", words.n && *words.s >= '0' && *words.s <= '9' ? "x" : "",
                              words.n ? words.s : "column");
    str_fini(&words);
    return name;
}

/* A name that no other column has; NULL: out of memory. */
static const char *call(struct looking *k, const char *header)
{
    const char *stem = look_call(k->f.arena, header), *name = stem;
    for (size_t i = 2; name && is_taken(k, name) && i < TWINS_MAX; i++)
        name = arena_printf(k->f.arena, "%s_%zu", stem, i);
    return name;
}

/* ---- patterns ---------------------------------------------------------------------------------
 */

/* The header as a value of a profile can have it: what begins a comment or a quote is anything. */
static const char *pattern_of(struct looking *k, const char *header)
{
    char *p = arena_strdup(k->f.arena, header);
    for (char *c = p; c && *c; c++)
        if (strchr("\n\r\t", *c))
            *c = ' ';
        else if (strchr(";#\"", *c))
            *c = '*';
    return p;
}

static size_t count_called(const struct looking *k, const char *header)
{
    size_t n = 0;
    for (size_t i = 0; i < k->f.n_columns; i++)
        n += strcmp(k->columns[i].name, header) == 0;
    return n;
}

static bool add_call(struct looking *k, size_t column)
{
    struct look *l = k->l;
    struct look_column *c = &k->columns[column];
    const char *header = c->name, *name = call(k, header), *pattern = pattern_of(k, header);
    struct look_line *v = arena_grow(l->arena, l->calls, l->n_calls, &l->cap_calls, sizeof *v);
    if (!v || !name || !pattern)
        return false;
    l->calls = v;
    v[l->n_calls] =
        (struct look_line){arena_strdup(l->arena, name), arena_strdup(l->arena, pattern), NULL};
    c->header = header;
    c->name = name;
    return v[l->n_calls].key && v[l->n_calls++].value;
}

/* Columns of one name: the second and later ones get a number. */
static bool number_twins(struct looking *k)
{
    bool whole = true;
    for (size_t i = k->f.n_columns; whole && i-- > 1;) {
        struct look_column *c = &k->columns[i];
        size_t before = 0;
        for (size_t j = 0; *c->name && j < i; j++)
            before += strcmp(k->columns[j].name, c->name) == 0;
        if (!before)
            continue;
        c->header = c->name;
        c->name = arena_printf(k->f.arena, "%s_%zu", c->name, before + 1);
        k->by_position = true;
        whole = c->name != NULL;
    }
    return whole;
}

int look_calls(struct looking *k, struct error *e)
{
    if (k->layout == SHAPE_WIDE && !k->shape.split && !number_twins(k))
        return error_no_memory_for(e, k->f.s->path);
    if (k->layout == SHAPE_TURNED || k->by_position || !k->columns[k->unit[0]].name[0])
        return OK;
    for (size_t i = 0; i < k->f.n_columns; i++) {
        const char *name = k->columns[i].name;
        if (*name && is_unwieldy(name) && is_named(k, i) && count_called(k, name) == 1 &&
            !add_call(k, i))
            return error_no_memory_for(e, k->f.s->path);
    }
    return OK;
}
