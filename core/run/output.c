/* SPDX-License-Identifier: MIT */
#include "run/output.h"

#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "data/csv.h"

/* ---- league order ------------------------------------------------------------------ */

/* The whole part of a rank among n, where it is one; n + 1 for what has none. */
static size_t rank_slot(double rank, size_t n)
{
    return rank >= 0 && rank <= (double)n ? (size_t)rank : n + 1;
}

/* Puts the units of the class where their ranks say, ties in the table's order: exact but for ranks
   of the same whole part, and as they stand where memory is short. */
static void order_roughly(const struct unit_class *c, const double *rank, size_t *order)
{
    size_t *next = c->n < SIZE_MAX / 16 ? calloc(c->n + 3, sizeof *next) : NULL, i;
    for (i = 0; i < c->n; i++)
        order[i] = c->first + i;
    for (i = 0; next && i < c->n; i++)
        next[rank_slot(rank[c->first + i], c->n) + 1]++;
    for (i = 1; next && i < c->n + 3; i++)
        next[i] += next[i - 1];
    for (i = 0; next && i < c->n; i++)
        order[next[rank_slot(rank[c->first + i], c->n)]++] = c->first + i;
    free(next);
}

void league_order(const struct results *r, size_t class, size_t period, size_t *order)
{
    const struct unit_class *c = &r->plan->classes[class];
    const double *rank = r->rank + period * r->n_units;
    size_t i, k;
    order_roughly(c, rank, order);
    for (i = 0; i < c->n; i++) { /* insertion keeps ties in their order */
        size_t at = order[i];
        for (k = i; k > 0 &&
                    (isnan(rank[order[k - 1]]) ? !isnan(rank[at]) : rank[at] < rank[order[k - 1]]);
             k--)
            order[k] = order[k - 1];
        order[k] = at;
    }
}

/* ---- tables ------------------------------------------------------------------------ */

/* What every line of a table knows of where it stands. */
struct line {
    const struct results *r;
    struct csv_writer w;
    size_t class, period; /* FINDING_ALL: of all */
    size_t analysis;      /* where the table is one's */
};

static void begin_line(struct line *l)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->w, l->class == FINDING_ALL ? "" : p->classes[l->class].value);
    csv_text(&l->w, l->period == FINDING_ALL ? "" : p->table->periods[l->period]);
}

static void unit_fields(struct line *l, size_t position, bool name)
{
    const struct table *t = l->r->plan->table;
    csv_text(&l->w, t->codes[l->r->plan->order[position]]);
    if (name)
        csv_text(&l->w, t->names[l->r->plan->order[position]]);
}

/* Made-up data are told in every line. */
static void end_line(struct line *l)
{
    if (l->r->plan->synthetic)
        csv_text(&l->w, "yes");
    csv_end_line(&l->w);
}

static void header(struct line *l, const char *const *names, size_t n)
{
    size_t i;
    for (i = 0; i < n; i++)
        csv_text(&l->w, names[i]);
}

static void end_header(struct line *l)
{
    if (l->r->plan->synthetic)
        csv_text(&l->w, "synthetic");
    csv_end_line(&l->w);
}

static void score_line(struct line *l, size_t position)
{
    const struct results *r = l->r;
    const struct tree *t = &r->plan->tree;
    size_t row = l->period * r->n_units + position, i;
    begin_line(l);
    unit_fields(l, position, true);
    csv_number(&l->w, r->rank[row]);
    csv_number(&l->w, r->score[TREE_ROOT][row]);
    csv_number(&l->w, r->imputed_share[TREE_ROOT][row]);
    for (i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE)
            csv_number(&l->w, r->score[i][row]);
    end_line(l);
}

static bool write_scores(struct line *l)
{
    static const char *const names[] = {"class", "period", "code",         "name",
                                        "rank",  "score",  "imputed_share"};
    const struct plan *p = l->r->plan;
    size_t *order = arena_array(l->r->arena, l->r->n_units, sizeof *order), i;
    if (!order)
        return false;
    header(l, names, sizeof names / sizeof *names);
    for (i = 0; i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_AGGREGATE)
            csv_text(&l->w, p->tree.nodes[i].id);
    end_header(l);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++) {
            league_order(l->r, l->class, l->period, order);
            for (i = 0; i < p->classes[l->class].n; i++)
                score_line(l, order[i]);
        }
    return true;
}

