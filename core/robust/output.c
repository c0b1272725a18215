/* SPDX-License-Identifier: MIT */
/* The files of a robustness run, each a table of its fields and a function. */
#include "robust/output.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "output/league.h"
#include "output/lines.h"

enum {
    ROBUST_CSV,
    ACCEPTABILITY_CSV,
    PAIRS_CSV,
    ROBUST_JSON,
    POSSIBLE_CSV,
    SENSITIVITY_CSV,
    REPLICATES_CSV,
    SETTINGS_CSV,
    LEAVE_OUT_CSV,
    N_FILES
};

/* One file while it is made. */
struct robust_files {
    const struct robust_found *found;
    const struct outputs *all;
    int file;
    size_t *order, *rows; /* n_units */
    bool lost;            /* out of memory */
    struct lines out;
    size_t class, period;
};

static void begin_line(struct robust_files *m)
{
    lines_place(&m->out, m->found->r->plan, m->class, m->period);
}

static const char *code_of(const struct robust_files *m, size_t position)
{
    return plan_unit_code(m->found->r->plan, position);
}

static size_t row_of(const struct robust_files *m, size_t position)
{
    return results_row(m->found->r, m->period, position);
}

/* ---- one class in one period ----------------------------------------------------------------- */

static void write_unit(struct robust_files *m, size_t position)
{
    const struct rank_summary *t = &m->found->summary[row_of(m, position)];
    begin_line(m);
    csv_text(&m->out.w, code_of(m, position));
    csv_text(&m->out.w, plan_unit_name(m->found->r->plan, position));
    csv_number(&m->out.w, m->found->r->rank[row_of(m, position)]);
    csv_number(&m->out.w, t->mean);
    csv_number(&m->out.w, t->median);
    csv_number(&m->out.w, t->p05);
    csv_number(&m->out.w, t->p95);
    csv_number(&m->out.w, t->top_share);
    csv_number(&m->out.w, t->tier_share);
    csv_text(&m->out.w, t->solid ? "yes" : "no");
    lines_end(&m->out);
}

static void write_units(struct robust_files *m)
{
    for (size_t i = 0; i < m->found->r->plan->classes[m->class].n; i++)
        write_unit(m, m->order[i]);
}

static void write_share(struct robust_files *m, size_t row, size_t place, size_t count)
{
    if (!count)
        return;
    begin_line(m);
    csv_text(&m->out.w, code_of(m, row % m->found->r->n_units));
    csv_number(&m->out.w, (double)place);
    csv_number(&m->out.w, (double)count / (double)(m->found->x->n - m->found->x->n_left_out));
    lines_end(&m->out);
}

static void write_counted(struct robust_files *m, size_t row, size_t places, const uint32_t *count)
{
    for (size_t k = 1; k <= places; k++)
        write_share(m, row, k, count[2 * k] + (k < places ? (size_t)count[2 * k + 1] : 0));
}

/* v: sorted ranks, NaN last. */
static void write_sorted(struct robust_files *m, size_t row, size_t places, const double *v)
{
    size_t i, from;
    for (i = 0; i < m->found->x->n && v[i] < 1;)
        i++;
    for (; i < m->found->x->n && v[i] < (double)places + 1;) {
        for (from = i; i < m->found->x->n && floor(v[i]) == floor(v[from]);)
            i++;
        write_share(m, row, (size_t)v[from], i - from);
    }
}

static void write_rows(struct robust_files *m, const size_t *rows, size_t n,
                       struct rank_counts *ranks)
{
    rank_counts_take(ranks, rows, n);
    for (size_t j = 0; j < n; j++) {
        const uint32_t *count = rank_counts_counted(ranks, j);
        if (count)
            write_counted(m, rows[j], ranks->places, count);
        else
            write_sorted(m, rows[j], ranks->places, rank_counts_sorted(ranks, j));
    }
}

