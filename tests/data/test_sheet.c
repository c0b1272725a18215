/* SPDX-License-Identifier: MIT */
/* Sheets: cells of every kind, told in any order, and where they stand. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/sheet.h"

#include "kit.h"

static void put(struct sheet *s, size_t row, size_t column, const char *text)
{
    struct error e;
    ck_assert_msg(!sheet_text(s, row, column, text, strlen(text), &e), "%s", e.text);
}

static void check_text(const struct sheet *s, size_t row, size_t column, const char *want)
{
    struct sheet_cell c = sheet_at(s, row, column);
    ck_assert_int_eq(c.kind, SHEET_TEXT);
    ck_assert_uint_eq(c.n, strlen(want));
    ck_assert_msg(memcmp(c.s, want, c.n) == 0, "%.*s is not %s", (int)c.n, c.s, want);
}

START_TEST(cells_are_what_was_told)
{
    struct sheet s = {.path = "a.csv"};
    struct error e;
    put(&s, 3, 2, "浙江省");
    ck_assert(!sheet_number(&s, 3, 0, -2.385, &e));
    ck_assert(!sheet_number(&s, 0, 7, 0.1 + 0.2, &e));
    check_text(&s, 3, 2, "浙江省");
    ck_assert(sheet_at(&s, 3, 0).kind == SHEET_NUMBER && sheet_at(&s, 3, 0).v == -2.385);
    ck_assert(sheet_at(&s, 0, 7).v == 0.1 + 0.2);
    ck_assert_uint_eq(s.n_rows, 4);
    ck_assert_uint_eq(s.n_columns, 8);
    sheet_fini(&s);
    ck_assert_uint_eq(s.n_rows, 0);
}
END_TEST

START_TEST(what_was_not_told_is_blank)
{
    struct sheet s = {.path = "a.csv"};
    struct error e;
    put(&s, 1, 1, "x");
    put(&s, 2, 1, "");
    ck_assert(!sheet_number(&s, 2, 0, NAN, &e));
    ck_assert_int_eq(sheet_at(&s, 1, 0).kind, SHEET_BLANK);
    ck_assert_int_eq(sheet_at(&s, 9, 9).kind, SHEET_BLANK);
    ck_assert(isnan(sheet_at(&s, 2, 0).v));
    ck_assert(sheet_row_is_blank(&s, 0) && !sheet_row_is_blank(&s, 1));
    ck_assert(sheet_row_is_blank(&s, 2) && sheet_row_is_blank(&s, 99));
    sheet_fini(&s);
}
END_TEST

START_TEST(numbers_of_every_kind_are_numbers)
{
    static const double v[] = {0, -0.0, INFINITY, -INFINITY, 5e-324, 1.7976931348623157e308};
    struct sheet s = {.path = "a.csv"};
    struct error e;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        ck_assert(!sheet_number(&s, 0, i, v[i], &e));
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct sheet_cell c = sheet_at(&s, 0, i);
        ck_assert_int_eq(c.kind, SHEET_NUMBER);
        ck_assert(memcmp(&c.v, &v[i], sizeof c.v) == 0);
    }
    sheet_fini(&s);
}
END_TEST

START_TEST(the_last_word_holds)
{
    struct sheet s = {.path = "a.csv"};
    struct error e;
    put(&s, 0, 0, "text");
    ck_assert(!sheet_number(&s, 0, 0, 7, &e));
    ck_assert(sheet_at(&s, 0, 0).v == 7);
    put(&s, 0, 0, "again");
    check_text(&s, 0, 0, "again");
    ck_assert(!sheet_number(&s, 0, 0, NAN, &e));
    ck_assert_int_eq(sheet_at(&s, 0, 0).kind, SHEET_BLANK);
    sheet_fini(&s);
}
END_TEST

START_TEST(many_cells_keep_their_places)
{
    struct sheet s = {.path = "a.csv"};
    char text[32];
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < 1 + i % 41; k++) {
            snprintf(text, sizeof text, "%zu/%zu", i, k);
            put(&s, i, k, text);
        }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < 1 + i % 41; k++) {
            snprintf(text, sizeof text, "%zu/%zu", i, k);
            check_text(&s, i, k, text);
        }
    ck_assert_int_eq(sheet_at(&s, 0, 1).kind, SHEET_BLANK);
    sheet_fini(&s);
}
END_TEST

START_TEST(places_are_lines_or_cells)
{
    struct sheet s = {.path = "a.csv"};
    struct error e;
    char text[SHEET_PLACE_MAX];
    put(&s, 4, 0, "x");
    ck_assert(!sheet_line(&s, 2, 7, &e));
    ck_assert_str_eq(sheet_place(&s, 2, 3, text), "line 7, column 4");
    ck_assert_str_eq(sheet_place(&s, 1, 0, text), "line 2, column 1");
    ck_assert_str_eq(sheet_place(&s, 40, 0, text), "line 41, column 1");
    ck_assert(!sheet_named(&s, "2-1", &e) && !sheet_named(&s, "人口", &e));
    ck_assert_str_eq(sheet_place(&s, 16, 3, text), "sheet 人口, D17");
    ck_assert_str_eq(sheet_place(&s, 0, 25, text), "sheet 人口, Z1");
    ck_assert_str_eq(sheet_place(&s, 0, 26, text), "sheet 人口, AA1");
    ck_assert_str_eq(sheet_place(&s, 0, 16383, text), "sheet 人口, XFD1");
    sheet_fini(&s);
}
END_TEST

START_TEST(merges_and_notes_are_kept)
{
    struct sheet s = {.path = "a.csv"};
    struct error e;
    for (size_t i = 0; i < 50; i++) {
        ck_assert(!sheet_merged(&s, &(struct sheet_merge){i, 1, i + 1, 4}, &e));
        ck_assert(!sheet_note(&s, "a hidden row is read", &e));
    }
    ck_assert_uint_eq(s.n_merges, 50);
    ck_assert_uint_eq(s.merges[31].top, 31);
    ck_assert_uint_eq(s.merges[31].right, 4);
    ck_assert_uint_eq(s.n_notes, 50);
    ck_assert_str_eq(s.notes[49], "a hidden row is read");
    sheet_fini(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        cells_are_what_was_told,           what_was_not_told_is_blank,
        numbers_of_every_kind_are_numbers, the_last_word_holds,
        many_cells_keep_their_places,      places_are_lines_or_cells,
        merges_and_notes_are_kept,         NULL,
    };
    return kit_run("sheet", tests);
}