static void indicator_line(struct line *l, size_t position, size_t k)
{
    const struct results *r = l->r;
    size_t row = l->period * r->n_units + position;
    begin_line(l);
    unit_fields(l, position, false);
    csv_text(&l->w, r->plan->tree.nodes[r->plan->tree.indicators[k]].id);
    csv_number(&l->w, r->raw[k][row]);
    csv_number(&l->w, r->treated[k][row]);
    csv_number(&l->w, r->normalised[k][row]);
    csv_text(&l->w, cell_name((enum cell)r->cell[k][row]));
    end_line(l);
}

static bool write_indicators(struct line *l)
{
    static const char *const names[] = {"class", "period",  "code",       "indicator",
                                        "raw",   "treated", "normalised", "provenance"};
    const struct plan *p = l->r->plan;
    size_t i, k;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++)
            for (i = 0; i < p->classes[l->class].n; i++)
                for (k = 0; k < p->tree.n_indicators; k++)
                    indicator_line(l, p->classes[l->class].first + i, k);
    return true;
}

static bool write_weights(struct line *l)
{
    static const char *const names[] = {"class",  "period",    "node",  "parent",
                                        "weight", "effective", "method"};
    const struct results *r = l->r;
    const struct tree *t = &r->plan->tree;
    size_t i;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (l->class = 0; l->class < r->plan->n_classes; l->class ++)
        for (l->period = 0; l->period < r->n_periods; l->period++)
            for (i = 1; i < t->n; i++) {
                const struct node *parent = &t->nodes[t->nodes[i].parent];
                size_t slot = results_slot(r, results_block(r, l->class), l->period, i);
                begin_line(l);
                csv_text(&l->w, t->nodes[i].id);
                csv_text(&l->w, parent->id);
                csv_number(&l->w, r->weight[slot]);
                csv_number(&l->w, r->effective[slot]);
                csv_text(&l->w, parent->weigh.method ? parent->weigh.label : "");
                end_line(l);
            }
    return true;
}

static void screened_line(struct line *l, const struct screened *s)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->w, s->is_unit ? "unit" : "indicator");
    l->class = s->is_unit ? results_class(l->r, s->position) : FINDING_ALL;
    l->period = s->is_unit ? s->period : FINDING_ALL;
    begin_line(l);
    if (s->is_unit) {
        unit_fields(l, s->position, true);
    } else {
        const struct node *n = &p->tree.nodes[p->tree.indicators[s->indicator]];
        csv_text(&l->w, n->id);
        csv_text(&l->w, node_title(n, p->options.language));
    }
    csv_number(&l->w, s->available);
    csv_number(&l->w, s->zeros);
    csv_text(&l->w, screened_reason(s));
    end_line(l);
}

static bool write_screened(struct line *l)
{
    static const char *const names[] = {"kind", "class",           "period",      "code",
                                        "name", "share_available", "share_zeros", "reason"};
    size_t i;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (i = 0; i < l->r->n_screened; i++)
        screened_line(l, &l->r->screened[i]);
    return true;
}

static void rule_line(struct line *l, const struct applied *a)
{
    const struct plan *p = l->r->plan;
    const struct rule *rule = &p->rules[a->rule];
    l->class = results_class(l->r, a->position);
    l->period = a->period;
    begin_line(l);
    unit_fields(l, a->position, true);
    csv_text(&l->w, rule->name);
    csv_text(&l->w, rule->kind);
    csv_text(&l->w, p->tree.nodes[rule->node].id);
    csv_text(&l->w, effect_name(a->effect));
    csv_number(&l->w, a->before);
    csv_number(&l->w, a->after);
    csv_text(&l->w, a->reason);
    end_line(l);
}

