/* SPDX-License-Identifier: MIT */
/* What is found out about sheets that nobody has described. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/csv_bytes.h"
#include "data/look.h"
#include "data/shape.h"

#include "kit.h"

enum { TEXT = 4096 };

static const struct {
    const char *text, *lines;
} tables[] = {
    {"code,name,x\na,A,1\nb,B,2\n", "unit = code; name = name"},
    {"title\n\ncountry,x,y\nA,1,2\nB,3,4\n", "unit = country"},
    {"country,year,x\nA,2019,1\nA,2020,2\nB,2019,3\nB,2020,4\n", "unit = country; period = year"},
    {"country,q,x\nA,2019Q1,1\nA,2019Q2,2\nB,2019Q1,3\nB,2019Q2,4\n", "unit = country; period = q"},
    {"地区,2024年,2023年,\n甲省,3,2,\n乙省,1,,\n", "unit = 地区; layout = periods; variable = t"},
    {"指标：产值(亿元)\n地区,2024年,2023年\n甲省,3,2\n",
     "unit = 地区; layout = periods; variable = 产值"},
    {"Country Name,Country Code,Series Code,2019 [YR2019],2020 "
     "[YR2020]\nA,AAA,s,1,2\nB,BBB,s,3,4\n",
     "unit = Country Code; name = Country Name; layout = periods; variable = Series Code"},
    {"REF_AREA,MEASURE,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS\nA,L,F,2022,1,A\nA,L,_T,2022,2,A\n"
     "A,E,_T,2022,3,E\nB,L,_T,2022,4,A\nB,L,F,2022,5,A\nB,E,_T,2022,6,A\n",
     "unit = REF_AREA; period = TIME_PERIOD; layout = long; variable = MEASURE; value = OBS_VALUE; "
     "where = SEX == \"_T\"; flags = OBS_STATUS"},
    {"geo,kind no,age group,x\nA,1,old,1\nA,1,young,2\nB,1,old,3\nB,1,young,4\n",
     "unit = geo, age group"},
    {"geo,year,age group,x\nA,2019,old,1\nA,2019,young,2\nA,2020,old,3\nB,2020,young,4\n",
     "unit = geo; period = year; where = `age group` == \"old\""},
    {"state,county_name,x\nAL,Lee,1\nAR,Lee,2\nAR,Clay,3\n", "unit = state, county_name"},
    {"Entity,Code,Year,x\nA,AAA,2019,1\nA,AAA,2020,2\nWest,,2019,3\nWest,,2020,4\nB,BBB,2019,5\n",
     "unit = Code; name = Entity; period = Year"},
    {"city,county,x\nC,a,1\n,b,2\n,c,7\nD,d,3\n,e,4\n", "unit = county; fill_down = city"},
    {"country,year,x\nA,2019,1\n,2020,2\nB,2019,3\n,2020,4\n",
     "unit = country; period = year; fill_down = country"},
    {"指标,甲市,乙市,丙县\n产值,1,2,3\n人口,4,5,6\n", "unit = 指标; layout = turned"},
    {"地区,x,y\n全省,9,9\n甲,1,2\n乙,3,4\n", "unit = 地区; skip = 全省"},
    {",a,b\nx,1,2\ny,3,4\n", "columns = unit, a, b; unit = unit"},
    {"name;x\nA;\"1.234,5\"\nB;\"12,25\"\n", "unit = name; decimal = comma; thousands = yes"},
    {"name;x\nA;18,2\nB;20,1\n", "unit = name; decimal = comma"},
    {"name,x\nA,\"1,234\"\nB,\"12,345,678\"\n", "unit = name; thousands = yes"},
    {"name,x\nA,\"12,34,567\"\nB,\"1,234\"\n", "unit = name; thousands = indian"},
    {"name|x\nA|1 234 567\nB|2 345\n", "unit = name; thousands = space"},
    {"name,x\nA,12.5%\nB,10.1%\n", "unit = name; percent = yes"},
    {"name,x\nA,71.2*\nB,64\nC,55.1(b)\n", "unit = name; notes = strip"},
    {"name,x\nA,71.2 p\nB,64\nC,55.1 be\n", "unit = name; flags = yes"},
    {"code,x\n11T,71.2\n11C,64\n", "unit = code"},
    {"name,x\nA,71.2 [70-72]\nB,64 [62-66]\n", "unit = name; intervals = yes"},
    {"name,x\nA,<5\nB,>95\nC,40\n", "unit = name; censored = bound"},
    {"GeoAreaCode,GeoAreaName,SERIES_CODE,TimePeriod,Value\n0076,B,s,2019,5\n0004,A,s,2019,6\n",
     "unit = GeoAreaCode; name = GeoAreaName; period = TimePeriod; layout = long; variable = "
     "SERIES_CODE; value = Value"},
    {"id,place,x\n02,A,1\n11,B,2\n", "unit = id; name = place"},
    {"id,place,x\n22,A,1\n11,B,2\n", "unit = place"},
    {"state,county,item,year,value\nO,Lee,p,2020,1\nP,Lee,p,2020,2\nO,Lee,q,2020,3\nP,Lee,q,2020,"
     "4\n",
     "unit = state, county; period = year; layout = long; variable = item; value = value"},
    {"指标,单位,甲市,乙市\n产值,亿元,1,2\n人口,万人,4,5\n", "unit = 指标; layout = turned"},
    {"地区,x,y\nRegion,Output,People\n甲,1,2\n乙,3,4\n", "header = 1, 2; unit = 地区/Region"},
    {"地区,x,y\n甲,n/a,n/a\n乙,3,4\n丙,5,6\n", "unit = 地区"},
    {"name,x,x\nA,1,2\nB,3,4\n", "columns = name, x, x_2; unit = name"},
    {"City,FY2019-20,FY2020-21\nA,1,2\nB,3,4\n", "unit = City; layout = periods; variable = t"},
    {"地区,2023年第一季度,2023年第二季度\n甲,1,2\n乙,3,4\n",
     "unit = 地区; layout = periods; variable = t"},
    {"name,x\nA,\uff11\uff12\nB,3\n", "unit = name"},
    {"name,x,y\nA,1,\u22121.5\nB,2,+2\nC,3,(20)\n", "unit = name"},
    {"name,x,y\nA,1,nope\nB,2,3\nC,..,4\nD,5,6\n", "unit = name; missing = nope, .."},
};

static int look(const char *text, struct look *l, struct error *e)
{
    struct csv_bytes bytes = {.s = text, .n = strlen(text)};
    struct csv_options o = {0};
    struct sheet s = {.path = "t.csv"};
    int status = sheet_of_csv(&s, &bytes, &o, e);
    if (!status)
        status = look_at_sheet(&s, l, e);
    sheet_fini(&s);
    return status;
}

static void dump(const struct look *l, char text[TEXT])
{
    struct str s = {0};
    for (size_t i = 0; i < l->n_lines; i++)
        str_printf(&s, "%s%s = %s", i ? "; " : "", l->lines[i].key, l->lines[i].value);
    ck_assert(s.s && s.n < TEXT);
    strcpy(text, s.s);
    str_fini(&s);
}

START_TEST(lines_are_found_for_tables_as_they_are_published)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct look l = {.arena = arena_new()};
        struct error e;
        char text[TEXT];
        ck_assert_msg(!look(tables[i].text, &l, &e), "%s: %s", tables[i].text, e.text);
        dump(&l, text);
        ck_assert_msg(!strcmp(text, tables[i].lines), "%s\n%s, not\n%s", tables[i].text, text,
                      tables[i].lines);
        arena_free(l.arena);
    }
}
END_TEST

/* A header, and as what [columns] calls it; "": no line is needed. */
static const struct {
    const char *header, *call;
} headers[] = {
    {"x", ""},
    {"产值（亿元）", ""},
    {"\"GDP, current\"", "gdp_current = GDP, current"},
    {"GDP growth (annual %) [NY.GDP]", "gdp_growth = GDP growth (annual %) [NY.GDP]"},
    {"\"产值\n（亿元）\"", "产值 = 产值 （亿元）"},
    {"\"2020, revised\"", "x2020_revised = 2020, revised"},
    {"a;b", "a_b = a*b"},
    {"\"end,\"", "end_2 = end,"},
    {"\"(,)\"", "column = (,)"},
    {"the population of all towns that have more than a market",
     "the_population_of_all = the population of all towns that have more than a market"},
};

