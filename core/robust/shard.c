/* SPDX-License-Identifier: MIT */
/* The part of a shard: written, read, checked against the plan. */
#include "robust/shard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/serialise.h"

static const char MAGIC[] = "heng part 2";
enum { DIGITS = HASH_TEXT - 1 };

int shard_read(const char *text, struct shard *s, struct error *e)
{
    char *end = NULL;
    unsigned long i = 0, of = 0;
    if (*text >= '0' && *text <= '9')
        i = strtoul(text, &end, 10);
    if (end && *end == '/' && end[1] >= '0' && end[1] <= '9')
        of = strtoul(end + 1, &end, 10);
    if (!end || *end || of < 1 || of > SHARDS_MAX || i < 1 || i > of)
        return error_set(e, ERR_USAGE, "--shard %s: expected I/N, N from 1 to %d and I from 1 to N",
                         text, SHARDS_MAX);
    *s = (struct shard){i - 1, of};
    return OK;
}

/* ---- what a part belongs to ------------------------------------------------------------------ */

enum mark { MARK_PROFILE, MARK_INPUTS, MARK_NOMINAL, MARKS };

static const char *const foreign[MARKS] = {
    "of another profile, or of other flags --set",
    "of other data, plugins or scripts",
    "its machine computes other scores from the same inputs",
};

/* All that is said but where results go: parts lie in folders of their own. */
static void add_profile(const struct plan *p, struct str *b)
{
    for (size_t i = 0; i < p->as_read->n_sections; i++) {
        const struct profile_section *s = &p->as_read->sections[i];
        for (size_t k = 0; k < s->n_keys; k++) {
            if (key_effect(s->name, s->keys[k].name) == EFFECT_PLACE)
                continue;
            serialise_text(b, s->name);
            serialise_text(b, s->keys[k].name);
            serialise_text(b, s->keys[k].value);
            serialise_int(b, (int64_t)s->keys[k].layer);
        }
    }
}

/* Their bytes, wherever they lie. */
static void add_inputs(const struct plan *p, struct str *b)
{
    for (size_t i = 0; i < p->files.n; i++) {
        if (strcmp(p->files.v[i].role, "profile") == 0)
            continue;
        serialise_text(b, p->files.v[i].role);
        serialise_text(b, p->files.v[i].sha256);
    }
}

static void add_nominal(const struct results *r, struct str *b)
{
    str_add_bytes(b, (const char *)r->rank, r->n_rows * sizeof *r->rank);
    str_add_bytes(b, (const char *)r->score[TREE_ROOT], r->n_rows * sizeof(double));
}

static bool make_mark(const struct assessment *a, enum mark m, char hex[HASH_TEXT])
{
    struct str b = {0};
    bool ok;
    if (m == MARK_PROFILE)
        add_profile(a->p, &b);
    else if (m == MARK_INPUTS)
        add_inputs(a->p, &b);
    else
        add_nominal(a->r, &b);
    ok = !b.failed;
    if (ok)
        hash_bytes(b.s ? b.s : "", b.n, hex);
    str_fini(&b);
    return ok;
}

/* ---- columns --------------------------------------------------------------------------------- */

/* The arrays of struct replicates: which ones there are, and what may stand in them. */
enum { COLUMNS = 3 };

struct column {
    char *v; /* NULL: not wanted */
    size_t size;
    /* One replicate, of n rows; most: the last rank of each row's class. NULL: all is lawful. */
    bool (*lawful)(const char *v, const float *most, size_t n);
};

static bool lawful_ranks(const char *v, const float *most, size_t n)
{
    float rank;
    for (size_t k = 0; k < n; k++) {
        memcpy(&rank, v + k * sizeof rank, sizeof rank);
        if (!isnan(rank) && !(rank >= 1 && rank <= most[k] && 2 * rank == floorf(2 * rank)))
            return false;
    }
    return true;
}

static bool lawful_scores(const char *v, const float *most, size_t n)
{
    double score;
    (void)most;
    for (size_t k = 0; k < n; k++) {
        memcpy(&score, v + k * sizeof score, sizeof score);
        if (isinf(score))
            return false;
    }
    return true;
}

/* The caller's to free; NULL: out of memory. */
static float *last_ranks(const struct results *r)
{
    float *most = calloc(r->n_rows, sizeof *most);
    for (size_t k = 0; most && k < r->n_rows; k++)
        most[k] = (float)r->plan->classes[results_class(r, k % r->n_units)].n;
    return most;
}

static void columns_of(const struct replicates *x, struct column c[COLUMNS])
{
    c[0] = (struct column){(char *)x->rank, sizeof *x->rank, lawful_ranks};
    c[1] = (struct column){(char *)x->tier, sizeof *x->tier, NULL};
    c[2] = (struct column){(char *)x->score, sizeof *x->score, lawful_scores};
}

/* ---- writing --------------------------------------------------------------------------------- */

