/* SPDX-License-Identifier: MIT */
/*
 * Each kind of figure of small, irregular data, compared to the letter with tests/report/golden:
 * SVG with an element a line, a metafile with a record a line.
 *
 *     HENG_GOLDEN=write build/tests/report/test_figures    writes them anew: look at what git diff
 * says
 */
#include "report/figures.h"

#include "kit.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const double missing = NAN;

/* ---- how values are spread ------------------------------------------------------ */

static void strips(struct canvas *c)
{
    const double v[] = {3, missing, 1, 8, 2, 2, missing}, one[] = {missing, 5};
    double scratch[COUNT(v)];
    struct spread s = spread_of(v, COUNT(v), scratch);
    figure_strip(c, &s, 0, 10);
    s.own = 7.5;
    figure_strip(c, &s, -2, 8);
    s = spread_of(one, COUNT(one), scratch);
    figure_strip(c, &s, 0, 10);
    s = spread_of(one, 1, scratch); /* nothing there: nothing drawn */
    figure_strip(c, &s, 0, 10);
}

static void strips_of_rows(struct canvas *c)
{
    static const char *const names[] = {"A", "B & b", "C", "D", "E"};
    static double many[301];
    static const char *name_of[301];
    const double v[] = {10, missing, 90, 11, 10}, none[] = {missing, missing}, one[] = {50};
    for (size_t i = 0; i < COUNT(many); i++) {
        many[i] = (double)(i * 37 % 100);
        name_of[i] = "many";
    }
    const struct strip_row rows[] = {{"economy", v, names, 5, false},
                                     {"nothing", none, names, 2, false},
                                     {"one", one, names, 1, true},
                                     {"many", many, name_of, COUNT(many), true}};
    figure_strips(c, rows, COUNT(rows), 0, 100);
}

static void intervals(struct canvas *c)
{
    figure_interval(c, 11, 4, 2, 7, true);
    figure_interval(c, 11, 1, 1, 1, false);
    figure_interval(c, 1, 1, missing, 1, true);
    figure_interval(c, 11, missing, 1, missing, true);
}

static void ranks(struct canvas *c)
{
    const struct ranked_row rows[] = {
        {"Alpha", "#a", 1, 1, 2, 1, 4, true},
        {"Beta", NULL, 2.5, 2, 3, missing, missing, false},
        {"Gamma & Co.", NULL, missing, missing, 4, 2, missing, true},
        {"", NULL, 5, 5, 5, 5, 5, false},
    };
    figure_ranks(c, rows, COUNT(rows), 5);
}

static void rank_alone(struct canvas *c)
{
    const struct ranked_row row = {"A", NULL, 1, 1, 1, 1, 1, true};
    figure_ranks(c, &row, 1, 1);
    figure_ranks(c, &row, 0, 0);
}

static void histogram(struct canvas *c)
{
    const double v[] = {0, 9.99, 10, 12, missing, 35, 40, 41, -3, 12};
    figure_histogram(c, &(struct histogram){v, COUNT(v), 0, 40, 10, 11, "median 11"});
}

static void histogram_unmarked(struct canvas *c)
{
    const double v[] = {0.25, 0.25};
    figure_histogram(c, &(struct histogram){v, COUNT(v), 0, 0.5, 0.125, missing, NULL});
    figure_histogram(c, &(struct histogram){v, 1, 0, 0.05, 0.1, 0.05, NULL});
}

/* ---- shapes ----------------------------------------------------------------------- */

static void radar(struct canvas *c)
{
    static const char *const labels[] = {"economy", "people", "air", "water", "land"};
    const double own[] = {80, 120, -5, 40, 55}, middle[] = {50, missing, 30, 60, missing};
    figure_radar(c, &(struct radar){labels, own, middle, COUNT(own), 100});
}

static void radar_of_few(struct canvas *c)
{
    static const char *const labels[] = {"a", "b", "c"};
    const double own[] = {1, missing, missing}, middle[] = {missing, missing, missing};
    figure_radar(c, &(struct radar){labels, own, middle, 3, 2});
    figure_radar(c, &(struct radar){labels, own, middle, 2, 2});
}

static void icicle(struct canvas *c)
{
    const struct icicle_node nodes[] = {
        {"index", 0, 1, 0},
        {"economy and trade", 0, 0.6, 1},
        {"life", 0, 0.4, 1},
        {"income", 1, 0.45, 2},
        {"very long name of an indicator", 1, 0.15, 2},
        {"air", 2, 0.05, 2},
        {"water", 2, 0.35, 2},
    };
    figure_icicle(c, nodes, COUNT(nodes));
}

