/* SPDX-License-Identifier: MIT */
/* From what a manifest tells and the tables beside it to a plan and results that pages can be made
   of. */
#include "output/reread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/none.h"
#include "base/number.h"
#include "data/csv.h"
#include "data/text_index.h"
#include "output/reread_internal.h"

struct reread {
    const struct reread_options *o;
    struct manifest m;
    struct told t;
    struct arena *a; /* the plan's */
    struct plan *p;
    struct table *table; /* the plan's, being made */
    struct results *r;
    size_t last;   /* unit that was looked for */
    size_t *place; /* by unit: 1 + its place among those of the table of indicators; 0: none yet */
    size_t n_placed;
};

/* ---- the profile and the tree ------------------------------------------------------------- */

static int bind_sections(struct reread *x, struct error *e)
{
    struct plan *p = x->p;
    int status = OK;
    for (size_t i = 0; i < n_section_kinds && !status; i++)
        if (section_kinds[i].at != NONE)
            status = profile_bind(p->profile, profile_section(p->profile, section_kinds[i].name),
                                  section_kinds[i].keys, (char *)&p->fixed + section_kinds[i].at,
                                  &p->problems, e);
    p->has_tiers = profile_section(p->profile, "tiers") != NULL;
    return status;
}

static int make_profile(struct reread *x, struct error *e)
{
    struct plan *p = x->p;
    int status = OK;
    p->profile = manifest_profile(&x->m, e);
    if (!p->profile)
        return e->status;
    for (size_t i = 0; i < x->o->n_overrides && !status; i++)
        status = profile_override(p->profile, x->o->overrides[i], &p->problems, e);
    return status ? status : bind_sections(x, e);
}

static int add_node(struct reread *x, const struct told_node *n, struct error *e)
{
    struct tree *t = &x->p->tree;
    const bool leaf = strcmp(n->kind, "indicator") == 0;
    const size_t parent = *n->parent ? tree_find(t, n->parent) : NONE;
    size_t at;
    if ((t->n > 0) != (parent != NONE))
        return error_set(e, ERR_DATA, "%s: node %s: its parent is not among those before it",
                         x->o->path, n->id);
    at = tree_add(t, leaf ? NODE_INDICATOR : NODE_AGGREGATE, parent, n->id, x->o->path);
    if (at == NONE)
        return error_no_memory(e);
    t->nodes[at].title = n->title;
    t->nodes[at].title_en = n->title_en;
    t->nodes[at].unit = *n->unit ? n->unit : NULL;
    t->nodes[at].formula = *n->formula ? n->formula : NULL;
    t->nodes[at].source = *n->source ? n->source : NULL;
    t->nodes[at].direction = strcmp(n->direction, "negative") == 0 ? HENG_NEGATIVE : HENG_POSITIVE;
    t->nodes[at].weight = n->weight;
    return OK;
}

static int make_tree(struct reread *x, struct error *e)
{
    struct tree *t = &x->p->tree;
    struct stage_options rank = {0};
    int status = OK;
    t->arena = x->a;
    for (size_t i = 0; i < x->t.n_nodes && !status; i++)
        status = add_node(x, &x->t.nodes[i], e);
    if (!status)
        status = tree_finish(t, e);
    if (!status && t->n != x->t.n_nodes)
        status = error_set(e, ERR_DATA, "%s: a dimension has no indicators", x->o->path);
    if (!status)
        status = profile_bind(x->p->profile, profile_section(x->p->profile, "rank"), &rank_keys,
                              &rank, &x->p->problems, e);
    if (!status)
        t->nodes[TREE_ROOT].at[HENG_RANK].options.level = rank.level;
    return status;
}

/* ---- units -------------------------------------------------------------------------------- */

static size_t find_period(const struct plan *p, const char *period)
{
    for (size_t i = 0; i < p->table->n_periods; i++)
        if (strcmp(p->table->periods[i], period) == 0)
            return i;
    return NONE;
}

static size_t find_class(const struct plan *p, const char *value)
{
    for (size_t i = 0; i < p->n_classes; i++)
        if (strcmp(p->classes[i].value, value) == 0)
            return i;
    return NONE;
}