/* A rank that ties share counts for the place at or above it: 2.5 for 2. */
static void write_acceptability(struct robust_files *m)
{
    size_t n = m->found->r->plan->classes[m->class].n, k;
    struct rank_counts ranks;
    bool fine = rank_counts_new(&ranks, m->found->x, n);
    for (size_t i = 0; i < n; i++)
        m->rows[i] = row_of(m, m->order[i]);
    for (size_t i = 0; fine && i < n; i += k) {
        k = n - i < ranks.chunk ? n - i : ranks.chunk;
        write_rows(m, m->rows + i, k, &ranks);
    }
    rank_counts_fini(&ranks);
    m->lost = m->lost || !fine;
}

/* NULL: nothing is exact here. */
static const struct rank_bounds_league *league_of(const struct robust_files *m)
{
    const struct robust_found *f = m->found;
    const struct rank_bounds_league *l =
        f->bounds ? rank_bounds_of(f->bounds, f->r, m->class, m->period) : NULL;
    return l && !l->why ? l : NULL;
}

static void write_possible(struct robust_files *m)
{
    const struct unit_class *c = &m->found->r->plan->classes[m->class];
    const struct rank_bounds_league *l = league_of(m);
    for (size_t i = 0; l && i < c->n; i++) {
        const struct rank_bound *v = &l->rank[m->order[i] - c->first];
        if (!v->best)
            continue;
        begin_line(m);
        csv_text(&m->out.w, code_of(m, m->order[i]));
        csv_text(&m->out.w, plan_unit_name(m->found->r->plan, m->order[i]));
        csv_number(&m->out.w, m->found->r->rank[row_of(m, m->order[i])]);
        csv_number(&m->out.w, (double)v->best);
        csv_number(&m->out.w, (double)v->worst);
        csv_text(&m->out.w, rank_bounds_is_exact(v) ? "yes" : "no");
        lines_end(&m->out);
    }
}

static const char *rank_bounds_pair(const struct robust_files *m, size_t i, size_t j)
{
    const struct unit_class *c = &m->found->r->plan->classes[m->class];
    const struct rank_bounds_league *l = league_of(m);
    return l ? beats_name(l->pairs[(m->order[i] - c->first) * c->n + m->order[j] - c->first]) : "";
}

static void write_pairs(struct robust_files *m)
{
    const struct pairs *p = &m->found->pairs[m->class * m->found->r->n_periods + m->period];
    for (size_t i = 0; i + 1 < p->n; i++)
        for (size_t j = i + 1; j < p->n && (j == i + 1 || p->all); j++) {
            begin_line(m);
            csv_text(&m->out.w, code_of(m, m->order[i]));
            csv_text(&m->out.w, code_of(m, m->order[j]));
            csv_number(&m->out.w, pairs_share(p, i, j));
            csv_text(&m->out.w, rank_bounds_pair(m, i, j));
            lines_end(&m->out);
        }
}

static void write_index(struct robust_files *m, const struct sensitivity_result *v, size_t factor)
{
    const struct sobol_index *x = &v->of[factor];
    begin_line(m);
    csv_text(&m->out.w, v->code ? v->code : "mean_shift");
    csv_text(&m->out.w, m->found->sensitivity->factors->v[factor].name);
    csv_number(&m->out.w, x->first);
    csv_number(&m->out.w, x->first_low);
    csv_number(&m->out.w, x->first_high);
    csv_number(&m->out.w, x->total);
    csv_number(&m->out.w, x->total_low);
    csv_number(&m->out.w, x->total_high);
    csv_number(&m->out.w, (double)v->used);
    lines_end(&m->out);
}

static void write_sensitivity(struct robust_files *m)
{
    const struct sensitivity *s = m->found->sensitivity;
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->factors->n; k++)
            if (s->v[i].class == m->class && s->v[i].period == m->period)
                write_index(m, &s->v[i], k);
}

