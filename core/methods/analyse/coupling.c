/* SPDX-License-Identifier: MIT */
/*
 * How well subsystems keep pace, and what holds a unit back.
 *
 * coupling, of n scores U in [0, 1] with weights a:
 *     standard  C = n (prod U)^(1/n) / sum U
 *     modified  C = sqrt((1 - sum over i > j of |U_i - U_j| / (1 + 2 + ... + (n - 1)))
 *                        (prod U / max U)^(1 / (n - 1)))
 *     T = sum a U,  D = sqrt(C T)
 * (prod U / max U stands for prod(U_i / max U) over the n scores.)
 *
 * obstacle, of indicators x from 0 to top with weights F: the deviation I = 1 - x / top and the
 * obstacle degree O = F I / sum F I.
 */
#include "base/text.h"
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/elementary.h"
#include "stats/stats.h"

static size_t scratch_of_columns(size_t n, size_t m)
{
    (void)n;
    return 4 * m;
}

/* ---- coupling ------------------------------------------------------------ */

enum coupling_form { FORM_STANDARD, FORM_MODIFIED };

struct coupling_params {
    int form;
    double scale;
    struct heng_reals weights;
};

static const struct heng_param coupling_table[] = {
    HENG_PARAM_CHOICE(struct coupling_params, form, "standard", "standard|modified",
                      "how C is computed; modified tells levels apart better"),
    HENG_PARAM_REAL(struct coupling_params, scale, "100", 0, INFINITY, NULL,
                    "the best score of a subsystem, above 0: 100 or 1"),
    HENG_PARAM_REALS(
        struct coupling_params, weights, "", 0, INFINITY, 0, 0, NULL,
        "weights of the columns in T, in their order, rescaled to sum 1; without: the index's"),
};

static const struct heng_field coupling_fields[] = {
    {"code", 1, NULL, "the unit"},
    {"c", 0, NULL, "coupling degree, 0..1"},
    {"t", 0, NULL, "comprehensive development, 0..1"},
    {"d", 0, NULL, "coupling coordination degree, 0..1"},
    {"grade", 1, NULL, "grade of d, in Chinese"},
    {"grade_en", 1, NULL, "grade of d, in English"},
};

static const struct grade {
    const char *zh, *en;
} grades[] = {
    {"极度失调", "extreme imbalance"},    {"严重失调", "serious imbalance"},
    {"中度失调", "moderate imbalance"},   {"轻度失调", "mild imbalance"},
    {"濒临失调", "near imbalance"},       {"勉强协调", "barely coordinated"},
    {"初级协调", "primary coordination"}, {"中级协调", "intermediate coordination"},
    {"良好协调", "good coordination"},    {"优质协调", "quality coordination"},
};

enum { GRADES = sizeof grades / sizeof *grades };

/* From the lower limit, with 1e-12 for rounding; 1 belongs to the last. */
static const struct grade *grade_of(double d)
{
    int k = (int)floor(10 * d + 1e-11);
    return &grades[k < GRADES ? k : GRADES - 1];
}

/* The product of u / unit to the power of 1 / root. */
static double root_of_product(const double *u, size_t m, double unit, double root)
{
    struct sum logs = {0};
    for (size_t j = 0; j < m; j++) {
        if (u[j] == 0)
            return 0;
        sum_add(&logs, real_log(u[j] / unit));
    }
    return real_exp(sum_value(&logs) / root);
}

static double couple_standard(const double *u, size_t m)
{
    double total = stats_sum(u, m);
    return total > 0 ? (double)m * root_of_product(u, m, 1, (double)m) / total : NAN;
}

static double couple_modified(const double *u, size_t m)
{
    double max = stats_max(u, m), pairs = (double)m * (double)(m - 1) / 2;
    struct sum apart = {0};
    for (size_t i = 1; i < m; i++)
        for (size_t j = 0; j < i; j++)
            sum_add(&apart, fabs(u[i] - u[j]));
    if (!(max > 0))
        return NAN;
    return sqrt((1 - sum_value(&apart) / pairs) * root_of_product(u, m, max, (double)(m - 1)));
}

