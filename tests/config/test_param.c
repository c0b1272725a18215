/* SPDX-License-Identifier: MIT */
#include "config/param.h"

#include "config/profile.h"
#include "kit.h"

struct sample {
    int flag;
    int64_t count;
    double share, free, low;
    int shape;
    const char *label;
    struct heng_reals points, pair;
    struct heng_names marks;
    const char *needed;
};

static const struct heng_param params[] = {
    HENG_PARAM_FLAG(struct sample, flag, "yes", "a flag"),
    HENG_PARAM_INT(struct sample, count, "5", 0, 100, "points", "at most so many"),
    HENG_PARAM_REAL(struct sample, share, "0.25", 0, 1, NULL, "a share"),
    HENG_PARAM_REAL(struct sample, free, "", 0, INFINITY, "km", "a length"),
    HENG_PARAM_REAL(struct sample, low, "-3", -INFINITY, 7, NULL, "a low number"),
    HENG_PARAM_CHOICE(struct sample, shape, "round", "square|round|flat", "a form"),
    HENG_PARAM_TEXT(struct sample, label, "", "a text"),
    HENG_PARAM_REALS(struct sample, points, "", HENG_NO_MIN, HENG_NO_MAX, 2, 3, NULL, "goalposts"),
    HENG_PARAM_REALS(struct sample, pair, "0.05, 0.95", 0, 1, 2, 2, NULL, "two shares"),
    HENG_PARAM_NAMES(struct sample, marks, "a, b", 1, 0, "marks"),
    HENG_PARAM_TEXT(struct sample, needed, NULL, "a path"),
};
static const struct param_table table = PARAM_TABLE(params, struct sample);

static struct arena *arena;
static struct sample sample;
static struct error error;

static void start(void)
{
    arena = arena_new();
    ck_assert_ptr_nonnull(arena);
    memset(&error, 0, sizeof error);
    ck_assert_msg(param_defaults(&table, arena, &sample, &error) == OK, "%s", error.text);
}

static int set(const char *name, const char *text)
{
    return param_set(param_find(&table, name), text, arena, &sample, &error);
}

static void refused(const char *name, const char *text, const char *message)
{
    struct sample before = sample;
    ck_assert_msg(set(name, text) == ERR_PROFILE, "%s = %s was taken", name, text);
    ck_assert_int_eq(error.status, ERR_PROFILE);
    ck_assert_str_eq(error.text, message);
    ck_assert_mem_eq(&before, &sample, sizeof sample);
}

START_TEST(defaults)
{
    start();
    ck_assert_int_eq(sample.flag, 1);
    ck_assert_int_eq(sample.count, 5);
    ck_assert(sample.share == 0.25);
    ck_assert(isnan(sample.free));
    ck_assert_int_eq(sample.shape, 1);
    ck_assert_str_eq(sample.label, "");
    ck_assert_uint_eq(sample.points.n, 0);
    ck_assert_uint_eq(sample.pair.n, 2);
    ck_assert(sample.pair.v[1] == 0.95);
    ck_assert_uint_eq(sample.marks.n, 2);
    ck_assert_str_eq(sample.marks.v[1], "b");
    ck_assert_str_eq(sample.needed, "");
    arena_free(arena);
}
END_TEST

START_TEST(bools)
{
    static const struct {
        const char *text;
        int v;
    } good[] = {
        {"yes", 1}, {"no", 0}, {"true", 1}, {"false", 0}, {"1", 1}, {"0", 0},
    };
    start();
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ck_assert_int_eq(set("flag", good[i].text), OK);
        ck_assert_int_eq(sample.flag, good[i].v);
    }
    refused("flag", "Yes", "expected yes or no, not 'Yes'");
    refused("flag", "2", "expected yes or no, not '2'");
    refused("flag", "", "expected yes or no, not an empty value");
    arena_free(arena);
}
END_TEST

START_TEST(whole_numbers)
{
    start();
    ck_assert_int_eq(set("count", "+42"), OK);
    ck_assert_int_eq(sample.count, 42);
    ck_assert_int_eq(set("count", "007"), OK);
    ck_assert_int_eq(sample.count, 7);
    ck_assert_int_eq(set("count", "100"), OK);
    ck_assert_int_eq(set("count", "-0"), OK);
    refused("count", "101", "expected a whole number from 0 to 100, not '101'");
    refused("count", "-1", "expected a whole number from 0 to 100, not '-1'");
    refused("count", "5.0", "expected a whole number from 0 to 100, not '5.0'");
    refused("count", "5e1", "expected a whole number from 0 to 100, not '5e1'");
    refused("count", " 5", "expected a whole number from 0 to 100, not ' 5'");
    refused("count", "+", "expected a whole number from 0 to 100, not '+'");
    refused("count", "+-5", "expected a whole number from 0 to 100, not '+-5'");
    refused("count", "99999999999999999999",
            "expected a whole number from 0 to 100, not '99999999999999999999'");
    arena_free(arena);
}
END_TEST