/* shift: places down (up: below 0) from the nominal rank. */
static void write_without(struct robust_files *m, size_t k, size_t position)
{
    const struct plan *p = m->found->r->plan;
    const struct leave_one_out *l = m->found->without;
    const size_t row = row_of(m, position);
    begin_line(m);
    csv_text(&m->out.w, p->tree.nodes[l->nodes[k]].id);
    csv_text(&m->out.w, code_of(m, position));
    csv_text(&m->out.w, plan_unit_name(p, position));
    csv_number(&m->out.w, l->rank[k][row]);
    csv_number(&m->out.w, l->score[k][row]);
    csv_number(&m->out.w, l->rank[k][row] - m->found->r->rank[row]);
    lines_end(&m->out);
}

static void write_leave_out(struct robust_files *m)
{
    for (size_t k = 0; k < m->found->without->n; k++)
        for (size_t i = 0; i < m->found->r->plan->classes[m->class].n; i++)
            write_without(m, k, m->order[i]);
}

/* ---- one replicate after the other ----------------------------------------------------------- */

static void write_label(struct robust_files *m, size_t replicate)
{
    if (m->found->labels)
        csv_text(&m->out.w, m->found->labels[replicate]);
    else
        csv_number(&m->out.w, (double)(replicate + 1));
}

static void write_replicates(struct robust_files *m)
{
    size_t n = m->found->r->plan->classes[m->class].n;
    for (size_t i = 0; i < m->found->x->n; i++)
        for (size_t k = 0; k < n; k++) {
            size_t at = i * m->found->x->n_rows + row_of(m, m->order[k]);
            write_label(m, i);
            begin_line(m);
            csv_text(&m->out.w, code_of(m, m->order[k]));
            csv_number(&m->out.w, m->found->x->score[at]);
            csv_number(&m->out.w, (double)m->found->x->rank[at]);
            lines_end(&m->out);
        }
}

static void write_factor(struct robust_files *m, const struct factor *f)
{
    struct str name = {0};
    str_add(&name, f->key ? f->section : f->name);
    if (f->key)
        str_printf(&name, ".%s", f->key);
    csv_text(&m->out.w, name.s ? name.s : "");
    m->lost = m->lost || name.failed;
    str_fini(&name);
}

/* What was drawn for each replicate; it is the same for all classes and periods. */
static void write_settings(struct robust_files *m)
{
    const struct evaluator *g = m->found->evaluator;
    size_t n = evaluator_factors(g);
    double *u = calloc(n + 1, sizeof *u);
    char text[EVALUATOR_TEXT_MAX];
    csv_text(&m->out.w, "replicate");
    for (size_t k = 0; u && k < n; k++)
        if (evaluator_value(g, u, k, text))
            write_factor(m, evaluator_factor(g, k));
    csv_end_line(&m->out.w);
    for (size_t i = 0; u && i < m->found->x->n; i++) {
        m->found->points->at(m->found->points->of, i, u);
        write_label(m, i);
        for (size_t k = 0; k < n; k++)
            if (evaluator_value(g, u, k, text))
                csv_text(&m->out.w, evaluator_value(g, u, k, text));
        csv_end_line(&m->out.w);
    }
    free(u);
    m->lost = m->lost || !u;
}

/* ---- files ----------------------------------------------------------------------------------- */

static const struct {
    const char *name, *format;
    void (*write)(struct robust_files *m); /* one class in one period; NULL: all at once */
    const char *fields[12];
    size_t n_fields;
} files[N_FILES] = {
    {"robust.csv",
     "csv",
     write_units,
     {"class", "period", "code", "name", "rank", "mean", "median", "p05", "p95", "top_share",
      "tier_share", "solid"},
     12},
    {"acceptability.csv",
     "csv",
     write_acceptability,
     {"class", "period", "code", "rank", "share"},
     5},
    {"pairs.csv",
     "csv",
     write_pairs,
     {"class", "period", "code_a", "code_b", "share", "possible"},
     6},
    {"robust.json", "json", NULL, {NULL}, 0},
    {"possible.csv",
     "csv",
     write_possible,
     {"class", "period", "code", "name", "rank", "best", "worst", "exact"},
     8},
    {"sensitivity.csv",
     "csv",
     write_sensitivity,
     {"class", "period", "result", "factor", "first", "first_low", "first_high", "total",
      "total_low", "total_high", "samples"},
     11},
    {"replicates.csv",
     "csv",
     write_replicates,
     {"replicate", "class", "period", "code", "score", "rank"},
     6},
    {"settings.csv", "csv", NULL, {NULL}, 0},
    {"leave_out.csv",
     "csv",
     write_leave_out,
     {"class", "period", "indicator", "code", "name", "rank", "score", "shift"},
     8},
};