/* ---- change ----------------------------------------------------------------------- */

static void lines(struct canvas *c)
{
    static const char *const periods[] = {"2019", "2020", "2021", "2022"};
    const double a[] = {10, 12, missing, 18.5}, b[] = {missing, 11, 30, 18},
                 d[] = {5, missing, 7, missing}, e[] = {missing, missing, missing, missing};
    const struct line all[] = {{"Alpha", "#a", a, INK_KIND_1, true},
                               {"Beta", NULL, b, INK_KIND_2, true},
                               {"Delta", NULL, d, INK_OWN, false},
                               {"Epsilon", NULL, e, INK_OWN, true}};
    figure_lines(c, &(struct lines){all, COUNT(all), periods, 4, false});
}

static void slopes(struct canvas *c)
{
    static const char *const periods[] = {"2019", "2024"};
    const double a[] = {1, 3}, b[] = {2, 1}, d[] = {3, missing};
    const struct line all[] = {{"Alpha", "#a", a, INK_KIND_1, true},
                               {"Beta", "#b", b, INK_KIND_2, false},
                               {"Delta", NULL, d, INK_OWN, false}};
    figure_lines(c, &(struct lines){all, COUNT(all), periods, 2, true});
}

static void lines_of_one(struct canvas *c)
{
    static const char *const periods[] = {"2024"};
    const double a[] = {missing};
    const struct line one = {"Alpha", NULL, a, INK_KIND_1, true};
    figure_lines(c, &(struct lines){&one, 1, periods, 1, true});
    figure_lines(c, &(struct lines){&one, 1, periods, 1, false});
    figure_lines(c, &(struct lines){&one, 1, periods, 0, false});
}

/* ---- tables of colours --------------------------------------------------------------- */

static void correlations(struct canvas *c)
{
    static const char *const names[] = {"income", "a name too long for its head", "c"};
    const double v[] = {1, -0.6, 0.2, -0.6, 1, missing, 0.2, missing, 0.6, -0.2, 0.19, -0.59};
    figure_matrix(c, &(struct matrix){names, names, 3, 3, v, ink_of_correlation, NULL, true, 2});
}

static enum ink ink_of_chance(double v, void *of)
{
    return v < *(double *)of ? INK_GROUND : ink_of_share(v, NULL);
}

static void chances(struct canvas *c)
{
    static const char *const rows[] = {"Alpha", "Beta"}, *const columns[] = {"1", "2", "3", "4"};
    const double v[] = {0.8, 0.1, 0.05, missing, 0.004, 0.3, 0.5, 0.79};
    double least = 0.005;
    figure_matrix(c, &(struct matrix){rows, columns, 2, 4, v, ink_of_chance, &least, false, 3});
    figure_matrix(c, &(struct matrix){rows, columns, 0, 0, v, ink_of_chance, &least, false, 3});
}

/* ---- parts ------------------------------------------------------------------------------ */

static void bars(struct canvas *c)
{
    static const char *const labels[] = {"a", "weight of a long name", "c"};
    const double v[] = {3.14159, missing, 12}, low[] = {2, 0, 9}, high[] = {4, missing, 15};
    figure_bars(c, &(struct bars){labels, 3, v, 1, NULL, low, high, missing});
}

static void bars_of_parts(struct canvas *c)
{
    static const char *const labels[] = {"Alpha", "Beta"}, *const parts[] = {"x", "y", "rest"};
    const double v[] = {10, -4, 0, missing, 7, 2.5};
    figure_bars(c, &(struct bars){labels, 2, v, 3, parts, NULL, NULL, missing});
    figure_bars(c, &(struct bars){labels, 2, v, 3, parts, NULL, NULL, 20});
    figure_bars(c, &(struct bars){labels, 0, v, 3, parts, NULL, NULL, missing});
}

static void lorenz(struct canvas *c)
{
    const double people[] = {0, 0.5, 0.75, 1}, income[] = {0, 0.1, 0.4, 1};
    figure_lorenz(c, people, income, 3, "share of people", "share of income");
}

/* ---- maps ---------------------------------------------------------------------------------- */

