/* SPDX-License-Identifier: MIT */
#include "base/none.h"
#include "plan/tree.h"
#include "run/rig.h"

static struct tree fresh(struct arena *a)
{
    struct tree t = {.arena = a};
    return t;
}

START_TEST(children_follow_parents)
{
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    size_t root = tree_add(&t, NODE_AGGREGATE, NONE, "root", "x:1"), one, two, three, i;
    /* added in an order in which parents come late */
    size_t leaf = tree_add(&t, NODE_INDICATOR, NONE, "leaf", "x:2");
    one = tree_add(&t, NODE_AGGREGATE, root, "one", "x:3");
    two = tree_add(&t, NODE_AGGREGATE, root, "two", "x:4");
    three = tree_add(&t, NODE_INDICATOR, one, "a", "x:5");
    tree_add(&t, NODE_INDICATOR, one, "b", "x:6");
    t.nodes[leaf].parent = two;
    (void)three;
    ck_assert_int_eq(tree_finish(&t, NULL), OK);
    ck_assert_uint_eq(t.n, 6);
    ck_assert_uint_eq(t.n_indicators, 3);
    for (i = 1; i < t.n; i++)
        ck_assert_uint_lt(t.nodes[i].parent, i);
    ck_assert_str_eq(t.nodes[0].id, "root");
    ck_assert_str_eq(t.nodes[1].id, "one");
    ck_assert_str_eq(t.nodes[2].id, "a");
    ck_assert_str_eq(t.nodes[3].id, "b");
    ck_assert_str_eq(t.nodes[4].id, "two");
    ck_assert_str_eq(t.nodes[5].id, "leaf");
    ck_assert_uint_eq(t.nodes[0].n_children, 2);
    ck_assert_uint_eq(t.nodes[0].children[1], 4);
    ck_assert_uint_eq(t.nodes[5].n_children, 0);
    for (i = 0; i < 3; i++) {
        ck_assert_int_eq(t.nodes[t.indicators[i]].kind, NODE_INDICATOR);
        ck_assert_uint_eq(t.nodes[t.indicators[i]].indicator, i);
    }
    tree_fini(&t);
    arena_free(a);
}
END_TEST

START_TEST(empty_aggregates_go)
{
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    size_t root = tree_add(&t, NODE_AGGREGATE, NONE, "root", "");
    size_t hollow = tree_add(&t, NODE_AGGREGATE, root, "hollow", ""), full;
    tree_add(&t, NODE_AGGREGATE, hollow, "hollow_too", "");
    full = tree_add(&t, NODE_AGGREGATE, root, "full", "");
    tree_add(&t, NODE_INDICATOR, full, "a", "");
    ck_assert_int_eq(tree_finish(&t, NULL), OK);
    ck_assert_uint_eq(t.n, 3);
    ck_assert_uint_eq(tree_find(&t, "hollow"), NONE);
    ck_assert_uint_eq(tree_find(&t, "hollow_too"), NONE);
    ck_assert_uint_eq(tree_find(&t, "full"), 1);
    ck_assert_uint_eq(t.nodes[2].parent, 1);
    tree_fini(&t);
    arena_free(a);
}
END_TEST

START_TEST(the_root_stays_without_indicators)
{
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    tree_add(&t, NODE_AGGREGATE, NONE, "root", "");
    ck_assert_int_eq(tree_finish(&t, NULL), OK);
    ck_assert_uint_eq(t.n, 1);
    ck_assert_uint_eq(t.n_indicators, 0);
    ck_assert_uint_eq(t.nodes[0].n_children, 0);
    tree_fini(&t);
    arena_free(a);
}
END_TEST

START_TEST(a_circle_off_the_root_is_dropped_and_ends)
{
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    size_t root = tree_add(&t, NODE_AGGREGATE, NONE, "root", ""), b, c;
    tree_add(&t, NODE_INDICATOR, root, "a", "");
    b = tree_add(&t, NODE_AGGREGATE, NONE, "b", "");
    c = tree_add(&t, NODE_AGGREGATE, b, "c", "");
    t.nodes[b].parent = c;
    tree_add(&t, NODE_INDICATOR, c, "lost", "");
    ck_assert_int_eq(tree_finish(&t, NULL), OK);
    ck_assert_uint_eq(t.n, 2);
    tree_fini(&t);
    arena_free(a);
}
END_TEST

START_TEST(a_new_node_is_plain)
{
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    size_t i = tree_add(&t, NODE_INDICATOR, NONE, "x", "p.ini:3");
    ck_assert(t.nodes[i].weight == 1);
    ck_assert_int_eq(t.nodes[i].direction, HENG_POSITIVE);
    ck_assert(isnan(t.nodes[i].lo) && isnan(t.nodes[i].hi) && isnan(t.nodes[i].target));
    ck_assert_str_eq(t.nodes[i].unit, "");
    ck_assert_str_eq(t.nodes[i].where, "p.ini:3");
    tree_fini(&t);
    arena_free(a);
}
END_TEST

