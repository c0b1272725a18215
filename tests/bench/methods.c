/* SPDX-License-Identifier: MIT */
/*
 * How long every weighting and aggregation of the registry takes over a large matrix:
 *
 *     methods FOLDER [UNITS [COLUMNS [PAIRED [ROUNDS]]]]
 *
 * writes the matrix (matrix.bin, column after column of doubles, values in (0, 1)) and the weights
 * (weights.bin) into FOLDER, and there for every method found its result (STAGE-NAME.bin); prints
 * "STAGE NAME UNITS COLUMNS SECONDS", the median of the rounds. Methods that compare all pairs of
 * units get the first PAIRED units; judgements are of the first 12 columns. methods_twin.py does
 * the same with numpy and compares.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "methods/registry.h"
#include "stats/rng.h"

enum { ROUNDS_MAX = 99 };

struct bench {
    const char *folder;
    size_t n, m, paired, rounds;
    double *x;            /* m columns of n */
    const double **whole; /* their starts */
    const char **ids;
    double *given, *result;
    struct arena *arena;
    char why[256];
};

/* Comparing all pairs of units takes a time that grows with their square. */
static int compares_pairs(const char *name)
{
    static const char *const names[] = {"copeland", "promethee2", "codas"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return 1;
    return 0;
}

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

static int write_doubles(const struct bench *b, const char *name, const double *v, size_t n)
{
    char path[512];
    FILE *f;
    size_t written;
    snprintf(path, sizeof path, "%s/%s.bin", b->folder, name);
    f = fopen(path, "wb");
    if (!f)
        return -1;
    written = fwrite(v, sizeof *v, n, f);
    return fclose(f) == 0 && written == n ? 0 : -1;
}

enum { JUDGED = 12 }; /* columns of a judgement */

/* The parameter that holds what experts say, or NULL. */
static const char *judgement_of(const char *name)
{
    static const char *const names[][2] = {
        {"ahp", "matrix"}, {"precedence", "scores"}, {"budget", "allocations"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], name) == 0)
            return names[i][1];
    return NULL;
}

/* Defaults; a judgement is JUDGED rows of as many ones. combined and the like cannot be asked. */
static int set_params(const struct bench *b, const struct method *m, void *params, struct error *e)
{
    const struct param_table t = method_params(m->desc);
    const char *judgement = m->desc->stage == HENG_WEIGHTS ? judgement_of(m->desc->name) : NULL;
    char text[4 * JUDGED * JUDGED + 1] = "";
    int status = param_defaults(&t, b->arena, params, e);
    for (size_t i = 0; i < JUDGED * JUDGED; i++)
        strcat(text, i == 0 ? "1" : i % JUDGED == 0 ? " | 1" : " 1");
    for (size_t k = 0; !status && k < t.n; k++) {
        const struct heng_param *p = param_at(&t, k);
        if (judgement && strcmp(p->name, judgement) == 0)
            status = param_set(p, text, b->arena, params, e);
        else if (!p->def)
            status = ERR_PROFILE;
    }
    return status;
}

static size_t columns_for(const struct bench *b, const struct method *m)
{
    int judged = m->desc->stage == HENG_WEIGHTS && judgement_of(m->desc->name);
    return judged && b->m > JUDGED ? JUDGED : b->m;
}

static int call_once(struct bench *b, const struct method *m, const void *params, size_t n,
                     double *scratch, struct error *e)
{
    struct heng_weigh_call w = {.n = n,
                                .m = columns_for(b, m),
                                .x = b->whole,
                                .given = b->given,
                                .ids = b->ids,
                                .w = b->result,
                                .scratch = scratch,
                                .why = b->why,
                                .why_size = sizeof b->why};
    struct heng_aggregate_call a = {.n = n,
                                    .m = b->m,
                                    .x = b->whole,
                                    .w = b->given,
                                    .ids = b->ids,
                                    .y = b->result,
                                    .scratch = scratch,
                                    .why = b->why,
                                    .why_size = sizeof b->why};
    return m->desc->stage == HENG_WEIGHTS ? method_weigh(m, params, &w, e)
                                          : method_aggregate(m, params, &a, e);
}

