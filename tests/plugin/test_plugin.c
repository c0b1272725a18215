/* SPDX-License-Identifier: MIT */
/* The plugins of tests/plugins/bad: described, computed, and what heng must say of each. */
#include <fcntl.h>
#include <fenv.h>
#include <locale.h>
#include <time.h>

#include "config/param.h"
#include "plugin_kit.h"

/* ---- describing ---------------------------------------------------------- */

/* wanted.csv: what is wanted of each. */
struct wanted {
    const char *name, *how, *says, *warns, *values, *needs;
};

enum { WANTED_MAX = 200 };

static bool applies(const struct wanted *w)
{
    if (strcmp(w->needs, "confined") == 0)
        return CONFINED;
#if !defined(__SSE2__)
    if (strcmp(w->needs, "sse2") == 0)
        return false;
#endif
    return true;
}

static size_t read_wanted(struct arena *a, struct wanted *w)
{
    FILE *f = fopen("tests/plugins/bad/wanted.csv", "r");
    char line[1000];
    size_t n = 0;
    ck_assert_ptr_nonnull(f);
    while (fgets(line, sizeof line, f)) {
        const char *part[6];
        char *rest = arena_strndup(a, line, strcspn(line, "\n"));
        if (*rest == '#')
            continue;
        for (size_t i = 0; i < 6; i++)
            ck_assert_msg((part[i] = strsep(&rest, "|")) != NULL, "wanted.csv: %s", line);
        ck_assert_uint_lt(n, WANTED_MAX);
        w[n] = (struct wanted){part[0], part[1], part[2], part[3], part[4], part[5]};
        n += applies(&w[n]) ? 1 : 0;
    }
    fclose(f);
    ck_assert_uint_gt(n, 60);
    return n;
}

START_TEST(describe_all)
{
    struct arena *a = arena_new();
    struct wanted w[WANTED_MAX];
    const char *paths[WANTED_MAX];
    struct plugin *plugins[WANTED_MAX];
    struct error *errors = calloc(WANTED_MAX, sizeof *errors), e = {0};
    size_t n = read_wanted(a, w);
    for (size_t i = 0; i < n; i++)
        paths[i] = plugin_path(a, w[i].name);
    ck_assert_int_eq(plugins_describe(a, paths, n, &limits, 2, plugins, errors, &e), OK);
    for (size_t i = 0; i < n; i++) {
        ck_assert_msg((plugins[i] == NULL) == (strcmp(w[i].how, "refused") == 0), "%s: %s",
                      paths[i], plugins[i] ? "was accepted" : errors[i].text);
        if (!plugins[i])
            assert_error(&errors[i], paths[i], w[i].says);
        else
            ck_assert_int_eq(errors[i].status, OK);
    }
    free(errors);
    arena_free(a);
}
END_TEST

START_TEST(describe_none)
{
    struct arena *a = arena_new();
    struct error e = {0};
    ck_assert_int_eq(plugins_describe(a, NULL, 0, NULL, 0, NULL, NULL, &e), OK);
    arena_free(a);
}
END_TEST

START_TEST(describe_copies_everything)
{
    struct arena *a = arena_new();
    struct plugin *p = describe_named(a, "good");
    const struct heng_dimension *d = p->dimensions[0];
    ck_assert_str_eq(p->name, "good");
    ck_assert_str_eq(p->path, plugin_path(a, "good"));
    ck_assert_str_eq(p->version, "1.0");
    ck_assert_str_eq(p->licence, "MIT");
    ck_assert_uint_eq(strlen(p->sha256), 64);
    ck_assert_uint_eq(p->n_dimensions, 1);
    ck_assert_uint_eq(p->n_methods, 0);
    ck_assert_str_eq(d->name, "part");
    ck_assert_str_eq(d->title_zh, "部分");
    ck_assert(d->compute == NULL);
    ck_assert_uint_eq(d->n_inputs, 2);
    ck_assert_int_eq(d->inputs[1].optional, 1);
    ck_assert_str_eq(d->indicators[0].formula, "whole * a + b");
    ck_assert_double_eq(d->indicators[0].hi, 100);
    ck_assert_uint_eq(d->n_params, 8);
    ck_assert_str_eq(d->params[1].choices, "none|down");
    ck_assert_str_eq(d->params[3].unit, "per cent");
    ck_assert(d->params[7].def == NULL);
    arena_free(a);
}
END_TEST

