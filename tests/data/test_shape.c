/* SPDX-License-Identifier: MIT */
/* Tables of every layout: what is read, as one line of text, and what is said of it. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/csv_bytes.h"
#include "data/shape.h"

#include "kit.h"

enum { NAMES = 6, TEXT = 1 << 14 };

/* Options as a profile would give them. */
struct asked {
    const char *unit, *name, *period;
    size_t header_rows;
    const char *variable, *value, *flag_column;
    enum shape_layout layout;
    char split, delimiter;
    bool flags, percent, notes, intervals, thousands;
    enum shape_censored censored;
    enum shape_thousands grouping;
    const char *skip[NAMES], *fill_down[NAMES], *columns[NAMES], *periods[NAMES], *header[NAMES];
    const char *text[NAMES], *missing[NAMES];
    const char *named[NAMES]; /* NAME, PATTERN, ... */
};

static struct csv_names list(const char *const *v)
{
    size_t n = 0;
    while (n < NAMES && v[n])
        n++;
    return (struct csv_names){v, n};
}

static int read_as(const char *text, const struct asked *a, struct unit_codes *names,
                   struct table **t, struct error *e)
{
    struct shape_header headers[NAMES];
    struct shape_options l = {.layout = a->layout,
                              .header = list(a->header),
                              .columns = list(a->columns),
                              .skip = list(a->skip),
                              .fill_down = list(a->fill_down),
                              .periods = list(a->periods),
                              .named = headers,
                              .variable = a->variable,
                              .value = a->value,
                              .split = a->split,
                              .flags = a->flags,
                              .flag_column = a->flag_column,
                              .percent = a->percent,
                              .notes = a->notes,
                              .intervals = a->intervals,
                              .censored = a->censored,
                              .thousands = a->grouping,
                              .names = names,
                              .places = true};
    struct csv_options o = {.unit = a->unit,
                            .name = a->name,
                            .period = a->period,
                            .delimiter = a->delimiter,
                            .header_rows = a->header_rows,
                            .thousands = a->thousands,
                            .text = list(a->text),
                            .shape = &l,
                            .any_layout = true};
    if (a->missing[0])
        o.missing = list(a->missing);
    for (size_t i = 0; i + 1 < NAMES && a->named[i]; i += 2)
        headers[l.n_named++] =
            (struct shape_header){.name = a->named[i], .pattern = a->named[i + 1]};
    *t = NULL;
    return csv_read_bytes("t.csv", text, strlen(text), &o, t, e);
}

static void add_unit(const struct table *t, size_t u, struct str *to)
{
    str_printf(to, "%s%s", u ? "; " : "", t->codes[u]);
    if (strcmp(t->codes[u], t->names[u]))
        str_printf(to, "=%s", t->names[u]);
    for (size_t k = 0; k < t->n_attributes; k++)
        str_printf(to, " %s:%s", t->attributes[k].name, t->attributes[k].v[u]);
    for (size_t p = 0; p < t->n_periods; p++) {
        if (t->periods[p][0])
            str_printf(to, " @%s", t->periods[p]);
        for (size_t k = 0; k < t->n_variables; k++) {
            const struct variable *v = &t->variables[k];
            size_t row = p * t->n_units + u;
            ck_assert_int_eq(isnan(v->v[row]), v->cell[row] == CELL_MISSING);
            str_printf(to, " %s=%.10g%s", v->name, v->v[row],
                       v->marks && v->marks[row] ? v->marks[row] : "");
        }
    }
}

static void dump(const struct table *t, char text[TEXT])
{
    struct str s = {0};
    for (size_t u = 0; u < t->n_units; u++)
        add_unit(t, u, &s);
    ck_assert(!s.failed && s.n < TEXT);
    strcpy(text, s.s);
    str_fini(&s);
}

