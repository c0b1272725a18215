/* SPDX-License-Identifier: MIT */
/* Periods in the order of time, whatever way they are written. */
#include <string.h>

#include "data/csv.h"
#include "data/period.h"

#include "kit.h"

enum { MOST = 6 };

/* Labels in the order of time. */
static const char *const known[][MOST] = {
    {"9", "10", "2016"},
    {"2010年", "2015年", "2016年"},
    {"2010", "2015年", "2016 年", "２０１７年", "FY2018"},
    {"2009年度", "2010年度", "2011年末"},
    {"2018Q4", "2019Q1", "2019Q2"},
    {"2018-Q4", "2019-Q1", "2019q2", "Q3 2019", "4Q2019"},
    {"2018年第四季度", "2019年第一季度", "2019年2季度", "2019年第3季度", "2019年四季度"},
    {"2019年I季度", "2019年II季度", "2019年IV季度"},
    {"2018H2", "2019H1", "2019-H2", "H1 2020"},
    {"2018-S2", "2019-S1"},
    {"2018年上半年", "2018年下半年", "2019上半年"},
    {"2018-12", "2019-01", "2019-02", "2019/11"},
    {"2019.9", "2019.10", "2019.11"},
    {"2018M12", "2019M01", "2019-M02"},
    {"2018年12月", "2019年3月", "2019年10月", "2019年十一月"},
    {"Dec 2018", "January 2019", "Mar. 2019", "Oct-19"},
    {"9/2018", "10/2018", "01/2019"},
    {"2018-W52", "2019-W01", "2019W10"},
    {"2018-12-31", "2019-1-2", "2019/01/31", "2019年2月1日"},
    {"2019-01-31T09:00:00Z", "2019-01-31 10:30", "2019-02-01"},
    {"31.12.2018", "2.1.2019", "1.2.2019"},
    {"12/31/2018", "01/02/2019"},
    {"1998-99", "1999-00", "2018-19", "2019-20"},
    {"2010-11", "2011-12", "2012-13"},
    {"2018/19", "2019/20", "2020/2021"},
    {"2015–2019", "2016—2020", "2017至2021"},
    {"2018-2019学年", "2019-2020学年"},
    {"-1.5", "0.25", "3"},
    {"FY98", "FY18", "FY19", "2020财年", "2022财政年度"},
    {"98财年", "一九年", "20年", "FY21"},
    {"FY2019Q3", "Q4FY19", "FY20-Q1", "20Q2", "Q3 FY2020", "4Q20"},
    {"FY98/99", "FY99-00", "FY2000/01", "FY19/20"},
    {"3Q20", "4Q20", "Q1 21", "2Q2021"},
    {"九五", "十五", "十一五", "十二五时期", "“十三五”", "十四五期间"},
};

/* What is no known kind, or of two. */
static const char *const unknown[][MOST] = {
    {"before", "after"},
    {"2019", "2019Q1"},
    {"第一期", "第二期"},
    {"2019-13", "2019-01"},
    {"2019Q5", "2019Q1"},
    {"2019-02", "2019-00"},
    {"3/4/2019", "4/3/2019"},
    {"十三五", "2021"},
    {"2019-20x", "2018-19x"},
    {"", "2019年"},
    {"2020-2019", "2019-2018"},
    {"March", "April"},
    {"2019年13月", "2019年1月"},
    {"十六", "十四五"},
    {"FY1", "FY2"},
};

static size_t count(const char *const *labels)
{
    size_t n = 0;
    while (n < MOST && labels[n])
        n++;
    return n;
}

START_TEST(known_periods_rise)
{
    struct period_time t[MOST];
    const char *labels[MOST];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t n = 0;
        for (size_t k = 0; k < count(known[i]); k++)
            if (known[i][k][0])
                labels[n++] = known[i][k];
        ck_assert_msg(period_times(labels, n, t), "%s is not known", labels[0]);
        for (size_t k = 1; k < n; k++)
            ck_assert_msg(period_compare(&t[k - 1], &t[k]) < 0, "%s is not before %s",
                          labels[k - 1], labels[k]);
        ck_assert_int_eq(period_compare(&t[0], &t[0]), 0);
    }
}
END_TEST