START_TEST(a_newer_minor_is_read_with_its_own_strides)
{
    struct arena *a = arena_new();
    struct plugin *p = describe_named(a, "newer");
    const struct heng_dimension *d = p->dimensions[0];
    ck_assert_uint_eq(d->indicator_stride, sizeof(struct heng_indicator));
    ck_assert_str_eq(d->inputs[1].name, "b");
    ck_assert_str_eq(d->indicators[1].id, "difference");
    ck_assert_double_eq(d->indicators[1].weight, 3);
    arena_free(a);
}
END_TEST

/* ---- computing ----------------------------------------------------------- */

enum { UNITS = 5, PERIODS = 2, ROWS = UNITS * PERIODS };

static const double a_column[ROWS] = {1, 2.5, -7, 0.1, NAN, 10, 20, 1e300, 4, 5};
static const double b_column[ROWS] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 2};

struct run {
    struct arena *arena;
    double a[ROWS], b[ROWS]; /* writable, as a table's columns are */
    double out[2][ROWS], *columns[2];
    const double *in[2];
    struct dimension_job job;
};

static const char *const codes[UNITS] = {"u0", "u1", "u2", "u3", "u4"};
static const char *const labels[PERIODS] = {"2020", "2021"};

static void run_init(struct run *r, const char *name)
{
    memset(r, 0, sizeof *r);
    r->arena = arena_new();
    r->columns[0] = r->out[0];
    r->columns[1] = r->out[1];
    memcpy(r->a, a_column, sizeof r->a);
    memcpy(r->b, b_column, sizeof r->b);
    r->in[0] = r->a;
    r->in[1] = r->b;
    r->job.plugin = describe_named(r->arena, name);
    r->job.dimension = r->job.plugin->dimensions[0];
    r->job.in = r->in;
    r->job.n_units = UNITS;
    r->job.n_periods = PERIODS;
    r->job.codes = codes;
    r->job.periods = labels;
    r->job.out = r->columns;
}

static void run_params(struct run *r)
{
    const struct heng_dimension *d = r->job.dimension;
    struct param_table t = {d->params, d->n_params, d->param_stride, d->params_size};
    void *params = arena_alloc(r->arena, d->params_size);
    struct error e = {0};
    ck_assert_int_eq(param_defaults(&t, r->arena, params, &e), OK);
    r->job.params = params;
}

static void run_fini(struct run *r)
{
    messages_fini(&r->job.warnings);
    arena_free(r->arena);
}

static void run_compute(struct run *r)
{
    struct error e = {0};
    messages_fini(&r->job.warnings);
    ck_assert_msg(plugins_compute(&r->job, 1, &limits, 1, &e) == OK, "%s", e.text);
    ck_assert_msg(memcmp(r->a, a_column, sizeof r->a) == 0, "the inputs were changed");
}

static void assert_sound(const struct run *r)
{
    for (size_t i = 0; i < ROWS; i++) {
        ck_assert_uint_eq(kit_ulps(r->out[0][i], a_column[i] * 2), 0);
        ck_assert_uint_eq(kit_ulps(r->out[1][i], a_column[i] / 3), 0);
    }
}

static void assert_cleared(const struct run *r)
{
    for (size_t i = 0; i < ROWS; i++)
        ck_assert(isnan(r->out[0][i]) && isnan(r->out[1][i]));
}

static bool has_warning(const struct messages *m, const char *text)
{
    for (size_t i = 0; i < m->n; i++)
        if (strstr(m->items[i].text, text))
            return true;
    return false;
}