static const struct reading {
    const char *name, *text;
    struct asked asked;
    const char *want; /* the table; or what the error begins with, or holds behind *** */
    const char *note; /* one of the notes holds it; NULL: there is none */
} readings[] = {
    {"plain", "code,x,kind\na,1,k\nb,,m\n", {0}, "a kind:k x=1; b kind:m x=nan", NULL},
    {"title lines",
     "Title\n\n\"a, b\",\ncode,x\na,1\nb,2\n",
     {.unit = "code"},
     "a x=1; b x=2",
     "the header is on line 4"},
    {"remarks below",
     "code,x,y\na,1,2\n注：近似\n资料来源：局\n",
     {.unit = "code"},
     "a x=1 y=2",
     "2 rows passed over as remarks below the table: line 3 \"注：近似\""},
    {"a remark of any words behind the last row",
     "code,x,y\na,1,2\nSome Office 2024\n",
     {0},
     "a x=1 y=2",
     "1 row passed over"},
    {"a row cut short among others",
     "code,x,y\na,1,2\nb\nc,3,4\n",
     {0},
     "t.csv:3: 1 cell where the header has 3",
     NULL},
    {"skipped rows",
     "code,x\n全省,9\na,1\n合 计,3\nb,2\n",
     {.skip = {"全省", "合计"}},
     "a x=1; b x=2",
     "2 rows passed over (skip): line 2 \"全省\", line 4 \"合 计\""},
    {"nameless columns",
     "code,x,,\na,1,,\nb,2,,\n",
     {0},
     "a x=1; b x=2",
     "2 columns without a name and without a value passed over"},
    {"a nameless column with a value",
     "code,x,\na,1,7\n",
     {0},
     "t.csv:1: column 3: has no name",
     NULL},
    {"numbers and texts",
     "code,x,y\na,1,2\nb,X,3\n",
     {0},
     "a x:1 y=2; b x:X y=3",
     "column x: numbers and texts; taken as texts"},
    {"rows without a code",
     "code,n,x\na,A,1\n,World,9\nb,B,2\n",
     {.name = "n"},
     "a=A x=1; b=B x=2",
     "1 row without a code in code is left out: line 3 World"},
    {"most rows without a code",
     "code,n,x\na,A,1\n,,9\n,,2\n",
     {.name = "n"},
     "t.csv:3: column code: \"\": blank; each row needs the code of its unit (fill_down = code",
     NULL},
    {"groups named once",
     "city,county,x\nC,a,1\n,b,2\nD,c,3\n",
     {.unit = "county", .fill_down = {"city"}},
     "a city:C x=1; b city:C x=2; c city:D x=3",
     NULL},
    {"two header rows",
     "title,,,\n,,,u\nr,G,,P\n,abs,rate,abs\na,1,2,3\n",
     {.unit = "r", .header_rows = 4},
     "a G/abs=1 G/rate=2 P/abs=3",
     NULL},
    {"two header rows, found",
     "title,,,\nr,G,,P\n,abs,rate,abs\na,1,2,3\n",
     {.unit = "r"},
     "a G/abs=1 G/rate=2 P/abs=3",
     "the header is on line 2"},
    {"years below a name",
     "r,G,,P\n,2019,2020,\na,1,2,3\n",
     {.unit = "r"},
     "a G/2019=1 G/2020=2 P=3",
     NULL},
    {"a line of units",
     "r,G,P\n,(km),(t)\na,1,2\n",
     {.unit = "r"},
     "a G=1 P=2",
     "line 2 tells the units"},
    {"names on lines that are told",
     "r,G,P\n,x,y\nunits,u,v\na,1,2\n",
     {.unit = "r", .header = {"1", "2"}, .header_rows = 3},
     "a G/x=1 P/y=2",
     NULL},
    {"columns by position",
     "what,ever,it,is\na,1,2,3\n",
     {.unit = "code", .columns = {"code", "x", "-", "z"}},
     "a x=1 z=3",
     NULL},
    {"columns by header, whatever unit stands behind and of what they are",
     "r,GDP （亿元,,总 人口（万人）\n,,其中：工业(亿元),\na,1,2,3\n",
     {.unit = "r", .named = {"g", "GDP", "i", "GDP/工业", "p", "总人口"}},
     "a g=1 i=2 p=3",
     NULL},
    {"a header as it stands goes before one without its unit",
     "r,GDP (km),GDP\na,1,2\n",
     {.unit = "r", .named = {"g", "GDP"}},
     "a GDP (km)=1 g=2",
     NULL},
    {"a bracket that is not a unit behind a name",
     "r,GDP(a)b\na,1\n",
     {.unit = "r", .named = {"g", "GDP"}},
     "t.csv:1: g = GDP: no column is so called",
     NULL},
    {"columns by header",
     "地区,地区生产总值 （亿元）,其他\na,1,2\n",
     {.unit = "code", .named = {"code", "地区", "gdp", "地区生产总值(*"}},
     "a gdp=1 其他=2",
     NULL},
    {"a header that nothing is called",
     "code,x\na,1\n",
     {.named = {"gdp", "y*"}},
     "t.csv:1: gdp = y*: no column is so called",
     NULL},
    {"a header that two are called",
     "code,xa,xb\na,1,2\n",
     {.named = {"gdp", "x*"}},
     "t.csv:1: gdp = x*: 2 columns are so called, xa and xb",
     NULL},
    {"long",
     "c,what,t,v,s\na,x,2020,1,A\na,y,2020,2,E\nb,x,2020,3,\nb,x,2021,4,P\n",
     {.unit = "c",
      .period = "t",
      .layout = SHAPE_LONG,
      .variable = "what",
      .value = "v",
      .flag_column = "s"},
     "a @2020 x=1 y=2E @2021 x=nan y=nan; b @2020 x=3 y=nan @2021 x=4P y=nan",
     "2 figures have a mark beside: P (1), E (1)"},
    {"long, twice",
     "c,what,sex,v\na,x,M,1\na,x,F,2\n",
     {.unit = "c", .layout = SHAPE_LONG, .variable = "what", .value = "v"},
     "t.csv:3: column c: \"a\": the unit is already on line 2, with the same variable; the rows "
     "differ "
     "in sex (\"M\", \"F\")",
     NULL},
    {"long without its columns",
     "c,v\na,1\n",
     {.layout = SHAPE_LONG},
     "t.csv: layout = long needs",
     NULL},
    {"periods across",
     "c,2020,2019\na,1,2\nb,3,\n",
     {.layout = SHAPE_PERIODS, .variable = "x"},
     "a @2019 x=2 @2020 x=1; b @2019 x=nan @2020 x=3",
     NULL},
    {"periods across, by pattern",
     "c,2020年,2019年,note\na,1,2,9\n",
     {.layout = SHAPE_PERIODS, .variable = "x", .periods = {"*年"}},
     "a @2019年 x=2 @2020年 x=1",
     NULL},
    {"periods across, a range",
     "c,2018,2019,2020\na,1,2,3\n",
     {.layout = SHAPE_PERIODS, .variable = "x", .periods = {"2019..2020"}},
     "a @2019 x=2 @2020 x=3",
     NULL},
    {"periods across, the variable in a column",
     "c,s,2019 [YR2019],2020 [YR2020]\na,x,1,2\na,y,3,..\n",
     {.layout = SHAPE_PERIODS, .variable = "s"},
     "a @2019 x=1 y=3 @2020 x=2 y=nan",
     NULL},
    {"periods across without a name",
     "c,2019\na,1\n",
     {.layout = SHAPE_PERIODS},
     "t.csv: layout = periods needs variable",
     NULL},
    {"no period across",
     "c,x\na,1\n",
     {.layout = SHAPE_PERIODS, .variable = "x"},
     "t.csv:1: no column is a period",
     NULL},
    {"one period twice",
     "c,2019,2019年\na,1,2\n",
     {.layout = SHAPE_PERIODS, .variable = "x"},
     "t.csv: two columns are the same period",
     NULL},
    {"units across",
     "指标,甲省,乙省\nx,1,2\ny,3,\n",
     {.unit = "指标", .layout = SHAPE_TURNED},
     "甲省 x=1 y=3; 乙省 x=2 y=nan",
     NULL},
    {"several in the first column",
     "f,u,geo\\T\t2019 \t2020 \nA,PC,AT\t1.5 p\t: \nA,PC,BE\t2 \t3 bd\n",
     {.unit = "geo",
      .split = ',',
      .layout = SHAPE_PERIODS,
      .variable = "x",
      .flags = true,
      .missing = {":"}},
     "AT @2019 x=1.5p @2020 x=nan; BE @2019 x=2 @2020 x=3bd",
     "2 figures"},
    {"a code of two columns",
     "state,county,x\nAL,Lee,1\nAR,Lee,2\n",
     {.unit = "state, county"},
     "AL/Lee x=1; AR/Lee x=2",
     NULL},
    {"a name with a comma", "\"state, county\",x\na,1\n", {.unit = "state, county"}, "a x=1", NULL},
    {"a code that two rows have",
     "state,county,x\nAL,Lee,1\nAR,Lee,2\n",
     {.unit = "county"},
     "t.csv:3: column county: \"Lee\": the unit is already on line 2; the rows differ in state "
     "(\"AL\", \"AR\"): pick some with where, or name the unit by both columns: unit = state, "
     "county",
     NULL},
    {"percent", "c,x\na,12.5%\nb,10％\nd,3\n", {.percent = true}, "a x=12.5; b x=10; d x=3", NULL},
    {"percent, not asked for", "c,x\na,12.5%\nb,10%\n", {0}, "a x:12.5%; b x:10%", NULL},
    {"footnotes",
     "c,x\na,71.2*\nb,55.1(b)\nd,64 ①\ne,9†\nf,8[2]\n",
     {.notes = true},
     "a x=71.2*; b x=55.1(b); d x=64①; e x=9†; f x=8[2]",
     "5 figures have a mark beside"},
    {"flags",
     "c,x\na,1.2 p\nb,3be\nd,4\ne,12.5*\n",
     {.flags = true},
     "a x=1.2p; b x=3be; d x=4; e x=12.5*",
     "3 figures have a mark beside: p (1), be (1), * (1)"},
    {"intervals",
     "c,x\na,71.2 [70.1-72.3]\nb,5 (4–6)\nd,7\n",
     {.intervals = true},
     "a x=71.2[70.1-72.3] x_low=70.1 x_high=72.3; b x=5(4–6) x_low=4 x_high=6; d x=7 x_low=nan "
     "x_high=nan",
     "2 figures"},
    {"an interval the wrong way round",
     "c,x\na,71.2 [73-72]\n",
     {.intervals = true},
     "a x:71.2 [73-72]",
     NULL},
    {"an interval of negative numbers",
     "c,x\na,-1.5 [-2.5 - -0.5]\n",
     {.intervals = true},
     "a x=-1.5[-2.5 - -0.5] x_low=-2.5 x_high=-0.5",
     "1 figure has"},
    {"censored, the bound",
     "c,x\na,<5\nb,> 95\nd,≥3\n",
     {.censored = CENSORED_BOUND},
     "a x=5<; b x=95>; d x=3≥",
     "3 figures"},
    {"censored, missing",
     "c,x\na,<5\nb,2\n",
     {.censored = CENSORED_MISSING},
     "a x=nan<; b x=2",
     "1 figure"},
    {"parted by blanks",
     "c,x\na,1 234 567.5\nb,12\u00a0345\nd,1\u202f000\n",
     {.grouping = THOUSANDS_SPACE},
     "a x=1234567.5; b x=12345; d x=1000",
     NULL},
    {"parted by apostrophes",
     "c,x\na,1'234.5\nb,12’345\n",
     {.grouping = THOUSANDS_APOSTROPHE},
     "a x=1234.5; b x=12345",
     NULL},
    {"lakh",
     "c;x\na;12,34,567.5\nb;1,234\nd;-1,00,000\n",
     {.grouping = THOUSANDS_INDIAN, .delimiter = ';'},
     "a x=1234567.5; b x=1234; d x=-100000",
     NULL},
    {"no lakh",
     "c;x\na;1,234,567\n",
     {.grouping = THOUSANDS_INDIAN, .delimiter = ';'},
     "a x:1,234,567",
     NULL},
    {"blanks that part nothing", "c,x\na,1 23\n", {.grouping = THOUSANDS_SPACE}, "a x:1 23", NULL},
    {"texts that change",
     "c,t,n,x\na,2020,A,1\na,2021,B,2\n",
     {.period = "t", .name = "n"},
     "a=B @2020 x=1 @2021 x=2",
     "texts of a unit change between periods, the latest holds: n of 1"},
    {"semicolons below a title", "Title of it\ncode;x\na;1,5\n", {.unit = "code"}, "a x:1,5", NULL},
};