START_TEST(titles_fall_back)
{
    struct node n = {.id = "id", .title = "题", .title_en = "Title"};
    ck_assert_str_eq(node_title(&n, LANGUAGE_ZH), "题");
    ck_assert_str_eq(node_title(&n, LANGUAGE_EN), "Title");
    n.title_en = "";
    ck_assert_str_eq(node_title(&n, LANGUAGE_EN), "题");
    n.title = NULL;
    n.title_en = NULL;
    ck_assert_str_eq(node_title(&n, LANGUAGE_ZH), "id");
}
END_TEST

/* ---- iMeta ------------------------------------------------------------------------- */

START_TEST(depth_has_a_limit)
{
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    size_t last = NONE;
    for (size_t i = 0; i < TREE_DEPTH_MAX; i++)
        last = tree_add(&t, i + 1 < TREE_DEPTH_MAX ? NODE_AGGREGATE : NODE_INDICATOR, last,
                        arena_printf(a, "n%zu", i), "");
    ck_assert_uint_eq(tree_too_deep(&t), NONE);
    ck_assert_uint_eq(tree_add(&t, NODE_INDICATOR, last, "deep", ""), TREE_DEPTH_MAX);
    ck_assert_uint_eq(tree_too_deep(&t), TREE_DEPTH_MAX);
    tree_fini(&t);
    arena_free(a);
}
END_TEST

static const char head[] =
    "iCode,Parent,Level,Direction,Weight,Type,iName,Unit,Target,Denominator\n";

struct mistake {
    const char *rows; /* below the header, first at line 2 */
    const char *told; /* NULL: fine */
    size_t n;
};

#define TOP "idx,NA,3,1,1,Aggregate,Index,,,\nd,idx,2,1,1,Aggregate,D,,,\n" /* lines 2 and 3 */

static const struct mistake mistakes[] = {
    {TOP "a,d,1,-1,2,Indicator,A,km,5,pop\npop,,,,,Denominator,,,,\n", NULL, 0},
    {TOP "a,d,1,x,1,Indicator,,,,\n", ":4: column Direction: 'x': not a number", 1},
    {TOP "a,d,1,0,1,Indicator,,,,\n", ":4: column Direction: '0': expected 1 or -1", 1},
    {TOP "a,d,1,1,-2,Indicator,,,,\n", ":4: column Weight: '-2': a weight is 0 or more", 1},
    {TOP "a,d,1,1,1,Indikator,,,,\n", ":4: column Type: 'Indikator': expected Indicator", 1},
    {TOP ",d,1,1,1,Indicator,,,,\n", ":4: column iCode: '': a node needs a code", 1},
    {TOP "d,d,1,1,1,Indicator,,,,\n", ":4: column iCode: 'd': this code stands here a second time",
     1},
    {TOP "a,nix,1,1,1,Indicator,,,,\n", ":4: column Parent: 'nix': no aggregate has this code", 1},
    {TOP "a,d,1,1,1,Indicator,,,,\nb,a,0,1,1,Indicator,,,,\n",
     ":5: column Parent: 'a': no aggregate", 1},
    {TOP "a,,1,1,1,Indicator,,,,\n", ":4: column Parent: '': an indicator needs a parent", 1},
    {TOP "e,NA,3,1,1,Aggregate,,,,\n", ":4: column Parent: 'NA': a second node without a parent",
     1},
    {TOP "a,d,2,1,1,Indicator,,,,\n", ":4: column Level: '2': a parent stands on a higher level",
     1},
    {TOP "a,d,,1,1,Indicator,,,,\n", ":4: column Level: ''", 1},
    {TOP "e,d,1,-1,1,Aggregate,,,,\n", ":4: column Direction: '-1': an aggregate's direction is 1",
     1},
    {TOP "a,d,1,1,1,Indicator,,,z,\n", ":4: column Target: 'z': not a number", 1},
    {TOP "a,d,1,y,z,Indicator,,,,\nb,d,1,1,1,Nix,,,,\n", ":5: column Type", 3},
    {"a,b,1,1,1,Aggregate,,,,\nb,a,2,1,1,Aggregate,,,,\n", "column Level", 2},
    {"a,d,1,1,1,Indicator,,,,\n", "no aggregate without a parent", 2},
};

