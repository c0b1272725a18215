/* SPDX-License-Identifier: MIT */
/* Methods of plugins, called through the registry, in workers. */
#include "plugin_kit.h"

#include "methods/range.h"

struct bench {
    struct arena *arena;
    struct registry *registry;
    struct error e;
    char why[200];
};

static void bench_init(struct bench *b)
{
    struct plugin *p;
    memset(b, 0, sizeof *b);
    b->arena = arena_new();
    b->registry = registry_new(&b->e);
    ck_assert_msg(b->registry != NULL, "%s", b->e.text);
    p = describe_named(b->arena, "methods");
    ck_assert_uint_eq(p->n_methods, 13);
    ck_assert_msg(plugin_register_methods(b->arena, p, &limits, b->registry, &b->e) == OK, "%s",
                  b->e.text);
}

static void bench_fini(struct bench *b)
{
    registry_free(b->registry);
    arena_free(b->arena);
}

static const struct method *find(struct bench *b, enum heng_stage stage, const char *name)
{
    const struct method *m = registry_find(b->registry, stage, name);
    ck_assert_msg(m != NULL, "%s", name);
    ck_assert_str_eq(path_base(m->origin), "methods.so");
    return m;
}

struct heard {
    size_t n, in_general;
    char first[100];
};

static void hear(void *warn_data, size_t column, const char *text)
{
    struct heard *h = warn_data;
    if (h->n++ == 0)
        snprintf(h->first, sizeof h->first, "%zu %s", column, text);
    h->in_general += column == HENG_NO_COLUMN;
}

static const double x[] = {1, NAN, 3.25}, base[] = {1, 2, 3, 4};

static int call_column(struct bench *b, const char *name, double y[3], struct heard *heard)
{
    double scale = 2;
    struct heng_column_call c = {.n = 3,
                                 .x = x,
                                 .n_base = 4,
                                 .base = base,
                                 .direction = -1,
                                 .lo = NAN,
                                 .hi = NAN,
                                 .target = NAN,
                                 .y = y,
                                 .why = b->why,
                                 .why_size = sizeof b->why,
                                 .warn = hear,
                                 .warn_data = heard};
    memset(&b->e, 0, sizeof b->e);
    return method_column(find(b, HENG_NORMALISE, name), &scale, &c, &b->e);
}

START_TEST(on_columns)
{
    /* why: in the text of an error, or in call->why */
    static const struct {
        const char *name;
        int answer;
        const char *why;
    } wanted[] = {
        {"stretched", HENG_OK, "a note"},
        {"nothing", HENG_UNDEFINED, "no variation"},
        {"failing", HENG_FAIL, "x must be positive"},
        {"mute", HENG_FAIL, "does not say why"},
        {"odd", HENG_FAIL, "arrived damaged"},
        {"crashing", HENG_FAIL, "at method crashing"},
        {"spilling", HENG_FAIL, "wrote outside its output"},
        {"greedy", HENG_FAIL, "no memory for its scratch"},
    };
    struct bench b;
    bench_init(&b);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        double y[3] = {7, 7, 7};
        struct heard heard = {0};
        int answer = call_column(&b, wanted[i].name, y, &heard);
        const char *text = answer == HENG_FAIL ? b.e.text : b.why;
        ck_assert_msg(answer == wanted[i].answer, "%s: answer %d, %s", wanted[i].name, answer,
                      b.e.text);
        ck_assert_msg(strstr(text, wanted[i].why) != NULL, "%s: '%s' does not say '%s'",
                      wanted[i].name, text, wanted[i].why);
        kit_assert_near(y[0], answer == HENG_OK ? -2 : NAN, 0);
        kit_assert_near(y[2], answer == HENG_OK ? -6.5 : NAN, 0);
        ck_assert(isnan(y[1]));
        ck_assert_str_eq(heard.first, i == 0 ? "0 stretched by 2" : "");
    }
    bench_fini(&b);
}
END_TEST

START_TEST(on_weights)
{
    static const char *const ids[] = {"p", "q"};
    const double p[] = {1, 2, 3}, q[] = {3, NAN, 1}, *columns[] = {p, q};
    const double given[] = {0.25, 0.75};
    double w[2];
    struct heard heard = {0};
    struct bench b;
    struct heng_weigh_call c = {.n = 3,
                                .m = 2,
                                .x = columns,
                                .given = given,
                                .ids = ids,
                                .w = w,
                                .warn = hear,
                                .warn_data = &heard};
    bench_init(&b);
    c.why = b.why;
    c.why_size = sizeof b.why;
    ck_assert_msg(method_weigh(find(&b, HENG_WEIGHTS, "as_given"), NULL, &c, &b.e) == HENG_OK, "%s",
                  b.e.text);
    ck_assert_double_eq(w[0], 0.25);
    ck_assert_double_eq(w[1], 0.75);
    ck_assert_uint_eq(heard.n, 33); /* 32 are kept, then how many more there were */
    ck_assert_uint_eq(heard.in_general, 2);
    ck_assert_str_eq(heard.first, "1 column ? is odd");
    bench_fini(&b);
}
END_TEST