static void check_reading(const struct reading *r)
{
    struct error e = {0};
    struct table *t;
    char text[TEXT];
    bool told = r->note == NULL;
    if (read_as(r->text, &r->asked, NULL, &t, &e)) {
        ck_assert_msg(strncmp(e.text, r->want, strlen(r->want)) == 0, "%s: %s", r->name, e.text);
        return;
    }
    dump(t, text);
    ck_assert_msg(strcmp(text, r->want) == 0, "%s: got  %s\nwant %s", r->name, text, r->want);
    for (size_t i = 0; i < t->n_notes; i++)
        told = told || strstr(t->notes[i].text, r->note);
    ck_assert_msg(told, "%s: no note \"%s\" (%zu: %s)", r->name, r->note, t->n_notes,
                  t->n_notes ? t->notes[0].text : "");
    table_free(t);
}

START_TEST(tables_are_read_whatever_their_layout)
{
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_reading(&readings[i]);
}
END_TEST

START_TEST(cells_keep_their_places)
{
    const struct asked a = {.layout = SHAPE_PERIODS, .variable = "x", .unit = "c"};
    struct error e;
    struct table *t;
    const struct variable *v;
    struct arena *arena = arena_new();
    ck_assert_msg(!read_as("title\n\nc,2020,2019\na,1,2\n\nb,3,4\n", &a, NULL, &t, &e), "%s",
                  e.text);
    v = table_variable(t, "x");
    ck_assert(v->v[1] == 4); /* 2019, b */
    ck_assert_str_eq(table_place_text(t, v, 1, arena), "t.csv, line 6, column 3");
    ck_assert_str_eq(table_place_text(t, v, 2, arena), "t.csv, line 4, column 2");
    table_free(t);
    arena_free(arena);
}
END_TEST

