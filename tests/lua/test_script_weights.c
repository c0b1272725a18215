/* SPDX-License-Identifier: MIT */
/* Weighting formulas in Lua, called as methods of the registry. */
#include "lua/script_kit.h"

static struct lab lab;

static char noted[200];

static void note(void *warn_data, size_t column, const char *text)
{
    ck_assert_ptr_null(warn_data);
    ck_assert_uint_eq(column, HENG_NO_COLUMN);
    strncat(noted, text, sizeof noted - strlen(noted) - 1);
}

/* Registers weights/t.lua with this weigh and calls it over three columns. */
static int weigh(const char *body, double w[3])
{
    static const double a[] = {0.1, 0.5, 0.9, 0.3}, b[] = {0.2, 0.25, 0.3, NAN}, c[] = {1, 1, 1, 1},
                        given[] = {0.2, 0.3, 0.5};
    static const double *const x[] = {a, b, c};
    static const char *const ids[] = {"a", "b", "c"};
    struct heng_weigh_call call = {
        .n = 4, .m = 3, .x = x, .given = given, .ids = ids, .w = w, .warn = note};
    char text[2000], why[300] = "";
    const struct method *m;
    struct script *s;
    void *params;

    call.why = why;
    call.why_size = sizeof why;
    noted[0] = '\0';
    snprintf(text, sizeof text,
             "return heng.weights { id = \"t\", title = \"权\", domain = \"any\",\n"
             "params = { { name = \"floor\", default = 0.1, min = 0, max = 1 } },\n"
             "weigh = function(x, p, info) %s end }",
             body);
    s = lab_weights(&lab, text);
    ck_assert_msg(s != NULL, "%s", lab.e.text);
    registry_free(lab.r);
    lab.h.registry = lab.r = registry_new(&lab.e);
    ck_assert_int_eq(script_register_weights(lab.a, &lab.h, s, lab.r, &lab.e), OK);
    m = registry_find(lab.r, HENG_WEIGHTS, "t");
    ck_assert_ptr_nonnull(m);
    ck_assert_str_eq(m->desc->domain, "any");
    params = arena_alloc(lab.a, m->desc->params_size);
    ck_assert_int_eq(param_defaults(&s->params, lab.a, params, &lab.e), OK);
    lab.e = (struct error){0};
    return method_weigh(m, params, &call, &lab.e);
}

START_TEST(weighting)
{
    double w[3], again[3];

    lab_open(&lab);
    ck_assert_int_eq(weigh("return { 0.5, 0.25, 0.25 }", w), HENG_OK);
    kit_assert_near(w[0], 0.5, 0);
    ck_assert_int_eq(weigh("return info.given", w), HENG_OK);
    kit_assert_near(w[2], 0.5, 0);
    ck_assert_int_eq(
        weigh("local s = x:column_sums() heng.warn(info.ids[2]) return s / s:sum()", w), HENG_OK);
    kit_assert_near(w[0], 1.8 / 6.55, 1e-15);
    ck_assert_str_eq(noted, "b");
    ck_assert_int_eq(
        weigh("local e = heng.weigh(\"entropy\", x) return (e + p.floor) / (e + p.floor):sum()", w),
        HENG_OK);
    kit_assert_near(w[2], 0.1 / 1.3, 1e-15);
    ck_assert(strstr(noted, "weigh: column 3: "));
    ck_assert_int_eq(weigh("local r = math.random() return { r, 1 - r, 0 }", w), HENG_OK);
    ck_assert_int_eq(weigh("local r = math.random() return { r, 1 - r, 0 }", again), HENG_OK);
    ck_assert_mem_eq(w, again, sizeof w);
    lab_close(&lab);
}
END_TEST

START_TEST(weighting_fails)
{
    static const struct {
        const char *body, *says;
    } cases[] = {
        {"return { 0.5, 0.25 }", "the weights: 3 values expected, got 2"},
        {"return nil", "the weights: a vector or a table of numbers expected, got nil"},
        {"return { 0.5, 0.25, \"0.25\" }", "the weights: value 3 is a string, not a number"},
        {"return { 0.5, 0.25, 0.26 }", "sum to 1.01"},
        {"return { -0.5, 0.5, 1 }", "its weight of a is -0.5"},
        {"return { 0/0, 0.5, 0.5 }", "its weight of a is"},
        {"return { 1 / 0, 0.5, 0.5 }", "its weight of a is"},
        {"heng.fail(\"no answer\")", "method t: "},
        {"heng.fail(\"no answer\")", "t.lua:3: no answer"},
        {"x.y = 2", "a matrix is read-only"},
        {"info.given[1] = 2", "read-only"},
        {"return heng.lag(\"gdp\")", "lag: there are no periods here"},
        {"return p.flor", "there is no parameter flor; did you mean floor?"},
        {"while true do end", "stopped at the time limit of 2 s"},
        {"return heng.weigh(\"t\", x)", "scripts can call the core's own only"},
    };
    double w[3];
    size_t i;

    lab_open(&lab);
    lab.h.limits.seconds = 2;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(weigh(cases[i].body, w), HENG_FAIL);
        ck_assert_msg(lab_has(lab.e.text, cases[i].says), "%s: expected \"%s\" in \"%s\"",
                      cases[i].body, cases[i].says, lab.e.text);
        ck_assert(isnan(w[0]));
    }
    lab_close(&lab);
}
END_TEST

START_TEST(weights_described)
{
    struct script *s;

    lab_open(&lab);
    ck_assert_ptr_null(lab_weights(&lab, "return heng.weights { id = \"t\" }"));
    lab_assert_says(lab.e, "weigh: a function (x, p, info) expected, got nil");
    ck_assert_ptr_null(lab_weights(&lab, "return heng.weights { id = \"t\", weights = 1 }"));
    lab_assert_says(lab.e, "weights: no such key");
    ck_assert_ptr_null(lab_weights(&lab, "return heng.index { id = \"t\" }"));
    lab_assert_says(lab.e, "heng.index does not belong into scripts/weights: heng.weights does");
    s = lab_index(
        &lab, "return heng.index { id = \"t\", indicators = { { id = \"a\", formula = \"1\" } } }");
    ck_assert_int_eq(script_register_weights(lab.a, &lab.h, s, lab.r, &lab.e), ERR_PROFILE);
    s = lab_weights(&lab, "return heng.weights { id = \"t\", weigh = function() end }");
    ck_assert_int_eq(script_register_weights(lab.a, &lab.h, s, lab.r, &lab.e), OK);
    ck_assert_int_eq(script_register_weights(lab.a, &lab.h, s, lab.r, &lab.e), ERR_PROFILE);
    lab_close(&lab);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {weighting, weighting_fails, weights_described, NULL};
    return kit_run("script_weights", tests);
}