static int read_tree(struct rig *g, struct tree *t, const char *name, struct messages *problems)
{
    struct inputs *files = inputs_new(&g->e);
    const char *path = rig_path(g, name);
    const struct input *in;
    int status = inputs_read(files, path, SIZE_MAX, &in, &g->e);
    if (!status)
        status = tree_read(t, path, in, problems, &g->e);
    inputs_free(files);
    return status;
}

static void try_mistake(const struct mistake *m)
{
    struct rig g;
    struct messages problems = {0};
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    char text[1000];
    int status;
    rig_begin(&g);
    snprintf(text, sizeof text, "%s%s", head, m->rows);
    rig_file(&g, "meta.csv", text);
    status = read_tree(&g, &t, "meta.csv", &problems);
    ck_assert_msg(status == OK, "%s", g.e.text);
    if (problems.n != m->n) {
        rig_print(&problems);
        ck_abort_msg("%zu problems, want %zu", problems.n, m->n);
    }
    if (m->told)
        rig_assert_told(&problems, m->told);
    messages_fini(&problems);
    tree_fini(&t);
    arena_free(a);
    rig_end(&g);
}

START_TEST(every_mistake_of_a_tree_file_is_named)
{
    size_t i;
    for (i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        try_mistake(&mistakes[i]);
}
END_TEST

START_TEST(a_tree_file_is_read)
{
    struct rig g;
    struct messages problems = {0};
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    size_t i;
    rig_begin(&g);
    rig_file(&g, "meta.csv",
             "icode,iname,Unit,parent,LEVEL,Direction,Weight,Type,Denominator,Target,Extra\n"
             "a,Apples,kg,d,1,-1,2,Indicator,pop,7,x\n" /* the root comes last */
             "b,NA,,d,1,1,NA,Indicator,NA,NA,x\n"
             "grp,,,,,,,Group,,,x\n"
             "c,C,,idx,2,1,1,Aggregate,,,x\n"
             "e,E,,c,1,1,1,Indicator,,,x\n"
             "d,Dim,,idx,2,1,3,Aggregate,,,x\n"
             "idx,Index,,NA,3,1,1,Aggregate,,,x\n");
    ck_assert_int_eq(read_tree(&g, &t, "meta.csv", &problems), OK);
    rig_print(&problems);
    ck_assert_uint_eq(problems.n, 0);
    ck_assert_int_eq(tree_finish(&t, &g.e), OK);
    ck_assert_uint_eq(t.n, 6);
    ck_assert_str_eq(t.nodes[0].id, "idx");
    ck_assert_str_eq(t.nodes[1].id, "c"); /* children in the order of the file */
    ck_assert_str_eq(t.nodes[3].id, "d");
    ck_assert(t.nodes[3].weight == 3);
    ck_assert_str_eq(t.nodes[t.nodes[3].children[0]].id, "a");
    i = tree_find(&t, "a");
    ck_assert_str_eq(t.nodes[i].title, "Apples");
    ck_assert_str_eq(t.nodes[i].unit, "kg");
    ck_assert_str_eq(t.nodes[i].per, "pop");
    ck_assert(t.nodes[i].weight == 2 && t.nodes[i].target == 7 &&
              t.nodes[i].direction == HENG_NEGATIVE);
    i = tree_find(&t, "b");
    ck_assert_str_eq(t.nodes[i].title, "b");
    ck_assert(t.nodes[i].weight == 1 && isnan(t.nodes[i].target) && !t.nodes[i].per);
    messages_fini(&problems);
    tree_fini(&t);
    arena_free(a);
    rig_end(&g);
}
END_TEST

START_TEST(missing_columns_and_files)
{
    struct rig g;
    struct messages problems = {0};
    struct arena *a = arena_new();
    struct tree t = fresh(a);
    rig_begin(&g);
    rig_file(&g, "meta.csv", "iCode,Parent,Weight,Type\na,b,1,Indicator\n");
    ck_assert_int_eq(read_tree(&g, &t, "meta.csv", &problems), OK);
    ck_assert_uint_eq(problems.n, 2);
    rig_assert_told(&problems, "meta.csv:1: no column Level");
    rig_assert_told(&problems, "meta.csv:1: no column Direction");
    ck_assert_int_eq(read_tree(&g, &t, "nix.csv", &problems), ERR_NOINPUT);
    messages_fini(&problems);
    tree_fini(&t);
    arena_free(a);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        children_follow_parents,
        empty_aggregates_go,
        the_root_stays_without_indicators,
        a_circle_off_the_root_is_dropped_and_ends,
        a_new_node_is_plain,
        titles_fall_back,
        depth_has_a_limit,
        a_tree_file_is_read,
        every_mistake_of_a_tree_file_is_named,
        missing_columns_and_files,
        NULL,
    };
    return kit_run("tree", tests);
}