START_TEST(cells_of_workbooks_are_told_by_letters)
{
    struct sheet s = {.path = "b.xlsx"};
    struct shape_options l = {.places = true};
    struct csv_options o = {.unit = "name", .shape = &l};
    struct error e;
    struct table *t;
    struct arena *arena = arena_new();
    ck_assert(!sheet_named(&s, "人口", &e) && !sheet_text(&s, 0, 0, "Title", 5, &e));
    ck_assert(!sheet_text(&s, 2, 1, "name", 4, &e) && !sheet_text(&s, 2, 2, "pop\n2024", 8, &e));
    ck_assert(!sheet_text(&s, 3, 1, "a", 1, &e) && !sheet_number(&s, 3, 2, 7.25, &e));
    ck_assert(!sheet_number(&s, 4, 1, 330100, &e) && !sheet_number(&s, 4, 2, 8, &e));
    ck_assert_msg(!shape_read(&s, &o, &t, &e), "%s", e.text);
    ck_assert_str_eq(t->codes[1], "330100");
    ck_assert_str_eq(t->variables[0].name, "pop 2024");
    ck_assert(t->variables[0].v[0] == 7.25);
    ck_assert_str_eq(table_place_text(t, &t->variables[0], 1, arena), "b.xlsx, sheet 人口, C5");
    table_free(t);
    sheet_fini(&s);
    arena_free(arena);
}
END_TEST

