/* SPDX-License-Identifier: MIT */
/* Names of units made comparable, and codes found by them. */
#include "data/unit_name.h"

#include <string.h>
#include <strings.h>

#include "base/none.h"
#include "data/csv.h"

enum { TIERS = 3 };

/* ---- names ----------------------------------------------------------------------------------- */

static const char *const kinds[] = {
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省",
    "市",         "县",     "区",     "州",     "盟",     "旗",
};

/* Whose an autonomous place is. */
static const char *const peoples[] = {
    "维吾尔",   "哈萨克",     "柯尔克孜",   "塔吉克",   "锡伯",     "蒙古",   "壮族",   "回族",
    "苗族",     "彝族",       "土家族",     "藏族",     "蒙古族",   "侗族",   "布依族", "瑶族",
    "白族",     "朝鲜族",     "哈尼族",     "黎族",     "哈萨克族", "傣族",   "畲族",   "傈僳族",
    "东乡族",   "仡佬族",     "拉祜族",     "佤族",     "水族",     "纳西族", "羌族",   "土族",
    "仫佬族",   "锡伯族",     "柯尔克孜族", "景颇族",   "达斡尔族", "撒拉族", "布朗族", "毛南族",
    "塔吉克族", "普米族",     "怒族",       "鄂温克族", "京族",     "保安族", "裕固族", "鄂伦春族",
    "独龙族",   "乌孜别克族", "各族",       "维吾尔族",
};

static size_t blank_here(const char *s, size_t n)
{
    static const char *const blanks[] = {" ",      "\t",     "\n",     "\r",     "\u00a0",
                                         "\u3000", "\u200b", "\u2009", "\u202f", "\ufeff"};
    for (size_t k = 0; k < sizeof blanks / sizeof *blanks; k++)
        if (strlen(blanks[k]) <= n && memcmp(s, blanks[k], strlen(blanks[k])) == 0)
            return strlen(blanks[k]);
    return 0;
}

char *text_plain(struct arena *a, const char *s, size_t n, const char *also)
{
    size_t kept = 0, step;
    char *to = arena_alloc(a, n + 1);
    for (size_t i = 0; to && i < n; i += step) {
        step = memchr(also, (unsigned char)s[i], strlen(also)) ? 1 : blank_here(s + i, n - i);
        if (step)
            continue;
        step = 1;
        if (i + 2 < n && s[i] == '\xef' &&
            ((s[i + 1] == '\xbc' && s[i + 2] > '\x80') ||
             (s[i + 1] == '\xbd' && s[i + 2] < '\x9f'))) {
            to[kept++] = (char)((s[i + 1] == '\xbc' ? 0x20 : 0x60) + (s[i + 2] & 0x3f));
            step = 3;
        } else {
            to[kept++] = s[i];
        }
    }
    return to;
}

static void fold(char *s)
{
    for (; s && *s; s++)
        *s = (char)(*s >= 'A' && *s <= 'Z' ? *s + 32 : *s);
}

/* Takes one of the tails away where more than one character is left. */
static bool cut_tail(char *s, const char *const *tails, size_t n)
{
    size_t length = strlen(s);
    for (size_t k = 0; k < n; k++) {
        size_t tail = strlen(tails[k]);
        if (length > tail + 3 && strcmp(s + length - tail, tails[k]) == 0) {
            s[length - tail] = '\0';
            return true;
        }
    }
    return false;
}

char *unit_name_plain(struct arena *a, const char *name, bool bare)
{
    char *s = text_plain(a, name, strlen(name), "'-_.");
    bool autonomous = s && strstr(s, "自治");
    fold(s);
    while (s && s[0] == '0' && s[1])
        s++;
    if (!s || !bare)
        return s;
    cut_tail(s, kinds, sizeof kinds / sizeof *kinds);
    while (autonomous && cut_tail(s, peoples, sizeof peoples / sizeof *peoples))
        ;
    return s;
}

/* ---- the file -------------------------------------------------------------------------------- */

static int know(struct unit_codes *u, size_t tier, const char *name, size_t unit)
{
    size_t known = u->known[tier].n, at;
    size_t *of = arena_grow(u->arena, u->of[tier], known, &u->cap_of[tier], sizeof *of);
    if (!name || !of || text_index_put(&u->known[tier], name, strlen(name), &at))
        return ERR_MEMORY;
    u->of[tier] = of;
    if (at == known)
        of[at] = unit;
    else if (of[at] != unit)
        of[at] = NONE;
    return OK;
}

static int know_all(struct unit_codes *u, const char *name, size_t unit)
{
    if (!name[0])
        return OK;
    if (know(u, 0, name, unit) || know(u, 1, unit_name_plain(u->arena, name, false), unit))
        return ERR_MEMORY;
    return know(u, 2, unit_name_plain(u->arena, name, true), unit);
}

static size_t column_of(const struct csv_grid *g, const char *name, size_t otherwise)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (strcasecmp(g->cells[i], name) == 0)
            return i;
    return otherwise;
}

/* The texts of a column: the row of the first code that each stands for, how many cells have it,
   and whether another code has it too. */
struct shared_texts {
    struct text_index seen;
    size_t *row, *count;
    bool *shared;
};

