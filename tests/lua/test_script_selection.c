/* SPDX-License-Identifier: MIT */
/* heng.selection: what it sees, what it may answer, what is refused. */
#include <math.h>
#include <stdlib.h>

#include "script_kit.h"

static struct lab lab;

/* Two nodes over the five units of the lab, in its second period. */
static struct script_cases cases_of(const struct lab *l)
{
    static const char *const ids[] = {"whole", "part"}, *const titles[] = {"全部", "部分"};
    static char *const classes[] = {"x", "x", "y", "y", "y"}, *const class_titles[] = {
                                                                  "X", "X", "Y", "Y", "Y"};
    static const double rank[] = {1, 2, 1, 2, NAN}, score[] = {90, 80, 70, 60, NAN},
                        part[] = {5, 4, 3, 2, 1}, part_rank[] = {1, 2, 1, 2, 3};
    static const double *const scores[] = {score, part}, *const ranks[] = {rank, part_rank},
                               *const raw[] = {NULL, part};

    return (struct script_cases){.t = l->t,
                                 .period = 1,
                                 .language = "en",
                                 .classes = classes,
                                 .class_titles = class_titles,
                                 .rank = rank,
                                 .ids = ids,
                                 .titles = titles,
                                 .n_nodes = 2,
                                 .score = scores,
                                 .node_rank = ranks,
                                 .raw = raw};
}

#define HEAD                                                                                       \
    "return heng.selection { id = \"s\", rule = \"r\", needs = { \"part\", \"gdp\" },\n"           \
    "  attributes = { \"province\" }, params = { { name = \"k\", type = \"int\", default = 2 } "   \
    "},\n"                                                                                         \
    "  directions = { { id = \"a\", title = \"甲\" }, { id = \"b\" } },\n"                        \
    "  select = function(c, p)\n"

static struct script *describe(const char *text)
{
    struct script *s = NULL;

    lab_write(&lab, "selections/s.lua", text);
    lab.e = (struct error){0};
    (void)script_describe(lab.a, &lab.h, SCRIPT_SELECTION, "s", &s, &lab.e);
    return s;
}

/* Runs a body; the status stands in lab.e. */
static void choose(const char *body, struct script_choice **out, size_t *n,
                   struct messages *warnings)
{
    char *text = arena_printf(lab.a, "%s%s\nend }\n", HEAD, body);
    struct script_cases cases = cases_of(&lab);
    struct script *s = describe(text);
    void *params;

    ck_assert_msg(s != NULL, "%s", lab.e.text);
    params = arena_alloc(lab.a, s->params.size);
    ck_assert_int_eq(param_defaults(&s->params, lab.a, params, &lab.e), OK);
    (void)script_select(lab.a, &lab.h, s, params, &cases, out, n, warnings, &lab.e);
}

START_TEST(describes_itself)
{
    struct script *s;

    lab_open(&lab);
    s = describe(HEAD "return {} end }\n");
    ck_assert_msg(s != NULL, "%s", lab.e.text);
    ck_assert_str_eq(s->formula, "r");
    ck_assert_uint_eq(s->n_nodes, 2);
    ck_assert_str_eq(s->nodes[0].title, "甲");
    ck_assert_str_eq(s->nodes[1].title_en, "b");
    ck_assert_uint_eq(s->n_needs, 2);
    ck_assert_str_eq(s->attributes[0], "province");
    lab_close(&lab);
}
END_TEST

START_TEST(sees_the_run)
{
    struct script_choice *c;
    struct messages warnings = {0};
    size_t n;

    lab_open(&lab);
    choose(
        "  heng.warn('look')\n"
        "  return {\n"
        "    { direction = 'b', code = c.codes[2], chosen = false, reason = c.language .. c.period "
        ".. c.class[2] },\n"
        "    { direction = 'a', code = 'u1', chosen = true, value = c.scores.whole[1] + "
        "c.raw.part[1], reason = c.titles.part },\n"
        "    { direction = 'a', code = 'u3', chosen = true, value = c.ranks.part[5] + c.gdp[1],\n"
        "      reason = c.province[2] .. c.class_title[3] .. c.names[1] .. p.k },\n"
        "    { direction = 'b', code = 'u1', chosen = true, value = c.rank[5], reason = "
        "tostring(c.score[2]) },\n"
        "  }",
        &c, &n, &warnings);
    ck_assert_msg(lab.e.status == OK, "%s", lab.e.text);
    ck_assert_uint_eq(n, 4);
    ck_assert_uint_eq(warnings.n, 1);
    ck_assert(c[0].direction == 0 && c[0].unit == 0 && c[0].chosen && c[0].value == 95);
    ck_assert_str_eq(c[0].reason, "部分");
    ck_assert(c[1].unit == 2 && c[1].value == 3 + 110);
    ck_assert_str_eq(c[1].reason, "BY一2");
    ck_assert(c[2].direction == 1 && c[2].unit == 1 && !c[2].chosen && isnan(c[2].value));
    ck_assert_str_eq(c[2].reason, "en2020x");
    ck_assert(isnan(c[3].value));
    ck_assert_str_eq(c[3].reason, "80.0");
    messages_fini(&warnings);
    lab_close(&lab);
}
END_TEST