/* Files go through the units in their order: it is the one before or the next, as a rule. */
static size_t find_unit(struct reread *x, size_t class, const char *code)
{
    const struct unit_class *c = &x->p->classes[class];
    char *const *codes = x->p->table->codes;
    for (size_t i = 0; i < 2; i++)
        if (x->last + i >= c->first && x->last + i < c->first + c->n &&
            strcmp(codes[x->last + i], code) == 0)
            return x->last += i;
    for (size_t u = c->first; u < c->first + c->n; u++)
        if (strcmp(codes[u], code) == 0)
            return x->last = u;
    return NONE;
}

/* Classes and periods in the order in which they are told. */
static int make_places(struct reread *x, struct table *t, struct error *e)
{
    struct plan *p = x->p;
    t->periods = arena_array(x->a, x->t.n_classes, sizeof *t->periods);
    p->classes = arena_array(x->a, x->t.n_classes, sizeof *p->classes);
    if (!t->periods || !p->classes)
        return error_no_memory(e);
    for (const struct told_class *c = x->t.classes; c < x->t.classes + x->t.n_classes; c++) {
        if (find_period(p, c->period) == NONE)
            t->periods[t->n_periods++] = (char *)(uintptr_t)c->period;
        if (find_class(p, c->value) == NONE)
            p->classes[p->n_classes++] = (struct unit_class){c->value, c->label, 0, 0};
    }
    return OK;
}

static int add_unit(struct text_index *met, const struct told_unit *u, struct unit_class *class,
                    struct table *t, struct error *e)
{
    size_t at;
    if (text_index_put(met, u->code, strlen(u->code), &at))
        return error_no_memory(e);
    if (at < class->n)
        return OK;
    t->codes[t->n_units] = (char *)(uintptr_t)u->code;
    t->names[t->n_units++] = (char *)(uintptr_t)u->name;
    class->n++;
    return OK;
}

/* Those that the class has in any period, in the order in which they are met. */
static int add_units(struct reread *x, struct unit_class *class, struct error *e)
{
    struct table *t = x->table;
    struct text_index met = {0};
    int status = OK;
    class->first = t->n_units;
    for (const struct told_class *c = x->t.classes; c < x->t.classes + x->t.n_classes; c++)
        for (size_t i = 0; i < c->n && !status && strcmp(c->value, class->value) == 0; i++)
            status = add_unit(&met, &c->units[i], class, t, e);
    text_index_fini(&met);
    return status;
}

static int make_units(struct reread *x, struct error *e)
{
    struct plan *p = x->p;
    struct table *t = arena_alloc(x->a, sizeof *t);
    size_t most = 1;
    int status;
    if (!t)
        return error_no_memory(e);
    p->table = x->table = t;
    for (size_t i = 0; i < x->t.n_classes; i++)
        most += x->t.classes[i].n;
    t->codes = arena_array(x->a, most, sizeof *t->codes);
    t->names = arena_array(x->a, most, sizeof *t->names);
    p->order = arena_array(x->a, most, sizeof *p->order);
    status = make_places(x, t, e);
    if (!status && (!t->codes || !t->names || !p->order))
        status = error_no_memory(e);
    for (size_t c = 0; c < p->n_classes && !status; c++)
        status = add_units(x, &p->classes[c], e);
    for (size_t u = 0; u < t->n_units && !status; u++)
        p->order[u] = u;
    t->n_rows = t->n_units * t->n_periods;
    return status;
}

/* ---- columns ------------------------------------------------------------------------------ */

static double *column_of(struct reread *x, size_t n)
{
    double *v = arena_array(x->r->arena, n ? n : 1, sizeof *v);
    for (size_t i = 0; v && i < n; i++)
        v[i] = NAN;
    return v;
}

/* `n` columns of all rows; NULL: out of memory. */
static double **columns_of(struct reread *x, size_t n)
{
    double **v = arena_array(x->r->arena, n ? n : 1, sizeof *v);
    for (size_t i = 0; v && i < n; i++)
        if (!(v[i] = column_of(x, x->r->n_rows)))
            return NULL;
    return v;
}

static bool make_cells(struct results *r)
{
    const size_t n = r->plan->tree.n_indicators;
    uint8_t **cell = arena_array(r->arena, n ? n : 1, sizeof *cell);
    for (size_t i = 0; cell && i < n; i++) {
        if (!(cell[i] = arena_array(r->arena, r->n_rows + 1, 1)))
            return false;
        memset(cell[i], CELL_MISSING, r->n_rows);
    }
    r->cell = (const uint8_t **)(uintptr_t)cell;
    return cell != NULL;
}