static bool write_rules(struct line *l)
{
    static const char *const names[] = {"class", "period", "code",   "name",  "rule",  "kind",
                                        "node",  "effect", "before", "after", "reason"};
    size_t i;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (i = 0; i < l->r->n_applied; i++)
        rule_line(l, &l->r->applied[i]);
    return true;
}

static void place_line(struct line *l, size_t position, size_t node)
{
    const struct results *r = l->r;
    size_t row = l->period * r->n_units + position;
    const struct place *place = &r->places[node][row];
    begin_line(l);
    unit_fields(l, position, true);
    csv_number(&l->w, r->rank[row]);
    csv_number(&l->w, r->score[TREE_ROOT][row]);
    csv_text(&l->w, tier_label(r, row));
    csv_text(&l->w, r->plan->tree.nodes[node].id);
    csv_number(&l->w, r->score[node][row]);
    csv_number(&l->w, place->rank);
    csv_number(&l->w, (double)place->count);
    csv_text(&l->w, standing_name(place->standing));
    end_line(l);
}

static bool write_panorama(struct line *l)
{
    static const char *const names[] = {"class", "period", "code",       "name",      "rank",       "score",
                                        "tier",  "node",   "node_score", "node_rank", "node_count", "standing"};
    const struct plan *p = l->r->plan;
    size_t *order = arena_array(l->r->arena, l->r->n_units, sizeof *order), i, k;
    if (!order)
        return false;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++) {
            league_order(l->r, l->class, l->period, order);
            for (i = 0; i < p->classes[l->class].n; i++)
                for (k = 1; k < p->tree.n; k++)
                    if (p->panorama.nodes == PANORAMA_ALL || p->tree.nodes[k].kind == NODE_AGGREGATE)
                        place_line(l, order[i], k);
        }
    return true;
}

static void choice_line(struct line *l, const struct script_choice *c, size_t order, size_t class)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->w, p->selection.script->nodes[c->direction].id);
    csv_number(&l->w, (double)order);
    csv_text(&l->w, p->classes[class].value);
    csv_text(&l->w, p->table->codes[c->unit]);
    csv_text(&l->w, p->table->names[c->unit]);
    csv_number(&l->w, c->value);
    csv_text(&l->w, c->chosen ? "yes" : "no");
    csv_text(&l->w, c->reason);
    end_line(l);
}

static bool write_selection(struct line *l)
{
    static const char *const names[] = {"direction", "order", "class",  "code",
                                        "name",      "value", "chosen", "reason"};
    const struct results *r = l->r;
    size_t i, order = 0;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (i = 0; i < r->n_choices; i++) {
        const struct script_choice *c = &r->choices[i];
        order = i && r->choices[i - 1].direction == c->direction ? order + 1 : 1;
        choice_line(l, c, order, unit_class(r, c->unit));
    }
    return true;
}

static bool write_findings(struct line *l)
{
    const struct heng_method *d = l->r->plan->analyses[l->analysis].method->desc;
    const struct findings *found = &l->r->findings[l->analysis];
    size_t i, k, texts, numbers;
    csv_text(&l->w, "class");
    csv_text(&l->w, "period");
    for (k = 0; k < d->n_fields; k++)
        csv_text(&l->w, method_field(d, k)->name);
    end_header(l);
    for (i = 0; i < found->n; i++) {
        const struct finding *f = &found->v[i];
        l->class = f->class;
        l->period = f->period;
        begin_line(l);
        for (k = texts = numbers = 0; k < d->n_fields; k++)
            if (method_field(d, k)->is_text)
                csv_text(&l->w, f->text[texts++]);
            else
                csv_number(&l->w, f->v[numbers++]);
        end_line(l);
    }
    return true;
}

/* ---- all of them ------------------------------------------------------------------- */

struct kind {
    const char *name, *format;
    bool (*write)(struct line *l);         /* false: out of memory */
    bool (*wanted)(const struct results *r);
};

static const struct kind kinds[N_OUTPUTS] = {
    {"scores.csv", "csv", write_scores, NULL},
    {"indicators.csv", "csv", write_indicators, NULL},
    {"weights.csv", "csv", write_weights, NULL},
    {"run.json", "json", NULL, NULL},
};

