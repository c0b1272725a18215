/* SPDX-License-Identifier: MIT */
/* A planted fault of each kind is found at its cell, and nothing else is; clean data are quiet. */
#include "audit/audit.h"

#include "run/rig.h"

enum { UNITS = 24, PERIODS = 3, COLUMNS = 4 };

/* A panel of a few columns that have nothing to do with each other but a common rise of quality,
   which keeps each with its node: what is planted is planted there. */
struct sheet {
    double v[UNITS][PERIODS][COLUMNS];
    bool gap[UNITS][PERIODS][COLUMNS];
    const char *more;     /* of the profile */
    const char *override; /* of a key */
};

static double noise(size_t u, size_t c)
{
    static const unsigned steps[COLUMNS] = {7, 11, 13, 17};
    return (double)((u * steps[c] + 3 * c + u * u % (5 + c)) % 23) / 23;
}

static void clean(struct sheet *s)
{
    memset(s, 0, sizeof *s);
    for (size_t u = 0; u < UNITS; u++)
        for (size_t t = 0; t < PERIODS; t++)
            for (size_t c = 0; c < COLUMNS; c++)
                s->v[u][t][c] = 40 + 1.5 * (double)u + 15 * noise(u, c) + 2.5 * (double)t;
}

#define HEAD                                                                                       \
    "[data]\npath = t.csv\nunit = code\nperiod = year\n[index]\nid = idx\ndimensions = one, two\n" \
    "[dimension.one]\nindicators = a, b\n[dimension.two]\nindicators = c, d\n"

static struct audit *audit_of(struct rig *g, const struct sheet *s)
{
    struct str csv = {0}, profile = {0};
    struct audit *a;
    str_add(&csv, "code,year,a,b,c,d\n");
    for (size_t u = 0; u < UNITS; u++)
        for (size_t t = 0; t < PERIODS; t++) {
            str_printf(&csv, "u%02zu,%zu", u, 2001 + t);
            for (size_t c = 0; c < COLUMNS; c++)
                if (s->gap[u][t][c])
                    str_add(&csv, ",");
                else
                    str_printf(&csv, ",%.10g", s->v[u][t][c]);
            str_add(&csv, "\n");
        }
    rig_file(g, "t.csv", csv.s);
    str_printf(&profile, "%s%s", HEAD, s->more ? s->more : "");
    rig_run(g, profile.s);
    str_fini(&csv);
    str_fini(&profile);
    ck_assert_int_eq(audit_make(g->results, &a, &g->e), OK);
    return a;
}

static struct audit *audit_of_text(struct rig *g, const char *csv, const char *more)
{
    struct str profile = {0};
    struct audit *a;
    str_printf(&profile, "[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = one\n%s",
               more);
    rig_file(g, "t.csv", csv);
    rig_run(g, profile.s);
    str_fini(&profile);
    ck_assert_int_eq(audit_make(g->results, &a, &g->e), OK);
    return a;
}

static void told(const struct audit *a)
{
    for (size_t k = 0; k < AUDIT_KINDS; k++)
        for (size_t i = 0; i < a->kept[k]; i++) {
            const struct audit_finding *f = &a->of[k][i];
            char text[AUDIT_TEXT_MAX];
            audit_text(a->r, f, LANGUAGE_EN, text);
            fprintf(stderr, "    %s %s %s: %s\n", audit_rules[k].name,
                    f->node == NONE ? "" : a->r->plan->tree.nodes[f->node].id,
                    f->position == NONE ? "" : plan_unit_code(a->r->plan, f->position), text);
        }
}

/* The findings of the kind are n, the worst of them at this cell (period: by number; NULL, -1:
   none), and there is no other kind. */
static const struct audit_finding *only(const struct audit *a, enum audit_kind kind, size_t n,
                                        const char *node, const char *unit, int period)
{
    const struct plan *p = a->r->plan;
    const struct audit_finding *f = &a->of[kind][0];
    if (a->n != n || a->counts[kind] != n) {
        told(a);
        ck_abort_msg("want %zu %s, got %zu of %zu findings", n, audit_rules[kind].name,
                     a->counts[kind], a->n);
    }
    ck_assert_uint_eq(a->kept[kind], n);
    ck_assert_int_eq(f->kind, kind);
    ck_assert_str_eq(f->node == NONE ? "" : p->tree.nodes[f->node].id, node ? node : "");
    ck_assert_str_eq(f->position == NONE ? "" : plan_unit_code(p, f->position), unit ? unit : "");
    ck_assert_int_eq(f->period == NONE ? -1 : (int)f->period, period);
    return f;
}