/* ---- names ----------------------------------------------------------------------------------- */

static const char divisions[] = "code,name,alias\n330100,杭州市,Hangzhou\n331127,景宁畲族自治县,\n"
                                "650000,新疆维吾尔自治区,\n150000,内蒙古自治区,\n"
                                "320106,鼓楼区,\n350102,鼓楼区,\n";

START_TEST(units_are_found_by_name)
{
    static const struct {
        const char *name, *code; /* NULL: nobody; "": several */
    } known[] = {{"杭州市", "330100"},
                 {"杭 州 市", "330100"},
                 {"杭州", "330100"},
                 {"Hangzhou", "330100"},
                 {"ＨＡＮＧＺＨＯＵ", "330100"},
                 {"330100", "330100"},
                 {"景宁县", "331127"},
                 {"景宁", "331127"},
                 {"新疆", "650000"},
                 {"内蒙古", "150000"},
                 {"蒙古", NULL},
                 {"杭", NULL},
                 {"鼓楼区", ""},
                 {"鼓楼", ""}};
    struct unit_codes u = {0};
    struct error e;
    ck_assert_msg(!unit_codes_read(&u, "d.csv", divisions, strlen(divisions), &e), "%s", e.text);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t at;
        enum unit_codes_found found = unit_codes_find(&u, known[i].name, &at);
        enum unit_codes_found want = !known[i].code   ? UNIT_UNKNOWN
                                     : *known[i].code ? UNIT_FOUND
                                                      : UNIT_AMBIGUOUS;
        ck_assert_msg(found == want, "%s: %d, not %d", known[i].name, (int)found, (int)want);
        if (found == UNIT_FOUND)
            ck_assert_str_eq(u.codes[at], known[i].code);
    }
    unit_codes_fini(&u);
}
END_TEST