static void assert_warnings(const struct run *r, const char *where, const char *warns)
{
    const char *end;
    if (!*warns)
        ck_assert_msg(r->job.warnings.n == 0, "%s: %s", where, r->job.warnings.items[0].text);
    for (; *warns; warns = *end ? end + 4 : end) {
        char text[200];
        end = strstr(warns, " && ");
        end = end ? end : warns + strlen(warns);
        snprintf(text, sizeof text, "%.*s", (int)(end - warns), warns);
        ck_assert_msg(has_warning(&r->job.warnings, text), "%s: no warning '%s'", where, text);
    }
}

static void compute_wanted(const struct wanted *w)
{
    char where[100];
    struct run r;
    run_init(&r, w->name);
    snprintf(where, sizeof where, "plugin %s: dimension part", w->name);
    run_compute(&r);
    if (strcmp(w->how, "fails") == 0) {
        assert_error(&r.job.error, where, w->says);
        assert_cleared(&r);
    } else {
        ck_assert_msg(r.job.error.status == OK, "%s", r.job.error.text);
        if (strcmp(w->values, "sound") == 0)
            assert_sound(&r);
    }
    assert_warnings(&r, where, w->warns);
    run_fini(&r);
}

START_TEST(compute_each)
{
    struct arena *a = arena_new();
    struct wanted w[WANTED_MAX];
    size_t n = read_wanted(a, w);
    for (size_t i = 0; i < n; i++)
        if (strcmp(w[i].how, "fails") == 0 || strcmp(w[i].how, "runs") == 0)
            compute_wanted(&w[i]);
    arena_free(a);
}
END_TEST

START_TEST(warnings_count)
{
    struct run r;
    run_init(&r, "infinities");
    run_compute(&r);
    assert_warnings(&r, "infinities", "indicator twice: 4 infinite values became undefined");
    run_fini(&r);
    run_init(&r, "talks");
    run_compute(&r);
    assert_warnings(&r, "talks", "and 170 more remarks");
    run_fini(&r);
}
END_TEST

START_TEST(compute_with_parameters_and_an_absent_column)
{
    struct run r;
    run_init(&r, "good");
    run_params(&r);
    run_compute(&r);
    ck_assert_msg(r.job.error.status == OK, "%s", r.job.error.text);
    ck_assert_uint_eq(r.job.warnings.n, 0);
    /* 2 a + b, and 0.5 + 1 + 4 + 2 + 3.5 = 11; the REAL without a default shares its place. */
    for (size_t i = 0; i < ROWS; i++)
        kit_assert_near(r.out[0][i], 2 * a_column[i] + b_column[i] + 11, 0);
    r.in[1] = NULL;
    run_compute(&r);
    ck_assert_int_eq(r.job.error.status, OK);
    ck_assert_msg(has_warning(&r.job.warnings,
                              "plugin good: dimension part: indicator sum: no column b: taken"),
                  "the remark is missing");
    ck_assert_uint_eq(r.job.warnings.n, 1); /* once, though there are two periods */
    kit_assert_near(r.out[0][1], 5 + 11, 0);
    r.in[0] = NULL;
    run_compute(&r);
    assert_error(&r.job.error, "plugin good: dimension part", "the table has no column a");
    ck_assert(isnan(r.out[0][1]));
    run_fini(&r);
}
END_TEST

START_TEST(compute_sees_units_and_period)
{
    static const char *const others[UNITS] = {"v0", "v1", "v2", "v3", "v4"};
    struct run r;
    run_init(&r, "good");
    run_params(&r);
    r.job.codes = others;
    run_compute(&r);
    assert_error(&r.job.error, "plugin good: dimension part",
                 "the first unit is v0 in period '2020'");
    r.job.periods = NULL;
    run_compute(&r);
    assert_error(&r.job.error, "plugin good: dimension part", "the first unit is v0 in period ''");
    run_fini(&r);
}
END_TEST

/* HENG_UNDEFINED: what was written does not count, and the run goes on. */
START_TEST(compute_may_be_undefined)
{
    struct run r;
    run_init(&r, "undefined");
    run_compute(&r);
    ck_assert_int_eq(r.job.error.status, OK);
    assert_cleared(&r);
    assert_warnings(&r, "undefined", "plugin undefined: dimension part: nothing to divide by");
    run_fini(&r);
}
END_TEST