#define BEGIN(name)                                                                                \
    START_TEST(name)                                                                               \
    {                                                                                              \
        struct rig g;                                                                              \
        struct sheet s;                                                                            \
        struct audit *a;                                                                           \
        rig_begin(&g);                                                                             \
        clean(&s);
#define FINISH                                                                                     \
    audit_free(a);                                                                                 \
    rig_end(&g);                                                                                   \
    }                                                                                              \
    END_TEST

BEGIN(clean_data_are_quiet)
a = audit_of(&g, &s);
if (a->n)
    told(a);
ck_assert_uint_eq(a->n, 0);
for (size_t i = 0; i < g.results->n_rows; i++)
    ck_assert_double_eq(a->on_data[i], 1);
for (size_t i = 0; i < 4 * PERIODS; i++)
    ck_assert_double_eq(a->available[i], 1);
ck_assert_double_eq_tol(a->rests[CELL_OBSERVED], 1, 1e-12);
FINISH

BEGIN(gaps_from_the_threshold_on)
const struct audit_finding *f;
size_t n;
for (size_t u = 0; u < 8; u++)
    s.gap[u + 2][1][2] = true; /* 16 of 24 have one: 0.667 */
a = audit_of(&g, &s);
ck_assert_uint_eq(a->n, 0);
ck_assert_double_eq(a->available[2 * PERIODS + 1], 16.0 / 24);
audit_free(a);
s.gap[20][1][2] = true; /* 15: 0.625 */
a = audit_of(&g, &s);
f = only(a, AUDIT_MISSING, 1, "c", "u02", 1);
ck_assert_double_eq(f->value, 0.625);
ck_assert_uint_eq(f->n, 9);
ck_assert_uint_eq(f->of, 24);
ck_assert_uint_eq(audit_gaps(a, 3, &n, a->arena)->indicator, 2);
ck_assert_uint_eq(n, 1);
FINISH

BEGIN(a_digit_too_many_and_another_unit)
const struct audit_finding *f;
for (size_t t = 0; t < PERIODS; t++)
    s.v[5][t][1] *= 10000;
a = audit_of(&g, &s);
f = only(a, AUDIT_MAGNITUDE, 3, "b", "u05", (int)a->of[AUDIT_MAGNITUDE][0].period);
ck_assert_double_gt(f->value, 100 * f->against);
ck_assert_uint_eq(f->n, 1);
audit_free(a);
clean(&s);
for (size_t t = 0; t < PERIODS; t++)
    for (size_t u = 3; u < 8; u++)
        s.v[u][t][1] /= 1000; /* five of them in another unit */
a = audit_of(&g, &s);
f = only(a, AUDIT_MAGNITUDE, 3, "b", plan_unit_code(g.plan, a->of[AUDIT_MAGNITUDE][0].position),
         (int)a->of[AUDIT_MAGNITUDE][0].period);
ck_assert_uint_eq(f->n, 5);
FINISH

BEGIN(an_outlier_on_both_scales)
for (size_t t = 0; t < PERIODS; t++)
    s.v[5][t][1] = 900 + (double)t;
a = audit_of(&g, &s);
ck_assert_double_eq(
    only(a, AUDIT_OUTLIER, 3, "b", "u05", (int)a->of[AUDIT_OUTLIER][0].period)->against > 50, 1);
audit_free(a);
clean(&s);
for (size_t u = 0; u < UNITS; u++) /* merely skewed */
    for (size_t t = 0; t < PERIODS; t++)
        s.v[u][t][1] = exp(s.v[u][t][1] / 10);
a = audit_of(&g, &s);
ck_assert_uint_eq(a->counts[AUDIT_OUTLIER], 0);
FINISH

BEGIN(a_jump_is_told_once_at_its_cell)
const struct audit_finding *f;
s.v[9][1][3] *= 12;
a = audit_of(&g, &s);
ck_assert_uint_eq(a->counts[AUDIT_JUMP], 1);
f = &a->of[AUDIT_JUMP][0];
ck_assert_str_eq(plan_unit_code(g.plan, f->position), "u09");
ck_assert_uint_eq(f->period, 1);
ck_assert_uint_eq(f->before, 0);
ck_assert_double_eq_tol(f->value / s.v[9][1][3], 1, 1e-9);
audit_free(a);
clean(&s);
s.v[9][2][3] = s.v[9][0][3] / 10; /* a tenth, over a gap */
s.gap[9][1][3] = true;
a = audit_of(&g, &s);
ck_assert_uint_eq(a->counts[AUDIT_JUMP], 1);
ck_assert_uint_eq(a->of[AUDIT_JUMP][0].before, 0);
ck_assert_uint_eq(a->of[AUDIT_JUMP][0].period, 2);
FINISH

