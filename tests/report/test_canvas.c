/* SPDX-License-Identifier: MIT */
/* Canvas, markup and scales: what is drawn, to the letter; nothing leaves its element. */
#include "report/canvas.h"

#include "data/text_index.h"
#include "kit.h"
#include "report/figures.h"
#include "report/markup.h"

static const struct paint filled = {INK_OWN, INK_EDGE, 1.5, true};

static struct str svg_of(void (*draw)(struct canvas *c), struct text_index *shared)
{
    struct str out = {0};
    struct canvas c;
    struct error e;
    ck_assert_int_eq(canvas_svg(&c, 100, 50, &(struct figure_words){"f", "A <b>", "x & y", false},
                                shared, &out, &e),
                     OK);
    draw(&c);
    ck_assert_int_eq(canvas_finish(&c, &e), OK);
    return out;
}

static void draw_shapes(struct canvas *c)
{
    const struct point ring[] = {{0, 0}, {10, 0}, {10, 10}, {2, 2}, {4, 2}, {4, 4.255}};
    const size_t ends[] = {3, 6};
    canvas_begin(c, &(struct canvas_group){.title = "\"><script>", .link = "#u-1", .key = "1"});
    canvas_rings(c, ring, ends, 2, &filled);
    canvas_end(c);
    canvas_circle(c, 5, -0.004, 3, &(struct paint){INK_NONE, INK_OWN, 1, false});
    canvas_text(c, 1, 2, &(struct lettering){11, ANCHOR_END, INK_MUTED, true},
                "a\x01<\xff\xe2\x80\xae>");
    canvas_text(c, 1, 2, &(struct lettering){11, ANCHOR_END, INK_MUTED, true}, "");
}

START_TEST(svg_to_the_letter)
{
    struct str out = svg_of(draw_shapes, NULL);
    ck_assert_str_eq(
        out.s, "<svg viewBox=\"0 0 100 50\" width=\"100\" id=\"f\" role=\"img\" aria-label=\"A "
               "&lt;b&gt;\">"
               "<desc>x &amp; y</desc>"
               "<a href=\"#u-1\" data-k=\"1\">"
               "<title>&quot;&gt;&lt;script&gt;</title>"
               "<path class=\"f-own s-edge dash\" stroke-width=\"1.5\" "
               "d=\"M0 0h10v10zM2 2h2v2.26z\"/></a>"
               "<circle class=\"s-own\" cx=\"5\" cy=\"0\" r=\"3\"/>"
               "<text class=\"f-muted b e\" x=\"1\" y=\"2\">"
               "a\xef\xbf\xbd&lt;\xef\xbf\xbd\xef\xbf\xbd&gt;</text></svg>");
    str_fini(&out);
}
END_TEST

/* A page holds a long outline and a shared group once, whatever colour they have. */
START_TEST(what_is_drawn_again_is_drawn_by_reference)
{
    struct point ring[40];
    const size_t end = 40;
    struct text_index shared = {0};
    struct str out = {0};
    struct error e;
    for (size_t i = 0; i < end; i++)
        ring[i] = (struct point){(double)(i * i % 37), (double)(i * 7 % 41)};
    for (int time = 0; time < 3; time++) {
        const struct paint how = {time ? INK_OWN : INK_OTHER, INK_NONE, 0, false};
        struct canvas c;
        ck_assert_int_eq(canvas_svg(&c, 9, 9, &(struct figure_words){0}, &shared, &out, &e), OK);
        canvas_rings(&c, ring, &end, 1, &how);
        canvas_begin(&c, &(struct canvas_group){.shared = true});
        canvas_circle(&c, time == 2 ? 2 : 1, 1, 1, &filled);
        canvas_end(&c);
        ck_assert_int_eq(canvas_finish(&c, &e), OK);
    }
    ck_assert_ptr_nonnull(strstr(out.s, "<g class=\"f-other\"><path id=\"x0\" d=\"M0 0"));
    ck_assert_ptr_nonnull(strstr(out.s, "<use class=\"f-own\" href=\"#x0\"/>"));
    ck_assert_ptr_nonnull(strstr(out.s, "<g id=\"x1\"><circle class"));
    ck_assert_ptr_nonnull(strstr(out.s, "<use href=\"#x1\"/></svg>"));
    ck_assert_ptr_nonnull(strstr(out.s, "<g id=\"x2\"><circle class"));
    ck_assert_uint_eq(shared.n, 3);
    text_index_fini(&shared);
    str_fini(&out);
}
END_TEST