START_TEST(numbers)
{
    start();
    ck_assert_int_eq(set("share", "1"), OK);
    ck_assert(sample.share == 1);
    ck_assert_int_eq(set("share", "2.385e-1"), OK);
    ck_assert(sample.share == 0.2385);
    ck_assert_int_eq(set("free", "1e300"), OK);
    ck_assert_int_eq(set("free", ""), OK);
    ck_assert(isnan(sample.free));
    ck_assert_int_eq(set("low", "-1e300"), OK);
    refused("share", "1.0001", "expected a number from 0 to 1, not '1.0001'");
    refused("share", "nan", "expected a number from 0 to 1, not 'nan'");
    refused("share", "inf", "expected a number from 0 to 1, not 'inf'");
    refused("share", "0x1", "expected a number from 0 to 1, not '0x1'");
    refused("share", "0,5", "expected a number from 0 to 1, not '0,5'");
    refused("share", "", "expected a number from 0 to 1, not an empty value");
    refused("free", "-1", "expected a number 0 or more, not '-1'");
    refused("low", "8", "expected a number up to 7, not '8'");
    arena_free(arena);
}
END_TEST

START_TEST(choices)
{
    start();
    ck_assert_int_eq(set("shape", "flat"), OK);
    ck_assert_int_eq(sample.shape, 2);
    refused("shape", "suqare",
            "expected one of square, round, flat, not 'suqare'; did you mean square?");
    refused("shape", "xyzzy", "expected one of square, round, flat, not 'xyzzy'");
    refused("shape", "square|round", "expected one of square, round, flat, not 'square|round'");
    refused("shape", "", "expected one of square, round, flat, not an empty value");
    arena_free(arena);
}
END_TEST

START_TEST(lists)
{
    start();
    ck_assert_int_eq(set("points", "-1.5,2 ,  3"), OK);
    ck_assert_uint_eq(sample.points.n, 3);
    ck_assert(sample.points.v[0] == -1.5 && sample.points.v[2] == 3);
    ck_assert_int_eq(set("points", ""), OK);
    ck_assert_uint_eq(sample.points.n, 0);
    refused("points", "1", "expected 2 to 3 numbers, not '1'");
    refused("points", "1, 2, 3, 4", "expected 2 to 3 numbers, not '1, 2, 3, 4'");
    refused("points", "1, x", "expected 2 to 3 numbers, not '1, x'");
    refused("points", "1, , 3", "expected 2 to 3 numbers, not '1, , 3': an item is empty");
    refused("points", "1, 2,", "expected 2 to 3 numbers, not '1, 2,': an item is empty");
    refused("pair", "0, 1.5", "expected 2 numbers from 0 to 1, not '0, 1.5'");
    ck_assert_int_eq(set("marks", "市辖区,\xe3\x80\x80县 , n/a"), OK);
    ck_assert_uint_eq(sample.marks.n, 3);
    ck_assert_str_eq(sample.marks.v[0], "市辖区");
    ck_assert_str_eq(sample.marks.v[1], "县");
    ck_assert_str_eq(sample.marks.v[2], "n/a");
    refused("marks", ",", "expected a list of names, not ',': an item is empty");
    refused("marks", "", "expected a list of names, not an empty value");
    arena_free(arena);
}
END_TEST

START_TEST(long_values_are_cut_in_messages)
{
    char text[400] = "";
    start();
    for (int i = 0; i < 100; i++)
        strcat(text, "衡");
    ck_assert_int_eq(set("share", text), ERR_PROFILE);
    ck_assert_ptr_nonnull(strstr(error.text, "衡...'"));
    ck_assert_uint_lt(strlen(error.text), 120);
    ck_assert_int_eq(set("label", text), OK);
    ck_assert_str_eq(sample.label, text);
    arena_free(arena);
}
END_TEST

START_TEST(print_and_back)
{
    static const struct {
        const char *name, *text, *printed;
    } rows[] = {
        {"flag", "true", "yes"},
        {"flag", "0", "no"},
        {"count", "+7", "7"},
        {"share", "0.10", "0.1"},
        {"free", "", ""},
        {"shape", "square", "square"},
        {"shape", "flat", "flat"},
        {"label", "县 域", "县 域"},
        {"points", "1,2.50", "1, 2.5"},
        {"points", "", ""},
        {"marks", "x ,y", "x, y"},
    };
    start();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str b = {0};
        ck_assert_int_eq(set(rows[i].name, rows[i].text), OK);
        param_print(param_find(&table, rows[i].name), &sample, &b);
        ck_assert_str_eq(b.s ? b.s : "", rows[i].printed);
        str_fini(&b);
    }
    arena_free(arena);
}
END_TEST