static void pack_run(const struct assessment *a, size_t run, struct shard s, struct str *b)
{
    const struct replicates *x = &a->x[run];
    struct range range = shard_range(s, x->n);
    struct column c[COLUMNS];
    columns_of(x, c);
    for (size_t k = 0; k < COLUMNS; k++)
        if (c[k].v)
            str_add_bytes(b, c[k].v + range.first * x->n_rows * c[k].size,
                          range.n * x->n_rows * c[k].size);
}

/* Which replicates are left out, and why. */
static void pack_left_out(const struct replicates *x, struct shard s, struct str *b)
{
    struct range range = shard_range(s, x->n);
    int64_t n = 0;
    for (size_t i = range.first; x->why && i < range.first + range.n; i++)
        n += *x->why[i] != '\0';
    serialise_int(b, n);
    for (size_t i = range.first; x->why && i < range.first + range.n; i++)
        if (*x->why[i]) {
            serialise_int(b, (int64_t)i);
            serialise_text(b, x->why[i]);
        }
}

void part_pack(const struct assessment *a, struct shard s, struct str *b)
{
    char mark[HASH_TEXT];
    serialise_text(b, MAGIC);
    serialise_text(b, HENG_VERSION);
    for (size_t i = 0; i < MARKS; i++) {
        b->failed = b->failed || !make_mark(a, (enum mark)i, mark);
        serialise_text(b, mark);
    }
    serialise_int(b, (int64_t)s.i);
    serialise_int(b, (int64_t)s.of);
    for (size_t i = 0; i < ASSESS_RUNS; i++)
        serialise_int(b, (int64_t)a->x[i].n);
    for (size_t i = 0; i < ASSESS_RUNS; i++)
        pack_left_out(&a->x[i], s, b);
    for (size_t i = 0; i < ASSESS_RUNS; i++)
        pack_run(a, i, s, b);
}

/* ---- reading --------------------------------------------------------------------------------- */

static int check_marks(const struct assessment *a, struct deserialiser *u, const char *where,
                       struct error *e)
{
    char mark[HASH_TEXT];
    size_t i;
    const char *text = deserialise_text(u);
    if (!u->failed && text && strcmp(text, MAGIC) == 0) {
        text = deserialise_text(u);
        if (!u->failed && text && strcmp(text, HENG_VERSION) != 0)
            return error_set(e, ERR_DATA, "%s: written by heng %s; this is heng %s", where, text,
                             HENG_VERSION);
        for (i = 0; i < MARKS; i++) {
            text = deserialise_text(u);
            if (u->failed || !text)
                break;
            if (!make_mark(a, (enum mark)i, mark))
                return error_no_memory(e);
            if (strcmp(text, mark) != 0)
                return error_set(e, ERR_DATA, "%s: does not belong here: %s", where, foreign[i]);
        }
        if (i == MARKS)
            return OK;
    }
    if (u->short_of_memory)
        return error_no_memory(e);
    return error_set(e, ERR_DATA, "%s: not a part of heng robust, or of another version", where);
}

static int note(struct parts *have, struct shard s, const char *where, struct error *e)
{
    if (have->of && have->of != s.of)
        return error_set(e, ERR_DATA, "%s: shard %zu/%zu; the others are of %zu", where, s.i + 1,
                         s.of, have->of);
    if (!have->where && !(have->where = calloc(s.of, sizeof *have->where)))
        return error_no_memory(e);
    have->of = s.of;
    if (have->where[s.i])
        return error_set(e, ERR_DATA, "%s: shard %zu/%zu a second time; it is in %s already", where,
                         s.i + 1, s.of, have->where[s.i]);
    have->where[s.i] = where;
    have->n++;
    return OK;
}

/* The bytes that the shard's replicates take. */
static size_t payload(const struct assessment *a, struct shard s)
{
    struct column c[COLUMNS];
    size_t sum = 0;
    for (size_t i = 0; i < ASSESS_RUNS; i++) {
        columns_of(&a->x[i], c);
        for (size_t k = 0; k < COLUMNS; k++)
            if (c[k].v) /* no more than the room that a has */
                sum += shard_range(s, a->x[i].n).n * a->x[i].n_rows * c[k].size;
    }
    return sum;
}

static int take_column(const struct replicates *x, struct range range, const struct column *c,
                       const char *from, const float *most, const char *where, struct error *e)
{
    size_t each = x->n_rows * c->size;
    for (size_t i = 0; c->lawful && i < range.n; i++)
        if (!c->lawful(from + i * each, most, x->n_rows))
            return error_set(e, ERR_DATA, "%s: replicate %zu holds what no replicate yields", where,
                             range.first + i + 1);
    memcpy(c->v + range.first * each, from, range.n * each);
    return OK;
}

static int take_runs(struct assessment *a, struct shard s, const char *from, const char *where,
                     struct error *e)
{
    float *most = last_ranks(a->r);
    struct column c[COLUMNS];
    int status = most ? OK : error_no_memory(e);
    for (size_t i = 0; i < ASSESS_RUNS; i++) {
        struct range range = shard_range(s, a->x[i].n);
        columns_of(&a->x[i], c);
        for (size_t k = 0; !status && k < COLUMNS; k++)
            if (c[k].v && range.n) {
                status = take_column(&a->x[i], range, &c[k], from, most, where, e);
                from += range.n * a->x[i].n_rows * c[k].size;
            }
    }
    free(most);
    return status;
}