static void map(struct canvas *c)
{
    const struct point a[] = {{0, 0}, {40, 0}, {40, 40}, {0, 40}, {10, 10}, {20, 10}, {20, 20}},
                       b[] = {{50, 0}, {90, 0}, {90, 40}}, d[] = {{0, 50}, {90, 50}, {45, 90}};
    const size_t ends[] = {4, 7}, end[] = {3};
    struct geo_feature features[] = {{"a", "A", a, ends, 2, {20, 25}},
                                     {"b", "B", b, end, 1, {75, 15}},
                                     {"d", "D", d, end, 1, {45, 60}}};
    const struct geo_map m = {features, 3, 10, 90, 90};
    const struct map_area areas[] = {{INK_STEP_1, true, "Alpha: 3", "#a", "a", "A"},
                                     {INK_MISSING, false, NULL, NULL, NULL, NULL},
                                     {INK_STEP_5, false, "Delta: 1", NULL, "d", "a long name"}};
    const struct map_flow flows[] = {{{20, 25}, {75, 15}, 1, "A to B"},
                                     {{75, 15}, {20, 25}, 0.25, NULL}};
    figure_map(c, &(struct map){&m, areas, flows, 2, 1.5});
}

/* Colours in turn, outlines of both kinds, with a unit and without; the first, the last, alone. */
static void map_of_many(struct canvas *c)
{
    enum { MANY = 9 };
    static const struct {
        enum ink ink;
        bool bold;
        const char *title;
    } of[MANY] = {
        {INK_GROUND, false, NULL},    {INK_MISSING, false, NULL}, {INK_MISSING, true, NULL},
        {INK_STEP_3, false, "third"}, {INK_GROUND, true, NULL},   {INK_STEP_3, true, NULL},
        {INK_MISSING, false, "none"}, {INK_MISSING, false, NULL}, {INK_GROUND, false, NULL}};
    struct point p[MANY][3];
    const size_t end[] = {3};
    struct geo_feature features[MANY];
    struct map_area areas[MANY];
    for (size_t i = 0; i < MANY; i++) {
        const double x = 10 * (double)i, y = (double)(i * 7 % 5);
        memcpy(p[i], (struct point[3]){{x, y}, {x + 8, y}, {x + 1, y + 6}}, sizeof p[i]);
        features[i] = (struct geo_feature){"c", "N", p[i], end, 1, {x + 3, y + 2}};
        areas[i] = (struct map_area){.ink = of[i].ink, .bold = of[i].bold, .title = of[i].title};
    }
    figure_map(c, &(struct map){&(struct geo_map){features, MANY, 10, 90, 12}, areas, NULL, 0, 1});
    figure_map(c, &(struct map){&(struct geo_map){features, 1, 10, 10, 12}, areas, NULL, 0, 2});
    figure_map(c, &(struct map){&(struct geo_map){features, 0, 10, 10, 12}, areas, NULL, 0, 1});
}

/* ---- the goldens ----------------------------------------------------------------------------- */

static const struct drawn {
    const char *name;
    double width, height;
    void (*draw)(struct canvas *c);
} figures[] = {
    {"strips.svg", 120, 16, strips},
    {"strips_of_rows.svg", 400, 160, strips_of_rows},
    {"intervals.svg", 120, 14, intervals},
    {"ranks.svg", 400, 120, ranks},
    {"rank_alone.svg", 300, 40, rank_alone},
    {"histogram.svg", 300, 160, histogram},
    {"histogram_unmarked.svg", 300, 160, histogram_unmarked},
    {"radar.svg", 320, 260, radar},
    {"radar_of_few.svg", 320, 260, radar_of_few},
    {"icicle.svg", 400, 150, icicle},
    {"lines.svg", 480, 220, lines},
    {"slopes.svg", 480, 220, slopes},
    {"lines_of_one.svg", 480, 220, lines_of_one},
    {"correlations.svg", 400, 120, correlations},
    {"chances.svg", 400, 80, chances},
    {"bars.svg", 480, 100, bars},
    {"bars_of_parts.svg", 480, 100, bars_of_parts},
    {"lorenz.svg", 200, 200, lorenz},
    {"map.svg", 90, 90, map},
    {"map_of_many.svg", 90, 12, map_of_many},
    {"strips.emf", 120, 16, strips},
    {"icicle.emf", 400, 150, icicle},
    {"map.emf", 90, 90, map},
};

/* An element a line. */
static void part_elements(const struct str *from, struct str *to)
{
    for (size_t i = 0; i < from->n; i++)
        str_printf(to, from->s[i] == '>' && from->s[i + 1] == '<' ? ">\n" : "%c", from->s[i]);
    str_add(to, "\n");
}