static int make_results(struct reread *x, struct error *e)
{
    struct plan *p = x->p;
    struct arena *a = arena_new();
    struct results *r = a ? arena_alloc(a, sizeof *r) : NULL;
    size_t weights;
    if (!r) {
        arena_free(a);
        return error_no_memory(e);
    }
    x->r = r;
    *r = (struct results){.arena = a,
                          .plan = p,
                          .n_units = p->table->n_units,
                          .n_periods = p->table->n_periods,
                          .n_rows = p->table->n_rows,
                          .n_blocks = p->fixed.class.scale == SCALE_COMMON ? 1 : p->n_classes};
    r->blocks = arena_array(a, r->n_blocks, sizeof *r->blocks);
    weights = r->n_blocks * r->n_periods * p->tree.n;
    r->raw = (const double **)columns_of(x, p->tree.n_indicators);
    r->treated = (const double **)columns_of(x, p->tree.n_indicators);
    r->imputed = r->raw;
    r->deviation = arena_array(a, p->tree.n_indicators + 1, sizeof *r->deviation);
    r->score = columns_of(x, p->tree.n);
    r->imputed_share = columns_of(x, p->tree.n);
    r->weight = column_of(x, weights);
    r->effective = column_of(x, weights);
    r->unit_excluded = arena_array(a, r->n_rows + 1, sizeof *r->unit_excluded);
    r->node_excluded = arena_array(a, p->tree.n, sizeof *r->node_excluded);
    r->unranked = arena_array(a, r->n_rows + 1, sizeof *r->unranked);
    r->rank = column_of(x, r->n_rows);
    r->tier = column_of(x, r->n_rows);
    if (!make_cells(r) || arena_failed(a))
        return error_no_memory(e);
    for (size_t b = 0; b < r->n_blocks; b++)
        r->blocks[b] = r->n_blocks > 1
                           ? (struct reference_group){p->classes[b].first, p->classes[b].n}
                           : (struct reference_group){0, r->n_units};
    return OK;
}

static double tier_of(const struct plan *p, const char *label)
{
    const struct heng_names *labels = &p->fixed.tiers.labels;
    double v;
    for (size_t i = 0; i < labels->n; i++)
        if (strcmp(labels->v[i], label) == 0)
            return (double)(i + 1);
    return *label && number_parse(label, strlen(label), &v) ? v : (double)NAN;
}

static int put_unit(struct reread *x, const struct told_class *c, const struct told_unit *u,
                    struct error *e)
{
    const struct plan *p = x->p;
    struct results *r = x->r;
    const size_t position = find_unit(x, find_class(p, c->value), u->code);
    const size_t row = results_row(r, find_period(p, c->period), position);
    size_t k = 0;
    if (!p->table->elsewhere[row])
        return error_set(e, ERR_DATA, "%s: unit %s is twice in class %s", x->o->path, u->code,
                         c->value);
    x->table->elsewhere[row] = false;
    r->rank[row] = u->rank;
    r->tier[row] = tier_of(p, u->tier);
    r->score[TREE_ROOT][row] = u->score;
    r->imputed_share[TREE_ROOT][row] = u->imputed_share;
    for (size_t i = 0; i < x->t.n_nodes;
         i++) /* nodes as they are told: dimensions in their order */
        if (strcmp(x->t.nodes[i].kind, "dimension") == 0)
            r->score[tree_find(&p->tree, x->t.nodes[i].id)][row] = u->scores[k++];
    return OK;
}

/* A unit that is not told of in a period is of another class then. */
static int put_scores(struct reread *x, struct error *e)
{
    struct table *t = x->table;
    size_t told = 0;
    int status = OK;
    t->elsewhere = arena_array(x->a, t->n_rows + 1, sizeof *t->elsewhere);
    if (!t->elsewhere)
        return error_no_memory(e);
    memset(t->elsewhere, true, t->n_rows * sizeof *t->elsewhere);
    for (const struct told_class *c = x->t.classes; c < x->t.classes + x->t.n_classes; c++)
        for (size_t i = 0; i < c->n && !status; i++)
            status = put_unit(x, c, &c->units[i], e);
    for (size_t i = 0; i < t->n_rows; i++)
        told += !t->elsewhere[i];
    if (told == t->n_rows)
        t->elsewhere = NULL;
    return status;
}