/* Into the arena of u; u->failed: it is no such list. NULL where none is left out. */
static const char **read_left_out(struct deserialiser *u, struct range range)
{
    int64_t n = deserialise_int_in(u, 0, (int64_t)range.n), at = (int64_t)range.first - 1;
    const char **why = n && !u->failed ? deserialise_room(u, range.n, sizeof *why) : NULL;
    for (; why && n > 0 && !u->failed; n--) {
        const char *text;
        at = deserialise_int_in(u, at + 1, (int64_t)(range.first + range.n) - 1);
        text = deserialise_text(u);
        u->failed = u->failed || !text || !*text || strlen(text) >= REPLICATE_WHY;
        if (!u->failed)
            why[(size_t)at - range.first] = text;
    }
    return why;
}

static void take_left_out(struct replicates *x, struct range range, const char *const *why)
{
    for (size_t i = 0; why && i < range.n; i++)
        if (why[i])
            memcpy(x->why[range.first + i], why[i], strlen(why[i]) + 1);
}

static int take(struct assessment *a, struct parts *have, const char *where, struct deserialiser *u,
                struct error *e)
{
    struct shard s;
    const char **why[ASSESS_RUNS] = {NULL};
    int status = check_marks(a, u, where, e);
    if (status)
        return status;
    s.i = (size_t)deserialise_int_in(u, 0, SHARDS_MAX - 1);
    s.of = (size_t)deserialise_int_in(u, 1, SHARDS_MAX);
    for (size_t i = 0; i < ASSESS_RUNS; i++)
        if (deserialise_int(u) != (int64_t)a->x[i].n)
            u->failed = true;
    for (size_t i = 0; i < ASSESS_RUNS && !u->failed && s.i < s.of; i++)
        why[i] = read_left_out(u, shard_range(s, a->x[i].n));
    if (u->short_of_memory)
        return error_no_memory(e);
    if (u->failed || s.i >= s.of || payload(a, s) != (size_t)(u->end - u->p))
        return error_set(e, ERR_DATA, "%s: cut short, or longer than its shard", where);
    status = note(have, s, where, e);
    for (size_t i = 0; !status && i < ASSESS_RUNS; i++)
        take_left_out(&a->x[i], shard_range(s, a->x[i].n), why[i]);
    return status ? status : take_runs(a, s, u->p, where, e);
}

int part_take(struct assessment *a, struct parts *have, const char *where, const char *bytes,
              size_t n, struct error *e)
{
    struct deserialiser u = {.p = bytes, .end = bytes + n, .arena = arena_new()};
    int status = u.arena ? take(a, have, where, &u, e) : error_no_memory(e);
    arena_free(u.arena);
    return status;
}

int parts_complete(const struct parts *have, struct error *e)
{
    size_t first = 0;
    for (size_t i = have->of; i-- > 0;)
        if (!have->where[i])
            first = i;
    if (have->n == have->of && have->of)
        return OK;
    return error_set(e, ERR_DATA, "shard %zu/%zu is missing: %zu of %zu parts are here", first + 1,
                     have->of, have->n, have->of);
}

void parts_fini(struct parts *have)
{
    free(have->where);
    *have = (struct parts){0};
}

/* ---- files ----------------------------------------------------------------------------------- */

static bool put_part(void *of, FILE *f)
{
    const struct str *b = of;
    char hex[HASH_TEXT];
    hash_bytes(b->s, b->n, hex);
    fwrite(b->s, 1, b->n, f);
    fwrite(hex, 1, DIGITS, f);
    return true;
}

int part_write(const struct assessment *a, struct shard s, const char *dir, struct error *e)
{
    char name[64];
    struct str b = {0};
    struct output file = {.name = name, .format = "part"};
    struct outputs out = {.v = &file, .n = 1};
    int status;
    snprintf(name, sizeof name, "part-%zu-of-%zu.hengpart", s.i + 1, s.of);
    part_pack(a, s, &b);
    status = b.failed ? error_no_memory(e) : output_make(&file, put_part, &b, e);
    if (!status)
        status = outputs_write(&out, &(struct heng_names){NULL, 0}, dir, a->p, e);
    free(file.bytes);
    if (file.spill)
        fclose(file.spill);
    str_fini(&b);
    return status;
}

int part_read(struct assessment *a, struct parts *have, const char *path, struct error *e)
{
    char *bytes = NULL, hex[HASH_TEXT] = "";
    size_t n = 0;
    int status = file_read(path, SIZE_MAX / 4, &bytes, &n, e);
    if (!status && n >= DIGITS)
        hash_bytes(bytes, n - DIGITS, hex);
    if (!status && (n < DIGITS || memcmp(bytes + n - DIGITS, hex, DIGITS) != 0))
        status = error_set(e, ERR_DATA,
                           "%s: no part of heng robust, or cut short or damaged: its checksum does "
                           "not fit",
                           path);
    if (!status)
        status = part_take(a, have, path, bytes, n - DIGITS, e);
    free(bytes);
    return status;
}
