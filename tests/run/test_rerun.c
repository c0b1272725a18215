/* SPDX-License-Identifier: MIT */
/* What a rerun takes from the run that it repeats: all that comes from the same inputs, nothing
   that comes from others, whatever member of whatever struct makes them differ. */
#include "run/pipeline_internal.h"
#include "run/rig.h"

#define TABLE "code,kind,a,b,c\nu1,x,1,10,5\nu2,y,2,,6\nu3,x,3,30,7\nu4,y,4,15,90\nu5,x,5,12,8\n"
#define PROFILE                                                                                    \
    "[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = one, two\n"                  \
    "[dimension.one]\nindicators = a, b\n[dimension.two]\nindicators = c\n"

/* A run, and a plan whose nodes are its own. */
struct bench {
    struct rig g;
    const struct results *r;
    struct plan plan;
    struct arena *arena;
    struct pipeline *w;
    struct rerun_changes changes;
};

static void begin_with(struct bench *b, const char *more)
{
    char text[2048];
    size_t n;
    *b = (struct bench){.arena = arena_new()};
    rig_begin(&b->g);
    rig_file(&b->g, "t.csv", TABLE);
    snprintf(text, sizeof text, PROFILE "%s", more);
    b->r = rig_run(&b->g, text);
    b->plan = *b->g.plan;
    n = b->plan.tree.n;
    b->plan.tree.nodes = arena_array(b->arena, n, sizeof *b->plan.tree.nodes);
    ck_assert_ptr_nonnull(b->plan.tree.nodes);
    memcpy(b->plan.tree.nodes, b->r->plan->tree.nodes, n * sizeof *b->plan.tree.nodes);
    b->changes.arena = arena_new();
    ck_assert_int_eq(rerun_new(b->r, &b->plan, b->arena, &b->w, &b->g.e), OK);
}

static void end(struct bench *b)
{
    rerun_free(b->w);
    arena_free(b->changes.arena);
    arena_free(b->arena);
    rig_end(&b->g);
}

static const struct results *again(struct bench *b)
{
    ck_assert_msg(rerun_run(b->w, &b->changes, &b->g.e) == OK, "%s", b->g.e.text);
    arena_reset(b->changes.arena);
    return rerun_results(b->w);
}

static struct node *indicator(struct bench *b, const char *id)
{
    return &b->plan.tree.nodes[tree_find(&b->plan.tree, id)];
}

/* ---- every byte counts ------------------------------------------------------------------ */

/* Bytes that are followed as pointers, and so cannot be just anything; base_units are those of the
   limits of treatment, too. */
static bool is_followed(size_t byte)
{
    const size_t method = offsetof(struct bound_method, method);
    const size_t base = offsetof(struct bound_method, options.base);
    const size_t units = offsetof(struct bound_method, base_units);
    return (byte >= method && byte < method + sizeof(void *)) ||
           (byte >= units && byte < units + sizeof(void *)) ||
           (byte >= base && byte < base + sizeof(void *));
}

static void inputs_now(const struct bench *b, struct stage_inputs *to)
{
    const struct results *now = rerun_results(b->w);
    stage_inputs_of(now, 0, b->r, &b->changes, to);
    for (int i = 0; i < INDICATOR_STAGES; i++)
        to[i].from = column_before(b->r, 0, (enum heng_stage)(HENG_IMPUTE + i));
}

START_TEST(any_byte_of_a_bound_method_is_of_its_identity)
{
    struct stage_inputs was[INDICATOR_STAGES], now[INDICATOR_STAGES];
    struct bench b;
    begin_with(&b, "");
    inputs_now(&b, was);
    for (int stage = 0; stage < INDICATOR_STAGES; stage++) {
        unsigned char *bytes = (unsigned char *)&indicator(&b, "a")->at[HENG_IMPUTE + stage];
        for (size_t i = 0; i < sizeof(struct bound_method); i++) {
            if (is_followed(i))
                continue;
            bytes[i] ^= 1;
            inputs_now(&b, now);
            bytes[i] ^= 1;
            for (int k = 0; k < INDICATOR_STAGES; k++)
                ck_assert_msg(stage_inputs_equal(&was[k], &now[k]) == (k != stage),
                              "stage %d, byte %zu, seen by %d", stage, i, k);
        }
    }
    inputs_now(&b, now);
    for (int k = 0; k < INDICATOR_STAGES; k++)
        ck_assert(stage_inputs_equal(&was[k], &now[k]));
    end(&b);
}
END_TEST