START_TEST(compute_without_rows)
{
    struct run r;
    run_init(&r, "sound");
    r.job.n_units = 0;
    run_compute(&r);
    ck_assert_int_eq(r.job.error.status, OK);
    run_fini(&r);
}
END_TEST

/* One crashes, one hangs, one is sound, side by side; the results do not depend on how many run
   at once. */
START_TEST(compute_side_by_side)
{
    static const char *const names[] = {"sound", "segv_compute", "loop_compute", "tampers"};
    for (size_t parallel = 1; parallel <= 4; parallel += 3) {
        struct run r[4];
        struct dimension_job jobs[4];
        struct error e = {0};
        for (size_t i = 0; i < 4; i++) {
            run_init(&r[i], names[i]);
            jobs[i] = r[i].job;
        }
        ck_assert_int_eq(plugins_compute(jobs, 4, &limits, parallel, &e), OK);
        for (size_t i = 0; i < 4; i++) {
            if (i == 1 || i == 2)
                assert_cleared(&r[i]);
            else
                assert_sound(&r[i]);
            ck_assert_int_eq(jobs[i].error.status, i == 1 || i == 2 ? ERR_PART : OK);
            messages_fini(&jobs[i].warnings);
            arena_free(r[i].arena);
        }
    }
}
END_TEST

/* As where another that was described beside it had changed what it said. */
START_TEST(what_was_described_otherwise_is_not_computed)
{
    struct plugin forged;
    struct run r;
    run_init(&r, "sound");
    forged = *r.job.plugin;
    forged.described[0] = forged.described[0] == '0' ? '1' : '0';
    r.job.plugin = &forged;
    run_compute(&r);
    assert_error(&r.job.error, "plugin sound: dimension part: ",
                 "it describes itself differently each time it is loaded");
    assert_cleared(&r);
    run_fini(&r);
}
END_TEST

/* More than one in a worker, whose loader has seen the descriptor of each before. */
START_TEST(each_is_described_as_alone)
{
    static const char *const names[] = {"sound", "segv_load",   "good",
                                        "fails", "wrong_magic", "tampers"};
    enum { N = sizeof names / sizeof *names };
    struct arena *a = arena_new();
    const char *paths[N];
    struct plugin *together[N];
    struct error errors[N], e = {0};
    for (size_t i = 0; i < N; i++)
        paths[i] = plugin_path(a, names[i]);
    for (size_t parallel = 1; parallel <= 4; parallel++) {
        ck_assert_int_eq(plugins_describe(a, paths, N, &limits, parallel, together, errors, &e),
                         OK);
        for (size_t i = 0; i < N; i++) {
            struct error why = {0};
            struct plugin *alone = describe_path(a, paths[i], &why);
            ck_assert(!alone == !together[i]);
            ck_assert_str_eq(errors[i].text, why.text);
            if (alone)
                ck_assert_str_eq(alone->described, together[i]->described);
        }
    }
    arena_free(a);
}
END_TEST

START_TEST(a_child_left_behind_is_no_obstacle)
{
    struct timespec from, to;
    struct run r;
    run_init(&r, "forks");
    clock_gettime(CLOCK_MONOTONIC, &from);
    run_compute(&r);
    clock_gettime(CLOCK_MONOTONIC, &to);
    ck_assert_msg(to.tv_sec - from.tv_sec < 10, "took %ld s", (long)(to.tv_sec - from.tv_sec));
    if (r.job.error.status == OK)
        assert_sound(&r);
    else
        assert_cleared(&r);
    run_fini(&r);
}
END_TEST

#if CONFINED
START_TEST(a_plugin_cannot_write_files)
{
    struct run r;
    unlink("/tmp/heng_test_opens");
    run_init(&r, "opens");
    run_compute(&r);
    ck_assert_msg(r.job.error.status == OK, "%s", r.job.error.text);
    assert_sound(&r);
    ck_assert(access("/tmp/heng_test_opens", F_OK) != 0);
    run_fini(&r);
}
END_TEST
#endif