/* A city or a kind that many units share is no name of any. */
START_TEST(columns_of_groups_are_no_names)
{
    static const char list[] =
        "code,name,city,short\n1,甲区,申市,甲\n2,乙区,申市,乙\n3,丙县,酉市,丙\n"
        "4,丁县,酉市,\n5,戊县,戌市,\n";
    struct unit_codes u = {0};
    struct error e;
    size_t at;
    ck_assert(!unit_codes_read(&u, "d.csv", list, strlen(list), &e));
    ck_assert_int_eq(unit_codes_find(&u, "乙", &at), UNIT_FOUND);
    ck_assert_int_eq(unit_codes_find(&u, "申市", &at), UNIT_UNKNOWN);
    ck_assert_int_eq(unit_codes_find(&u, "戌市", &at), UNIT_UNKNOWN);
    unit_codes_fini(&u);
}
END_TEST

START_TEST(names_become_codes_and_strangers_are_told)
{
    struct asked a = {.unit = "地区"};
    struct unit_codes u = {0};
    struct error e;
    struct table *t;
    char text[TEXT];
    ck_assert(!unit_codes_read(&u, "d.csv", divisions, strlen(divisions), &e));
    ck_assert_msg(!read_as("地区,x\n杭　州,1\n景宁县,2\n", &a, &u, &t, &e), "%s", e.text);
    dump(t, text);
    ck_assert_str_eq(text, "330100=杭州市 x=1; 331127=景宁畲族自治县 x=2");
    table_free(t);
    ck_assert_int_eq(read_as("地区,x\n杭州,1\n鼓楼区,2\nHangzhoo,3\n", &a, &u, &t, &e), ERR_DATA);
    ck_assert_msg(strstr(e.text, "2 rows are nobody's"), "%s", e.text);
    ck_assert_msg(strstr(e.text, "\"鼓楼区\" (line 3: several units are called so)"), "%s", e.text);
    ck_assert_msg(strstr(e.text, "of the file 4 of 6 are not met"), "%s", e.text);
    unit_codes_fini(&u);
}
END_TEST

