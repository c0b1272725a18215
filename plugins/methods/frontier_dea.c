/* SPDX-License-Identifier: MIT */
/* Data envelopment analysis: radial efficiency, constant or variable returns to scale. */
#include "frontier_parts.h"

enum { CCR, BCC };
enum { BY_INPUT, BY_OUTPUT };

struct dea_params {
    struct heng_names inputs;
    int model, orientation;
    double scale;
};

static const struct heng_param dea_table[] = {
    HENG_PARAM_NAMES(struct dea_params, inputs, NULL, 1, 0,
                     "children that are inputs, of which less is better; all others are outputs"),
    HENG_PARAM_CHOICE(struct dea_params, model, "ccr", "ccr|bcc",
                      "returns to scale: constant (ccr) or variable (bcc)"),
    HENG_PARAM_CHOICE(struct dea_params, orientation, "input", "input|output",
                      "what an inefficient unit would change in proportion"),
    HENG_PARAM_REAL(struct dea_params, scale, "1", 1e-6, 1e6, NULL,
                    "the score of an efficient unit"),
};

static int model(const struct frontier *f)
{
    return ((const struct dea_params *)f->params)->model;
}

static int by_output(const struct frontier *f)
{
    return ((const struct dea_params *)f->params)->orientation == BY_OUTPUT;
}

static int has_child(const struct heng_aggregate_call *c, const char *name)
{
    for (size_t j = 0; j < c->m; j++)
        if (strcmp(c->ids[j], name) == 0)
            return 1;
    return 0;
}

static int is_input(const struct frontier *f, size_t q)
{
    const struct heng_names *inputs = &((const struct dea_params *)f->params)->inputs;
    for (size_t i = 0; i < inputs->n; i++)
        if (strcmp(inputs->v[i], f->c->ids[f->column[q]]) == 0)
            return 1;
    return 0;
}

/* The column of theta or phi. */
enum { RADIUS = SELF + 1 };

static int begin_dea(struct frontier *f)
{
    struct heng_aggregate_call *c = f->c;
    const struct heng_names *inputs = &((const struct dea_params *)f->params)->inputs;
    for (size_t i = 0; i < inputs->n; i++)
        if (!has_child(c, inputs->v[i]))
            return heng_refuse(c, "inputs: there is no child %s; one is %s", inputs->v[i],
                               c->ids[0]);
    for (size_t q = 0; q < f->p; q++)
        if (is_input(f, q)) {
            f->sign[q] = -1;
            f->inputs++;
        }
    if (f->inputs == 0 || f->inputs == f->p)
        return heng_refuse(c, "inputs: no %s with a weight above 0",
                           f->inputs ? "output is left" : "input");
    glp_add_cols(f->lp, 1);
    glp_set_col_bnds(f->lp, RADIUS, GLP_LO, 0, 0);
    glp_set_obj_coef(f->lp, RADIUS, by_output(f) ? -1 : 1);
    if (model(f) == BCC)
        glp_set_row_bnds(f->lp, row_of(f->p), GLP_FX, 1, 1);
    return HENG_OK;
}

static int pose_dea(struct frontier *f, const struct row *o)
{
    double inputs = 0, outputs = 0, moving = by_output(f) ? 1 : -1;
    size_t n_outputs = 0;
    for (size_t q = 0; q < f->p; q++) {
        int moves = f->sign[q] == moving;
        f->value[q + 1] = 0;
        if (isnan(o->v[q]))
            continue;
        inputs += f->sign[q] < 0 ? o->v[q] : 0;
        outputs += f->sign[q] > 0 ? o->v[q] : 0;
        n_outputs += f->sign[q] > 0;
        f->value[q + 1] = moves ? -moving * o->v[q] : 0;
        glp_set_row_bnds(f->lp, row_of(q), GLP_LO, moves ? 0 : f->sign[q] * o->v[q], 0);
    }
    frontier_set_column(f, RADIUS);
    f->why = inputs > 0 ? "no output above 0" : "no input above 0";
    return inputs > 0 && (outputs > 0 || (n_outputs > 0 && !by_output(f)));
}

static double score_input(double theta)
{
    return theta;
}

static double score_output(double minus_phi)
{
    return -1 / minus_phi;
}

static int aggregate_dea(struct heng_aggregate_call *c)
{
    const struct dea_params *p = c->params;
    const struct kind kind = {1,
                              0,
                              p->scale,
                              begin_dea,
                              NULL,
                              pose_dea,
                              p->orientation == BY_OUTPUT ? score_output : score_input};
    return frontier_envelop(&kind, c);
}

const struct heng_method frontier_dea = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "dea",
    .title_zh = "数据包络分析",
    .title_en = "Data envelopment analysis",
    .summary = "The share of its inputs with which the best units make a unit's outputs, or of "
               "what they make of its inputs that it makes.",
    .formula =
        "scale * (input: min theta, Y' lambda >= y_o, X' lambda <= theta x_o; output: 1 / "
        "max phi, Y' lambda >= phi y_o, X' lambda <= x_o; lambda >= 0; bcc: sum of lambda = 1)",
    .source = "Charnes, Cooper and Rhodes, European Journal of Operational Research 2(6), 1978, "
              "429-444 (ccr); Banker, Charnes and Cooper, Management Science 30(9), 1984, "
              "1078-1092 (bcc)",
    .domain =
        "Amounts, not negative (else undefined): [normalise] method = none, and direction "
        "positive for inputs too, since none turns the sign of the others. Radial "
        "efficiency, before scale from 0 to 1, without slacks: a weakly efficient unit has 1; "
        "within 1e-9 of 1 is 1. Nominal weights only say which children count: those of 0 are left "
        "out. "
        "A unit is compared on the children it has with the units that have all of these "
        "and an input above 0; without an input above 0 or an output (orientation output: "
        "above 0) it is undefined. One unit, constant column: as any other. 3000 units of 6 "
        "children take about two seconds of the plugin's worker_seconds.",
    .params = HENG_PARAMS(dea_table, struct dea_params),
    .scratch = frontier_scratch,
    .aggregate = aggregate_dea,
    .range = "0, scale",
};