/* Whatever a plugin prints, and whatever we had not flushed when it called exit(0). */
START_TEST(nothing_reaches_standard_output)
{
    static const char *const names[] = {"prints", "exit_load", "exit_compute"};
    struct arena *a = arena_new();
    char *dir = folder_new(a), *path = path_join(a, dir, "stdout"), *bytes;
    struct error e = {0};
    size_t n;
    int fd, saved;
    fflush(stdout);
    saved = dup(STDOUT_FILENO);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert(fd >= 0 && saved >= 0 && dup2(fd, STDOUT_FILENO) >= 0);
    printf("ours");
    for (size_t i = 0; i < 3; i++) {
        struct plugin *p = describe_path(a, plugin_path(a, names[i]), &e);
        if (p) {
            struct run r;
            run_init(&r, names[i]);
            run_compute(&r);
            run_fini(&r);
        }
    }
    fflush(stdout);
    ck_assert(dup2(saved, STDOUT_FILENO) >= 0);
    close(saved);
    close(fd);
    ck_assert_int_eq(file_read(path, 1000, &bytes, &n, &e), OK);
    ck_assert_str_eq(bytes, "ours");
    free(bytes);
    folder_remove(dir);
    arena_free(a);
}
END_TEST

/* Put back to the same length and time, so that only its bytes tell. */
START_TEST(a_file_that_changed_is_not_computed_with)
{
    struct arena *a = arena_new();
    char *dir = folder_new(a), *path = path_join(a, dir, "sound.so");
    struct error e = {0};
    size_t n;
    char *bytes = plugin_bytes("sound", &n);
    struct run r;
    run_init(&r, "sound");
    bytes_write(path, bytes, n);
    r.job.plugin = describe_path(r.arena, path, &e);
    ck_assert_msg(r.job.plugin != NULL, "%s", e.text);
    bytes[n - 1] = (char)(bytes[n - 1] ^ 1);
    bytes_write(path, bytes, n);
    run_compute(&r);
    assert_error(&r.job.error, "plugin sound: dimension part", "the file changed");
    ck_assert_int_eq(unlink(path), 0);
    run_compute(&r);
    assert_error(&r.job.error, "plugin sound: dimension part", "went away");
    free(bytes);
    folder_remove(dir);
    run_fini(&r);
    arena_free(a);
}
END_TEST

/* ---- the parts ----------------------------------------------------------- */

START_TEST(find)
{
    struct arena *a = arena_new();
    const char *bad = path_dir(a, plugin_path(a, "good"));
    const char *dirs[] = {"/nonexistent", bad};
    ck_assert_str_eq(plugin_find(a, dirs, 2, "good"), plugin_path(a, "good"));
    ck_assert(plugin_find(a, dirs, 1, "good") == NULL);
    ck_assert(plugin_find(a, dirs, 2, "no_such_plugin") == NULL);
    ck_assert(plugin_find(a, dirs, 2, "../good") == NULL);
    ck_assert(plugin_find(a, dirs, 2, "Good") == NULL);
    ck_assert(plugin_find(a, dirs, 2, "") == NULL);
    ck_assert(plugin_find(a, dirs, 2, NULL) == NULL);
    arena_free(a);
}
END_TEST

START_TEST(world)
{
    struct plugin_environment w;
    plugin_world_keep(&w);
    plugin_world_restore(&w);
    ck_assert(!w.changed);
    fesetround(FE_DOWNWARD);
    plugin_world_restore(&w);
    ck_assert(w.changed && fegetround() == FE_TONEAREST);
    plugin_world_keep(&w);
    ck_assert(!w.changed);
    if (setlocale(LC_ALL, "C.UTF-8")) {
        plugin_world_restore(&w);
        ck_assert(w.changed);
        ck_assert_str_eq(setlocale(LC_ALL, NULL), "C");
    }
}
END_TEST

