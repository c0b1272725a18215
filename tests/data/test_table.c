/* SPDX-License-Identifier: MIT */
#include "data/table.h"

#include "base/none.h"
#include "data/text_index.h"
#include "kit.h"

static const char *const codes[] = {"010", "020", "030"};
static const char *const names[] = {"East", NULL, ""};
static const char *const years[] = {"2019", "2020"};

static struct table *table_of(const char *const *units, size_t n, const char *const *periods,
                              size_t n_periods)
{
    struct error e;
    struct table *t = NULL;
    ck_assert_msg(table_new(units, NULL, n, periods, n_periods, &t, &e) == OK, "%s", e.text);
    return t;
}

/* A variable with the values start, start + 1, ..., all observed. */
static void add_counted(struct table *t, const char *name, double start)
{
    struct variable *x = table_add_variable(t, name);
    ck_assert_ptr_nonnull(x);
    for (size_t i = 0; i < t->n_rows; i++) {
        x->v[i] = start + (double)i;
        x->cell[i] = CELL_OBSERVED;
    }
}

static void assert_fails(int status, const struct error *e, const char *part)
{
    ck_assert_int_eq(status, ERR_DATA);
    ck_assert_int_eq(e->status, ERR_DATA);
    ck_assert_msg(strstr(e->text, part) != NULL, "\"%s\" lacks \"%s\"", e->text, part);
}

START_TEST(new_table_copies_and_names)
{
    struct error e;
    struct table *t;
    char code[] = "a1";
    const char *own[] = {code};
    ck_assert_int_eq(table_new(codes, names, 3, NULL, 0, &t, &e), OK);
    ck_assert_uint_eq(t->n_rows, 3);
    ck_assert_uint_eq(t->n_periods, 1);
    ck_assert_str_eq(t->periods[0], "");
    ck_assert_str_eq(t->names[0], "East");
    ck_assert_str_eq(t->names[1], "020");
    ck_assert_str_eq(t->names[2], "030");
    table_free(t);
    ck_assert_int_eq(table_new(own, NULL, 1, years, 2, &t, &e), OK);
    code[0] = 'b';
    ck_assert_str_eq(t->codes[0], "a1");
    ck_assert_uint_eq(t->n_rows, 2);
    ck_assert_uint_eq(table_period(t, "2020"), 1);
    ck_assert_uint_eq(table_period(t, "2021"), NONE);
    table_free(t);
    table_free(NULL);
}
END_TEST

START_TEST(new_table_refuses_bad_keys)
{
    static const char *const twice[] = {"a", "b", "a"};
    static const char *const blank[] = {"a", ""};
    static const char *const same[] = {"2019", "2019"};
    struct error e;
    struct table *t = (struct table *)&e;
    assert_fails(table_new(twice, NULL, 3, NULL, 0, &t, &e), &e, "\"a\": twice (number 1 and 3)");
    ck_assert_ptr_null(t);
    assert_fails(table_new(blank, NULL, 2, NULL, 0, &t, &e), &e, "code 2: blank");
    assert_fails(table_new(codes, NULL, 3, same, 2, &t, &e), &e, "period \"2019\": twice");
    ck_assert_int_eq(table_new(codes, NULL, SIZE_MAX / 4, years, 2, &t, &e), ERR_MEMORY);
    ck_assert_ptr_null(t);
}
END_TEST

