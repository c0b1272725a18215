/* SPDX-License-Identifier: MIT */
/* The table of stages against the table of sections, and what it says of nodes. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/stage_table.h"

START_TEST(every_stage_has_its_own_row)
{
    char node[64];
    for (int s = FIRST_STAGE; s < STAGE_ENDS; s++) {
        const struct stage_info *info = stage_info(s);
        const char *name = stage_name((enum heng_stage)s);
        const struct section_kind *kind = section_kind(name);
        ck_assert_int_eq((int)info->stage, s);
        ck_assert_msg(kind && kind->keys == info->keys, "[%s] has other keys than its stage", name);
        snprintf(node, sizeof node, "%s.NODE", name);
        kind = section_kind(node);
        ck_assert_msg((kind ? kind->keys : NULL) == info->node_keys,
                      "[%s] has other keys than its stage", node);
    }
    ck_assert_ptr_null(stage_info(0));
    ck_assert_ptr_null(stage_info(HENG_ANALYSE));
}
END_TEST

/* Writes another value of p's type over what stands there. */
static void change(const struct heng_param *p, struct stage_options *o)
{
    static const char *const text = "other";
    int number;
    const int64_t whole = 77;
    const double real = 77;
    memcpy(&number, (char *)o + p->offset, sizeof number);
    number = number == 0;
    if (p->type == HENG_TEXT)
        memcpy((char *)o + p->offset, &text, sizeof text);
    else if (p->type == HENG_CHOICE || p->type == HENG_BOOL)
        memcpy((char *)o + p->offset, &number, sizeof number);
    else if (p->type == HENG_INT)
        memcpy((char *)o + p->offset, &whole, sizeof whole);
    else if (p->type == HENG_REAL)
        memcpy((char *)o + p->offset, &real, sizeof real);
    else
        ck_abort_msg("%s: this test cannot change a value of its type", p->name);
}

/* A key that is passed over would leave a stale column in a replicate. */
START_TEST(bindings_differ_by_every_key)
{
    static const struct heng_method like = {.size = sizeof(struct heng_method), .name = "like"};
    struct error e;
    struct arena *a = arena_new();
    for (int s = FIRST_STAGE; s < STAGE_ENDS; s++) {
        const struct param_table *t = stage_info(s)->keys;
        struct heng_method desc = like;
        const struct method m = {.desc = &desc, .origin = METHOD_CORE};
        desc.stage = (enum heng_stage)s;
        for (size_t i = 0; i < t->n; i++) {
            const struct heng_param *p = param_at(t, i);
            struct bound_method x = {.method = &m}, y;
            ck_assert_int_eq(param_defaults(t, a, &x.options, &e), OK);
            y = x;
            ck_assert(bound_method_equal(&x, &y));
            change(p, &y.options);
            ck_assert_msg(bound_method_equal(&x, &y) == (strcmp(p->name, "method") == 0),
                          "[%s] %s is compared wrongly", stage_name((enum heng_stage)s), p->name);
        }
    }
    arena_free(a);
}
END_TEST

START_TEST(nodes_have_the_methods_of_their_place)
{
    struct node nodes[3] = {{.kind = NODE_AGGREGATE, .parent = NONE},
                            {.kind = NODE_AGGREGATE, .parent = 0},
                            {.kind = NODE_INDICATOR, .parent = 1}};
    const struct plan p = {.tree = {.nodes = nodes, .n = 3}};
    for (int s = FIRST_STAGE; s < STAGE_ENDS; s++) {
        enum stage_place place = stage_info(s)->place;
        for (size_t i = 0; i < 3; i++) {
            bool has = place == STAGE_OF_INDICATORS   ? i == 2
                       : place == STAGE_OF_AGGREGATES ? i < 2
                                                      : i == 0;
            ck_assert_ptr_eq(stage_method(&p, i, s), has ? &nodes[i].at[s] : NULL);
        }
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("stage_table");
    TCase *c = tcase_create("stage_table");
    SRunner *r;
    int failed;
    tcase_add_test(c, every_stage_has_its_own_row);
    tcase_add_test(c, bindings_differ_by_every_key);
    tcase_add_test(c, nodes_have_the_methods_of_their_place);
    suite_add_tcase(s, c);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