static bool has_screen(const struct results *r)
{
    return r->plan->screens;
}

static bool has_rules(const struct results *r)
{
    return r->plan->n_rules > 0;
}

static bool has_panorama(const struct results *r)
{
    return r->plan->has_panorama;
}

static bool has_selection(const struct results *r)
{
    return r->selected;
}

/* Those that only some runs have. */
static const struct kind further[] = {
    {"screened.csv", "csv", write_screened, has_screen},
    {"rules.csv", "csv", write_rules, has_rules},
    {"panorama.csv", "csv", write_panorama, has_panorama},
    {"selection.csv", "csv", write_selection, has_selection},
};
enum { N_FURTHER = sizeof further / sizeof *further };

enum { KEPT_MAX = 8 << 20 }; /* bytes of an output that stay in memory */

/* What is being made: in memory, then in a file. */
struct keep {
    struct str text;
    struct output *o;
    bool unspilled; /* no temporary file can be made: all stays in memory */
};

/* In $TMPDIR or where disks are, rather than in memory. */
static FILE *temporary_file(void)
{
    const char *dir = getenv("TMPDIR");
    int fd = open(dir && *dir ? dir : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "w+") : tmpfile();
    if (!f && fd >= 0)
        close(fd);
    return f;
}

/* Not open_memstream, which says nothing when it runs out of memory. */
static ssize_t keep_bytes(void *to, const char *bytes, size_t n)
{
    struct keep *k = to;
    struct output *o = k->o;
    if (!o->spill && !k->unspilled && k->text.n + n > KEPT_MAX) {
        o->spill = temporary_file();
        k->unspilled = !o->spill;
        if (o->spill && fwrite(k->text.s, 1, k->text.n, o->spill) != k->text.n)
            return 0;
        if (o->spill)
            str_fini(&k->text);
    }
    o->n += n;
    if (o->spill)
        return fwrite(bytes, 1, n, o->spill) == n ? (ssize_t)n : 0;
    str_add_bytes(&k->text, bytes, n);
    return k->text.failed ? 0 : (ssize_t)n;
}

static int hash_output(struct output *o, struct error *e)
{
    if (o->spill)
        return hash_opened(fileno(o->spill), o->name, o->sha256, e);
    hash_bytes(o->bytes, o->n, o->sha256);
    return OK;
}

int output_make(struct output *o, bool (*write)(void *of, FILE *f), void *of, struct error *e)
{
    struct keep k = {.o = o};
    FILE *f = fopencookie(&k, "w", (cookie_io_functions_t){.write = keep_bytes});
    bool ok;
    o->n = 0;
    if (!f)
        return error_set(e, ERR_MEMORY, "out of memory");
    ok = write(of, f);
    ok = !ferror(f) && ok;
    ok = fclose(f) == 0 && ok && !k.text.failed;
    o->bytes = k.text.s; /* outputs_fini frees it */
    if (o->spill && (fflush(o->spill) || ferror(o->spill)))
        return error_set(e, ERR_IO, "%s: no room for it in the folder of temporary files (TMPDIR)",
                         o->name);
    return ok ? hash_output(o, e) : error_set(e, ERR_MEMORY, "out of memory");
}

/* One of a run's; kind NULL: of an analysis. */
struct making {
    struct line l;
    const struct outputs *all;
    const struct kind *kind;
};

static bool write_making(void *of, FILE *f)
{
    struct making *m = of;
    bool ok;
    m->l.w.out = f;
    if (m->kind == &kinds[OUTPUT_MANIFEST])
        ok = manifest_write(m->l.r, m->all, f) == OK;
    else
        ok = m->kind ? m->kind->write(&m->l) : write_findings(&m->l);
    return ok && !arena_failed(m->l.r->arena) && !arena_failed(m->l.r->plan->arena);
}

static int make_one(const struct results *r, struct outputs *all, size_t k, const struct kind *kind,
                    size_t analysis, struct error *e)
{
    struct making m = {{.r = r, .analysis = analysis}, all, kind};
    all->v[k].name = kind ? kind->name : r->plan->analyses[analysis].file;
    all->v[k].format = kind ? kind->format : "csv";
    return output_make(&all->v[k], write_making, &m, e);
}

