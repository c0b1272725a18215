/* SPDX-License-Identifier: MIT */
/* A small index of eight units in two classes, its [uncertainty] and the engine of it. */
#ifndef HENG_TESTS_ROBUST_BENCH_KIT_H
#define HENG_TESTS_ROBUST_BENCH_KIT_H

#include "robust/replicate/replicates.h"
#include "run/rig.h"

static const char TABLE[] = "code,name,group,a,b,c,d\n"
                            "u1,One,x,1,20,3,7\nu2,Two,x,4,8,2.5,1\nu3,Three,y,9,15,1,4\n"
                            "u4,Four,y,2,40,6,2\nu5,Five,x,30,11,4,9\nu6,Six,y,5,,5,3\n"
                            "u7,Seven,x,7,25,8,6\nu8,Eight,y,3,14,9,5\n";
static const char TREE[] = "iCode,Parent,Level,Direction,Weight,Type\n"
                           "all,,3,1,1,Aggregate\np,all,2,1,2,Aggregate\nq,all,2,1,1,Aggregate\n"
                           "a,p,1,1,1,Indicator\nb,p,1,-1,3,Indicator\nc,q,1,1,1,Indicator\n"
                           "d,q,1,1,1,Indicator\n";

#define BASE                                                                                       \
    "[data]\npath = t.csv\nunit = code\nname = name\n[index]\ntree = tree.csv\n"                   \
    "[class]\nby = group\nscale = own\n[treat]\nmethod = winsorise\nskewness = 0.5\n"              \
    "kurtosis = 1\nmax_points = 1\n[normalise]\nmethod = minmax\n"
#define VARIED                                                                                     \
    "[uncertainty]\nreplicates = 300\n"                                                            \
    "vary.treat.method = winsorise, none\nvary.treat.skewness = uniform(0.1, 3)\n"                 \
    "vary.treat.max_points = integer(0, 2)\nvary.normalise.method = minmax, zscore, rank\n"        \
    "vary.weights.method = given, entropy\nvary.aggregate.method = arithmetic, mean_min\n"         \
    "vary.class.scale = own, common\nvary.indicator.a.weight = uniform(0.5, 2)\n"

/* A profile with its engine. */
struct bench {
    struct rig g;
    struct factors f;
    struct evaluator *evaluator;
    struct walker *walker;
    struct plan_options o;
};

static inline void files(struct bench *b)
{
    rig_begin(&b->g);
    rig_file(&b->g, "t.csv", TABLE);
    rig_file(&b->g, "tree.csv", TREE);
}

static inline int bind(struct bench *b, const char *profile)
{
    static const char *const scripts[] = {"scripts"};
    int status;
    b->f = (struct factors){0};
    b->evaluator = NULL;
    b->walker = NULL;
    rig_run(&b->g, profile);
    b->o = (struct plan_options){
        .path = rig_path(&b->g, "p.ini"), .scripts = scripts, .n_scripts = 1, .jobs = 1};
    b->o.path = arena_strdup(b->g.plan->arena, b->o.path);
    status = factors_read(b->g.plan, &b->f, &b->g.e);
    if (!status && !b->g.plan->problems.n)
        status = evaluator_new(b->g.plan, b->g.results, &b->f, &b->evaluator, &b->g.e);
    return status;
}

static inline void begin(struct bench *b, const char *profile)
{
    int status;
    files(b);
    status = bind(b, profile);
    ck_assert_msg(status == OK, "%s", b->g.e.text);
    ck_assert_msg(b->g.plan->problems.n == 0, "%s",
                  b->g.plan->problems.n ? b->g.plan->problems.items[0].text : "");
    ck_assert_ptr_nonnull(b->evaluator);
    b->walker = walker_new(b->evaluator);
    ck_assert_ptr_nonnull(b->walker);
}

static inline void end(struct bench *b)
{
    walker_free(b->walker);
    evaluator_free(b->evaluator);
    b->evaluator = NULL;
    b->walker = NULL;
    rig_end(&b->g);
}

static inline struct replicate room(size_t n)
{
    double *v = calloc(3 * n, sizeof *v);
    ck_assert_ptr_nonnull(v);
    return (struct replicate){v, v + n, v + 2 * n};
}

/* The draws of replicate i by the plan's seed. */
static inline void draw(const struct bench *b, size_t i, double *u)
{
    const struct draws d = {(uint64_t)b->g.plan->fixed.uncertainty.seed, b->f.n};
    draws_at(&d, i, u);
}

/* All replicates of the plan's [uncertainty]; o without points. */
static inline void replicate_all(struct bench *b, struct replicates_options o, struct replicates *x,
                                 int want)
{
    const struct draws d = {(uint64_t)b->g.plan->fixed.uncertainty.seed, b->f.n};
    const struct points points = {(size_t)b->g.plan->fixed.uncertainty.replicates, draws_at, &d};
    int status;
    o.points = &points;
    o.tiers = b->g.plan->has_tiers;
    status = replicates_run(b->evaluator, &o, x, &b->g.e);
    ck_assert_msg(status == want, "%d: %s", status, b->g.e.text);
}

#endif