START_TEST(unknown_periods_have_no_time)
{
    struct period_time t[MOST];
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        ck_assert_msg(!period_times(unknown[i], count(unknown[i]), t), "%s is known",
                      unknown[i][0]);
    ck_assert(!period_times(NULL, 0, t));
}
END_TEST

struct distance {
    const char *labels[3];
    double apart[2]; /* from the first to the second, from it to the third */
};

static const struct distance distances[] = {
    {{"2010年", "2015年", "2016年"}, {5, 1}},
    {{"2019Q1", "2019Q4", "2020Q1"}, {3, 1}},
    {{"2018H2", "2019H1", "2020H1"}, {1, 2}},
    {{"2018-12", "2019年3月", "2019-04"}, {3, 1}},
    {{"201812", "201903", "201904"}, {3, 1}},
    {{"2019-02-28", "2019-03-01", "2019-12-31"}, {1, 305}},
    {{"20200228", "20200301", "20210301"}, {2, 365}},
    {{"2009-10", "2011-12", "2012-13"}, {2, 1}},
    {{"1990", "1995.5", "2000"}, {5.5, 4.5}},
    {{"before", "after", "later"}, {1, 1}},
    {{"2016", "2015", "2010"}, {1, 1}}, /* not rising */
};

START_TEST(periods_are_apart_as_in_time)
{
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++) {
        double v[3];
        period_positions(distances[i].labels, 3, v);
        ck_assert_msg(v[1] - v[0] == distances[i].apart[0] && v[2] - v[1] == distances[i].apart[1],
                      "%s: %g %g", distances[i].labels[0], v[1] - v[0], v[2] - v[1]);
    }
}
END_TEST

START_TEST(two_spellings_of_one_period_are_told)
{
    struct csv_options o = {.period = "year"};
    struct table *t = NULL;
    struct error e = {0};
    static const char text[] = "code,year,x\na,2016年,1\nb,2015,1\nb,2016,2\n";
    ck_assert_int_eq(csv_read_bytes("t.csv", text, strlen(text), &o, &t, &e), ERR_DATA);
    ck_assert_msg(strstr(e.text, "\"2016\": the same period is written \"2016年\" on line 2"), "%s",
                  e.text);
}
END_TEST

static struct table *read_periods(const char *text)
{
    struct csv_options o = {.period = "t"};
    struct table *t = NULL;
    struct error e = {0};
    ck_assert_msg(!csv_read_bytes("t.csv", text, strlen(text), &o, &t, &e), "%s", e.text);
    return t;
}

/* The union of what the units have, not the order in which one of them has it. */
START_TEST(an_unbalanced_panel_is_put_in_order)
{
    struct table *t = read_periods("code,t,x\na,2019Q4,4\na,2019Q2,2\nb,2019Q3,3\nb,2019Q1,1\n");
    ck_assert_str_eq(t->periods[0], "2019Q1");
    ck_assert_str_eq(t->periods[3], "2019Q4");
    ck_assert(!t->as_met);
    ck_assert(t->variables[0].v[1] == 1 && t->variables[0].v[2] == 2);
    table_free(t);
    t = read_periods("code,t,x\na,late,4\na,early,2\n");
    ck_assert_str_eq(t->periods[0], "late");
    ck_assert(t->as_met);
    table_free(t);
}
END_TEST

START_TEST(a_join_knows_a_period_by_its_time)
{
    struct table *to = read_periods("code,t,x\na,2016年,6\na,2015年,5\n");
    struct table *from = read_periods("code,t,y\na,2015,50\na,2016,60\n");
    struct error e;
    ck_assert_msg(!table_join(to, from, &e), "%s", e.text);
    ck_assert(to->variables[1].v[0] == 50 && to->variables[1].v[1] == 60);
    table_free(to);
    table_free(from);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        known_periods_rise,
        unknown_periods_have_no_time,
        periods_are_apart_as_in_time,
        two_spellings_of_one_period_are_told,
        an_unbalanced_panel_is_put_in_order,
        a_join_knows_a_period_by_its_time,
        NULL,
    };
    return kit_run("period", tests);
}