int outputs_make(const struct results *r, struct outputs *out, struct error *e)
{
    size_t n = r->plan->n_analyses, k;
    int status = OK;
    out->n = N_OUTPUTS;
    out->v = calloc(N_OUTPUTS + N_FURTHER + n, sizeof *out->v);
    if (!out->v) {
        out->n = 0;
        return error_set(e, ERR_MEMORY, "out of memory");
    }
    for (k = 0; !status && k < OUTPUT_MANIFEST; k++)
        status = make_one(r, out, k, &kinds[k], 0, e);
    for (k = 0; !status && k < N_FURTHER; k++)
        if (further[k].wanted(r))
            status = make_one(r, out, out->n++, &further[k], 0, e);
    for (k = 0; !status && k < n; k++)
        if (!r->findings[k].failed)
            status = make_one(r, out, out->n++, NULL, k, e);
    if (status)
        return status;
    return make_one(r, out, OUTPUT_MANIFEST, &kinds[OUTPUT_MANIFEST], 0, e); /* it tells of the others */
}

void outputs_fini(struct outputs *out)
{
    size_t k;
    for (k = 0; k < out->n; k++) {
        free(out->v[k].bytes);
        if (out->v[k].spill)
            fclose(out->v[k].spill);
    }
    free(out->v);
    *out = (struct outputs){0};
}

static bool wanted(const struct heng_names *formats, const char *format)
{
    size_t i;
    for (i = 0; i < formats->n; i++)
        if (strcmp(formats->v[i], format) == 0)
            return true;
    return formats->n == 0;
}

/* An output never replaces a file that the run reads. */
static int check_inputs(const struct plan *p, const char *dir, const char *name, struct error *e)
{
    const char *to = path_join(p->arena, dir, name);
    const char *real = to ? path_real(p->arena, to) : NULL;
    size_t i;
    for (i = 0; real && i < p->files.n; i++) {
        const char *input = path_real(p->arena, p->files.v[i].path);
        if (input && strcmp(input, real) == 0)
            return error_set(
                e, ERR_CANTCREATE,
                "%s: would replace an input of this run (%s); choose another folder with -o", to,
                p->files.v[i].role);
    }
    return OK;
}

static int copy_spill(const struct output *o, FILE *to, struct error *e)
{
    char piece[65536];
    size_t n;
    rewind(o->spill);
    while ((n = fread(piece, 1, sizeof piece, o->spill)) > 0)
        fwrite(piece, 1, n, to);
    return ferror(o->spill) ? error_set(e, ERR_IO, "%s: its temporary file cannot be read", o->name)
                            : OK;
}

static int write_one(struct file_set *set, const struct output *o, struct error *e)
{
    FILE *f;
    int status = file_set_open(set, o->name, &f, e);
    if (status)
        return status;
    if (o->spill)
        status = copy_spill(o, f, e);
    else
        fwrite(o->bytes, 1, o->n, f);
    return status ? status : file_set_close(set, f, e);
}

int outputs_check(const struct outputs *out, const char *dir, const struct plan *p, struct error *e)
{
    size_t k;
    int status = OK;
    for (k = 0; !status && k < out->n; k++)
        status = check_inputs(p, dir, out->v[k].name, e);
    if (!status && arena_failed(p->arena)) /* a path that could not be compared */
        status = error_set(e, ERR_MEMORY, "%s: out of memory", dir);
    return status;
}

int outputs_write(const struct outputs *out, const struct heng_names *formats, const char *dir,
                  const struct plan *p, struct error *e)
{
    struct file_set *set = NULL;
    size_t k;
    int status = outputs_check(out, dir, p, e);
    if (!status)
        status = file_set_begin(dir, &set, e);
    for (k = 0; !status && k < out->n; k++)
        if (wanted(formats, out->v[k].format))
            status = write_one(set, &out->v[k], e);
    if (!status)
        return file_set_commit(set, e);
    file_set_abort(set);
    return status;
}
