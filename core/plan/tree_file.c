/* SPDX-License-Identifier: MIT */
/* An index tree from a file in the iMeta layout. */
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "data/csv.h"
#include "plan/tree.h"

enum field {
    CODE,
    PARENT,
    LEVEL,
    DIRECTION,
    WEIGHT,
    TYPE,
    NAME,
    UNIT,
    TARGET,
    DENOMINATOR,
    FIELDS
};

static const struct {
    const char *name;
    bool required;
} fields[FIELDS] = {
    {"iCode", true}, {"Parent", true}, {"Level", true}, {"Direction", true}, {"Weight", true},
    {"Type", true},  {"iName", false}, {"Unit", false}, {"Target", false},   {"Denominator", false},
};

struct reader {
    struct tree *tree;
    const char *path;
    struct csv_grid cells;
    size_t column[FIELDS]; /* NONE: the file has none */
    size_t *row_of;        /* row each node was read from */
    double *level;
    struct messages *problems;
};

static bool is_blank(const char *s)
{
    return !*s || strcmp(s, "NA") == 0;
}

static const char *cell(const struct reader *r, size_t row, enum field f)
{
    if (r->column[f] == NONE)
        return "";
    return r->cells.cells[row * r->cells.n_columns + r->column[f]];
}

static void problem(struct reader *r, size_t row, enum field f, const char *what)
{
    messages_add(r->problems, ERR_DATA, "%s:%zu: column %s: '%s': %s", r->path, r->cells.lines[row],
                 fields[f].name, cell(r, row, f), what);
}

static void find_columns(struct reader *r)
{
    for (size_t f = 0; f < FIELDS; f++) {
        r->column[f] = NONE;
        for (size_t c = 0; c < r->cells.n_columns; c++)
            if (strcasecmp(r->cells.cells[c], fields[f].name) == 0)
                r->column[f] = c;
        if (fields[f].required && r->column[f] == NONE)
            messages_add(r->problems, ERR_DATA,
                         "%s:1: no column %s: an index tree has the columns iCode, Parent, Level, "
                         "Direction, Weight, Type",
                         r->path, fields[f].name);
    }
}

/* A number, or `blank` where the cell is empty or NA. */
static double number(struct reader *r, size_t row, enum field f, double blank)
{
    const char *s = cell(r, row, f);
    double v;
    if (is_blank(s))
        return blank;
    if (!number_parse(s, strlen(s), &v)) {
        problem(r, row, f, "not a number");
        return blank;
    }
    return v;
}

static void read_node(struct reader *r, size_t row, enum node_kind kind)
{
    struct tree *t = r->tree;
    struct arena *a = t->arena;
    const char *id = cell(r, row, CODE);
    double direction = number(r, row, DIRECTION, 1);
    size_t i;
    struct node *n;
    if (is_blank(id)) {
        problem(r, row, CODE, "a node needs a code");
        return;
    }
    if (tree_find(t, id) != NONE) {
        problem(r, row, CODE, "this code stands here a second time");
        return;
    }
    i = tree_add(t, kind, NONE, arena_strdup(a, id),
                 arena_printf(a, "%s:%zu", r->path, r->cells.lines[row]));
    if (i == NONE)
        return;
    r->row_of[i] = row;
    r->level[i] = number(r, row, LEVEL, NAN);
    n = &t->nodes[i];
    n->title = n->title_en =
        is_blank(cell(r, row, NAME)) ? n->id : arena_strdup(a, cell(r, row, NAME));
    n->weight = number(r, row, WEIGHT, 1);
    if (!(n->weight >= 0))
        problem(r, row, WEIGHT, "a weight is 0 or more");
    if (direction != 1 && direction != -1)
        problem(r, row, DIRECTION, "expected 1 or -1");
    if (kind == NODE_AGGREGATE && direction != 1)
        problem(r, row, DIRECTION,
                "an aggregate's direction is 1; turn its indicators round instead");
    n->direction = direction < 0 ? HENG_NEGATIVE : HENG_POSITIVE;
    n->target = number(r, row, TARGET, NAN);
    n->unit = arena_strdup(a, cell(r, row, UNIT));
    n->formula = n->id;
    n->per =
        is_blank(cell(r, row, DENOMINATOR)) ? NULL : arena_strdup(a, cell(r, row, DENOMINATOR));
}

/* The row of the index itself: the first aggregate without a parent; n_rows: there is none. */
static size_t find_root(const struct reader *r)
{
    for (size_t row = 1; row < r->cells.n_rows; row++)
        if (strcmp(cell(r, row, TYPE), "Aggregate") == 0 && is_blank(cell(r, row, PARENT)))
            return row;
    return r->cells.n_rows;
}

static void read_row(struct reader *r, size_t row)
{
    const char *type = cell(r, row, TYPE);
    if (strcmp(type, "Indicator") == 0)
        read_node(r, row, NODE_INDICATOR);
    else if (strcmp(type, "Aggregate") == 0)
        read_node(r, row, NODE_AGGREGATE);
    else if (strcmp(type, "Group") && strcmp(type, "Denominator") && strcmp(type, "Other"))
        problem(r, row, TYPE, "expected Indicator, Aggregate, Group, Denominator or Other");
}

/* The root becomes node 0 wherever it stands; all others keep the order of the file, which is that
   of their siblings in whatever is given one a child. */
static void read_rows(struct reader *r)
{
    size_t root = find_root(r);
    if (root < r->cells.n_rows)
        read_row(r, root);
    for (size_t row = 1; row < r->cells.n_rows; row++)
        if (row != root)
            read_row(r, row);
}

static void link_parents(struct reader *r)
{
    struct tree *t = r->tree;
    size_t root = NONE;
    for (size_t i = 0; i < t->n; i++) {
        const char *parent = cell(r, r->row_of[i], PARENT);
        size_t p = is_blank(parent) ? NONE : tree_find(t, parent);
        if (is_blank(parent)) {
            if (t->nodes[i].kind == NODE_INDICATOR)
                problem(r, r->row_of[i], PARENT, "an indicator needs a parent");
            else if (root != NONE)
                problem(r, r->row_of[i], PARENT,
                        "a second node without a parent; an index has one top");
            else
                root = i;
        } else if (p == NONE || t->nodes[p].kind != NODE_AGGREGATE) {
            problem(r, r->row_of[i], PARENT, "no aggregate has this code");
        } else if (!(r->level[p] > r->level[i])) {
            problem(r, r->row_of[i], LEVEL, "a parent stands on a higher level than its children");
        } else {
            t->nodes[i].parent = p;
        }
    }
    if (root == NONE)
        messages_add(r->problems, ERR_DATA,
                     "%s: no aggregate without a parent: the index itself is missing", r->path);
}

int tree_read(struct tree *t, const char *path, const struct input *in, struct messages *problems,
              struct error *e)
{
    struct reader r = {.tree = t, .path = path, .problems = problems};
    struct csv_options o = {.encoding = "auto"};
    size_t before = problems->n;
    int status = csv_grid_read_bytes(path, in->bytes, in->n, &o, &r.cells, e);
    if (status)
        return status;
    r.row_of = arena_array(t->arena, r.cells.n_rows, sizeof *r.row_of);
    r.level = arena_array(t->arena, r.cells.n_rows, sizeof *r.level);
    if (!r.row_of || !r.level)
        status = error_no_memory(e);
    if (!status)
        find_columns(&r);
    if (!status && problems->n == before)
        read_rows(&r);
    if (!status && problems->n == before)
        link_parents(&r);
    csv_grid_fini(&r.cells);
    return status;
}