/* ---- rows that are picked -------------------------------------------------------------------- */

/* Keeps rows of which s is the text that data says. */
static int keep_s(void *data, const struct table *t, unsigned char *keep, struct error *e)
{
    const struct attribute *s = table_attribute(t, "s");
    (void)e;
    ck_assert_ptr_nonnull(s);
    ck_assert_ptr_null(table_attribute(t, "other"));
    for (size_t i = 0; i < t->n_units; i++)
        keep[i] = strcmp(s->v[i], data) == 0;
    return OK;
}

START_TEST(rows_are_picked_before_anything_is_asked)
{
    static char wanted[] = "T", nothing[] = "Z";
    struct shape_options l = {.pick = {"s == \"T\"", keep_s, wanted}};
    struct csv_options o = {.unit = "c", .shape = &l};
    static const char text[] = "c,s,other,x\na,T,q,1\na,F,q,bad\n,F,q,\nb,T,r,2\n";
    struct error e;
    struct table *t;
    char got[TEXT];
    ck_assert_msg(!csv_read_bytes("t.csv", text, strlen(text), &o, &t, &e), "%s", e.text);
    dump(t, got);
    ck_assert_str_eq(got, "a s:T other:q x=1; b s:T other:r x=2");
    table_free(t);
    l.pick.data = nothing;
    ck_assert_int_eq(csv_read_bytes("t.csv", text, strlen(text), &o, &t, &e), ERR_DATA);
    ck_assert_str_eq(e.text, "t.csv: where: keeps none of the 4 rows");
}
END_TEST

/* ---- merged cells ---------------------------------------------------------------------------- */

static const struct merging {
    const char *name, *text;
    struct asked asked;
    struct sheet_merge merges[4];
    const char *want, *note;
} mergings[] = {
    {"a name over two lines, with one below another",
     "t,,,\nr,G,,P\n,abs,rate,\na,1,2,3\n",
     {.unit = "r"},
     {{1, 0, 2, 0}, {1, 1, 1, 2}, {1, 3, 2, 3}},
     "a G/abs=1 G/rate=2 P=3",
     "the header is on line 2"},
    {"one name on the second line",
     "r,G,,P\n,,of which: g,\na,1,2,3\n",
     {.unit = "r"},
     {{0, 0, 1, 0}, {0, 1, 1, 1}, {0, 3, 1, 3}},
     "a G=1 G/of which: g=2 P=3",
     NULL},
    {"a group that ends before the next column",
     "r,G,,\n,a,b,P\nu,1,2,3\n",
     {.unit = "r"},
     {{0, 0, 1, 0}, {0, 1, 0, 2}},
     "u G/a=1 G/b=2 P=3",
     NULL},
    {"groups of rows",
     "city,r,x\nC,a,1\n,b,2\nD,c,3\n",
     {.unit = "r"},
     {{1, 0, 2, 0}},
     "a city:C x=1; b city:C x=2; c city:D x=3",
     NULL},
    {"units over their periods",
     "r,year,x\na,2019,1\n,2020,2\nb,2019,3\n,2020,4\n",
     {.unit = "r", .period = "year"},
     {{1, 0, 2, 0}, {3, 0, 4, 0}},
     "a @2019 x=1 @2020 x=2; b @2019 x=3 @2020 x=4",
     NULL},
    {"figures count once",
     "r,x,y\na,1,4\nb,,5\nc,3,6\n",
     {.unit = "r"},
     {{1, 1, 2, 1}},
     "a x=1 y=4; b x=nan y=5; c x=3 y=6",
     "1 cell of a merged figure is blank"},
    {"numbers that name groups",
     "g,r,x\n1,a,4\n,b,5\n",
     {.unit = "r", .text = {"g"}},
     {{1, 0, 2, 0}},
     "a g:1 x=4; b g:1 x=5",
     NULL},
    {"a range that reaches beyond all cells",
     "city,r,x\nC,a,1\n,b,2\n",
     {.unit = "r"},
     {{1, 0, 1048575, 0}},
     "a city:C x=1; b city:C x=2",
     NULL},
};