START_TEST(descriptions)
{
    static const char *const want[] = {
        "flag = yes (yes or no): a flag",
        "count = 5 (whole number 0..100, points): at most so many",
        "share = 0.25 (number 0..1): a share",
        "free (number 0 or more, km; may be left out): a length",
        "low = -3 (number up to 7): a low number",
        "shape = round (square|round|flat): a form",
        "label (text; may be left out): a text",
        "points (2 to 3 numbers; may be left out): goalposts",
        "pair = 0.05, 0.95 (2 numbers 0..1): two shares",
        "marks = a, b (list of names): marks",
        "needed (text; must be given): a path",
    };
    for (size_t i = 0; i < table.n; i++) {
        struct str b = {0};
        param_describe(param_at(&table, i), &b);
        ck_assert_str_eq(b.s, want[i]);
        str_fini(&b);
    }
    ck_assert_ptr_null(param_find(&table, "flags"));
}
END_TEST

START_TEST(a_choice_may_be_left_out)
{
    static const struct heng_param p = {"c",   HENG_CHOICE, 0, "",   HENG_NO_MIN, HENG_NO_MAX,
                                        "a|b", 0,           0, NULL, ""};
    struct str b = {0};
    int v = 7;
    start();
    ck_assert_int_eq(param_set(&p, "", arena, &v, &error), OK);
    ck_assert_int_eq(v, -1);
    param_print(&p, &v, &b);
    ck_assert_uint_eq(b.n, 0);
    str_fini(&b);
    arena_free(arena);
}
END_TEST

START_TEST(bad_descriptors)
{
    static const struct heng_param bad[] = {
        {"bad", HENG_REAL, 0, "2", 0, 1, NULL, 0, 0, NULL, ""},
        {"bad", HENG_BOOL, 0, "", HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0, NULL, ""},
        {"bad", (enum heng_param_type)99, 0, "x", HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0, NULL, ""},
    };
    struct str b = {0};
    double v = 0;
    start();
    for (size_t i = 0; i < 3; i++) {
        struct param_table t = {&bad[i], 1, sizeof *bad, sizeof v};
        ck_assert_int_eq(param_defaults(&t, arena, &v, &error), ERR_INTERNAL);
        ck_assert_int_eq(error.status, ERR_INTERNAL);
        ck_assert_ptr_nonnull(strstr(error.text, "bad"));
        ck_assert_int_eq(param_defaults(&t, arena, &v, NULL), ERR_INTERNAL);
    }
    param_print(&bad[2], &v, &b);
    param_describe(&bad[2], &b);
    ck_assert_str_eq(b.s, "?bad = x (?): ");
    str_fini(&b);
    arena_free(arena);
}
END_TEST

/* A table of wider descriptors, as a later minor version would have it. */
START_TEST(the_stride_is_respected)
{
    struct wide {
        struct heng_param p;
        double more;
    };
    static const struct wide wide[] = {
        {{"a", HENG_INT, 0, "3", HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0, NULL, ""}, 1},
        {{"b", HENG_INT, sizeof(int64_t), "4", HENG_NO_MIN, HENG_NO_MAX, NULL, 0, 0, NULL, ""}, 1},
    };
    struct param_table t = {&wide[0].p, 2, sizeof *wide, 2 * sizeof(int64_t)};
    int64_t v[2];
    start();
    ck_assert_int_eq(param_defaults(&t, arena, v, &error), OK);
    ck_assert_int_eq(v[0], 3);
    ck_assert_int_eq(v[1], 4);
    ck_assert_ptr_eq(param_find(&t, "b"), &wide[1].p);
    arena_free(arena);
}
END_TEST

/* Every fixed section has lawful defaults, help for each key, and offsets within its struct. */
START_TEST(the_fixed_sections_are_sound)
{
    start();
    for (size_t i = 0; i < n_section_kinds; i++) {
        const struct param_table *t = section_kinds[i].keys;
        void *to = t ? malloc(t->size) : NULL;
        ck_assert_uint_gt(strlen(section_kinds[i].doc), 5);
        if (!t)
            continue;
        ck_assert_msg(param_defaults(t, arena, to, &error) == OK, "%s: %s", section_kinds[i].name,
                      error.text);
        for (size_t k = 0; k < t->n; k++) {
            const struct heng_param *p = param_at(t, k);
            struct str b = {0};
            ck_assert_ptr_eq(param_find(t, p->name), p);
            ck_assert_uint_lt(p->offset, t->size);
            ck_assert_uint_gt(strlen(p->doc), 10);
            param_print(p, to, &b);
            if (p->def ||
                p->type !=
                    HENG_CHOICE) /* of a choice that must be given, zero bytes say the first */
                ck_assert_str_eq(b.s ? b.s : "", p->def ? p->def : "");
            str_fini(&b);
        }
        free(to);
    }
    arena_free(arena);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        defaults,
        bools,
        whole_numbers,
        numbers,
        choices,
        lists,
        long_values_are_cut_in_messages,
        print_and_back,
        descriptions,
        a_choice_may_be_left_out,
        bad_descriptors,
        the_stride_is_respected,
        the_fixed_sections_are_sound,
        NULL,
    };
    return kit_run("param", tests);
}
