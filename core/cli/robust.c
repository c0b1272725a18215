/* SPDX-License-Identifier: MIT */
/* heng robust PROFILE: how far the ranks can be trusted. */
#include "robust/sensitivity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

enum { NAMED = 8, BAR = 30 };

/* A pair of neighbours that change places in this share of the replicates cannot be told apart. */
static const double APART = 0.1;

/* ---- progress -------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* On a terminal only; wiped away at the end. */
static void show(size_t done, size_t of, void *data)
{
    double spent = now() - *(const double *)data, share = (double)done / (double)of;
    int full = (int)(share * BAR);
    if (done == of)
        fputs("\r\033[K", stderr);
    else
        fprintf(stderr, "\r[%.*s%*s] %3.0f %%, %.0f s left\033[K", full,
                "##############################", BAR - full, "", 100 * share,
                spent / share - spent);
    fflush(stderr);
}

/* ---- what is printed --------------------------------------------------------------------------- */

struct report {
    const struct results *r;
    const struct replicates *x;
    const struct trust *trust;
    const struct sensitivity *sensitivity; /* NULL: none */
    size_t *order, period;
    bool en;
};

static const char *name_of(const struct report *o, size_t position)
{
    return o->r->plan->table->names[o->r->plan->order[position]];
}

static void name(const char *s)
{
    text_pad(stdout, s, 0, false);
}

static size_t row_of(const struct report *o, size_t position)
{
    return o->period * o->r->n_units + position;
}

static void number(const char *before, double v, int decimals, const char *after)
{
    char text[NUMBER_TEXT_MAX];
    number_format_fixed(v, decimals, text);
    printf("%s%s%s", before, text, after);
}

static void print_solid(const struct report *o, const struct unit_class *c)
{
    size_t i, n = 0;
    for (i = 0; i < c->n; i++)
        n += o->trust[row_of(o, o->order[i])].solid;
    printf(o->en ? "  solid ranks: %zu of %zu" : "  位次稳固的单位：%zu / %zu", n, c->n);
    for (i = n = 0; i < c->n && n <= NAMED; i++) {
        size_t row = row_of(o, o->order[i]);
        if (!o->trust[row].solid)
            continue;
        fputs(n ? o->en ? ", " : "、" : o->en ? ": " : "：", stdout);
        if (n++ == NAMED) {
            fputs("...", stdout);
            continue;
        }
        number("", o->r->rank[row], o->r->rank[row] == floor(o->r->rank[row]) ? 0 : 1, " ");
        name(name_of(o, o->order[i]));
    }
    putchar('\n');
}

/* Neighbours of the league table of which neither is ahead in most replicates. */
static void print_pairs(const struct report *o, const struct unit_class *c)
{
    size_t i, n = 0;
    for (i = 0; i + 1 < c->n; i++) {
        double ahead = robust_ahead(o->x, row_of(o, o->order[i]), row_of(o, o->order[i + 1]));
        if (!(ahead >= APART && ahead <= 1 - APART) || n++ >= NAMED)
            continue;
        if (n == 1)
            puts(o->en ? "  neighbours that cannot be told apart (share in which the first is ahead):"
                       : "  难分先后的相邻单位（前者领先的比例）：");
        fputs("    ", stdout);
        name(name_of(o, o->order[i]));
        fputs(" / ", stdout);
        name(name_of(o, o->order[i + 1]));
        number("  ", ahead, 2, "\n");
    }
    if (n > NAMED)
        printf(o->en ? "    ... and %zu more\n" : "    …… 另有%zu对\n", n - NAMED);
}

/* What moves the ranks of a class most: factors by total index. */
static void print_sensitivity(const struct report *o, size_t class)
{
    const struct sensitivity *s = o->sensitivity;
    const struct sensitivity_result *v = NULL;
    size_t i, k, n = 0;
    for (i = 0; s && i < s->n; i++)
        if (!s->v[i].code && s->v[i].class == class && s->v[i].period == o->period)
            v = &s->v[i];
    if (!v || isnan(v->of[0].total))
        return;
    puts(o->en ? "  what moves the ranks (total Sobol index of the mean shift, 95 % interval):"
               : "  影响位次的因素（位次平均变动的Sobol总效应指数，95%区间）：");
    for (k = 0; k < s->factors->n; k++)
        o->order[k] = k;
    for (n = 0; n < s->factors->n && n < NAMED; n++) { /* selection: few factors */
        for (i = n + 1; i < s->factors->n; i++)
            if (v->of[o->order[i]].total > v->of[o->order[n]].total) {
                k = o->order[i];
                o->order[i] = o->order[n];
                o->order[n] = k;
            }
        k = o->order[n];
        printf("    %-28s", s->factors->v[k].name);
        number(" ", v->of[k].total, 2, "");
        number("  ", v->of[k].total_low, 2, " ..");
        number(" ", v->of[k].total_high, 2, "\n");
    }
}