static int read_merged(const struct merging *m, struct table **t, struct error *e)
{
    struct shape_options l = {.places = true};
    struct csv_options o = {
        .unit = m->asked.unit, .period = m->asked.period, .text = list(m->asked.text), .shape = &l};
    struct csv_bytes bytes = {.s = m->text, .n = strlen(m->text)};
    struct sheet s = {.path = "t.xlsx"};
    int status = sheet_of_csv(&s, &bytes, &o, e);
    s.even = false;
    for (size_t i = 0; !status && i < 4 && m->merges[i].bottom + m->merges[i].right; i++)
        status = sheet_merged(&s, &m->merges[i], e);
    if (!status)
        status = sheet_named(&s, "s", e);
    if (!status)
        status = shape_read(&s, &o, t, e);
    sheet_fini(&s);
    return status;
}

static bool is_noted(const struct table *t, const char *note)
{
    for (size_t i = 0; i < t->n_notes; i++)
        if (!note || strstr(t->notes[i].text, note))
            return true;
    return note == NULL;
}

START_TEST(merged_cells_are_what_the_first_is)
{
    for (size_t i = 0; i < sizeof mergings / sizeof *mergings; i++) {
        struct error e = {0};
        struct table *t;
        char text[TEXT];
        ck_assert_msg(!read_merged(&mergings[i], &t, &e), "%s: %s", mergings[i].name, e.text);
        dump(t, text);
        ck_assert_msg(!strcmp(text, mergings[i].want), "%s: %s", mergings[i].name, text);
        ck_assert_msg(is_noted(t, mergings[i].note), "%s", mergings[i].name);
        ck_assert_msg(mergings[i].note || !t->n_notes, "%s", mergings[i].name);
        table_free(t);
    }
}
END_TEST

/* Each of many ranges over everything: as many steps as they claim cells would never end. */
START_TEST(merged_cells_beyond_reason_are_told)
{
    struct sheet s = {.path = "t.xlsx"};
    struct csv_options o = {.unit = "r"};
    struct error e = {0};
    struct table *t;
    ck_assert(!sheet_text(&s, 0, 0, "r", 1, &e) && !sheet_text(&s, 0, 1, "x", 1, &e));
    ck_assert(!sheet_text(&s, 1, 0, "a", 1, &e) && !sheet_number(&s, 9999, 1, 2, &e));
    ck_assert(!sheet_text(&s, 9999, 0, "b", 1, &e));
    for (size_t i = 0; i < 200000; i++)
        ck_assert(!sheet_merged(&s, &(struct sheet_merge){1, 0, 1u << 20, 1u << 14}, &e));
    ck_assert_msg(!shape_read(&s, &o, &t, &e), "%s", e.text);
    ck_assert_str_eq(t->notes[0].text,
                     "merged cells reach far beyond what is filled in; they count as blank cells");
    ck_assert(t->notes[0].warning);
    table_free(t);
    sheet_fini(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        tables_are_read_whatever_their_layout,    cells_keep_their_places,
        cells_of_workbooks_are_told_by_letters,   units_are_found_by_name,
        columns_of_groups_are_no_names,           names_become_codes_and_strangers_are_told,
        rows_are_picked_before_anything_is_asked, merged_cells_are_what_the_first_is,
        merged_cells_beyond_reason_are_told,      NULL,
    };
    return kit_run("shape", tests);
}