START_TEST(clean)
{
    char text[] = "a\xff\n\xe8\xa1\xa1\x7f\xe8";
    plugin_clean(text);
    ck_assert_str_eq(text, "a? \xe8\xa1\xa1 ?");
}
END_TEST

START_TEST(guards)
{
    static const size_t slices[] = {0, 1, 3};
    for (size_t k = 0; k < 3; k++) {
        struct guarded g;
        ck_assert(guarded_new(&g, slices[k], 7));
        guarded_preset(&g);
        ck_assert_uint_eq(guarded_broken(&g), g.n_slices);
        for (size_t s = 0; s < g.n_slices; s++) {
            double *slice = guarded_slice(&g, s);
            ck_assert(isnan(slice[0]) && isnan(slice[6]));
            slice[0] = slice[6] = 1;
            ck_assert_uint_eq(guarded_broken(&g), g.n_slices);
            slice[7] = 0;
            ck_assert_uint_eq(guarded_broken(&g), s);
            guarded_preset(&g);
        }
        if (g.n_slices) {
            guarded_slice(&g, 0)[-1] = 0;
            ck_assert_uint_eq(guarded_broken(&g), 0);
        }
        guarded_free(&g);
    }
    struct guarded g;
    ck_assert(!guarded_new(&g, SIZE_MAX / 8, 7));
    ck_assert(!guarded_new(&g, 1, SIZE_MAX));
}
END_TEST

/* ---- across the pipe ----------------------------------------------------- */

static const struct heng_input small_inputs[] = {{"a", "", "甲", "A", 0}};
static const struct heng_indicator small_indicators[] = {
    {"x", "甲", "A", "", 1, "a", "tests", 1, NAN, NAN},
};
static const struct heng_param small_params[] = {
    {"p", HENG_REAL, 0, NULL, HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0, NULL, "A parameter."},
};
static const struct heng_dimension small = {
    sizeof small,
    "part",
    "甲",
    "A",
    "A part.",
    HENG_ARRAY(small_inputs),
    HENG_ARRAY(small_indicators),
    HENG_ARRAY(small_params),
    8,
    NULL,
};
static const struct heng_dimension *const smalls[] = {&small, NULL};
static const struct heng_method method = {
    .size = sizeof method,
    .stage = HENG_TREAT,
    .name = "m",
    .title_zh = "甲",
    .title_en = "A",
    .summary = "s",
    .formula = "f",
    .source = "s",
    .domain = "d",
    .params = small_params,
    .n_params = 1,
    .param_stride = sizeof *small_params,
    .params_size = 8,
};
static const struct heng_method *const small_methods[] = {&method, NULL};
static const struct heng_plugin small_plugin = {
    HENG_PLUGIN_HEAD, "small", "1", "MIT", smalls, small_methods, NULL,
};

static bool unpacks(const char *bytes, size_t n)
{
    struct arena *a = arena_new();
    char *exact = malloc(n ? n : 1);
    struct plugin p = {0};
    struct error e;
    struct deserialiser u = {.p = exact, .end = exact + n, .arena = a};
    struct heng_plugin copy;
    bool ok;
    memcpy(exact, bytes, n);
    ok = plugin_unpack(&u, &p);
    if (ok) {
        copy = (struct heng_plugin){HENG_PLUGIN_HEAD, p.name,    p.version, p.licence,
                                    p.dimensions,     p.methods, p.sources};
        ok = plugin_check(&copy, "small", false, &e) == OK;
    }
    free(exact);
    arena_free(a);
    return ok;
}

START_TEST(packed_and_damaged)
{
    struct str b = {0};
    size_t accepted = 0;
    plugin_pack(&b, &small_plugin);
    ck_assert(!b.failed && unpacks(b.s, b.n));
    for (size_t n = 0; n < b.n; n++)
        ck_assert_msg(!unpacks(b.s, n), "cut at %zu of %zu", n, b.n);
    for (size_t i = 0; i < b.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            b.s[i] = (char)(b.s[i] ^ (1 << bit));
            accepted += unpacks(b.s, b.n);
            b.s[i] = (char)(b.s[i] ^ (1 << bit));
        }
    ck_assert_uint_gt(accepted, 0); /* another letter in a title is as good */
    serialise_int(&b, 1);
    ck_assert_msg(!unpacks(b.s, b.n), "something behind the end");
    str_fini(&b);
}
END_TEST