START_TEST(on_aggregates)
{
    const double p[] = {1, 2, 3}, q[] = {3, 4, 1}, *columns[] = {p, q};
    const double w[] = {0.25, 0.75};
    double y[3];
    struct bench b;
    struct heard heard = {0};
    struct heng_aggregate_call c = {
        .n = 3, .m = 2, .x = columns, .w = w, .y = y, .warn = hear, .warn_data = &heard};
    bench_init(&b);
    c.why = b.why;
    c.why_size = sizeof b.why;
    ck_assert_msg(method_aggregate(find(&b, HENG_AGGREGATE, "weighted_sum"), NULL, &c, &b.e) ==
                      HENG_OK,
                  "%s", b.e.text);
    ck_assert_str_eq(heard.first, "1 heavy");
    ck_assert_uint_eq(method_traits(find(&b, HENG_AGGREGATE, "weighted_sum")->desc), HENG_BY_ROW);
    kit_assert_near(y[0], 2.5, 0);
    kit_assert_near(y[1], 3.5, 0);
    kit_assert_near(y[2], 1.5, 0);
    bench_fini(&b);
}
END_TEST

START_TEST(ranges_come_into_the_host)
{
    struct bench b;
    const double scale = 7;
    const struct method *m;
    struct method_range r;
    bench_init(&b);
    m = find(&b, HENG_AGGREGATE, "topped");
    ck_assert_str_eq(m->desc->range, "0, scale");
    r = method_range(m->desc, &scale);
    ck_assert_int_eq(r.kind, RANGE_CLOSED);
    ck_assert(r.lo == 0 && r.hi == 7);
    r = method_range(find(&b, HENG_AGGREGATE, "middle")->desc, NULL);
    ck_assert_int_eq(r.kind, RANGE_OF_CHILDREN);
    r = method_range(find(&b, HENG_AGGREGATE, "weighted_sum")->desc, NULL);
    ck_assert_int_eq(r.kind, RANGE_OPEN);
    bench_fini(&b);
}
END_TEST

START_TEST(twice)
{
    struct bench b;
    struct plugin *p;
    bench_init(&b);
    p = describe_named(b.arena, "methods");
    ck_assert_int_eq(plugin_register_methods(b.arena, p, NULL, b.registry, &b.e), ERR_PROFILE);
    ck_assert_msg(strstr(b.e.text, "methods.so"), "%s", b.e.text);
    bench_fini(&b);
}
END_TEST

/* The tables are read here; the worker only looks at them. */
START_TEST(on_tables)
{
    static const char *const ids[] = {"a", "b"};
    const double *const columns[] = {base, base};
    char path[] = "/tmp/heng-table-XXXXXX";
    struct bench b;
    double w[2];
    struct heng_tables tables;
    FILE *f = fdopen(mkstemp(path), "w");
    struct heng_weigh_call c = {.n = 4, .m = 2, .x = columns, .given = base, .ids = ids, .w = w};
    const struct method *m;
    struct param_table t;
    ck_assert_ptr_nonnull(f);
    fputs("expert,a,b\ne1,1/3,2/3\ne2,1/4,0.75\n", f);
    ck_assert_int_eq(fclose(f), 0);
    bench_init(&b);
    c.why = b.why;
    c.why_size = sizeof b.why;
    m = find(&b, HENG_WEIGHTS, "judged");
    t = method_params(m->desc);
    ck_assert_msg(param_set(param_find(&t, "tables"), path, b.arena, &tables, &b.e) == OK, "%s",
                  b.e.text);
    remove(path);
    ck_assert_msg(method_weigh(m, &tables, &c, &b.e) == HENG_OK, "%s", b.e.text);
    kit_assert_columns(w, ((const double[]){0.25, 0.75}), 2, 0);
    ck_assert_str_eq(b.why, "e2 a 1/3");
    bench_fini(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        on_columns, on_weights, on_tables, on_aggregates, ranges_come_into_the_host, twice, NULL};
    return kit_run("plugin method", tests);
}