/* The steps of an outline add up to its points, to a hundredth, however many there are. */
START_TEST(an_outline_is_exact)
{
    struct point p[500];
    const size_t end = 500;
    struct str out = {0};
    struct canvas c;
    struct error e;
    unsigned seed = 5;
    double x = 0, y = 0;
    char *at, last = 0;
    size_t n = 0;
    for (size_t i = 0; i < end; i++) {
        seed = seed * 1664525u + 1013904223u;
        p[i].x = i % 3 ? (double)(seed >> 8) / 16777.216 - 500 : i ? p[i - 1].x : 7.125;
        seed = seed * 1664525u + 1013904223u;
        p[i].y = i % 5 ? (double)(seed >> 8) / 16777.216 : i ? p[i - 1].y : -3;
    }
    ck_assert_int_eq(canvas_svg(&c, 9, 9, &(struct figure_words){0}, NULL, &out, &e), OK);
    canvas_rings(&c, p, &end, 1, &filled);
    at = strstr(out.s, " d=\"") + 4;
    while (*at != 'z') {
        double v[2] = {0, 0};
        if (strchr("Mlhv", *at))
            last = *at++;
        if (last != 'v')
            v[0] = strtod(at, &at);
        if (last != 'h')
            v[1] = strtod(at, &at);
        x = last == 'M' ? v[0] : x + v[0];
        y = last == 'M' ? v[1] : y + v[1];
        while (n + 1 < end && n > 0 && fabs(p[n].x - p[n - 1].x) < 1e-9 &&
               fabs(p[n].y - p[n - 1].y) < 1e-9)
            n++; /* a point twice is written once */
        ck_assert(fabs(x - p[n].x) < 0.00501);
        ck_assert(fabs(y - p[n].y) < 0.00501);
        n++;
    }
    ck_assert_uint_ge(n, end - 5);
    str_fini(&out);
}
END_TEST

static uint32_t u32_at(const struct str *s, size_t at)
{
    uint32_t v;
    memcpy(&v, s->s + at, 4);
    return v;
}

/* Walks record by record to the end: sizes, count and bytes are those of the header. */
START_TEST(a_metafile_adds_up)
{
    struct str out = {0};
    struct canvas c;
    struct error e;
    size_t at = 3;
    uint32_t records = 0, last = 0;
    str_add(&out, "xyz"); /* it need not begin at the beginning */
    ck_assert_int_eq(canvas_emf(&c, 200, 100, 80, &out, &e), OK);
    draw_shapes(&c);
    ck_assert_int_eq(canvas_finish(&c, &e), OK);
    ck_assert_uint_eq(u32_at(&out, 3), 1);
    ck_assert_uint_eq(u32_at(&out, 3 + 40), 0x464d4520);
    ck_assert_uint_eq(u32_at(&out, 3 + 48), out.n - 3);
    while (at < out.n) {
        last = u32_at(&out, at);
        ck_assert_uint_eq(u32_at(&out, at + 4) % 4, 0);
        at += u32_at(&out, at + 4);
        records++;
    }
    ck_assert_uint_eq(at, out.n);
    ck_assert_uint_eq(last, 14);
    ck_assert_uint_eq(records, u32_at(&out, 3 + 52));
    str_fini(&out);
}
END_TEST

START_TEST(coordinates_are_short)
{
    static const struct {
        double v;
        const char *text;
    } cases[] = {{0, "0"},       {-0.0, "0"},     {3, "3"},          {3.5, "3.5"},
                 {3.05, "3.05"}, {-0.25, "-.25"}, {-0.001, "0"},     {99.999, "100"},
                 {NAN, "0"},     {INFINITY, "0"}, {-12.34, "-12.34"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str s = {0};
        markup_coordinate(&s, cases[i].v);
        ck_assert_str_eq(s.s, cases[i].text);
        str_fini(&s);
    }
}
END_TEST

START_TEST(ticks_are_round_and_within)
{
    unsigned seed = 3;
    for (int i = 0; i < 2000; i++) {
        double low, high, ticks[16];
        struct scale s;
        size_t n;
        seed = seed * 1664525u + 1013904223u;
        low = ((double)(seed >> 8) / 16777216.0 - 0.5) * pow(10, i % 9 - 4);
        seed = seed * 1664525u + 1013904223u;
        high = low + (1e-3 + (double)(seed >> 8) / 16777216.0) * pow(10, i % 7 - 3);
        s = scale_rounded(low, high, 10, 200);
        ck_assert(s.from <= low + 1e-9 * fabs(low) && s.to >= high - 1e-9 * fabs(high));
        n = scale_ticks(&s, 6, ticks);
        ck_assert(n >= 2 && n <= 16);
        for (size_t k = 0; k < n; k++)
            ck_assert(ticks[k] >= s.from - 1e-6 * (s.to - s.from) &&
                      ticks[k] <= s.to + 1e-6 * (s.to - s.from));
        kit_assert_near(scale_place(&s, s.to), 210, 1e-12);
    }
}
END_TEST

START_TEST(a_scale_without_extent)
{
    const struct scale s = {5, 5, 10, 100};
    double ticks[16];
    kit_assert_near(scale_place(&s, 5), 60, 0);
    ck_assert_uint_eq(scale_ticks(&s, 5, ticks), 1);
    ck_assert(ticks[0] == 5);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {svg_to_the_letter,      what_is_drawn_again_is_drawn_by_reference,
                                  an_outline_is_exact,    a_metafile_adds_up,
                                  coordinates_are_short,  ticks_are_round_and_within,
                                  a_scale_without_extent, NULL};
    return kit_run("canvas", tests);
}