/* What `range` may say of a method with the parameter p. */
START_TEST(ranges_that_cannot_be_read)
{
    static const struct {
        uint32_t stage;
        const char *range, *fault;
    } ranges[] = {
        {HENG_NORMALISE, "0, 1", NULL},
        {HENG_NORMALISE, "p, p + 40", NULL},
        {HENG_AGGREGATE, "children", NULL},
        {HENG_AGGREGATE, "children when p = 3", NULL},
        {HENG_AGGREGATE, "-1, 1 when p = 3", NULL},
        {HENG_TREAT, "0, 1", "only what normalises or aggregates has one"},
        {HENG_WEIGHTS, "0, 1", "only what normalises or aggregates has one"},
        {HENG_NORMALISE, "children", "children: only what aggregates has any"},
        {HENG_NORMALISE, "", "wanted"},
        {HENG_NORMALISE, "0", "wanted"},
        {HENG_NORMALISE, "p", "wanted"},
        {HENG_NORMALISE, "0, q", "wanted"},
        {HENG_NORMALISE, "0, 1, 2", "wanted"},
        {HENG_NORMALISE, "0, 1 +", "wanted"},
        {HENG_NORMALISE, "0, 1 if p = 3", "wanted"},
        {HENG_NORMALISE, "0, 1 when q = 3", "wanted"},
        {HENG_NORMALISE, "0, 1 when p", "wanted"},
        {HENG_AGGREGATE, "childrens", "wanted"},
    };
    struct heng_method m = method;
    const struct heng_method *const methods[] = {&m, NULL};
    struct heng_plugin p = small_plugin;
    p.methods = methods;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        struct error e = {0};
        m.stage = ranges[i].stage;
        m.range = ranges[i].range;
        ck_assert_msg(plugin_check(&p, "small", false, &e) == (ranges[i].fault ? ERR_PART : OK),
                      "%s: %s", m.range, e.text);
        if (ranges[i].fault)
            ck_assert_msg(strstr(e.text, "method m: range: '") && strstr(e.text, ranges[i].fault),
                          "%s: %s", m.range, e.text);
    }
}
END_TEST

START_TEST(too_many_parts)
{
    static const struct heng_dimension *many[PLUGIN_PARTS_MAX + 2];
    struct heng_plugin p = small_plugin;
    struct error e = {0};
    for (size_t i = 0; i <= PLUGIN_PARTS_MAX; i++)
        many[i] = &small;
    p.dimensions = many;
    ck_assert_int_eq(plugin_check(&p, "small", false, &e), ERR_PART);
    ck_assert_msg(strstr(e.text, "more than 256 dimensions"), "%s", e.text);
    many[2] = NULL;
    ck_assert_int_eq(plugin_check(&p, "small", false, &e), ERR_PART);
    ck_assert_msg(strstr(e.text, "dimension part: there are two"), "%s", e.text);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        describe_all,
        describe_none,
        describe_copies_everything,
        a_newer_minor_is_read_with_its_own_strides,
        compute_each,
        warnings_count,
        compute_with_parameters_and_an_absent_column,
        compute_sees_units_and_period,
        compute_may_be_undefined,
        compute_without_rows,
        compute_side_by_side,
        what_was_described_otherwise_is_not_computed,
        each_is_described_as_alone,
        a_child_left_behind_is_no_obstacle,
#if CONFINED
        a_plugin_cannot_write_files,
#endif
        nothing_reaches_standard_output,
        a_file_that_changed_is_not_computed_with,
        find,
        world,
        clean,
        guards,
        packed_and_damaged,
        ranges_that_cannot_be_read,
        too_many_parts,
        NULL,
    };
    return kit_run("plugin", tests);
}