static int look_at_text(struct shared_texts *t, const struct csv_grid *g, size_t row, size_t column,
                        size_t code)
{
    char *const *cells = g->cells + row * g->n_columns;
    size_t known = t->seen.n, at;
    if (!cells[column][0])
        return OK;
    if (text_index_put(&t->seen, cells[column], strlen(cells[column]), &at))
        return ERR_MEMORY;
    if (at == known)
        t->row[at] = row;
    t->count[at]++;
    if (strcmp(g->cells[t->row[at] * g->n_columns + code], cells[code]) != 0)
        t->shared[at] = true;
    return OK;
}

/* Whether most texts of a column stand for several codes: a city, a kind, no name of a unit. */
static int tells_groups(struct arena *a, const struct csv_grid *g, size_t column, size_t code,
                        bool *groups)
{
    struct shared_texts t = {.row = arena_array(a, g->n_rows, sizeof *t.row),
                             .count = arena_array(a, g->n_rows, sizeof *t.count),
                             .shared = arena_array(a, g->n_rows, sizeof *t.shared)};
    size_t n = 0, of_several = 0;
    int status = t.row && t.count && t.shared ? OK : ERR_MEMORY;
    for (size_t row = 1; row < g->n_rows && !status; row++)
        status = look_at_text(&t, g, row, column, code);
    for (size_t i = 0; i < t.seen.n && !status; i++) {
        n += t.count[i];
        of_several += t.shared[i] ? t.count[i] : 0;
    }
    *groups = 2 * of_several > n;
    text_index_fini(&t.seen);
    return status;
}

static int add_unit(struct unit_codes *u, const struct csv_grid *g, size_t row, size_t code,
                    size_t name, const bool *groups)
{
    char *const *cells = g->cells + row * g->n_columns;
    size_t unit = 0;
    int status = OK;
    while (unit < u->n && strcmp(u->codes[unit], cells[code]))
        unit++;
    if (unit == u->n) {
        u->codes[unit] = arena_strdup(u->arena, cells[code]);
        u->names[unit] = arena_strdup(u->arena, cells[name][0] ? cells[name] : cells[code]);
        u->n++;
    }
    if (!u->codes[unit] || !u->names[unit])
        return ERR_MEMORY;
    for (size_t i = 0; i < g->n_columns && !status; i++)
        if (!groups[i])
            status = know_all(u, cells[i], unit);
    return status;
}

static int add_units(struct unit_codes *u, const char *path, const struct csv_grid *g,
                     struct error *e)
{
    size_t code = column_of(g, "code", 0), name = column_of(g, "name", code == 1 ? 0 : 1);
    bool *groups = arena_array(u->arena, g->n_columns, sizeof *groups);
    if (!groups)
        return error_no_memory_for(e, path);
    for (size_t i = 0; i < g->n_columns; i++)
        if (i != code && i != name && tells_groups(u->arena, g, i, code, &groups[i]))
            return error_no_memory_for(e, path);
    for (size_t row = 1; row < g->n_rows; row++) {
        if (!g->cells[row * g->n_columns + code][0])
            return error_set(e, ERR_DATA, "%s:%zu: no code", path, g->lines[row]);
        if (add_unit(u, g, row, code, name, groups))
            return error_no_memory_for(e, path);
    }
    return OK;
}

int unit_codes_read(struct unit_codes *u, const char *path, const char *bytes, size_t n,
                    struct error *e)
{
    struct csv_grid g;
    int status = csv_grid_read_bytes(path, bytes, n, NULL, &g, e);
    if (status)
        return status;
    u->arena = arena_new();
    u->codes = u->arena ? arena_array(u->arena, g.n_rows, sizeof *u->codes) : NULL;
    u->names = u->arena ? arena_array(u->arena, g.n_rows, sizeof *u->names) : NULL;
    u->met = u->arena ? arena_array(u->arena, g.n_rows, sizeof *u->met) : NULL;
    if (!u->codes || !u->names || !u->met)
        status = error_no_memory_for(e, path);
    else if (g.n_columns < 2)
        status =
            error_set(e, ERR_DATA, "%s:1: expected the line code,name and below it units", path);
    else
        status = add_units(u, path, &g, e);
    csv_grid_fini(&g);
    return status;
}

enum unit_codes_found unit_codes_find(struct unit_codes *u, const char *name, size_t *at)
{
    bool several = false;
    for (size_t tier = 0; tier < TIERS; tier++) {
        const char *key = tier ? unit_name_plain(u->arena, name, tier == 2) : name;
        size_t found = key ? text_index_find(&u->known[tier], key, strlen(key)) : NONE;
        if (!key)
            return UNIT_NO_MEMORY;
        *at = found == NONE ? NONE : u->of[tier][found];
        if (*at != NONE)
            return UNIT_FOUND;
        several = several || found != NONE;
    }
    return several ? UNIT_AMBIGUOUS : UNIT_UNKNOWN;
}

void unit_codes_fini(struct unit_codes *u)
{
    for (size_t tier = 0; tier < TIERS; tier++)
        text_index_fini(&u->known[tier]);
    arena_free(u->arena);
    memset(u, 0, sizeof *u);
}
