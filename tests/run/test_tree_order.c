/* SPDX-License-Identifier: MIT */
/* A tree file names its children in an order; whatever is given one a child follows it, wherever
   the lines of the index and of the dimensions stand. */
#include "run/rig.h"

enum { UNITS = 5, LINES = 8 };

static const char *const lines[LINES] = {
    "idx,NA,3,1,1,Aggregate\n", "d,idx,2,1,1,Aggregate\n", "e,idx,2,1,2,Aggregate\n",
    "a,d,1,1,1,Indicator\n",    "b,d,1,-1,1,Indicator\n",  "c,d,1,1,1,Indicator\n",
    "x,e,1,1,1,Indicator\n",    "y,e,1,1,1,Indicator\n",
};

/* What is given one a child, of three and of two. */
static const char *const given[] = {
    "[weights.d]\nmethod = budget\nallocations = 60 30 10\n[weights.idx]\nmethod = budget\n"
    "allocations = 80 20\n",
    "[weights.d]\nmethod = ahp\nmatrix = 1 2 4 | 1/2 1 2 | 1/4 1/2 1\n",
    "[aggregate.d]\nmethod = promethee2\npreference = linear\nq = 1, 5, 10\np = 20, 40, 90\n"
    "scale = rescale\n",
    "[aggregate.d]\nmethod = adjusted_mpi\nreference = 20, 50, 70\n",
    "[aggregate.d]\nmethod = owa\nweights = 0.7, 0.2, 0.1\n",
};

static void write_tree(struct rig *g, const size_t *order)
{
    char text[1024] = "iCode,Parent,Level,Direction,Weight,Type\n";
    for (size_t i = 0; i < LINES; i++)
        strcat(text, lines[order[i]]);
    rig_file(g, "meta.csv", text);
}

static void scores(struct rig *g, const char *keys, double *to)
{
    char profile[1024];
    struct results *r;
    snprintf(profile, sizeof profile,
             "[data]\npath = t.csv\nunit = code\n[index]\ntree = meta.csv\n%s", keys);
    r = rig_run(g, profile);
    for (size_t u = 0; u < UNITS; u++) {
        char code[] = {'u', (char)('0' + u), 0};
        *to++ = rig_score(r, "idx", code, 0);
        *to++ = rig_score(r, "d", code, 0);
    }
}

/* Line `which` at place `at`, all others in the order of the file. */
static void move(size_t *order, size_t which, size_t at)
{
    size_t n = 0;
    for (size_t i = 0; i < LINES; i++) {
        n += n == at;
        if (i != which)
            order[n++] = i;
    }
    order[at] = which;
}

START_TEST(the_line_of_an_aggregate_may_stand_anywhere)
{
    static const size_t leaves_first[LINES] = {3, 6, 4, 7, 5, 1, 2, 0};
    struct rig g;
    double want[2 * UNITS], got[2 * UNITS];
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,a,b,c,x,y\nu0,1,7,2,5,9\nu1,4,3,8,1,2\nu2,9,1,3,2.5,4\nu3,2,6,11,3,7\n"
             "u4,6,2,5,8,1\n");
    for (size_t m = 0; m < sizeof given / sizeof *given; m++) {
        size_t order[LINES];
        move(order, 0, 0);
        write_tree(&g, order);
        scores(&g, given[m], want);
        for (size_t at = 0; at <= LINES; at++) {
            if (at < LINES)
                move(order, 0, at);
            write_tree(&g, at < LINES ? order : leaves_first);
            scores(&g, given[m], got);
            ck_assert_msg(memcmp(got, want, sizeof got) == 0, "%s: the index on line %zu", given[m],
                          at + 2);
        }
    }
    rig_end(&g);
}
END_TEST

START_TEST(one_a_child_is_by_the_order_of_the_lines)
{
    struct rig g;
    double got[2 * UNITS];
    rig_begin(&g);
    rig_file(&g, "t.csv",
             "code,a,b,c,x,y\nu0,0,1,0,0,0\nu1,1,1,0,0,1\nu2,0,0,0,1,0\n"
             "u3,0,1,1,0,0\nu4,0,1,0,1,1\n");
    /* COINr's own order: the leaves first, the index last. */
    write_tree(&g, (const size_t[]){3, 4, 5, 6, 7, 1, 2, 0});
    scores(&g, given[0], got);
    kit_assert_near(got[2 * 1 + 1], 60, 1e-12);
    kit_assert_near(got[2 * 2 + 1], 30, 1e-12);
    kit_assert_near(got[2 * 3 + 1], 10, 1e-12);
    kit_assert_near(got[2 * 1], 0.8 * 60 + 0.2 * 50, 1e-12);
    rig_end(&g);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_line_of_an_aggregate_may_stand_anywhere,
                                  one_a_child_is_by_the_order_of_the_lines, NULL};
    return kit_run("tree order", tests);
}
