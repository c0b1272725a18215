/* SPDX-License-Identifier: MIT */
/* The fast way: chunks side by side, or nothing where the general way is needed. */
#include "data/csv_fast.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

#include "base/none.h"
#include "base/worker.h"
#include "data/csv_bytes.h"
#include "data/csv_chunk.h"
#include "data/csv_store.h"

enum { CHUNKS_MAX = 1024, TICKS_MAX = 10 };

const struct csv_tuning csv_usual_tuning = {
    .smallest = INPUT_KEPT + 1, .head = 256 << 10, .piece = 256 << 10, .chunk = 2 << 20};

/* One attempt. */
struct attempt {
    const struct csv_options *o;
    const struct csv_tuning *tuning;
    int fd;
    struct stat before; /* of the file, when it was opened */
    size_t size, start; /* of the file; where its rows begin */
    char *head;
    struct csv_bytes text; /* of the head */
    struct csv_reader r;
    struct bulk bulk;
    struct fast_column *columns;
    struct csv_chunk *chunks; /* shared */
    size_t n_chunks, chunks_size, n_rows, n_numbers, n_texts;
    struct csv_store store; /* the table's columns and texts */
    struct csv_store hash;
};

/* ---- the head ------------------------------------------------------------ */

static bool is_utf8(const char *encoding)
{
    static const char *const names[] = {"", "auto", "utf-8", "utf8"};
    bool found = !encoding;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        found = found || strcasecmp(encoding, names[i]) == 0;
    return found;
}

