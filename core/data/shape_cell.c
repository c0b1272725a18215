/* SPDX-License-Identifier: MIT */
/* The cells of a frame, and texts compared as people read them. */
#include <string.h>
#include <strings.h>

#include "base/nfc.h"
#include "base/number.h"
#include "data/shape_internal.h"

/* ---- cells ----------------------------------------------------------------------------------- */

/* The part of a text between the splitting characters. */
static struct sheet_cell part_of(struct sheet_cell c, char split, size_t part)
{
    const char *end = c.s + c.n, *p = c.s, *next;
    for (; part && p; part--) {
        next = memchr(p, split, (size_t)(end - p));
        p = next ? next + 1 : NULL;
    }
    if (!p)
        return (struct sheet_cell){.kind = SHEET_BLANK, .s = ""};
    next = memchr(p, split, (size_t)(end - p));
    c.s = p;
    c.n = (size_t)((next ? next : end) - p);
    return c;
}

static struct sheet_cell trimmed(struct sheet_cell c)
{
    if (c.kind != SHEET_TEXT)
        return c;
    c.s = csv_trim(c.s, &c.n);
    if (c.n == 0)
        c.kind = SHEET_BLANK;
    return c;
}

void frame_at(const struct frame *f, size_t row, size_t column, size_t at[2])
{
    const struct frame_column *c = &f->columns[column];
    size_t along = c->from ? c->from[row] : f->rows[row];
    at[0] = f->turned ? c->at : along;
    at[1] = f->turned ? along : c->at == NONE ? 0 : c->at;
}

struct sheet_cell frame_sheet_cell(const struct frame *f, size_t row, size_t column)
{
    struct sheet_cell c = sheet_at(f->s, row, column);
    const struct sheet_merge *m = NULL;
    if (c.kind == SHEET_BLANK)
        m = merged_cells_range(&f->merged, f->s, row, column);
    return m ? sheet_at(f->s, m->top, m->left) : c;
}

bool frame_is_merged(const struct frame *f, size_t row, size_t column)
{
    size_t at[2];
    if (f->columns[column].texts)
        return false;
    frame_at(f, row, column, at);
    return sheet_at(f->s, at[0], at[1]).kind == SHEET_BLANK &&
           merged_cells_range(&f->merged, f->s, at[0], at[1]);
}

struct sheet_cell frame_cell(const struct frame *f, size_t row, size_t column)
{
    const struct frame_column *c = &f->columns[column];
    struct sheet_cell cell;
    size_t at[2];
    if (c->texts)
        return (struct sheet_cell){
            .kind = SHEET_TEXT, .s = c->texts[row], .n = strlen(c->texts[row])};
    frame_at(f, row, column, at);
    cell = frame_sheet_cell(f, at[0], at[1]);
    if (c->part != NONE && cell.kind == SHEET_TEXT)
        cell = part_of(cell, f->l->split, c->part);
    return trimmed(cell);
}

const char *frame_where(const struct frame *f, size_t row, size_t column)
{
    char place[SHEET_PLACE_MAX];
    const char *text;
    size_t at[2];
    frame_at(f, row, column, at);
    text = f->s->name ? arena_printf(f->arena, "%s: %s", f->s->path,
                                     sheet_place(f->s, at[0], at[1], place))
                      : arena_printf(f->arena, "%s:%zu", f->s->path, sheet_line_of(f->s, at[0]));
    return text ? text : f->s->path;
}

/* ---- words ----------------------------------------------------------------------------------- */

const char *frame_word(struct frame *f, struct sheet_cell c)
{
    char number[NUMBER_TEXT_MAX];
    char *s;
    size_t kept = 0;
    if (c.kind == SHEET_NUMBER)
        return arena_strndup(f->arena, number, number_format(c.v, number));
    s = arena_strndup(f->arena, c.s, c.n);
    for (size_t i = 0; s && i < c.n;) {
        size_t skip = csv_invisible(s + i, c.n - i);
        if (!skip)
            s[kept++] = s[i];
        i += skip ? skip : 1;
    }
    if (!s)
        return NULL;
    kept = kept && nfc_may_change(s, kept) ? nfc_compose(s, kept) : kept;
    s[kept] = '\0';
    c.s = csv_trim(s, &kept);
    s[(size_t)(c.s - s) + kept] = '\0';
    return c.s;
}

static bool glob(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            from = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star;
            text = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

bool frame_matches(struct frame *f, const char *pattern, const char *text)
{
    char *p = text_plain(f->arena, pattern, strlen(pattern), "");
    char *t = text_plain(f->arena, text, strlen(text), "");
    return p && t && glob(p, t);
}

/* How many bytes of brackets there are at s, behind which a name of a path ends: "(km)", and
   "(km" where nobody has closed it; 0: none. */
static size_t brackets(const char *s)
{
    const char *end = *s == '(' ? strpbrk(s + 1, "()") : NULL;
    if (*s != '(')
        return 0;
    if (!end || *end == '(')
        return strcspn(s, "/");
    return end[1] == '\0' || end[1] == '/' ? (size_t)(end + 1 - s) : 0;
}

/* "of which" at the beginning of a name. */
static size_t of_which(const char *s)
{
    static const char *const heads[] = {"其中:", "其中", "#"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strncmp(s, heads[i], strlen(heads[i])) == 0)
            return strlen(heads[i]);
    return 0;
}

char *frame_bare(struct frame *f, const char *path)
{
    char *s = text_plain(f->arena, path, strlen(path), ""), *to = s;
    bool begins = true; /* a name */
    for (const char *p = s; p && *p;) {
        size_t skip = begins ? of_which(p) : brackets(p);
        if (skip) {
            p += skip;
            begins = false;
            continue;
        }
        begins = *p == '/';
        *to++ = *p++;
    }
    if (to)
        *to = '\0';
    return s;
}

bool shape_is_note(const char *s, size_t n)
{
    static const char *const heads[] = {
        "注：",    "注:",      "注 ",      "备注",        "附注",      "资料来源",     "数据来源",
        "来源：",  "来源:",    "说明",     "＊",          "note:",     "notes:",       "note ",
        "source:", "sources:", "source：", "data source", "data from", "last updated", "quelle:",
        "fuente:", "出典",     "資料：",   "資料:",       "(出典",     "copyright",    "©"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strlen(heads[i]) <= n && strncasecmp(s, heads[i], strlen(heads[i])) == 0)
            return true;
    return (n == 3 && memcmp(s, "注", 3) == 0) ||
           (n > 4 && memcmp(s, "注", 3) == 0 && s[3] >= '0' && s[3] <= '9');
}

/* ---- what is told ---------------------------------------------------------------------------- */

bool frame_tell(struct frame *f, bool warning, const char *text)
{
    struct message_list *t = &f->told;
    const char **v = arena_grow(f->arena, t->v, t->n, &t->cap, sizeof *v);
    bool *w = v ? arena_grow(f->arena, t->warning, t->n, &t->cap_warning, sizeof *w) : NULL;
    if (!w || !text)
        return false;
    t->v = v;
    t->warning = w;
    v[t->n] = text;
    w[t->n++] = warning;
    return true;
}
