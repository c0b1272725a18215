/* SPDX-License-Identifier: MIT */
/*
 * How fast a large CSV file is read:
 *
 *     csv make FILE ROWS COLUMNS [DIGITS]   writes a column of codes and COLUMNS - 1 of numbers in
 *                                           [0, 1000) with DIGITS decimals (6)
 *     csv read FILE [WORKERS]               reads it as `heng run` does; prints seconds, MB/s, peak
 *                                           memory in MB and the size of the table in MB
 *     csv peak COMMAND...                   the peak memory in MB of the command or of what it
 * waits for, whichever is larger; its output is thrown away csv sums FILE the bits of the cells of
 * each column, added up
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "data/csv.h"

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int make(const char *path, long rows, long columns, int digits)
{
    uint64_t state = 88172645463325252u, whole = 1000;
    FILE *f = fopen(path, "w");
    int good;
    if (!f)
        return EXIT_FAILURE;
    for (int i = 0; i < digits; i++)
        whole *= 10;
    fputs("code", f);
    for (long j = 1; j < columns; j++)
        fprintf(f, ",x%ld", j);
    for (long i = 0; i < rows; i++) {
        fprintf(f, "\nU%07ld", i);
        for (long j = 1; j < columns; j++) {
            uint64_t v, part = whole / 1000;
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            v = state % whole;
            fprintf(f, ",%u.%0*llu", (unsigned)(v / part), digits, (unsigned long long)(v % part));
        }
    }
    fputc('\n', f);
    good = !ferror(f);
    return fclose(f) == 0 && good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void print_sums(const struct table *t)
{
    for (size_t i = 0; i < t->n_variables; i++) {
        uint64_t sum = 0, bits;
        for (size_t k = 0; k < t->n_rows; k++) {
            memcpy(&bits, &t->variables[i].v[k], sizeof bits);
            sum = sum * 31 + bits;
        }
        printf("%s %016llx\n", t->variables[i].name, (unsigned long long)sum);
    }
}

/* Looks at every page, so that what workers have filled in counts as memory of this process too. */
static void touch(const struct table *t)
{
    volatile double seen = 0;
    for (size_t i = 0; i < t->n_variables; i++)
        for (size_t k = 0; k < t->n_rows; k += 512)
            seen = seen + t->variables[i].v[k] + t->variables[i].cell[k];
    for (size_t i = 0; i < t->n_units; i++)
        seen = seen + t->codes[i][0];
}

static int read_file(const char *path, int sums, size_t workers)
{
    struct csv_options o = {.workers = workers};
    struct table *t;
    struct error e = {0};
    struct rusage use;
    struct stat st;
    double start = seconds(), took, cells;
    if (csv_read(path, &o, &t, &e) != OK || stat(path, &st) != 0) {
        fprintf(stderr, "csv: %s\n", e.text);
        return EXIT_FAILURE;
    }
    took = seconds() - start;
    touch(t);
    getrusage(RUSAGE_SELF, &use);
    cells = (double)t->n_rows * (double)t->n_variables;
    if (sums)
        print_sums(t);
    else
        printf("%.3f %.0f %.0f %.0f\n", took, (double)st.st_size / took / 1e6,
               (double)use.ru_maxrss * 1024 / 1e6, cells * 9 / 1e6);
    table_free(t);
    return EXIT_SUCCESS;
}

static int run_peak(char **command)
{
    struct rusage use;
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stdout))
            execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return EXIT_FAILURE;
    getrusage(RUSAGE_CHILDREN, &use);
    printf("%.0f\n", (double)use.ru_maxrss * 1024 / 1e6);
    return status ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "peak") == 0)
        return run_peak(argv + 2);
    if (argc >= 5 && strcmp(argv[1], "make") == 0)
        return make(argv[2], atol(argv[3]), atol(argv[4]), argc > 5 ? atoi(argv[5]) : 6);
    if (argc >= 3 && (strcmp(argv[1], "read") == 0 || strcmp(argv[1], "sums") == 0))
        return read_file(argv[2], argv[1][0] == 's', argc > 3 ? (size_t)atol(argv[3]) : 1);
    fputs("usage: csv make FILE ROWS COLUMNS [DIGITS] | csv read FILE [WORKERS] | csv sums FILE "
          "[WORKERS] | csv peak COMMAND...\n",
          stderr);
    return EXIT_FAILURE;
}