/* ---- tables ------------------------------------------------------------------------------- */

/* Where the columns of these names stand. */
static int find_columns(const char *path, const struct csv_grid *g, const char *const *names,
                        size_t n, size_t *at, struct error *e)
{
    for (size_t k = 0; k < n; k++) {
        for (at[k] = 0; at[k] < g->n_columns && strcmp(g->cells[at[k]], names[k]) != 0;)
            at[k]++;
        if (at[k] == g->n_columns)
            return error_set(e, ERR_DATA, "%s: has no column %s", path, names[k]);
    }
    return OK;
}

static double number_at(const char *text)
{
    double v;
    return *text && number_parse(text, strlen(text), &v) ? v : (double)NAN;
}

typedef int (*line_function)(struct reread *x, const char *const *cell);

/* Reads the table of this name beside the manifest, which knows its hash; lines of what is not
   known are passed over. */
static int read_table(struct reread *x, const char *name, const char *const *columns, size_t n,
                      line_function put, struct error *e)
{
    const char *path = path_join(x->a, path_dir(x->a, x->o->path), name), *cell[16];
    struct csv_grid g = {0};
    char now[HASH_TEXT];
    char *bytes = NULL;
    size_t at[16], size, k = 0;
    int status;
    while (k < x->m.n_outputs && strcmp(x->m.outputs[k].name, name) != 0)
        k++;
    if (!path)
        return error_no_memory(e);
    if (k == x->m.n_outputs || !file_exists(path))
        return ERR_NOINPUT;
    status = file_read(path, (size_t)1 << 31, &bytes, &size, e);
    if (status)
        return status;
    hash_bytes(bytes, size, now);
    if (strcmp(now, x->m.outputs[k].sha256) != 0)
        status = error_set(e, ERR_DATA, "%s: is not as the run has written it", path);
    if (!status)
        status =
            csv_grid_read_bytes(path, bytes, size, &(struct csv_options){.delimiter = ','}, &g, e);
    if (!status)
        status = find_columns(path, &g, columns, n, at, e);
    for (size_t row = 1; row < g.n_rows && !status; row++) {
        for (size_t i = 0; i < n; i++)
            cell[i] = g.cells[row * g.n_columns + at[i]];
        status = put(x, cell);
    }
    csv_grid_fini(&g);
    free(bytes);
    return status;
}

static const char *const indicators[] = {"class", "period",  "code",       "indicator",
                                         "raw",   "treated", "normalised", "provenance"};
enum { N_INDICATORS = sizeof indicators / sizeof *indicators };

static int put_weight(struct reread *x, const char *const *cell)
{
    const size_t class = find_class(x->p, cell[0]), period = find_period(x->p, cell[1]);
    const size_t node = tree_find(&x->p->tree, cell[2]);
    size_t at;
    if (class == NONE || period == NONE || node == NONE)
        return OK;
    at = weight_index(x->r, results_block(x->r, class), period, node);
    x->r->weight[at] = number_at(cell[3]);
    x->r->effective[at] = number_at(cell[4]);
    return OK;
}

static enum cell cell_of(const char *name)
{
    for (int c = 0; c < CELL_KINDS; c++)
        if (strcmp(cell_name((enum cell)c), name) == 0)
            return (enum cell)c;
    return CELL_MISSING;
}

static int put_indicator(struct reread *x, const char *const *cell)
{
    const struct plan *p = x->p;
    const size_t class = find_class(p, cell[0]), period = find_period(p, cell[1]);
    const size_t node = tree_find(&p->tree, cell[3]);
    const size_t unit = class == NONE ? NONE : find_unit(x, class, cell[2]);
    size_t row, i;
    if (period == NONE || node == NONE || unit == NONE ||
        p->tree.nodes[node].kind != NODE_INDICATOR)
        return OK;
    row = results_row(x->r, period, unit);
    i = p->tree.nodes[node].indicator;
    ((double *)(uintptr_t)x->r->raw[i])[row] = number_at(cell[4]);
    ((double *)(uintptr_t)x->r->treated[i])[row] = number_at(cell[5]);
    x->r->score[node][row] = number_at(cell[6]);
    ((uint8_t *)(uintptr_t)x->r->cell[i])[row] = (uint8_t)cell_of(cell[7]);
    return OK;
}

