/* SPDX-License-Identifier: MIT */
/*
 * How long it takes to score a large table in memory:
 *
 *     pipeline FOLDER [UNITS [COLUMNS [ROUNDS]]]
 *
 * min-max, entropy weights, weighted mean (or TOPSIS), rank, one after the other on one thread.
 * Writes the matrix (matrix.bin, column after column of doubles) and the ranks (mean.bin,
 * topsis.bin) into FOLDER and prints "NAME SECONDS", the median of the rounds, and each stage's.
 * pipeline_twin.py does the same with numpy, block by block, and compares.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "methods/registry.h"

enum { STAGES = 4, ROUNDS_MAX = 99 };

struct bench {
    size_t n, m;
    double *x; /* m + 1 columns: that of a next one gets what the one before it becomes */
    double *w, *score, *rank, *scratch;
    const double **columns;
    const char **ids;
    struct registry *registry;
    struct arena *arena;
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

static int write_doubles(const char *folder, const char *name, const double *v, size_t n)
{
    char path[512];
    FILE *f;
    size_t written;
    snprintf(path, sizeof path, "%s/%s.bin", folder, name);
    f = fopen(path, "wb");
    if (!f)
        return -1;
    written = fwrite(v, sizeof *v, n, f);
    return fclose(f) == 0 && written == n ? 0 : -1;
}

static const struct method *find(struct bench *b, enum heng_stage stage, const char *name,
                                 void **params)
{
    const struct method *m = registry_find(b->registry, stage, name);
    const struct param_table t = method_params(m->desc);
    *params = arena_alloc(b->arena, t.size + 1);
    return *params && param_defaults(&t, b->arena, *params, NULL) == OK ? m : NULL;
}

static void fill_table(struct bench *b)
{
    uint64_t state =
        88172645463325252u; /* xorshift64: the figures need only be the same each time */
    for (size_t i = 0; i < b->n * b->m; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b->x[b->n + i] = ((double)(state >> 12) + 0.5) * 0x1p-52;
    }
}

/* took: the seconds of each stage. Column j + 1 of the table is normalised into column j, so that
   one table's memory is enough; it is made anew each time. */
static int run_once(struct bench *b, const char *aggregation, double *took)
{
    void *p[STAGES];
    const struct method *normalise = find(b, HENG_NORMALISE, "minmax", &p[0]);
    const struct method *weigh = find(b, HENG_WEIGHTS, "entropy", &p[1]);
    const struct method *aggregate = find(b, HENG_AGGREGATE, aggregation, &p[2]);
    const struct method *rank = find(b, HENG_RANK, "rank", &p[3]);
    struct heng_weigh_call w = {.n = b->n,
                                .m = b->m,
                                .x = b->columns,
                                .given = b->w,
                                .ids = b->ids,
                                .w = b->w,
                                .scratch = b->scratch};
    struct heng_aggregate_call a = {.n = b->n,
                                    .m = b->m,
                                    .x = b->columns,
                                    .w = b->w,
                                    .ids = b->ids,
                                    .y = b->score,
                                    .scratch = b->scratch};
    struct heng_rank_call r = {.n = b->n, .x = b->score, .y = b->rank, .scratch = b->scratch};
    double at[STAGES + 1];
    int failed = !normalise || !weigh || !aggregate || !rank;
    fill_table(b);
    at[0] = seconds();
    for (size_t j = 0; !failed && j < b->m; j++) {
        const double *x = b->x + (j + 1) * b->n;
        struct heng_column_call c = {.n = b->n,
                                     .x = x,
                                     .n_base = b->n,
                                     .base = x,
                                     .direction = 1,
                                     .y = b->x + j * b->n,
                                     .scratch = b->scratch};
        failed = method_column(normalise, p[0], &c, NULL) != HENG_OK;
    }
    at[1] = seconds();
    failed = failed || method_weigh(weigh, p[1], &w, NULL) != HENG_OK;
    at[2] = seconds();
    failed = failed || method_aggregate(aggregate, p[2], &a, NULL) != HENG_OK;
    at[3] = seconds();
    failed = failed || method_rank(rank, p[3], &r, NULL) != HENG_OK;
    at[4] = seconds();
    for (size_t k = 0; k < STAGES; k++)
        took[k] = at[k + 1] - at[k];
    return failed ? -1 : 0;
}

static int time_pipeline(struct bench *b, const char *folder, const char *name,
                         const char *aggregation, size_t rounds)
{
    double whole[ROUNDS_MAX], part[STAGES][ROUNDS_MAX], took[STAGES];
    for (size_t r = 0; r < rounds; r++) {
        if (run_once(b, aggregation, took) != 0)
            return -1;
        whole[r] = 0;
        for (size_t k = 0; k < STAGES; k++) {
            part[k][r] = took[k];
            whole[r] += took[k];
        }
    }
    qsort(whole, rounds, sizeof *whole, by_size);
    printf("%s %.6f", name, whole[rounds / 2]);
    for (size_t k = 0; k < STAGES; k++) {
        qsort(part[k], rounds, sizeof **part, by_size);
        printf(" %.6f", part[k][rounds / 2]);
    }
    printf("\n");
    fflush(stdout);
    return write_doubles(folder, name, b->rank, b->n);
}

static int make_table(struct bench *b)
{
    b->x = calloc(b->n * (b->m + 1), sizeof *b->x);
    b->w = malloc(b->m * sizeof *b->w);
    b->score = malloc(b->n * sizeof *b->score);
    b->rank = malloc(b->n * sizeof *b->rank);
    b->scratch = malloc((3 * b->n + 8 * b->m) * sizeof *b->scratch);
    b->columns = malloc(b->m * sizeof *b->columns);
    b->ids = malloc(b->m * sizeof *b->ids);
    if (!b->x || !b->w || !b->score || !b->rank || !b->scratch || !b->columns || !b->ids)
        return -1;
    fill_table(b);
    for (size_t j = 0; j < b->m; j++) {
        b->columns[j] = b->x + j * b->n;
        b->ids[j] = "column";
    }
    return 0;
}

static size_t count(char **argv, int argc, int i, size_t fallback)
{
    return i < argc && atol(argv[i]) > 0 ? (size_t)atol(argv[i]) : fallback;
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : ".";
    size_t rounds = count(argv, argc, 4, 5);
    struct error e = {0};
    struct bench b = {.n = count(argv, argc, 2, 1000000),
                      .m = count(argv, argc, 3, 50),
                      .registry = registry_new(&e),
                      .arena = arena_new()};
    int status = !b.registry || !b.arena || make_table(&b) != 0 ||
                 write_doubles(folder, "matrix", b.x + b.n, b.n * b.m) != 0;
    rounds = rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds;
    printf("table %zu %zu\n", b.n, b.m);
    status = status || time_pipeline(&b, folder, "mean", "arithmetic", rounds) != 0 ||
             time_pipeline(&b, folder, "topsis", "topsis", rounds) != 0;
    if (status)
        fprintf(stderr, "pipeline: no memory, or %s cannot be written\n", folder);
    free(b.x);
    free(b.w);
    free(b.score);
    free(b.rank);
    free(b.scratch);
    free(b.columns);
    free(b.ids);
    arena_free(b.arena);
    registry_free(b.registry);
    return status;
}