BEGIN(a_break_of_the_column_is_no_jump_of_its_units)
const struct audit_finding *f;
for (size_t u = 0; u < UNITS; u++)
    for (size_t t = 1; t < PERIODS; t++)
        s.v[u][t][0] *= 10000;
a = audit_of(&g, &s);
f = only(a, AUDIT_BREAK, 1, "a", NULL, 1);
ck_assert_double_gt(f->value, 9000);
ck_assert_uint_eq(f->of, UNITS);
FINISH

BEGIN(constant_and_nearly)
const struct audit_finding *f;
for (size_t u = 0; u < UNITS; u++)
    s.v[u][2][0] = 7;
a = audit_of(&g, &s);
f = only(a, AUDIT_CONSTANT, 1, "a", NULL, 2);
ck_assert_double_eq(f->value, 7);
audit_free(a);
s.v[3][2][0] = 8;
a = audit_of(&g, &s);
f = only(a, AUDIT_NEAR_CONSTANT, 1, "a", "u03", 2);
ck_assert_uint_eq(f->n, 23);
audit_free(a);
clean(&s);
for (size_t u = 0; u < UNITS; u++)
    for (size_t t = 0; t < PERIODS; t++)
        s.v[u][t][0] = 70 + s.v[u][t][0] / 10000; /* a range that is rounding */
a = audit_of(&g, &s);
only(a, AUDIT_NEAR_CONSTANT, 3, "a", plan_unit_code(g.plan, a->of[AUDIT_NEAR_CONSTANT]->position),
     (int)a->of[AUDIT_NEAR_CONSTANT]->period);
FINISH

BEGIN(zeros_of_more_than_half)
for (size_t u = 0; u < 12; u++)
    s.v[u][0][2] = 0;
a = audit_of(&g, &s);
ck_assert_uint_eq(a->counts[AUDIT_ZEROS], 0);
audit_free(a);
s.v[12][0][2] = 0;
a = audit_of(&g, &s);
ck_assert_uint_eq(only(a, AUDIT_ZEROS, 1, "c", "u00", 0)->n, 13);
FINISH

BEGIN(beyond_a_goalpost)
const struct audit_finding *f;
s.more = "[indicator.d]\ngoalposts = 30, 90\n[normalise.d]\nmethod = goalposts\n";
s.v[20][1][3] = 95;
s.v[21][1][3] = 96;
for (size_t u = 0; u < UNITS; u++)
    for (size_t t = 0; t < PERIODS; t++)
        if (t != 1 || u < 20)
            s.v[u][t][3] = fmin(s.v[u][t][3], 90);
        else if (u > 21)
            s.v[u][t][3] = 89;
a = audit_of(&g, &s);
f = only(a, AUDIT_TRUNCATED, 1, "d", "u21", 1);
ck_assert_double_eq(f->value, 96);
ck_assert_double_eq(f->against, 90);
ck_assert_uint_eq(f->n, 2);
audit_free(a);
s.more = "[indicator.d]\ngoalposts = 30, 90\n[normalise.d]\nmethod = goalposts\ntruncate = no\n";
a = audit_of(&g, &s);
ck_assert_uint_eq(a->counts[AUDIT_TRUNCATED], 0);
FINISH

BEGIN(against_its_direction)
const struct audit_finding *f;
s.more = "[indicator.b]\ndirection = negative\n";
a = audit_of(&g, &s);
ck_assert_uint_eq(a->counts[AUDIT_DIRECTION], 2); /* each is the rest of the other */
f = &a->of[AUDIT_DIRECTION][0];
ck_assert_str_eq(g.plan->tree.nodes[f->other].id, "one");
ck_assert_double_lt(f->value, -0.3);
ck_assert_uint_eq(f->of, UNITS *PERIODS);
FINISH

BEGIN(the_same_twice)
const struct audit_finding *f;
for (size_t u = 0; u < UNITS; u++)
    for (size_t t = 0; t < PERIODS; t++)
        s.v[u][t][2] = 300 - 2 * s.v[u][t][1]; /* of another node, the other way round */
s.more = "[indicator.c]\ndirection = negative\n";
a = audit_of(&g, &s);
f = only(a, AUDIT_REDUNDANT, 1, "b", NULL, -1);
ck_assert_str_eq(g.plan->tree.nodes[f->other].id, "c");
ck_assert_double_eq_tol(f->value, -1, 1e-9);
FINISH