START_TEST(any_byte_of_a_nodes_methods_is_of_its_identity)
{
    struct bench b;
    unsigned char *weigh, *aggregate;
    begin_with(&b, "");
    again(&b);
    weigh = (unsigned char *)&b.plan.tree.nodes[TREE_ROOT].at[HENG_WEIGHTS];
    aggregate = (unsigned char *)&b.plan.tree.nodes[TREE_ROOT].at[HENG_AGGREGATE];
    for (size_t i = 0; i < sizeof(struct bound_method); i++) {
        ck_assert(pipeline_keeps_weights(b.w, TREE_ROOT));
        ck_assert(pipeline_keeps_index_weights(b.w));
        ck_assert(pipeline_keeps_scores(b.w, TREE_ROOT, 0));
        weigh[i] ^= 1;
        ck_assert_msg(!pipeline_keeps_weights(b.w, TREE_ROOT), "byte %zu", i);
        ck_assert_msg(!pipeline_keeps_index_weights(b.w), "byte %zu", i);
        weigh[i] ^= 1;
        aggregate[i] ^= 1;
        ck_assert_msg(!pipeline_keeps_scores(b.w, TREE_ROOT, 0), "byte %zu", i);
        aggregate[i] ^= 1;
    }
    end(&b);
}
END_TEST

/* ---- what is computed anew ---------------------------------------------------------------- */

/* Which of the four columns of an indicator, and of the scores, are those of the run: "itns". */
static const char *taken(const struct bench *b, const struct results *now, const char *id)
{
    static char text[8];
    const size_t node = tree_find(&b->plan.tree, id), k = b->plan.tree.nodes[node].indicator;
    const struct results *r = b->r;
    char *at = text;
    *at++ = now->imputed[k] == r->imputed[k] ? 'i' : '-';
    *at++ = now->treated[k] == r->treated[k] ? 't' : '-';
    *at++ = now->normalised[k] == r->normalised[k] ? 'n' : '-';
    *at++ = now->score[TREE_ROOT] == r->score[TREE_ROOT] ? 's' : '-';
    *at = '\0';
    return text;
}

START_TEST(of_the_same_inputs_all_is_taken)
{
    struct bench b;
    begin_with(&b, "[impute]\nmethod = mean\n[treat]\nmethod = winsorise\n");
    ck_assert_str_eq(taken(&b, again(&b), "a"), "itns");
    b.plan.tree.nodes = b.r->plan->tree.nodes; /* its very nodes */
    ck_assert_str_eq(taken(&b, again(&b), "b"), "itns");
    ck_assert_str_eq(taken(&b, again(&b), "b"), "itns");
    end(&b);
}
END_TEST

START_TEST(a_change_goes_as_far_as_it_is_seen)
{
    struct bench b;
    struct node *a, was;
    begin_with(&b,
               "[impute]\nmethod = mean\n[treat]\nmethod = winsorise\n[weights]\nmethod = equal\n");
    a = indicator(&b, "a");
    was = *a;
    a->lo = 0;
    a->hi = 9;
    ck_assert_str_eq(taken(&b, again(&b), "a"), "it--");
    ck_assert_str_eq(taken(&b, rerun_results(b.w), "b"), "itn-");
    *a = was;
    a->direction = HENG_NEGATIVE;
    ck_assert_str_eq(taken(&b, again(&b), "a"), "it--");
    *a = was;
    a->at[HENG_NORMALISE].options.base = "pooled";
    ck_assert_str_eq(taken(&b, again(&b), "a"), "i---");
    *a = was;
    a->transform = TRANSFORM_LN;
    ck_assert_str_eq(taken(&b, again(&b), "a"), "----");
    *a = was;
    a->weight = 7;
    ck_assert_str_eq(taken(&b, again(&b), "a"), "itns");
    *a = was;
    ck_assert_str_eq(taken(&b, again(&b), "a"), "itns");
    end(&b);
}
END_TEST