START_TEST(cells_have_names)
{
    static const char *const want[] = {"observed",  "missing",     "imputed",
                                       "treated",   "undefined",   "below_unit",
                                       "estimated", "provisional", "break"};
    static const struct {
        const char *flag;
        enum cell cell;
    } flags[] = {{"", CELL_OBSERVED},      {"A", CELL_OBSERVED},    {"*", CELL_OBSERVED},
                 {"u", CELL_OBSERVED},     {"e", CELL_ESTIMATED},   {"S", CELL_ESTIMATED},
                 {"I", CELL_ESTIMATED},    {"p", CELL_PROVISIONAL}, {"b", CELL_BREAK},
                 {"bp", CELL_PROVISIONAL}, {"b,e", CELL_ESTIMATED}, {"estimate", CELL_OBSERVED}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        ck_assert_int_eq(cell_of_flag(flags[i].flag), flags[i].cell);
    ck_assert_int_eq(cell_more_doubtful(CELL_BELOW_UNIT, CELL_BREAK), CELL_BREAK);
    for (int i = 0; i < CELL_KINDS; i++)
        ck_assert_str_eq(cell_name((enum cell)i), want[i]);
    ck_assert_str_eq(cell_name(CELL_KINDS), "?");
}
END_TEST

START_TEST(columns_grow)
{
    struct table *t = table_of(codes, 3, years, 2);
    char name[16];
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "v%d", i);
        add_counted(t, name, 10 * i);
        snprintf(name, sizeof name, "a%d", i);
        ck_assert_ptr_nonnull(table_add_attribute(t, name));
        t->attributes[i].v[1] = t->codes[i % 3];
    }
    ck_assert_uint_eq(t->n_variables, 100);
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "v%d", i);
        ck_assert_double_eq(table_variable(t, name)->v[5], 10 * i + 5);
        snprintf(name, sizeof name, "a%d", i);
        ck_assert_str_eq(table_attribute(t, name)->v[1], codes[i % 3]);
        ck_assert_str_eq(table_attribute(t, name)->v[0], "");
    }
    ck_assert_ptr_null(table_variable(t, "a0"));
    ck_assert_ptr_null(table_attribute(t, "v0"));
    ck_assert_uint_eq(table_unit(t, "030"), 2);
    ck_assert_uint_eq(table_unit(t, "30"), NONE);
    table_free(t);
}
END_TEST

START_TEST(new_variable_is_missing)
{
    struct table *t = table_of(codes, 3, years, 2);
    struct variable *x = table_add_variable(t, "x");
    for (size_t i = 0; i < t->n_rows; i++) {
        ck_assert(isnan(x->v[i]));
        ck_assert_uint_eq(x->cell[i], CELL_MISSING);
    }
    table_free(t);
}
END_TEST

START_TEST(join_repeats_over_periods)
{
    static const char *const other[] = {"030", "999", "010"};
    struct error e;
    struct table *to = table_of(codes, 3, years, 2), *from = table_of(other, 3, NULL, 0);
    struct attribute *a = table_add_attribute(from, "zone");
    const double want[] = {9, NAN, 7, 9, NAN, 7};
    a->v[0] = arena_strdup(from->arena, "coast");
    add_counted(from, "area", 7);
    from->variables[0].cell[0] = CELL_IMPUTED;
    ck_assert_msg(table_join(to, from, &e) == OK, "%s", e.text);
    table_free(from);
    kit_assert_columns(table_variable(to, "area")->v, want, 6, 0);
    ck_assert_uint_eq(table_variable(to, "area")->cell[1], CELL_MISSING);
    ck_assert_uint_eq(table_variable(to, "area")->cell[5], CELL_IMPUTED);
    ck_assert_uint_eq(table_variable(to, "area")->cell[0], CELL_OBSERVED);
    ck_assert_str_eq(table_attribute(to, "zone")->v[2], "coast");
    ck_assert_str_eq(table_attribute(to, "zone")->v[1], "");
    table_free(to);
}
END_TEST

START_TEST(join_matches_periods)
{
    static const char *const other_years[] = {"2018", "2020", "2021"};
    static const char *const two[] = {"020", "010"};
    struct error e;
    struct table *to = table_of(codes, 3, years, 2), *from = table_of(two, 2, other_years, 3);
    const double want[] = {NAN, NAN, NAN, 4, 3, NAN};
    add_counted(from, "x", 1);
    ck_assert_msg(table_join(to, from, &e) == OK, "%s", e.text);
    kit_assert_columns(table_variable(to, "x")->v, want, 6, 0);
    table_free(from);
    table_free(to);
}
END_TEST