static const struct {
    const char *body, *says;
} wrong[] = {
    {"return 3", "select must return a list of tables, not a number"},
    {"return { 3 }", "answer 1: a table"},
    {"return { { code = 'u1', chosen = true, reason = 'x' } }", "answer 1: direction is missing"},
    {"return { { direction = 'c', code = 'u1', chosen = true, reason = 'x' } }",
     "'c' is not among the directions"},
    {"return { { direction = 'a', chosen = true, reason = 'x' } }", "code is missing"},
    {"return { { direction = 'a', code = 'u9', chosen = true, reason = 'x' } }",
     "no unit has the code 'u9'"},
    {"return { { direction = 'a', code = 'u1', reason = 'x' } }", "chosen is missing"},
    {"return { { direction = 'a', code = 'u1', chosen = 1, reason = 'x' } }",
     "true or false expected"},
    {"return { { direction = 'a', code = 'u1', chosen = true } }", "reason is missing"},
    {"return { { direction = 'a', code = 'u1', chosen = true, reason = '  ' } }",
     "reason is missing"},
    {"return { { direction = 'a', code = 'u1', chosen = true, value = 'x', reason = 'x' } }",
     "value: a number expected"},
    {"return { { direction = 'a', code = 'u1', chosen = true, resaon = 'x' } }",
     "did you mean reason?"},
    {"local t = { direction = 'a', code = 'u1', chosen = true, reason = 'x' }\nreturn { t, t }",
     "u1 stands twice in direction a"},
    {"local t = {}\nfor i = 1, 11 do t[i] = {} end\nreturn t", "more than there are units"},
    {"return c.scores.prat", "the index has no node prat; did you mean part?"},
    {"return c.raw.whole", "whole is no indicator"},
    {"return c.pop", "does not list it in needs"},
    {"c.n = 1", "read-only"},
    {"heng.fail('no case')", "no case"},
    {"while true do end", "s.lua"},
};

START_TEST(refuses)
{
    struct script_choice *c;
    size_t n, i;

    lab_open(&lab);
    lab.h.limits.seconds = 1;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        choose(wrong[i].body, &c, &n, NULL);
        ck_assert_int_eq(lab.e.status, ERR_PART);
        lab_assert_says(lab.e, wrong[i].says);
        lab_assert_says(lab.e, "selections/s.lua");
        ck_assert_uint_eq(n, 0);
    }
    lab_close(&lab);
}
END_TEST

static const struct {
    const char *text, *says;
} ill[] = {
    {"return heng.selection { id = 's', directions = { { id = 'a' } }, select = function() end }",
     "rule is missing"},
    {"return heng.selection { id = 's', rule = 'r', select = function() end }", "needs directions"},
    {"return heng.selection { id = 's', rule = 'r', directions = { 3 }, select = function() end }",
     "entry 1 is a number"},
    {"return heng.selection { id = 's', rule = 'r', directions = { { id = 'a' }, { id = 'a' } }, "
     "select = function() end }",
     "there is another a"},
    {"return heng.selection { id = 's', rule = 'r', directions = { { id = 'a' } } }",
     "a function (c, p) expected"},
    {"return heng.selection { id = 's', rule = 'r', dierctions = {} }", "did you mean directions?"},
    {"return heng.index { id = 's' }", "heng.index does not belong into scripts/selections"},
    {"return {}", "the file must return heng.selection { ... }"},
};

START_TEST(refuses_descriptions)
{
    size_t i;

    lab_open(&lab);
    for (i = 0; i < sizeof ill / sizeof *ill; i++) {
        ck_assert_ptr_null(describe(ill[i].text));
        ck_assert_int_eq(lab.e.status, ERR_PART);
        lab_assert_says(lab.e, ill[i].says);
    }
    lab_close(&lab);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {describes_itself, sees_the_run, refuses, refuses_descriptions, NULL};
    return kit_run("script_selection", tests);
}