static int copy(struct heng_column_call *call)
{
    memcpy(call->y, call->x, call->n * sizeof *call->y);
    return HENG_OK;
}

/* Raw goalposts are shown to methods from elsewhere in every stage, so that these go by them. */
START_TEST(goalposts_are_inputs_of_who_sees_them)
{
    const struct heng_method desc = {
        .size = sizeof desc, .stage = HENG_TREAT, .name = "copy", .column = copy};
    const struct method elsewhere = {.desc = &desc, .origin = "copy.so"};
    struct stage_inputs was[INDICATOR_STAGES], now[INDICATOR_STAGES];
    struct bench b;
    struct node *a;
    begin_with(&b, "");
    a = indicator(&b, "a");
    inputs_now(&b, was);
    ck_assert(isnan(was[1].lo) && isnan(was[1].hi));
    a->lo = 1;
    inputs_now(&b, now);
    ck_assert(stage_inputs_equal(&was[1], &now[1]) && !stage_inputs_equal(&was[2], &now[2]));
    a->at[HENG_TREAT].method = &elsewhere;
    inputs_now(&b, was);
    ck_assert(was[1].lo == 1);
    a->lo = 2;
    inputs_now(&b, now);
    ck_assert(now[1].lo == 2 && !stage_inputs_equal(&was[1], &now[1]));
    ck_assert_str_eq(taken(&b, again(&b), "a"), "i---");
    end(&b);
}
END_TEST

/* A method with fill looks at the others' directions, too. */
START_TEST(what_fills_from_others_sees_them_change)
{
    struct bench b;
    bool *aside;
    begin_with(&b, "[impute.b]\nmethod = knn\n");
    ck_assert_str_eq(taken(&b, again(&b), "b"), "itns");
    indicator(&b, "a")->direction = HENG_NEGATIVE;
    ck_assert_str_eq(taken(&b, again(&b), "b"), "----");
    ck_assert_str_eq(taken(&b, rerun_results(b.w), "c"), "itn-");
    indicator(&b, "a")->direction = HENG_POSITIVE;
    aside = arena_array(b.arena, b.plan.tree.n, sizeof *aside);
    aside[tree_find(&b.plan.tree, "a")] = true;
    b.changes.aside = aside;
    ck_assert_str_eq(taken(&b, again(&b), "b"), "----");
    ck_assert_str_eq(taken(&b, rerun_results(b.w), "c"), "itn-");
    b.changes.aside = NULL;
    ck_assert_str_eq(taken(&b, again(&b), "b"), "itns");
    end(&b);
}
END_TEST

/* ---- a first run is bent by nobody -------------------------------------------------------- */

START_TEST(the_groups_of_the_results_are_theirs)
{
    struct bench b;
    begin_with(&b, "[class]\nby = kind\nscale = own\n[impute]\nmethod = class_mean\n");
    ck_assert_uint_eq(b.r->n_blocks, 2);
    ck_assert_ptr_eq(again(&b)->blocks, b.r->blocks);
    ck_assert_uint_eq(rerun_results(b.w)->n_blocks, 2);
    ck_assert_ptr_null(rerun_results(b.w)->effective);
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {any_byte_of_a_bound_method_is_of_its_identity,
                                  any_byte_of_a_nodes_methods_is_of_its_identity,
                                  of_the_same_inputs_all_is_taken,
                                  a_change_goes_as_far_as_it_is_seen,
                                  goalposts_are_inputs_of_who_sees_them,
                                  what_fills_from_others_sees_them_change,
                                  the_groups_of_the_results_are_theirs,
                                  NULL};
    return kit_run("rerun", tests);
}