START_TEST(headers_that_no_list_holds_get_names)
{
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct look l = {.arena = arena_new()};
        struct error e;
        char text[TEXT], got[TEXT] = "";
        snprintf(text, sizeof text, "name,%s\nA,1\nB,2\n", headers[i].header);
        ck_assert_msg(!look(text, &l, &e), "%s: %s", text, e.text);
        if (l.n_calls)
            snprintf(got, sizeof got, "%s = %s", l.calls[0].key, l.calls[0].value);
        ck_assert_str_eq(got, headers[i].call);
        arena_free(l.arena);
    }
}
END_TEST

START_TEST(what_stands_around_is_told)
{
    static const char text[] =
        "表1 产值\n,,,单位：亿元\n地区,产值（亿元,,人口(万人)\n,绝对数,增长,\n"
        "甲,1,2,3\n乙,4,5,\n\n注：初步数\n";
    struct look l = {.arena = arena_new()};
    struct error e;
    ck_assert_msg(!look(text, &l, &e), "%s", e.text);
    ck_assert_uint_eq(l.n_above, 1);
    ck_assert_str_eq(l.above[0], "表1 产值");
    ck_assert_uint_eq(l.n_units, 1);
    ck_assert_str_eq(l.units[0], "单位：亿元");
    ck_assert_uint_eq(l.header[0], 3);
    ck_assert_uint_eq(l.header[1], 4);
    ck_assert_uint_eq(l.n_rows, 2);
    ck_assert_uint_eq(l.rows[0], 5);
    ck_assert_uint_eq(l.rows[1], 6);
    ck_assert_uint_eq(l.n_notes, 1);
    ck_assert_ptr_nonnull(strstr(l.notes[0], "line 8 \"注：初步数\""));
    ck_assert_uint_eq(l.n_columns, 4);
    ck_assert_str_eq(l.columns[1].name, "产值（亿元）/绝对数");
    ck_assert_str_eq(l.columns[3].name, "人口(万人)");
    ck_assert_str_eq(l.columns[3].unit, "万人");
    ck_assert_int_eq(l.columns[0].role, LOOK_UNIT);
    ck_assert_int_eq(l.columns[3].role, LOOK_FIGURES);
    ck_assert_uint_eq(l.columns[3].n_figures, 1);
    ck_assert_uint_eq(l.n_shown, 2);
    ck_assert_str_eq(l.shown[4], "乙");
    arena_free(l.arena);
}
END_TEST

START_TEST(nothing_is_no_table)
{
    struct look l = {.arena = arena_new()};
    struct sheet s = {.path = "t.xlsx"};
    struct error e;
    ck_assert_int_eq(look_at_sheet(&s, &l, &e), ERR_DATA);
    ck_assert_str_eq(e.text, "t.xlsx: no cell is filled in");
    arena_free(l.arena);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        lines_are_found_for_tables_as_they_are_published,
        headers_that_no_list_holds_get_names,
        what_stands_around_is_told,
        nothing_is_no_table,
        NULL,
    };
    return kit_run("look", tests);
}