BEGIN(a_join_that_met_partly)
const struct audit_finding *f;
rig_file(&g, "more.csv", "code,e\nu00,1\nu01,2\nu02,3\nzz,4\n");
s.more = "[data.more]\npath = more.csv\nunit = code\n";
a = audit_of(&g, &s);
f = only(a, AUDIT_JOIN, 1, NULL, NULL, -1);
ck_assert_str_eq(f->subject, "data.more");
ck_assert_uint_eq(f->n, 21);
ck_assert_uint_eq(f->of, 1);
audit_free(a);
s.more = "[data.more]\npath = more.csv\nunit = code\nunmatched = ignore\n";
a = audit_of(&g, &s);
ck_assert_uint_eq(a->n, 0);
FINISH

BEGIN(a_unit_on_half_of_its_weight)
const struct audit_finding *f;
size_t n, *rows;
s.gap[4][2][0] = s.gap[4][2][3] = true;
s.gap[6][2][3] = true;
a = audit_of(&g, &s);
f = only(a, AUDIT_UNIT_DATA, 1, "a", "u04", 2);
ck_assert_double_eq_tol(f->value, 0.5, 1e-12);
rows = audit_units(a, 5, &n, a->arena);
ck_assert_uint_eq(n, 2);
ck_assert_uint_eq(rows[0], 2 * UNITS + 4);
ck_assert_uint_eq(rows[1], 2 * UNITS + 6);
ck_assert_double_eq_tol(a->on_data[rows[1]], 0.75, 1e-12);
rows = audit_units(a, 1, &n, a->arena);
ck_assert_uint_eq(n, 2);
ck_assert_uint_eq(rows[0], 2 * UNITS + 4);
FINISH

BEGIN(weight_on_imputed_cells)
const struct audit_finding *f;
s.more = "[impute]\nmethod = median\n";
for (size_t u = 0; u < 5; u++) {
    s.gap[u][0][1] = true;
    s.gap[u + 7][0][2] = true;
}
s.gap[20][0][0] = true;
a = audit_of(&g, &s);
f = only(a, AUDIT_IMPUTED, 1, "b", "u00", 0);
ck_assert_double_eq_tol(f->value, 11 / (4.0 * UNITS), 1e-12);
ck_assert_double_eq_tol(a->rests[CELL_IMPUTED], 11 / (4.0 * UNITS), 1e-12);
FINISH

BEGIN(weight_on_treated_cells)
s.more = "[treat]\nmethod = winsorise\nskewness = 0.01\nkurtosis = -5\nmax_points = 5\n";
a = audit_of(&g, &s);
ck_assert_uint_ge(a->counts[AUDIT_TREATED], 1);
ck_assert_uint_eq(a->counts[AUDIT_TREATED], a->n);
ck_assert_double_gt(a->of[AUDIT_TREATED][0].value, 0.1);
FINISH

START_TEST(weight_on_cells_below_the_unit)
{
    struct rig g;
    struct audit *a;
    struct str csv = {0};
    rig_begin(&g);
    str_add(&csv, "code,a,b\n");
    for (size_t u = 0; u < 20; u++)
        if (u % 3)
            str_printf(&csv, "u%zu,%zu,%zu\n", u, 10 + u, 30 + u * u);
        else
            str_printf(&csv, "u%zu,…,%zu\n", u, 30 + u * u);
    rig_file(&g, "t.csv", csv.s);
    str_fini(&csv);
    rig_run(&g, "[data]\npath = t.csv\nunit = code\nbelow_unit = …\n[index]\nid = i\n"
                "dimensions = one\n[dimension.one]\nindicators = a, b\n");
    ck_assert_int_eq(audit_make(g.results, &a, &g.e), OK);
    ck_assert_uint_eq(a->counts[AUDIT_BELOW_UNIT], 1);
    ck_assert_double_eq_tol(a->of[AUDIT_BELOW_UNIT][0].value, 7 / 40.0, 1e-12);
    ck_assert_double_eq(a->on_data[0], 1);
    audit_free(a);
    rig_end(&g);
}
END_TEST

START_TEST(constant_columns_are_not_the_same_twice)
{
    struct rig g;
    struct audit *a;
    struct str csv = {0};
    rig_begin(&g);
    str_add(&csv, "code,a,b,c\n");
    for (size_t u = 0; u < 30; u++)
        str_printf(&csv, "u%zu,0.1,0.7,%zu\n", u, u * u % 11);
    a = audit_of_text(&g, csv.s, "[dimension.one]\nindicators = a, b, c\n");
    str_fini(&csv);
    ck_assert_uint_eq(a->counts[AUDIT_CONSTANT], 2);
    ck_assert_uint_eq(a->counts[AUDIT_REDUNDANT] + a->counts[AUDIT_DIRECTION], 0);
    audit_free(a);
    rig_end(&g);
}
END_TEST

