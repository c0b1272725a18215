/* SPDX-License-Identifier: MIT */
#include "robust/robust_output.h"

#include <math.h>
#include <stdlib.h>

#include "data/csv.h"

enum { ROBUST_CSV, ACCEPTABILITY_CSV, PAIRS_CSV, ROBUST_JSON, SENSITIVITY_CSV, N_FILES };
_Static_assert((int)ROBUST_JSON == (int)OUTPUT_MANIFEST, "the manifest is told of the others");

/* One file while it is made. */
struct making {
    const struct results *r;
    const struct replicates *x;
    const struct trust *trust;
    const struct sensitivity *sensitivity;
    const struct outputs *all;
    int file;
    size_t *order, *counts; /* n_units; n_units + 1 */
    struct csv_writer w;
    size_t class, period;
};

static void header(struct making *m, const char *const *names, size_t n)
{
    size_t i;
    for (i = 0; i < n; i++)
        csv_text(&m->w, names[i]);
    if (m->r->plan->synthetic)
        csv_text(&m->w, "synthetic");
    csv_end_line(&m->w);
}

static void begin_line(struct making *m)
{
    const struct plan *p = m->r->plan;
    csv_text(&m->w, p->classes[m->class].value);
    csv_text(&m->w, p->table->periods[m->period]);
}

static void end_line(struct making *m)
{
    if (m->r->plan->synthetic)
        csv_text(&m->w, "yes");
    csv_end_line(&m->w);
}

static const char *code_of(const struct making *m, size_t position)
{
    return m->r->plan->table->codes[m->r->plan->order[position]];
}

static size_t row_of(const struct making *m, size_t position)
{
    return m->period * m->r->n_units + position;
}

/* ---- one class in one period ----------------------------------------------------------------- */

static void write_unit(struct making *m, size_t position)
{
    const struct trust *t = &m->trust[row_of(m, position)];
    begin_line(m);
    csv_text(&m->w, code_of(m, position));
    csv_text(&m->w, m->r->plan->table->names[m->r->plan->order[position]]);
    csv_number(&m->w, m->r->rank[row_of(m, position)]);
    csv_number(&m->w, t->mean);
    csv_number(&m->w, t->median);
    csv_number(&m->w, t->p05);
    csv_number(&m->w, t->p95);
    csv_number(&m->w, t->top_share);
    csv_number(&m->w, t->tier_share);
    csv_text(&m->w, t->solid ? "yes" : "no");
    end_line(m);
}

static void write_units(struct making *m)
{
    size_t i;
    for (i = 0; i < m->r->plan->classes[m->class].n; i++)
        write_unit(m, m->order[i]);
}

/* A rank that ties share counts for the place at or above it: 2.5 for 2. */
static void write_acceptability(struct making *m)
{
    size_t n = m->r->plan->classes[m->class].n, i, k;
    for (i = 0; i < n; i++) {
        size_t row = row_of(m, m->order[i]);
        for (k = 0; k <= n; k++)
            m->counts[k] = 0;
        for (k = 0; k < m->x->n; k++) {
            float rank = m->x->rank[k * m->x->n_rows + row];
            if (rank >= 1 && (size_t)rank <= n)
                m->counts[(size_t)rank]++;
        }
        for (k = 1; k <= n; k++) {
            if (!m->counts[k])
                continue;
            begin_line(m);
            csv_text(&m->w, code_of(m, m->order[i]));
            csv_number(&m->w, (double)k);
            csv_number(&m->w, (double)m->counts[k] / (double)m->x->n);
            end_line(m);
        }
    }
}

static void write_pairs(struct making *m)
{
    size_t n = m->r->plan->classes[m->class].n, i, j;
    for (i = 0; i < n; i++)
        for (j = i + 1; j < (n <= PAIRS_ALL ? n : i + 2) && j < n; j++) {
            begin_line(m);
            csv_text(&m->w, code_of(m, m->order[i]));
            csv_text(&m->w, code_of(m, m->order[j]));
            csv_number(&m->w,
                       robust_ahead(m->x, row_of(m, m->order[i]), row_of(m, m->order[j])));
            end_line(m);
        }
}