static bool earlier(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* Waits until the clock that files are stamped by has moved on since the file was changed last:
   from then on a further change shows. */
static bool settled(const struct stat *st)
{
    const struct timespec tick = {.tv_nsec = 2000000};
    struct timespec now;
    for (int i = 0; i < TICKS_MAX; i++) {
        if (clock_gettime(CLOCK_REALTIME_COARSE, &now) == 0 && earlier(&st->st_ctim, &now))
            return true;
        nanosleep(&tick, NULL);
    }
    return false;
}

static bool look_at_file(struct attempt *a)
{
    if (fstat(a->fd, &a->before) < 0 || a->before.st_size < 0 ||
        (uintmax_t)a->before.st_size > SIZE_MAX / 16)
        return false;
    a->size = (size_t)a->before.st_size;
    return a->size >= a->tuning->smallest && a->size > a->tuning->head && settled(&a->before);
}

/* The hash of what was read: nothing has changed since. */
static bool hash_read(struct attempt *a, const char *path, char sha256[HASH_TEXT])
{
    struct stat now;
    struct error unused;
    return !hash_opened(a->fd, path, sha256, &unused) && fstat(a->fd, &now) == 0 &&
           now.st_size == a->before.st_size &&
           memcmp(&now.st_ctim, &a->before.st_ctim, sizeof now.st_ctim) == 0 &&
           memcmp(&now.st_mtim, &a->before.st_mtim, sizeof now.st_mtim) == 0;
}

static bool read_head(struct attempt *a, const char *path)
{
    struct error unused;
    size_t n = a->tuning->head;
    a->head = malloc(n + 1);
    if (!a->head || csv_read_at(a->fd, 0, a->head, n) != n)
        return false;
    while (n > 0 && a->head[n - 1] != '\n')
        n--;
    return n > 0 && !csv_bytes_open(&a->text, path, a->head, n, a->o->encoding, &unused) &&
           !a->text.owned;
}

/* Reads the rows of the head as csv_read.c does, to learn what the columns are. */
static bool try_head(struct attempt *a, const char *path)
{
    struct csv_reader *r = &a->r;
    struct error unused;
    bool at_end = false;
    *r = (struct csv_reader){.path = path, .o = a->o, .arena = arena_new()};
    if (!r->arena || csv_rules_init(&r->rules, path, a->o, &unused) ||
        csv_scan_open_head(&r->scan, path, a->text.s, a->text.n, a->o, &at_end, &unused) ||
        csv_reader_begin(r, &unused) || at_end || !csv_is_plain(r))
        return false;
    a->start = (size_t)(r->scan.p - a->head);
    return !csv_reader_rows(r, &unused) && r->n_rows > 0;
}

/* False where later rows could tell that a column of texts was meant for numbers. */
static bool plan_columns(struct attempt *a)
{
    static const enum fast_kind kinds[N_ROLES] = {
        [ROLE_DATA] = FAST_NUMBERS, [ROLE_TEXT] = FAST_TEXTS,     [ROLE_UNIT] = FAST_UNITS,
        [ROLE_NAME] = FAST_TEXTS,   [ROLE_PERIOD] = FAST_PERIODS, [ROLE_IGNORED] = FAST_IGNORED,
    };
    a->columns = calloc(a->r.n_columns, sizeof *a->columns);
    for (size_t i = 0; a->columns && i < a->r.n_columns; i++) {
        const struct csv_column *c = &a->r.columns[i];
        enum fast_kind kind = kinds[c->role];
        if (c->role == ROLE_DATA && c->kind == KIND_TEXTS) {
            if (c->meant)
                return false;
            kind = FAST_WORDS;
        }
        a->columns[i].kind = kind;
        a->n_numbers += kind == FAST_NUMBERS;
        a->n_texts += kind != FAST_NUMBERS && kind != FAST_IGNORED;
    }
    return a->columns;
}

/* ---- chunks -------------------------------------------------------------- */

/* Behind the first line end from `at` on, or the end; 0 where none is near. */
static size_t next_line(const struct attempt *a, size_t at, char *buffer)
{
    size_t n = csv_read_at(a->fd, at, buffer, a->tuning->piece);
    const char *end;
    if (n == NONE || n == 0)
        return n ? 0 : a->size;
    end = memchr(buffer, '\n', n);
    return end ? at + (size_t)(end - buffer) + 1 : at + n == a->size ? a->size : 0;
}

static bool cut(struct attempt *a)
{
    size_t left = a->size - a->start, want = a->o->workers, at = a->start;
    char *buffer = malloc(a->tuning->piece);
    bool whole = buffer;
    want = want > left / a->tuning->chunk ? left / a->tuning->chunk : want;
    want = want > CHUNKS_MAX ? CHUNKS_MAX : want ? want : 1;
    a->chunks_size = want * sizeof *a->chunks;
    a->chunks = shared_new(a->chunks_size);
    a->n_chunks = 0;
    for (size_t i = 1; whole && a->chunks && i <= want && at < a->size; i++) {
        size_t end = i == want ? a->size : a->start + left / want * i;
        end = i == want ? end : next_line(a, end > at ? end : at, buffer);
        whole = end > at;
        a->chunks[a->n_chunks++] = (struct csv_chunk){.from = at, .to = end};
        at = end;
    }
    free(buffer);
    return whole && a->chunks && a->n_chunks > 0;
}

/* A chunk for one worker. */
struct chunk_task {
    const struct attempt *a;
    size_t at;
    bool (*todo)(const struct bulk *, struct csv_chunk *);
};

static int do_task(struct worker *w, void *arg, struct error *e)
{
    const struct chunk_task *t = arg;
    (void)w;
    if (t->a->tuning->begun)
        t->a->tuning->begun(t->at);
    if (!t->todo(&t->a->bulk, &t->a->chunks[t->at]))
        return error_set(e, ERR_DATA, "not taken");
    return OK;
}

/* Every chunk, by workers where there are several. */
static bool do_all(struct attempt *a, bool (*todo)(const struct bulk *, struct csv_chunk *))
{
    size_t n = a->n_chunks;
    struct chunk_task *tasks = calloc(n, sizeof *tasks);
    struct worker_job *jobs = calloc(n, sizeof *jobs);
    struct error unused;
    bool whole = tasks && jobs;
    for (size_t i = 0; whole && i < n; i++) {
        tasks[i] = (struct chunk_task){a, i, todo};
        jobs[i] = (struct worker_job){
            .name = "csv", .fn = do_task, .arg = &tasks[i], .trust = WORKER_CORE};
    }
    if (whole && n == 1)
        whole = !do_task(NULL, tasks, &unused);
    else if (whole)
        whole = !workers_run(jobs, n, a->o->workers, &unused);
    for (size_t i = 0; n > 1 && jobs && i < n; i++) {
        whole = whole && jobs[i].end == WORKER_DONE;
        str_fini(&jobs[i].message);
    }
    free(tasks);
    free(jobs);
    return whole;
}

/* ---- places -------------------------------------------------------------- */

static size_t rounded(size_t n)
{
    return (n + 63) / 64 * 64;
}

/* Each column its place, one behind the other, and the texts behind all. */
static bool lay_out(struct attempt *a)
{
    size_t rows = 0, values, bytes, size = a->size - a->start + a->n_chunks;
    char *p;
    for (size_t i = 0; i < a->n_chunks; i++) {
        a->chunks[i].first = rows;
        rows += a->chunks[i].lines;
    }
    if (rows == 0 || rows > a->size || a->r.n_columns > SIZE_MAX / 32 / rows)
        return false;
    values =
        rounded(rows * sizeof(double)) + 64; /* a line apart: not all in one set of the cache */
    bytes = rounded(rows);
    size += (a->n_numbers + a->n_texts) * values + a->n_numbers * bytes;
    a->n_rows = rows;
    if (!csv_store_open(&a->store, size, a->n_chunks > 1) ||
        !csv_store_open(&a->hash, rows * sizeof *a->bulk.hash, a->n_chunks > 1))
        return false;
    p = a->store.p;
    a->bulk.hash = (uint64_t *)(void *)a->hash.p;
    for (size_t i = 0; i < a->r.n_columns; i++) {
        struct fast_column *c = &a->columns[i];
        if (c->kind == FAST_IGNORED)
            continue;
        if (c->kind == FAST_NUMBERS)
            c->v = (double *)(void *)p;
        else
            c->text = (const char **)(void *)p;
        p += values;
    }
    for (size_t i = 0; i < a->r.n_columns; i++)
        if (a->columns[i].kind == FAST_NUMBERS) {
            a->columns[i].cell = (uint8_t *)p;
            p += bytes;
        }
    for (size_t i = 0; i < a->n_chunks; i++) {
        a->chunks[i].text = p;
        p += a->chunks[i].to - a->chunks[i].from + 1;
    }
    return true;
}

/* Rows lie without gaps where every chunk has as many as lines: only the last may have fewer. */
static bool count_rows(struct attempt *a)
{
    size_t last = a->n_chunks - 1;
    for (size_t i = 0; i < last; i++)
        if (a->chunks[i].rows != a->chunks[i].lines)
            return false;
    a->n_rows = a->chunks[last].first + a->chunks[last].rows;
    return a->n_rows > 0;
}

/* ---- the same code twice --------------------------------------------------- */

enum { BUCKET = 2048, BUCKETS_MAX = 1 << 14 };

/* Whether the n hashes differ, by means of slots for at least twice as many. */
static bool differ(const uint64_t *hash, size_t n, uint64_t *slots, size_t mask)
{
    memset(slots, 0, (mask + 1) * sizeof *slots);
    for (size_t i = 0; i < n; i++) {
        uint64_t h = hash[i] | 1; /* 0 is a free slot */
        size_t at = (size_t)(h >> 1) & mask;
        while (slots[at] && slots[at] != h)
            at = (at + 1) & mask;
        if (slots[at])
            return false;
        slots[at] = h;
    }
    return true;
}

/* The hashes part by part, each small enough for the cache. false: two are equal, or no memory. */
static bool all_differ(const uint64_t *hash, size_t n)
{
    size_t parts = 1, bits = 0, largest = 0, mask = 63;
    size_t *first;
    uint64_t *sorted = malloc(n * sizeof *sorted), *slots = NULL;
    bool good = sorted;
    for (; parts < BUCKETS_MAX && n / parts > BUCKET; parts *= 2)
        bits++;
    first = calloc(parts + 2, sizeof *first);
    good = good && first;
    for (size_t i = 0; good && i < n; i++)
        first[(bits ? hash[i] >> (64 - bits) : 0) + 2]++;
    for (size_t i = 2; good && i < parts + 2; i++) {
        largest = first[i] > largest ? first[i] : largest;
        first[i] += first[i - 1];
    }
    for (size_t i = 0; good && i < n; i++)
        sorted[first[(bits ? hash[i] >> (64 - bits) : 0) + 1]++] = hash[i];
    while (mask + 1 < 2 * largest)
        mask = 2 * mask + 1;
    slots = good ? malloc((mask + 1) * sizeof *slots) : NULL;
    good = good && slots;
    for (size_t i = 0; good && i < parts; i++)
        good = differ(sorted + first[i], first[i + 1] - first[i], slots, mask);
    free(sorted);
    free(first);
    free(slots);
    return good;
}

/* ---- the table ----------------------------------------------------------- */

static bool add_column(struct attempt *a, struct table *t, size_t i)
{
    const struct fast_column *c = &a->columns[i];
    const char *name = a->r.columns[i].name;
    if (c->kind == FAST_NUMBERS)
        return table_borrow_variable(t, name, c->v, c->cell);
    if (c->kind == FAST_WORDS || (c->kind == FAST_TEXTS && i != a->r.name))
        return table_borrow_attribute(t, name, (char **)(uintptr_t)c->text);
    return true;
}

/* Of a table without periods: everything stands where it is to stay. */
static bool build(struct attempt *a, struct table **t)
{
    size_t name = a->r.name;
    struct error unused;
    if (table_new_over((char **)(uintptr_t)a->columns[a->r.unit].text,
                       name == NONE ? NULL : (char **)(uintptr_t)a->columns[name].text, a->n_rows,
                       a->store.p, a->store.n, t, &unused))
        return false;
    a->store.p = NULL;
    (*t)->encoding = "utf-8";
    for (size_t i = 0; i < a->r.n_columns; i++)
        if (!add_column(a, *t, i)) {
            table_free(*t);
            *t = NULL;
            return false;
        }
    return true;
}

static bool read_all(struct attempt *a, const char *path, struct table **t)
{
    if (!look_at_file(a) || !read_head(a, path) || !try_head(a, path) || !plan_columns(a) ||
        !cut(a))
        return false;
    a->bulk =
        (struct bulk){.r = &a->r, .columns = a->columns, .fd = a->fd, .piece = a->tuning->piece};
    return do_all(a, csv_chunk_count) && lay_out(a) && do_all(a, csv_chunk_read) && count_rows(a) &&
           all_differ(a->bulk.hash, a->n_rows) && csv_store_seal(&a->store) && build(a, t);
}

bool csv_fast(int fd, const char *path, const struct csv_options *o,
              const struct csv_tuning *tuning, struct table **t, char sha256[HASH_TEXT])
{
    struct attempt a = {.o = o, .tuning = tuning, .fd = fd};
    bool taken;
    *t = NULL;
    if (!is_utf8(o->encoding) || (o->period && o->period[0]) || o->aliases)
        return false;
    taken = read_all(&a, path, t) && hash_read(&a, path, sha256);
    if (!taken) {
        table_free(*t);
        *t = NULL;
    }
    csv_store_close(&a.store);
    csv_store_close(&a.hash);
    shared_free(a.chunks, a.chunks_size);
    free(a.columns);
    csv_reader_fini(&a.r);
    csv_bytes_close(&a.text);
    free(a.head);
    return taken;
}