static void write_manifest(const struct robust_files *m, FILE *f)
{
    const struct uncertainty_options *o = &m->found->r->plan->fixed.uncertainty;
    const struct manifest_number numbers[] = {{"replicates", (double)m->found->x->n},
                                              {"left_out", (double)m->found->x->n_left_out},
                                              {"seed", (double)o->seed},
                                              {"top", (double)o->top},
                                              {"solid", (double)o->solid}};
    manifest_head(m->found->r->plan, m->all, numbers, sizeof numbers / sizeof *numbers, f);
}

static bool is_wanted(const struct robust_files *m, int file)
{
    if (file == POSSIBLE_CSV)
        return m->found->bounds && !m->found->bounds->why;
    if (file == REPLICATES_CSV)
        return m->found->x->score != NULL;
    if (file == LEAVE_OUT_CSV)
        return m->found->without && m->found->without->n > 0;
    if (file == SETTINGS_CSV)
        return m->found->evaluator != NULL;
    return file != SENSITIVITY_CSV || m->found->sensitivity;
}

static bool write_file(void *of, FILE *f)
{
    struct robust_files *m = of;
    const struct plan *p = m->found->r->plan;
    m->out.w.out = f;
    if (m->file == SETTINGS_CSV)
        write_settings(m);
    if (m->file == ROBUST_JSON)
        write_manifest(m, f);
    if (!files[m->file].write)
        return !m->lost;
    lines_names(&m->out, files[m->file].fields, files[m->file].n_fields);
    lines_end(&m->out);
    for (m->class = 0; m->class < p->n_classes; m->class ++)
        for (m->period = 0; m->period < m->found->r->n_periods; m->period++) {
            league_order(m->found->r, m->class, m->period, m->order);
            files[m->file].write(m);
        }
    return !m->lost;
}

/* Whether it is wanted, with its place in out; its bytes are still to be made. */
static bool take_place(const struct robust_files *m, int file, struct outputs *out)
{
    if (!is_wanted(m, file))
        return false;
    out->v[out->n].name = files[file].name;
    out->v[out->n].format = files[file].format;
    out->n++;
    return true;
}

static int make_file(struct robust_files m, int file, struct output *to, struct error *e)
{
    m.file = file;
    m.out.w.kinds = &to->kinds;
    return output_make(to, write_file, &m, e);
}

int robust_outputs(const struct robust_found *found, struct outputs *out, struct error *e)
{
    const size_t n = found->r->n_units;
    struct robust_files m = {
        .found = found, .all = out, .out.synthetic = found->r->plan->synthetic};
    int status = OK;
    out->v = calloc(N_FILES, sizeof *out->v);
    m.order = calloc(n + 1, sizeof *m.order);
    m.rows = calloc(n + 1, sizeof *m.rows);
    if (!out->v || !m.order || !m.rows)
        status = error_no_memory(e);
    for (int file = 0; !status && file < N_FILES; file++)
        if (take_place(&m, file, out) && file != ROBUST_JSON)
            status = make_file(m, file, &out->v[out->n - 1], e);
    if (!status)
        status = outputs_add_snapshots(out, found->r->plan, e);
    if (!status)
        status = outputs_add_people(out, found->r, e);
    if (!status) /* it tells of all others */
        status = make_file(m, ROBUST_JSON, outputs_manifest(out), e);
    free(m.order);
    free(m.rows);
    return status;
}
