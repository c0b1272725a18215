/* SPDX-License-Identifier: MIT */
/*
 * How long replicates take:
 *
 *     robust FOLDER [REPLICATES [ROUNDS [NAME]]]
 *
 * weights and classes: noise on the weights of 90 units x 50 indicators, in one class and in two;
 * rebuild: all stages anew (impute, treat, normalise, weigh, three levels) on 51 x 49 with gaps and
 * outliers, and the same of the ASEM index where HENG_REFERENCE names a folder with it. From the
 * plans of the alternatives to the statistics of the ranks, by one worker and by two. Prints "NAME
 * REPLICATES ROWS SECONDS SECONDS", medians of the rounds, and writes the normalised columns
 * (NAME.x) and the mean ranks (NAME.mean) into FOLDER, where the tables lie too.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "robust/rank_summary.h"
#include "robust/replicate/replicates.h"

enum { ROUNDS_MAX = 99, PATH_ROOM = 700 };

struct work {
    const char *name, *profile;
    size_t units, dimensions, each; /* indicators of each dimension; units 0: no table of its own */
    bool gaps;
};

#define NOISE "weights = uniform\nweights_spread = 0.25\n"
#define DATA(name) "[data]\npath = " name ".csv\nunit = code\n[index]\ntree = " name "-tree.csv\n"
#define REBUILD                                                                                    \
    "[treat]\nmethod = winsorise\n[normalise]\nmethod = minmax\n[uncertainty]\n" NOISE             \
    "vary.impute.method = class_mean, class_median\nvary.treat.skewness = uniform(1.5, 2.5)\n"     \
    "vary.treat.kurtosis = uniform(3, 4)\nvary.normalise.method = minmax, zscore\n"
#define ASEM                                                                                       \
    "[data]\npath = %s/asem/raw/ASEM_iData.csv\nunit = uCode\nname = uName\nignore = Time\n"       \
    "[index]\ntree = %s/asem/raw/ASEM_iMeta.csv\n[impute]\nby = EurAsia_group\n" REBUILD

static const struct work works[] = {
    {"weights", DATA("weights") "[normalise]\nmethod = minmax\n[uncertainty]\n" NOISE, 90, 5, 10,
     false},
    {"classes",
     DATA("classes") "[class]\nby = group\n[normalise]\nmethod = minmax\n[uncertainty]\n" NOISE, 90,
     5, 10, false},
    {"rebuild", DATA("rebuild") "[impute]\nby = group\n" REBUILD, 51, 7, 7, true},
    {"asem", NULL, 0, 0, 0, true},
};

struct bench {
    const char *folder;
    size_t replicates, rounds;
    struct plan *plan;
    struct results *results;
    struct factors factors;
    struct plan_options o;
    struct error e;
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* ---- files ------------------------------------------------------------------------------- */

static FILE *open_file(const struct bench *b, const char *name, const char *end)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s%s", b->folder, name, end);
    return fopen(path, "wb");
}

static double uniform(uint64_t *state) /* xorshift64: the figures need only be the same each time */
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return ((double)(*state >> 12) + 0.5) * 0x1p-52;
}

static int write_table(const struct bench *b, const struct work *w)
{
    uint64_t state = 88172645463325252u;
    FILE *f = open_file(b, w->name, ".csv");
    if (!f)
        return -1;
    fprintf(f, "code,group");
    for (size_t j = 0; j < w->dimensions * w->each; j++)
        fprintf(f, ",x%zu", j);
    for (size_t i = 0; i < w->units; i++) {
        fprintf(f, "\nu%zu,%s", i, i % 2 ? "a" : "b");
        for (size_t j = 0; j < w->dimensions * w->each; j++) {
            double v = uniform(&state), odd = uniform(&state);
            if (w->gaps && odd < 0.03)
                fprintf(f, ",");
            else
                fprintf(f, ",%.6f", w->gaps && odd > 0.985 && j % 4 == 0 ? 10 + 40 * v : v);
        }
    }
    fprintf(f, "\n");
    return fclose(f);
}

static int write_tree(const struct bench *b, const struct work *w)
{
    char end[] = "-tree.csv";
    FILE *f = open_file(b, w->name, end);
    if (!f)
        return -1;
    fprintf(f, "iCode,Parent,Level,Direction,Weight,Type\nall,,3,1,1,Aggregate\n");
    for (size_t d = 0; d < w->dimensions; d++)
        fprintf(f, "d%zu,all,2,1,1,Aggregate\n", d);
    for (size_t j = 0; j < w->dimensions * w->each; j++)
        fprintf(f, "x%zu,d%zu,1,1,1,Indicator\n", j, j / w->each);
    return fclose(f);
}

static int write_profile(const struct bench *b, const struct work *w, const char *reference)
{
    FILE *f = open_file(b, w->name, ".ini");
    if (!f)
        return -1;
    if (w->profile)
        fprintf(f, "%s", w->profile);
    else
        fprintf(f, ASEM, reference, reference);
    fprintf(f, "replicates = %zu\n", b->replicates);
    return fclose(f);
}