static int put_place(struct reread *x, const char *const *cell)
{
    const size_t class = find_class(x->p, cell[0]);
    const size_t unit = class == NONE ? NONE : find_unit(x, class, cell[2]);
    if (unit != NONE && !x->place[unit])
        x->place[unit] = ++x->n_placed;
    return OK;
}

/* The manifest has the units of a class by rank, the table of indicators in the order of the data,
   which equal ones keep. */
static int order_units(struct reread *x, struct error *e)
{
    const struct table *t = x->p->table;
    int status;
    x->place = arena_array(x->a, t->n_units + 1, sizeof *x->place);
    if (!x->place)
        return error_no_memory(e);
    status = read_table(x, "indicators.csv", indicators, N_INDICATORS, put_place, e);
    if (status || x->n_placed < t->n_units)
        return status == ERR_NOINPUT ? OK : status;
    for (size_t c = 0; c < x->p->n_classes; c++) {
        const struct unit_class *class = &x->p->classes[c];
        for (size_t i = class->first + 1; i < class->first + class->n; i++)
            for (size_t k = i; k > class->first && x->place[k] < x->place[k - 1]; k--) {
                char *const code = t->codes[k], *const name = t->names[k];
                const size_t place = x->place[k];
                t->codes[k] = t->codes[k - 1];
                t->names[k] = t->names[k - 1];
                x->place[k] = x->place[k - 1];
                t->codes[k - 1] = code;
                t->names[k - 1] = name;
                x->place[k - 1] = place;
            }
    }
    return OK;
}

static int read_tables(struct reread *x, struct error *e)
{
    static const char *const weights[] = {"class", "period", "node", "weight", "effective"};
    int status = read_table(x, "weights.csv", weights, 5, put_weight, e);
    if (status == ERR_NOINPUT)
        return error_set(e, ERR_NOINPUT, "%s: weights.csv does not lie beside it", x->o->path);
    if (!status)
        status = read_table(x, "indicators.csv", indicators, N_INDICATORS, put_indicator, e);
    return status == ERR_NOINPUT ? OK : status;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static void put_messages(const struct told_texts *from, int status, struct messages *to)
{
    for (size_t i = 0; i < from->n; i++)
        messages_add(to, status, "%s", from->v[i]);
}

static int note_inputs(struct reread *x, struct error *e)
{
    int status = OK;
    for (size_t i = 0; i < x->m.n_inputs && !status; i++) {
        const char *role = arena_strdup(x->a, x->m.inputs[i].role);
        status = role ? plan_note_file(x->p, role, x->m.inputs[i].path, x->m.inputs[i].sha256, e)
                      : error_no_memory(e);
    }
    return status;
}

static int reread(struct reread *x, struct error *e)
{
    int status = manifest_read(x->o->path, &x->m, e);
    if (!status)
        status = manifest_told(x->o->path, &x->m, x->a, &x->t, e);
    if (!status)
        status = make_profile(x, e);
    if (!status)
        status = make_tree(x, e);
    if (!status)
        status = make_units(x, e);
    if (!status && x->o->tables)
        status = order_units(x, e);
    if (!status)
        status = make_results(x, e);
    if (!status)
        status = put_scores(x, e);
    if (!status && x->o->tables)
        status = read_tables(x, e);
    if (!status)
        status = note_inputs(x, e);
    x->p->synthetic = x->t.synthetic;
    put_messages(&x->t.failures, ERR_PART, &x->p->failures);
    put_messages(&x->t.warnings, OK, &x->p->warnings);
    put_messages(&x->t.notes, OK, &x->p->notes);
    return status;
}

int results_reread(const struct reread_options *o, struct results **r, struct error *e)
{
    struct reread x = {.o = o, .a = arena_new()};
    int status;
    *r = NULL;
    x.p = x.a ? arena_alloc(x.a, sizeof *x.p) : NULL;
    if (!x.p) {
        arena_free(x.a);
        return error_no_memory(e);
    }
    x.p->arena = x.a;
    status = reread(&x, e);
    manifest_fini(&x.m);
    if (!status)
        *r = x.r;
    else {
        results_free(x.r);
        plan_free(x.p);
    }
    return status;
}

void results_reread_free(struct results *r)
{
    struct plan *p = r ? r->plan : NULL;
    results_free(r);
    plan_free(p);
}