static int time_method(struct bench *b, const struct method *m)
{
    size_t n = compares_pairs(m->desc->name) ? b->paired : b->n, r = 0;
    size_t columns = columns_for(b, m), results = m->desc->stage == HENG_WEIGHTS ? columns : n;
    double *scratch = calloc(method_scratch(m, n, b->m) + 1, sizeof *scratch), took[ROUNDS_MAX];
    void *params = arena_alloc(b->arena, m->desc->params_size + 1);
    char name[64];
    struct error e = {0};
    int answer = HENG_FAIL;
    if (!scratch || !params)
        return -1;
    if (method_traits(m->desc) & HENG_OF_WEIGHTS || set_params(b, m, params, &e) != OK) {
        free(scratch);
        return 0;
    }
    for (r = 0; r < b->rounds; r++) {
        double start = seconds();
        answer = call_once(b, m, params, n, scratch, &e);
        took[r] = seconds() - start;
        if (took[r] > 20) {
            r++;
            break;
        }
    }
    free(scratch);
    qsort(took, r, sizeof *took, by_size);
    snprintf(name, sizeof name, "%s-%s", stage_name(m->desc->stage), m->desc->name);
    if (answer == HENG_OK) {
        printf("%s %s %zu %zu %.9f\n", stage_name(m->desc->stage), m->desc->name, n, columns,
               took[r / 2]);
        fflush(stdout);
        return write_doubles(b, name, b->result, results);
    }
    fprintf(stderr, "%s: not timed: %s\n", name, answer == HENG_FAIL ? e.text : b->why);
    return 0;
}

static int make_matrix(struct bench *b)
{
    const size_t n = b->n, m = b->m;
    b->x = malloc(n * m * sizeof *b->x);
    b->whole = malloc(m * sizeof *b->whole);
    b->ids = malloc(m * sizeof *b->ids);
    b->given = malloc(m * sizeof *b->given);
    b->result = malloc((n > m ? n : m) * sizeof *b->result);
    if (!b->x || !b->whole || !b->ids || !b->given || !b->result)
        return -1;
    uint64_t state =
        88172645463325252u; /* xorshift64: the figures need only be the same each time */
    for (size_t i = 0; i < n * m; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b->x[i] = ((double)(state >> 12) + 0.5) * 0x1p-52;
    }
    for (size_t j = 0; j < m; j++) {
        b->whole[j] = b->x + j * n;
        b->ids[j] = "column";
        b->given[j] = (double)(j + 1) / ((double)m * (double)(m + 1) / 2);
    }
    return write_doubles(b, "matrix", b->x, n * m) || write_doubles(b, "weights", b->given, m);
}

static size_t count(char **argv, int argc, int i, size_t fallback)
{
    return i < argc && atol(argv[i]) > 0 ? (size_t)atol(argv[i]) : fallback;
}

int main(int argc, char **argv)
{
    struct bench b = {.folder = argc > 1 ? argv[1] : ".", .arena = arena_new()};
    struct error e = {0};
    struct registry *r = registry_new(&e);
    int status = 0;
    b.n = count(argv, argc, 2, 100000);
    b.m = count(argv, argc, 3, 100);
    b.paired = count(argv, argc, 4, 3000);
    b.rounds = count(argv, argc, 5, 3);
    b.rounds = b.rounds > ROUNDS_MAX ? ROUNDS_MAX : b.rounds;
    if (!r || !b.arena || make_matrix(&b)) {
        fprintf(stderr, "methods: no memory, or %s cannot be written\n", b.folder);
        return 1;
    }
    printf("matrix %zu %zu\n", b.n, b.m);
    for (size_t i = 0; !status && registry_at(r, i); i++) {
        const struct method *m = registry_at(r, i);
        if (m->desc->stage == HENG_WEIGHTS || m->desc->stage == HENG_AGGREGATE)
            status = time_method(&b, m);
    }
    free(b.x);
    free(b.whole);
    free(b.ids);
    free(b.given);
    free(b.result);
    arena_free(b.arena);
    registry_free(r);
    return status ? 1 : 0;
}