static int write_doubles(FILE *f, const double *v, size_t n)
{
    return fwrite(v, sizeof *v, n, f) == n ? 0 : -1;
}

static int write_results(const struct bench *b, const struct work *w, const struct rank_summary *t)
{
    FILE *x = open_file(b, w->name, ".x"), *mean = open_file(b, w->name, ".mean");
    int status = x && mean ? 0 : -1;
    for (size_t k = 0; !status && k < b->plan->tree.n_indicators; k++)
        status = write_doubles(x, b->results->normalised[k], b->results->n_rows);
    for (size_t i = 0; !status && i < b->results->n_rows; i++)
        status = write_doubles(mean, &t[i].mean, 1);
    status = (x && fclose(x) != 0) || (mean && fclose(mean) != 0) ? -1 : status;
    return status;
}

/* ---- time ---------------------------------------------------------------------------------- */

static int bind(struct bench *b, const char *path)
{
    int status;
    b->o = (struct plan_options){.path = path, .jobs = 1};
    b->factors = (struct factors){0};
    b->results = NULL;
    status = plan_new(&b->o, &b->plan, &b->e);
    if (!status && !b->plan->problems.n)
        status = run_plan(b->plan, &b->results, &b->e);
    if (!status && !b->plan->problems.n)
        status = factors_read(b->plan, &b->factors, &b->e);
    if (!status && b->plan->problems.n)
        status = error_set(&b->e, ERR_PROFILE, "%s", b->plan->problems.items[0].text);
    return status;
}

static int replicate(struct bench *b, size_t jobs, struct arena *a, struct rank_summary **t)
{
    const struct draws d = {(uint64_t)b->plan->fixed.uncertainty.seed, b->factors.n};
    const struct points points = {b->replicates, draws_at, &d};
    const struct replicates_options o = {.points = &points, .jobs = jobs};
    struct replicates x = {0};
    struct evaluator *g;
    int status = evaluator_new(b->plan, b->results, &b->factors, &g, &b->e);
    if (!status && !g)
        status = error_set(&b->e, ERR_PROFILE, "%s", b->plan->problems.items[0].text);
    if (status)
        return status;
    status = replicates_run(g, &o, &x, &b->e);
    if (!status)
        status = robust_trust(b->results, &x, a, t, &b->e);
    replicates_fini(&x);
    evaluator_free(g);
    return status;
}

static int time_jobs(struct bench *b, const struct work *w, size_t jobs, double *took)
{
    double round[ROUNDS_MAX];
    int status = OK;
    for (size_t r = 0; !status && r < b->rounds; r++) {
        struct arena *a = arena_new();
        struct rank_summary *t = NULL;
        double at = seconds();
        status = a ? replicate(b, jobs, a, &t) : ERR_MEMORY;
        round[r] = seconds() - at;
        if (!status && r == 0 && write_results(b, w, t) != 0)
            status = error_set(&b->e, ERR_CANTCREATE, "%s cannot be written to", b->folder);
        arena_free(a);
    }
    qsort(round, b->rounds, sizeof *round, by_size);
    *took = round[b->rounds / 2];
    return status;
}

static int time_work(struct bench *b, const struct work *w)
{
    char path[PATH_ROOM];
    double took[2] = {0, 0};
    int status;
    snprintf(path, sizeof path, "%s/%s.ini", b->folder, w->name);
    status = bind(b, path);
    for (size_t k = 0; !status && k < 2; k++)
        status = time_jobs(b, w, k + 1, &took[k]);
    if (status)
        fprintf(stderr, "robust: %s: %s\n", w->name, b->e.text);
    else
        printf("%s %zu %zu %.6f %.6f\n", w->name, b->replicates, b->results->n_rows, took[0],
               took[1]);
    fflush(stdout);
    results_free(b->results);
    plan_free(b->plan);
    return status;
}

static size_t count(char **argv, int argc, int i, size_t fallback)
{
    return i < argc && atol(argv[i]) > 0 ? (size_t)atol(argv[i]) : fallback;
}

int main(int argc, char **argv)
{
    const char *reference = getenv("HENG_REFERENCE");
    struct bench b = {.folder = argc > 1 ? argv[1] : ".",
                      .replicates = count(argv, argc, 2, 10000),
                      .rounds = count(argv, argc, 3, 5)};
    int status = 0;
    b.rounds = b.rounds > ROUNDS_MAX ? ROUNDS_MAX : b.rounds;
    for (size_t k = 0; !status && k < sizeof works / sizeof *works; k++) {
        const struct work *w = &works[k];
        if ((!w->profile && !(reference && *reference)) ||
            (argc > 4 && strcmp(argv[4], w->name) != 0))
            continue;
        status = (w->units && (write_table(&b, w) != 0 || write_tree(&b, w) != 0)) ||
                 write_profile(&b, w, reference) != 0;
        if (status)
            fprintf(stderr, "robust: %s cannot be written to\n", b.folder);
        else
            status = time_work(&b, w);
    }
    return status != 0;
}