static void print_class(const struct report *o, size_t class)
{
    const struct plan *p = o->r->plan;
    const struct unit_class *c = &p->classes[class];
    const char *time = p->table->periods[o->period];
    double sum = 0;
    size_t i, n = 0;
    league_order(o->r, class, o->period, o->order);
    for (i = 0; i < c->n; i++) {
        double shift = o->trust[row_of(o, o->order[i])].shift;
        sum += isnan(shift) ? 0 : shift;
        n += isnan(shift) ? 0 : 1;
    }
    putchar('\n');
    name(c->label);
    fputs(*c->label ? " " : "", stdout);
    name(time);
    printf("%s(%zu)\n", *time ? " " : "", c->n);
    number(o->en ? "  mean shift of a rank: " : "  位次平均变动：", n ? sum / (double)n : (double)NAN, 2,
           "\n");
    print_solid(o, c);
    print_pairs(o, c);
    print_sensitivity(o, class);
}

/* ---- the command -------------------------------------------------------------------------------- */

static int problems(struct plan *p, const char *path, struct error *e)
{
    int status = plan_status(p);
    print_messages("", &p->problems);
    return error_set(e, status, "%s: %zu problem%s", path, p->problems.n,
                     p->problems.n == 1 ? "" : "s");
}

static int report(const struct arguments *a, struct report *o, struct error *e)
{
    struct plan *p = o->r->plan;
    struct outputs out = {0};
    const char *dir = output_folder(a, p);
    size_t c;
    int status = OK;
    o->order = arena_array(p->arena, o->r->n_units + (o->sensitivity ? o->sensitivity->factors->n : 0),
                           sizeof *o->order);
    if (!dir || !o->order)
        return error_set(e, ERR_MEMORY, "out of memory");
    name(plan_title(p));
    printf(o->en ? "\n%zu replicates\n" : "\n重复计算%zu次\n", o->x->n);
    for (c = 0; c < p->n_classes; c++)
        print_class(o, c);
    status = robust_outputs(o->r, o->x, o->trust, o->sensitivity, &out, e);
    if (!status)
        status = outputs_write(&out, &(struct heng_names){NULL, 0}, dir, p, e);
    outputs_fini(&out);
    if (!status)
        printf("\n%s %s/\n", o->en ? "written to" : "结果写入", dir);
    return status;
}

/* The replicates of the design, and what they say; nothing when no samples are wanted. */
static int find_sensitivity(const struct engine *g, struct plan *p, const struct results *r,
                            const struct factors *f, const struct robust_options *options,
                            struct sensitivity *s, struct error *e)
{
    struct sobol_design d = sensitivity_design(p, f->n);
    struct robust_options o = *options;
    struct replicates x = {0};
    int status;
    if (!d.n)
        return OK;
    o.design = &d;
    status = robust_replicates(g, p, f->n, &o, &x, e);
    if (!status)
        status = sensitivity_find(r, f, &d, &x, p->arena, s, e);
    replicates_fini(&x);
    return status;
}

static int replicate(const struct arguments *a, const struct plan_options *po, struct plan *p,
                     const struct results *r, const struct factors *f, struct error *e)
{
    double start = now();
    struct robust_options o = {.jobs = a->jobs};
    struct replicates x = {0};
    struct sensitivity s = {0};
    struct trust *trust;
    struct engine *g;
    struct report to = {.r = r, .x = &x, .en = p->options.language == LANGUAGE_EN};
    int status = find_period(a, p, &to.period, e);
    if (!status)
        status = engine_new(po, p, r, f, &g, e);
    if (status)
        return status;
    if (!g)
        return problems(p, a->args[0], e);
    if (isatty(STDERR_FILENO)) {
        o.progress = show;
        o.progress_data = &start;
    }
    status = robust_replicates(g, p, f->n, &o, &x, e);
    if (!status)
        status = robust_trust(r, &x, p->arena, &trust, e);
    if (!status)
        status = find_sensitivity(g, p, r, f, &o, &s, e);
    if (!status) {
        to.trust = trust;
        to.sensitivity = s.n ? &s : NULL;
        status = report(a, &to, e);
    }
    replicates_fini(&x);
    engine_free(g);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    struct factors f = {0};
    struct results *r = NULL;
    struct plan *p;
    int status = a->out && !*a->out
                     ? error_set(e, ERR_USAGE, "--output: the name of a folder is missing")
                     : OK;
    if (!status)
        status = load_plan_of(&o, a->args[0], &p, e);
    if (status)
        return status;
    status = factors_read(p, &f, e);
    if (!status)
        sensitivity_check(p);
    if (!status && p->problems.n)
        status = problems(p, a->args[0], e);
    if (!status)
        status = run_plan(p, &r, e);
    if (status == ERR_PART)
        print_messages("", &p->failures);
    if (!status)
        print_messages("warning: ", &p->warnings);
    if (!status)
        status = replicate(a, &o, p, r, &f, e);
    if (!status)
        status = report_failures(p, e);
    results_free(r);
    plan_free(p);
    return status;
}

const struct command robust_command = {
    "robust",
    "robust PROFILE [-o DIR] [flags]",
    "vary what [uncertainty] says: how far ranks can be trusted",
    1,
    1,
    FLAG_PROFILE | FLAG_OUT | FLAG_PERIOD,
    run,
};