/* A record a line, in words of 32 bits. */
static void part_records(const struct str *from, struct str *to)
{
    uint32_t word, size = 0;
    for (size_t at = 0, end = 0; at < from->n; at += 4) {
        memcpy(&word, from->s + at, 4);
        if (at == end) {
            memcpy(&size, from->s + at + 4, 4);
            end += size;
        }
        str_printf(to, "%x%s", word, at + 4 == end ? "\n" : " ");
    }
}

static void draw(const struct drawn *d, struct str *to)
{
    const bool svg = strstr(d->name, ".svg") != NULL;
    struct str out = {0};
    struct canvas c;
    struct error e;
    ck_assert_int_eq(svg ? canvas_svg(&c, d->width, d->height,
                                      &(struct figure_words){"f", "Figure", "of data", true}, NULL,
                                      &out, &e)
                         : canvas_emf(&c, d->width, d->height, 80, &out, &e),
                     OK);
    d->draw(&c);
    ck_assert_int_eq(canvas_finish(&c, &e), OK);
    if (svg)
        part_elements(&out, to);
    else
        part_records(&out, to);
    str_fini(&out);
}

static void read_golden(const char *path, struct str *to)
{
    char line[4096];
    FILE *f = fopen(path, "r");
    ck_assert_msg(f != NULL, "%s cannot be read", path);
    while (fgets(line, sizeof line, f))
        str_add(to, line);
    fclose(f);
}

static void write_golden(const char *path, const struct str *s)
{
    FILE *f = fopen(path, "w");
    ck_assert_msg(f && fputs(s->s, f) >= 0 && fclose(f) == 0, "%s cannot be written", path);
}

/* Where two texts part: the line, and what the lines are. */
static void assert_same(const char *name, const char *got, const char *want)
{
    size_t line = 1, i = 0, start = 0;
    for (; got[i] && got[i] == want[i]; i++)
        if (got[i] == '\n') {
            line++;
            start = i + 1;
        }
    ck_assert_msg(got[i] == want[i], "%s:%zu: %.*s\n  but not %.*s", name, line,
                  (int)strcspn(want + start, "\n"), want + start, (int)strcspn(got + start, "\n"),
                  got + start);
}

START_TEST(figures_to_the_letter)
{
    const char *anew = getenv("HENG_GOLDEN");
    for (size_t i = 0; i < COUNT(figures); i++) {
        struct str got = {0}, want = {0};
        char path[80];
        snprintf(path, sizeof path, "tests/report/golden/%s", figures[i].name);
        draw(&figures[i], &got);
        if (anew && strcmp(anew, "write") == 0)
            write_golden(path, &got);
        read_golden(path, &want);
        assert_same(figures[i].name, got.s, want.s);
        str_fini(&got);
        str_fini(&want);
    }
}
END_TEST

/* A radar has no more than 64 spokes, a tree no more than 2,000 boxes, a curve 4,096 points. */
START_TEST(too_much_is_cut)
{
    enum { MANY = 5000 };
    static const char *labels[MANY];
    static double v[MANY];
    static struct icicle_node nodes[MANY];
    struct str out = {0};
    struct canvas c;
    struct error e;
    size_t boxes = 0, texts = 0;
    for (size_t i = 0; i < MANY; i++) {
        labels[i] = "a";
        v[i] = (double)i / (MANY - 1);
        nodes[i] = (struct icicle_node){"n", 0, i ? 1.0 / MANY : 1, i > 0};
    }
    ck_assert_int_eq(
        canvas_svg(&c, 400, 400, &(struct figure_words){"f", "", "", false}, NULL, &out, &e), OK);
    figure_radar(&c, &(struct radar){labels, v, v, 100, 1});
    for (const char *s = out.s; (s = strstr(s, "<text")); s++)
        texts++;
    ck_assert_uint_eq(texts, 64);
    figure_icicle(&c, nodes, MANY);
    for (const char *s = out.s; (s = strstr(s, "<title>n ")); s++)
        boxes++;
    ck_assert_uint_eq(boxes, 2000);
    figure_lorenz(&c, v, v, MANY - 1, "x", "y");
    ck_assert_int_eq(canvas_finish(&c, &e), OK);
    str_fini(&out);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {figures_to_the_letter, too_much_is_cut, NULL};
    return kit_run("figures", tests);
}