static void write_index(struct making *m, const struct sensitivity_result *v, size_t factor)
{
    const struct sobol_index *x = &v->of[factor];
    begin_line(m);
    csv_text(&m->w, v->code ? v->code : "mean_shift");
    csv_text(&m->w, m->sensitivity->factors->v[factor].name);
    csv_number(&m->w, x->first);
    csv_number(&m->w, x->first_low);
    csv_number(&m->w, x->first_high);
    csv_number(&m->w, x->total);
    csv_number(&m->w, x->total_low);
    csv_number(&m->w, x->total_high);
    csv_number(&m->w, (double)v->used);
    end_line(m);
}

static void write_sensitivity(struct making *m)
{
    size_t i, k;
    for (i = 0; i < m->sensitivity->n; i++)
        for (k = 0; k < m->sensitivity->factors->n; k++)
            if (m->sensitivity->v[i].class == m->class && m->sensitivity->v[i].period == m->period)
                write_index(m, &m->sensitivity->v[i], k);
}

/* ---- files ----------------------------------------------------------------------------------- */

static const struct {
    const char *name, *format;
    void (*write)(struct making *m); /* one class in one period */
    const char *fields[12];
    size_t n_fields;
} files[N_FILES] = {
    {"robust.csv",
     "csv",
     write_units,
     {"class", "period", "code", "name", "rank", "mean", "median", "p05", "p95", "top_share",
      "tier_share", "solid"},
     12},
    {"acceptability.csv", "csv", write_acceptability, {"class", "period", "code", "rank", "share"}, 5},
    {"pairs.csv", "csv", write_pairs, {"class", "period", "code_a", "code_b", "share"}, 5},
    {"robust.json", "json", NULL, {NULL}, 0},
    {"sensitivity.csv",
     "csv",
     write_sensitivity,
     {"class", "period", "result", "factor", "first", "first_low", "first_high", "total",
      "total_low", "total_high", "samples"},
     11},
};

static void write_manifest(const struct making *m, FILE *f)
{
    const struct uncertainty_options *o = &m->r->plan->uncertainty;
    const struct manifest_number numbers[] = {{"replicates", (double)o->replicates},
                                              {"seed", (double)o->seed},
                                              {"top", (double)o->top},
                                              {"solid", (double)o->solid}};
    manifest_head(m->r->plan, m->all, numbers, sizeof numbers / sizeof *numbers, f);
}

static bool write_file(void *of, FILE *f)
{
    struct making *m = of;
    const struct plan *p = m->r->plan;
    if (!files[m->file].write) {
        write_manifest(m, f);
        return true;
    }
    m->w.out = f;
    header(m, files[m->file].fields, files[m->file].n_fields);
    for (m->class = 0; m->class < p->n_classes; m->class ++)
        for (m->period = 0; m->period < m->r->n_periods; m->period++) {
            league_order(m->r, m->class, m->period, m->order);
            files[m->file].write(m);
        }
    return true;
}

int robust_outputs(const struct robust_found *found, struct outputs *out, struct error *e)
{
    const struct results *r = found->r;
    struct making m = {.r = r,
                       .x = found->x,
                       .trust = found->trust,
                       .sensitivity = found->sensitivity,
                       .all = out};
    const int n_files = m.sensitivity ? N_FILES : SENSITIVITY_CSV;
    int status = OK;
    out->v = calloc(N_FILES, sizeof *out->v);
    m.order = calloc(r->n_units + 1, sizeof *m.order);
    m.counts = calloc(r->n_units + 1, sizeof *m.counts);
    if (!out->v || !m.order || !m.counts)
        status = error_set(e, ERR_MEMORY, "out of memory");
    for (m.file = 0; !status && m.file < n_files; m.file++) {
        struct making one = m;
        out->v[m.file].name = files[m.file].name;
        out->v[m.file].format = files[m.file].format;
        out->n = (size_t)m.file + 1;
        status = output_make(&out->v[m.file], write_file, &one, e);
    }
    free(m.order);
    free(m.counts);
    return status;
}