/* As little as a run takes: one unit, columns without a value, values at the ends of a double. */
START_TEST(little_and_large)
{
    static const char *const tables[] = {
        "code,a,b\nu,1,2\n", "code,a,b\nu,1,\nv,,\n",
        "code,a,b\nu,1e308,-1e308\nv,-1e308,1e308\nw,1e-308,0\nx,0,5e-324\ny,7,1e300\nz,1,2\n",
        "code,a,b\nu,0,0\nv,0,0\nw,0,1\n"};
    struct rig g;
    rig_begin(&g);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct audit *a = audit_of_text(&g, tables[i], "[dimension.one]\nindicators = a, b\n");
        for (size_t k = 0; k < AUDIT_KINDS; k++)
            for (size_t f = 0; f < a->kept[k]; f++) {
                char text[AUDIT_TEXT_MAX];
                audit_text(g.results, &a->of[k][f], LANGUAGE_ZH, text);
                ck_assert_ptr_null(strstr(text, "nan"));
            }
        audit_free(a);
    }
    rig_end(&g);
}
END_TEST

/* More findings than are kept: all are counted, the worst are there, worst first. */
START_TEST(the_worst_are_kept)
{
    struct rig g;
    struct audit *a;
    struct str csv = {0};
    rig_begin(&g);
    str_add(&csv, "code,a,b,c,d\n");
    for (size_t u = 0; u < 300; u++)
        if (u % 2)
            str_printf(&csv, "u%zu,%zu,%zu,%zu,%zu\n", u, u + 1, u, u + 2, u + 3);
        else
            str_printf(&csv, u == 100 ? "u%zu,%zu,,,\n" : "u%zu,%zu,,,3\n", u, u + 1);
    rig_file(&g, "t.csv", csv.s);
    str_fini(&csv);
    rig_run(&g, "[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = one\n"
                "[dimension.one]\nindicators = a, b, c, d\n");
    ck_assert_int_eq(audit_make(g.results, &a, &g.e), OK);
    ck_assert_uint_eq(a->counts[AUDIT_UNIT_DATA], 150);
    ck_assert_uint_eq(a->kept[AUDIT_UNIT_DATA], AUDIT_KEPT);
    ck_assert_str_eq(plan_unit_code(g.plan, a->of[AUDIT_UNIT_DATA][0].position), "u100");
    for (size_t i = 1; i < AUDIT_KEPT; i++)
        ck_assert_double_ge(a->of[AUDIT_UNIT_DATA][i - 1].severity,
                            a->of[AUDIT_UNIT_DATA][i].severity);
    audit_free(a);
    rig_end(&g);
}
END_TEST

/* Every kind has all its words; a finding of it is a sentence in both languages, with all braces
   filled in. */
START_TEST(every_kind_has_its_words)
{
    struct rig g;
    struct sheet s;
    struct audit *a;
    rig_begin(&g);
    clean(&s);
    a = audit_of(&g, &s);
    for (int k = 0; k < AUDIT_KINDS; k++)
        for (int language = 0; language < 2; language++) {
            const struct audit_rule *rule = &audit_rules[k];
            struct audit_finding f = {.kind = (enum audit_kind)k, .node = 1, .other = 2};
            char text[AUDIT_TEXT_MAX];
            ck_assert(rule->name && *rule->name && rule->source);
            ck_assert(rule->title[language] && *rule->title[language]);
            ck_assert(rule->looks[language] && *rule->looks[language]);
            ck_assert(rule->remedy[language] && *rule->remedy[language]);
            audit_text(g.results, &f, language, text);
            ck_assert_uint_gt(strlen(text), 8);
            ck_assert_ptr_null(strpbrk(text, "{}"));
        }
    audit_free(a);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {clean_data_are_quiet,
                                  gaps_from_the_threshold_on,
                                  a_digit_too_many_and_another_unit,
                                  an_outlier_on_both_scales,
                                  a_jump_is_told_once_at_its_cell,
                                  a_break_of_the_column_is_no_jump_of_its_units,
                                  constant_and_nearly,
                                  zeros_of_more_than_half,
                                  beyond_a_goalpost,
                                  against_its_direction,
                                  the_same_twice,
                                  a_join_that_met_partly,
                                  a_unit_on_half_of_its_weight,
                                  weight_on_imputed_cells,
                                  weight_on_treated_cells,
                                  weight_on_cells_below_the_unit,
                                  constant_columns_are_not_the_same_twice,
                                  little_and_large,
                                  the_worst_are_kept,
                                  every_kind_has_its_words,
                                  NULL};
    return kit_run("audit", tests);
}
