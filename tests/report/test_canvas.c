/* SPDX-License-Identifier: MIT */
/* Canvas, markup and scales: what is drawn, to the letter; nothing leaves its element. */
#include "report/canvas.h"

#include "kit.h"
#include "report/figures.h"
#include "report/markup.h"

static const struct paint filled = {INK_OWN, INK_EDGE, 1.5, true};

static struct str svg_of(void (*draw)(struct canvas *c))
{
    struct str out = {0};
    struct canvas c;
    struct error e;
    ck_assert_int_eq(
        canvas_svg(&c, 100, 50, &(struct figure_words){"f", "A <b>", "x & y"}, &out, &e), OK);
    draw(&c);
    ck_assert_int_eq(canvas_finish(&c, &e), OK);
    return out;
}

static void draw_shapes(struct canvas *c)
{
    const struct point ring[] = {{0, 0}, {10, 0}, {10, 10}, {2, 2}, {4, 2}, {4, 4.255}};
    const size_t ends[] = {3, 6};
    canvas_begin(c, &(struct canvas_group){"\"><script>", "#u-1", "1"});
    canvas_rings(c, ring, ends, 2, &filled);
    canvas_end(c);
    canvas_circle(c, 5, -0.004, 3, &(struct paint){INK_NONE, INK_OWN, 1, false});
    canvas_text(c, 1, 2, &(struct lettering){11, ANCHOR_END, INK_MUTED, true},
                "a\x01<\xff\xe2\x80\xae>");
    canvas_text(c, 1, 2, &(struct lettering){11, ANCHOR_END, INK_MUTED, true}, "");
}

START_TEST(svg_to_the_letter)
{
    struct str out = svg_of(draw_shapes);
    ck_assert_str_eq(
        out.s, "<svg viewBox=\"0 0 100 50\" width=\"100\" id=\"f\" role=\"group\" aria-label=\"A "
               "&lt;b&gt;\">"
               "<desc>x &amp; y</desc>"
               "<a href=\"#u-1\" aria-label=\"&quot;&gt;&lt;script&gt;\" data-k=\"1\">"
               "<title>&quot;&gt;&lt;script&gt;</title>"
               "<path class=\"f-own s-edge dash\" stroke-width=\"1.5\" "
               "d=\"M0 0L10 0L10 10zM2 2L4 2L4 4.26z\"/></a>"
               "<circle class=\"f-none s-own\" cx=\"5\" cy=\"0\" r=\"3\"/>"
               "<text class=\"f-muted b\" text-anchor=\"end\" x=\"1\" y=\"2\" font-size=\"11\">"
               "a\xef\xbf\xbd&lt;\xef\xbf\xbd\xef\xbf\xbd&gt;</text></svg>");
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
    } cases[] = {{0, "0"},       {-0.0, "0"},      {3, "3"},          {3.5, "3.5"},
                 {3.05, "3.05"}, {-0.25, "-0.25"}, {-0.001, "0"},     {99.999, "100"},
                 {NAN, "0"},     {INFINITY, "0"},  {-12.34, "-12.34"}};
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
    const TTest *const tests[] = {svg_to_the_letter,      a_metafile_adds_up,
                                  coordinates_are_short,  ticks_are_round_and_within,
                                  a_scale_without_extent, NULL};
    return kit_run("canvas", tests);
}
