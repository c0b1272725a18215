/* SPDX-License-Identifier: MIT */
/* The distribution of noisy weights: Dirichlet's, made of gamma draws, has Beta shares; the uniform
   one is worked out from its draws. */
#include "robust/sample/weight_noise.h"

#include "run/rig.h"
#include "stats/distribution.h"
#include "stats/rng.h"

enum { DRAWS = 20000, CHILDREN = 4 };
/* P(sqrt(n) D > 1.95) is 0.001 of Kolmogorov's distribution; the draws are the same each time. */
static const double KOLMOGOROV = 1.95;
static const double weights[CHILDREN] = {0.04, 0.16, 0.27, 0.53};

static struct rig rig;
static double shares[CHILDREN][DRAWS], room[16], drawn[16];

/* An index of four children with the weights above. */
static void open_index(void)
{
    rig_begin(&rig);
    rig_file(&rig, "t.csv", "code,a,b,c,d\nu1,1,2,5,3\nu2,4,1,2,9\nu3,2,6,1,4\n");
    rig_run(&rig, "[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = p\n"
                  "[dimension.p]\nindicators = a, b, c, d\n[indicator.a]\nweight = 4\n"
                  "[indicator.b]\nweight = 16\n[indicator.c]\nweight = 27\n[indicator.d]\n"
                  "weight = 53\n");
}

/* The node whose children the weights are of. */
static size_t parent(void)
{
    const struct tree *t = &rig.plan->tree;

    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].n_children == CHILDREN)
            return i;
    ck_abort_msg("no node of %d children", CHILDREN);
    return 0;
}

/* The shares of the children in as many draws as asked for. */
static void draw_shares(struct noise *n, size_t draws)
{
    struct results *r = rig.results;
    const size_t node = parent();
    const struct node *of = &rig.plan->tree.nodes[node];
    double *w = &r->weight[weight_index(r, 0, 0, 0)];

    ck_assert_uint_le(rig.plan->tree.n, 16);
    n->room = room;
    n->drawn = drawn;
    for (size_t k = 0; k < draws; k++) {
        n->u = ((double)k + 0.5) / DRAWS;
        noise_begin(n, rig.plan->tree.n);
        for (size_t j = 0; j < CHILDREN; j++)
            w[of->children[j]] = weights[j];
        noise_adjust(r, node, 0, 0, n);
        for (size_t j = 0; j < CHILDREN; j++)
            shares[j][k] = w[of->children[j]];
    }
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* sqrt(n) times the largest distance of what was drawn from Beta(a, b); sorts x. */
static double distance(double *x, double a, double b)
{
    double most = 0;

    qsort(x, DRAWS, sizeof *x, by_value);
    for (size_t i = 0; i < DRAWS; i++) {
        double p = distribution_beta(x[i], 1 - x[i], a, b);

        most = fmax(most, fmax(p - (double)i / DRAWS, ((double)i + 1) / DRAWS - p));
    }
    return most * sqrt(DRAWS);
}

static double moment(const double *x, double about, int power)
{
    double sum = 0;

    for (size_t i = 0; i < DRAWS; i++)
        sum += pow(x[i] - about, power);
    return sum / DRAWS;
}

/* Gamma draws of shapes from 0.08 to 32, below and above 1: a child's share is
   Beta(c w, c (1 - w)), c the concentration. */
START_TEST(dirichlet_has_beta_shares)
{
    static const double concentrations[] = {2, 5, 60};

    open_index();
    for (size_t k = 0; k < sizeof concentrations / sizeof *concentrations; k++) {
        const double c = concentrations[k];
        struct noise n = {.how = NOISE_DIRICHLET, .spread = {&c, 1}};

        draw_shares(&n, DRAWS);
        for (size_t j = 0; j < CHILDREN; j++) {
            const double w = weights[j], variance = w * (1 - w) / (c + 1);
            const double skewness = 2 * (1 - 2 * w) * sqrt(c + 1) / ((c + 2) * sqrt(w * (1 - w)));
            double d;

            ck_assert_msg(fabs(moment(shares[j], w, 1)) < 4 * sqrt(variance / DRAWS), "mean of %g",
                          w);
            kit_assert_near(moment(shares[j], w, 2) / variance, 1, 0.08);
            kit_assert_near(moment(shares[j], w, 3) / pow(variance, 1.5), skewness,
                            0.15 * fmax(1, fabs(skewness)));
            d = distance(shares[j], c * w, c * (1 - w));
            ck_assert_msg(d < KOLMOGOROV, "Beta(%g, %g): %g", c * w, c * (1 - w), d);
        }
    }
    rig_end(&rig);
}
END_TEST

/* Each child's weight times 1 + spread (2 u - 1), u drawn for the child; then rescaled to 1. */
START_TEST(uniform_is_of_its_draws)
{
    const double spread = 0.75;
    struct noise n = {.how = NOISE_UNIFORM, .spread = {&spread, 1}};

    open_index();
    draw_shares(&n, 200);
    for (size_t k = 0; k < 200; k++) {
        const struct node *of = &rig.plan->tree.nodes[parent()];
        double u[CHILDREN], want[CHILDREN], sum = 0;

        rng_uniforms((uint64_t)(((double)k + 0.5) / DRAWS * 0x1p53), of->children, CHILDREN, u);
        for (size_t j = 0; j < CHILDREN; j++)
            sum += want[j] = weights[j] * (1 + spread * (2 * u[j] - 1));
        for (size_t j = 0; j < CHILDREN; j++)
            kit_assert_near(shares[j][k], want[j] / sum, 1e-14);
    }
    rig_end(&rig);
}
END_TEST

/* One child of weight 0 keeps it, and the others' sum stays 1; without spread nothing moves. */
START_TEST(weights_of_nothing_stay)
{
    const double spreads[] = {0, 4};
    struct noise n = {.how = NOISE_DIRICHLET, .spread = {spreads, 1}, .u = 0.3};
    double sum = 0, *w;
    const struct node *of;
    size_t node;

    open_index();
    node = parent();
    of = &rig.plan->tree.nodes[node];
    w = &rig.results->weight[weight_index(rig.results, 0, 0, 0)];
    w[of->children[0]] = 0;
    n.room = room;
    n.drawn = drawn;
    noise_begin(&n, rig.plan->tree.n);
    noise_adjust(rig.results, node, 0, 0, &n);
    ck_assert_double_eq(w[of->children[3]], 0.53);
    n.spread.v = spreads + 1;
    noise_adjust(rig.results, node, 0, 0, &n);
    ck_assert_double_eq(w[of->children[0]], 0);
    ck_assert_double_ne(w[of->children[3]], 0.53);
    for (size_t j = 0; j < CHILDREN; j++)
        sum += w[of->children[j]];
    kit_assert_near(sum, 1, 1e-15);
    rig_end(&rig);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {dirichlet_has_beta_shares, uniform_is_of_its_draws,
                            weights_of_nothing_stay, NULL};
    return kit_run("weight_noise", tests);
}