START_TEST(join_refuses_conflicts_and_leaves_the_table)
{
    static const char *const strangers[] = {"x", "y"};
    static const char *const late[] = {"2030", "2031"};
    struct error e;
    struct table *to = table_of(codes, 3, years, 2), *plain = table_of(codes, 3, NULL, 0);
    struct table *same = table_of(codes, 3, NULL, 0), *far = table_of(strangers, 2, NULL, 0);
    struct table *later = table_of(codes, 3, late, 2), *none = table_of(codes, 0, NULL, 0);
    add_counted(to, "gdp", 1);
    add_counted(same, "pop", 1);
    add_counted(same, "gdp", 1);
    add_counted(far, "roads", 1);
    add_counted(later, "rain", 1);
    assert_fails(table_join(to, same, &e), &e, "column gdp: both tables have it");
    assert_fails(table_join(to, far, &e), &e, "units: none in common");
    assert_fails(table_join(to, later, &e), &e, "periods: none in common");
    assert_fails(table_join(to, none, &e), &e, "no unit at all");
    assert_fails(table_join(plain, later, &e), &e, "the one it is joined to has none");
    ck_assert_ptr_nonnull(table_add_attribute(far, "gdp"));
    assert_fails(table_join(to, far, &e), &e, "column gdp: both");
    ck_assert_uint_eq(to->n_variables, 1);
    ck_assert_uint_eq(to->n_attributes, 0);
    table_free(to);
    table_free(plain);
    table_free(same);
    table_free(far);
    table_free(later);
    table_free(none);
}
END_TEST

START_TEST(select_keeps_order_and_provenance)
{
    static const unsigned char keep[] = {1, 0, 1}, nothing[] = {0, 0, 0};
    struct error e;
    struct table *t = table_of(codes, 3, years, 2), *out, *empty;
    const double want[] = {1, 3, 4, 6};
    struct attribute *a = table_add_attribute(t, "zone");
    a->v[2] = arena_strdup(t->arena, "hill");
    t->names[2] = arena_strdup(t->arena, "West");
    add_counted(t, "x", 1);
    t->variables[0].cell[5] = CELL_TREATED;
    ck_assert_msg(table_select(t, keep, &out, &e) == OK, "%s", e.text);
    ck_assert_msg(table_select(t, nothing, &empty, &e) == OK, "%s", e.text);
    ck_assert_uint_eq(empty->n_units, 0);
    ck_assert_uint_eq(empty->n_variables, 1);
    table_free(empty);
    table_free(t);
    ck_assert_uint_eq(out->n_units, 2);
    ck_assert_uint_eq(out->n_rows, 4);
    ck_assert_str_eq(out->codes[1], "030");
    ck_assert_str_eq(out->names[1], "West");
    ck_assert_str_eq(out->attributes[0].v[1], "hill");
    ck_assert_str_eq(out->periods[1], "2020");
    kit_assert_columns(out->variables[0].v, want, 4, 0);
    ck_assert_uint_eq(out->variables[0].cell[3], CELL_TREATED);
    table_free(out);
}
END_TEST

START_TEST(text_index_hold_many)
{
    struct text_index k = {0};
    char text[32];
    size_t at, n;
    ck_assert_uint_eq(text_index_find(&k, "1", 1), NONE);
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < 5000; i++) {
            n = (size_t)snprintf(text, sizeof text, "%zu", i * 7919);
            ck_assert_int_eq(text_index_put(&k, text, n, &at), OK);
            ck_assert_uint_eq(at, i);
        }
    ck_assert_uint_eq(k.n, 5000);
    ck_assert_uint_eq(text_index_find(&k, "7919x", 4), 1);
    ck_assert_uint_eq(text_index_find(&k, "7919", 3), NONE);
    ck_assert_uint_eq(text_index_find(&k, "", 0), NONE);
    ck_assert_int_eq(text_index_put(&k, "", 0, &at), OK);
    ck_assert_uint_eq(text_index_find(&k, "", 0), 5000);
    text_index_fini(&k);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        new_table_copies_and_names,
        new_table_refuses_bad_keys,
        cells_have_names,
        columns_grow,
        new_variable_is_missing,
        join_repeats_over_periods,
        join_matches_periods,
        join_refuses_conflicts_and_leaves_the_table,
        select_keeps_order_and_provenance,
        text_index_hold_many,
        NULL,
    };
    return kit_run("table", tests);
}