static double (*const couplers[])(const double *u, size_t m) = {
    [FORM_STANDARD] = couple_standard,
    [FORM_MODIFIED] = couple_modified,
};

/* The weights of T, summing to 1. */
static int coupling_weights(const struct coupling_params *p, struct heng_analyse_call *c, double *w)
{
    double total;
    if (p->weights.n > 0 && p->weights.n != c->m)
        return refuse(c->why, c->why_size, HENG_FAIL, "%zu weights for %zu columns", p->weights.n,
                      c->m);
    for (size_t j = 0; j < c->m; j++)
        w[j] = p->weights.n > 0 ? p->weights.v[j] : c->w ? c->w[j] : 1;
    total = stats_sum(w, c->m);
    if (!(total > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "the weights are all 0");
    for (size_t j = 0; j < c->m; j++)
        w[j] /= total;
    return HENG_OK;
}

/* The scores of unit i on 0..1. Returns how many there are; -1 and why for one out of range. */
static int take_scores(const struct coupling_params *p, struct heng_analyse_call *c, size_t i,
                       double *u)
{
    int present = 0;
    for (size_t j = 0; j < c->m; j++) {
        u[j] = c->x[j][i] / p->scale;
        if (u[j] < 0 || u[j] > 1 + 1e-9) {
            refuse(c->why, c->why_size, HENG_UNDEFINED, "%s of %s is %s, not from 0 to scale = %s",
                   c->ids[j], c->codes[i], short_number(c->x[j][i], 6).s,
                   short_number(p->scale, 6).s);
            return -1;
        }
        present += !isnan(u[j]);
    }
    return present;
}

static void put_coupling(const struct coupling_params *p, struct heng_analyse_call *c, size_t i,
                         const double *u, const double *w)
{
    double coupling = couplers[p->form](u, c->m), d;
    const struct grade *grade;
    const char *text[3] = {c->codes[i], NULL, NULL};
    struct sum t = {0};
    for (size_t j = 0; j < c->m; j++)
        sum_add(&t, w[j] * u[j]);
    /* Where nothing is developed, C has no value, and D is 0 whatever it were. */
    d = isnan(coupling) ? 0 : sqrt(coupling * sum_value(&t));
    grade = grade_of(d);
    text[1] = grade->zh;
    text[2] = grade->en;
    ANALYSE_PUT(c, text, coupling, sum_value(&t), d);
}

static int coupling(struct heng_analyse_call *c)
{
    const struct coupling_params *p = c->params;
    double *u = c->scratch, *w = u + c->m;
    size_t used = 0;
    int status;
    if (c->m < 2)
        return refuse(c->why, c->why_size, HENG_FAIL, "it takes two columns or more");
    if (!(p->scale > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "scale must be above 0");
    status = coupling_weights(p, c, w);
    for (size_t i = 0; status == HENG_OK && i < c->n; i++)
        if (take_scores(p, c, i, u) < 0)
            status = HENG_UNDEFINED;
    if (status != HENG_OK)
        return status;
    for (size_t i = 0; i < c->n; i++) {
        if (take_scores(p, c, i, u) < (int)c->m)
            continue;
        used++;
        put_coupling(p, c, i, u, w);
    }
    if (used == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no unit has all scores");
    if (used < c->n)
        analyse_warn(c, "%zu of %zu units are left out: a score is missing", c->n - used, c->n);
    return HENG_OK;
}

const struct heng_method analyse_coupling = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "coupling",
    .title_zh = "耦合协调度",
    .title_en = "Coupling coordination degree",
    .summary = "How far subsystems are developed and keep pace with each other, with ten grades.",
    .formula = "C = n (prod U)^(1/n) / sum U; form = modified: C = sqrt((1 - sum over i > j "
               "|U_i - U_j| / (n (n - 1) / 2)) (prod over i (U_i / max U))^(1/(n - 1))); "
               "T = sum a U; D = sqrt(C T)",
    .source = "廖重斌, 热带地理 19(2), 1999, pp. 171-177 (grades); modified: 王淑佳, 孔伟, 任亮, "
              "治丹丹, 戴彬婷, 自然资源学报 36(3), 2021, pp. 793-810",
    .domain = "Scores from 0 to scale, higher is better; one out of that range (1e-9 for "
              "rounding): undefined. A unit with a missing score is left out and counted in a "
              "warning; all scores 0: no C, D = 0. A grade begins at its lower limit, 1e-12 for "
              "rounding. Any number of units.",
    .params = HENG_PARAMS(coupling_table, struct coupling_params),
    .scratch = scratch_of_columns,
    ANALYSIS(coupling, HENG_DATA_NORMALISED, coupling_fields),
};

/* ---- obstacle ------------------------------------------------------------ */

struct obstacle_params {
    double top;
    int64_t top_k;
};

static const struct heng_param obstacle_table[] = {
    HENG_PARAM_REAL(struct obstacle_params, top, "100", 0, INFINITY, NULL,
                    "the best value of a normalised indicator, above 0: 100 or 1"),
    HENG_PARAM_INT(struct obstacle_params, top_k, "5", 0, 1e6, NULL,
                   "so many indicators a unit, the greatest obstacle first; 0: all"),
};

static const struct heng_field obstacle_fields[] = {
    {"level", 1, NULL, "indicator, or node: the sum of its indicators"},
    {"code", 1, NULL, "the unit"},
    {"indicator", 1, NULL, "the indicator; empty for a node"},
    {"node", 1, NULL, "the node that the indicator belongs to"},
    {"place", 0, NULL, "1 is the greatest obstacle"},
    {"deviation", 0, NULL, "1 - x / top; none for a node"},
    {"obstacle", 0, NULL, "obstacle degree, of all 1"},
};

/* Positions 0 .. m-1 by falling value, the earlier first among equals. */
static void order_falling(const double *v, size_t m, double *order)
{
    for (size_t k = 0; k < m; k++) {
        size_t i = k;
        for (; i > 0 && v[(size_t)order[i - 1]] < v[k]; i--)
            order[i] = order[i - 1];
        order[i] = (double)k;
    }
}

static const char *parent_of(const struct heng_analyse_call *c, size_t j)
{
    return c->parents && c->parents[j] ? c->parents[j] : "";
}

static size_t first_of_node(const struct heng_analyse_call *c, size_t j)
{
    size_t first = 0;
    while (!text_equal(parent_of(c, first), parent_of(c, j)))
        first++;
    return first;
}

struct obstacle_line {
    const char *level;
    size_t unit, column, place;
    double deviation, obstacle;
};

static void put_obstacle(struct heng_analyse_call *c, const struct obstacle_line *l)
{
    const char *const text[] = {l->level, c->codes[l->unit],
                                isnan(l->deviation) ? "" : c->ids[l->column],
                                parent_of(c, l->column)};
    ANALYSE_PUT(c, text, (double)l->place, l->deviation, l->obstacle);
}

static void put_indicators(const struct obstacle_params *p, struct heng_analyse_call *c, size_t i,
                           const double *deviation, const double *degree, double *order)
{
    order_falling(degree, c->m, order);
    for (size_t k = 0; k < c->m && (p->top_k == 0 || k < (size_t)p->top_k); k++) {
        size_t j = (size_t)order[k];
        if (degree[j] < 0)
            return;
        put_obstacle(c, &(struct obstacle_line){"indicator", i, j, k + 1, deviation[j], degree[j]});
    }
}

/* node[j] of the first column of each node: the sum of its columns; -1 of the others. */
static void put_nodes(struct heng_analyse_call *c, size_t i, const double *degree, double *node,
                      double *order)
{
    for (size_t j = 0; j < c->m; j++) {
        size_t first = first_of_node(c, j);
        node[j] = -1;
        if (degree[j] >= 0)
            node[first] = (node[first] < 0 ? 0 : node[first]) + degree[j];
    }
    order_falling(node, c->m, order);
    for (size_t k = 0; k < c->m && node[(size_t)order[k]] >= 0; k++)
        put_obstacle(c, &(struct obstacle_line){"node", i, (size_t)order[k], k + 1, NAN,
                                                node[(size_t)order[k]]});
}

/* How many values lie beyond 0 and top. */
struct beyond {
    size_t above, below;
};

/* Deviations, and degrees that sum to 1; -1 for a missing value. False when nothing is short. */
static int obstacles_of(const struct obstacle_params *p, const struct heng_analyse_call *c,
                        size_t i, double *deviation, double *degree, struct beyond *beyond)
{
    struct sum total = {0};
    for (size_t j = 0; j < c->m; j++) {
        double x = c->x[j][i] / p->top;
        beyond->above += x > 1 + 1e-9;
        beyond->below += x < -1e-9;
        deviation[j] = x > 1 ? 0 : 1 - x;
        degree[j] = isnan(x) ? -1 : c->w[j] * deviation[j];
        if (degree[j] > 0)
            sum_add(&total, degree[j]);
    }
    for (size_t j = 0; j < c->m && sum_value(&total) > 0; j++)
        degree[j] = degree[j] < 0 ? -1 : degree[j] / sum_value(&total);
    return sum_value(&total) > 0;
}

static int obstacle(struct heng_analyse_call *c)
{
    const struct obstacle_params *p = c->params;
    double *deviation = c->scratch, *degree = deviation + c->m, *node = degree + c->m,
           *order = node + c->m;
    struct beyond beyond = {0, 0};
    size_t used = 0;
    if (!(p->top > 0))
        return refuse(c->why, c->why_size, HENG_FAIL, "top must be above 0");
    for (size_t i = 0; i < c->n; i++) {
        if (!obstacles_of(p, c, i, deviation, degree, &beyond))
            continue;
        used++;
        put_indicators(p, c, i, deviation, degree, order);
        if (c->parents)
            put_nodes(c, i, degree, node, order);
    }
    if (beyond.above > 0)
        analyse_warn(c, "%zu value%s above top = %s: no obstacle", beyond.above,
                     beyond.above == 1 ? " is" : "s are", short_number(p->top, 6).s);
    if (beyond.below > 0)
        analyse_warn(c, "%zu value%s below 0: deviations above 1", beyond.below,
                     beyond.below == 1 ? " is" : "s are");
    if (used == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no unit falls short of anything");
    if (used < c->n)
        analyse_warn(c, "%zu of %zu units are left out: no value, or short of nothing", c->n - used,
                     c->n);
    return HENG_OK;
}

const struct heng_method analyse_obstacle = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "obstacle",
    .title_zh = "障碍度模型",
    .title_en = "Obstacle degree model",
    .summary = "Which indicators hold a unit back most, by weight and by what it falls short.",
    .formula = "I_ij = 1 - x_ij / top; O_ij = F_j I_ij / sum over j of F_j I_ij, F the weights "
               "within the index; of a node: the sum of its indicators",
    .source = "雷勋平, Qiu R, 刘勇, 农业工程学报 32(13), 2016, pp. 243-253",
    .domain = "Normalised values from 0 to top, higher is better. A missing value is no obstacle, "
              "the others of the unit sum to 1; a value above top counts as top, one below 0 as "
              "it is, both with a warning. A unit that falls short of nothing is left out. Ties "
              "in the order of the columns. `heng explain` measures from the best of the class, "
              "this from top.",
    .params = HENG_PARAMS(obstacle_table, struct obstacle_params),
    .scratch = scratch_of_columns,
    ANALYSIS(obstacle, HENG_DATA_NORMALISED, obstacle_fields),
    .traits = HENG_OF_WEIGHTED,
};
