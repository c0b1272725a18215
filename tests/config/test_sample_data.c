/* SPDX-License-Identifier: MIT */
/* The sample data: made the way their README says, and in agreement with each other. Runs from
   the top of the tree. */
#include <kit.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "data/csv.h"

enum { FILE_MAX_BYTES = 1 << 20 };

static struct table *read_table(const char *file, const char *unit, const char *name,
                                const char *period)
{
    struct csv_options o = {.unit = unit, .name = name, .period = period};
    struct table *t;
    struct error e;
    char path[256];
    snprintf(path, sizeof path, "config/data/%s", file);
    ck_assert_msg(csv_read(path, &o, &t, &e) == OK, "%s", e.text);
    return t;
}

static const double *values(const struct table *t, const char *name)
{
    const struct variable *v = table_variable(t, name);
    ck_assert_msg(v != NULL, "no column %s", name);
    return v->v;
}

/* ---- generators ---------------------------------------------------------------- */

/* print, into the string that is its upvalue */
static int print_to_string(lua_State *L)
{
    struct str *out = lua_touserdata(L, lua_upvalueindex(1));
    str_add(out, luaL_checkstring(L, 1));
    str_add(out, "\n");
    return 0;
}

/* The script prints the file, byte for byte. */
static void check_generator(const char *script, const char *file)
{
    struct str out = {0};
    struct error e;
    lua_State *L = luaL_newstate();
    char *bytes;
    size_t n;
    luaL_openlibs(L);
    lua_pushlightuserdata(L, &out);
    lua_pushcclosure(L, print_to_string, 1);
    lua_setglobal(L, "print");
    ck_assert_msg(luaL_dofile(L, script) == LUA_OK, "%s", lua_tostring(L, -1));
    lua_close(L);
    ck_assert_msg(file_read(file, FILE_MAX_BYTES, &bytes, &n, &e) == OK, "%s", e.text);
    ck_assert_str_eq(out.s, bytes);
    free(bytes);
    str_fini(&out);
}

START_TEST(test_census_boundaries)
{
    check_generator("config/data/census_boundaries.lua", "config/data/zhejiang_census_2020.csv");
}
END_TEST

START_TEST(test_opening)
{
    check_generator("config/data/opening_synthetic.lua", "config/data/opening_synthetic.csv");
}
END_TEST

START_TEST(test_ecology)
{
    check_generator("config/data/ecology_synthetic.lua", "config/data/ecology_synthetic.csv");
}
END_TEST

/* Workbooks are written anew, byte for byte. */
static void check_workbook(const char *folder, const char *name)
{
    char path[512], shipped[512], *a, *b;
    size_t n, m;
    struct error e;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(shipped, sizeof shipped, "config/data/yearbook/%s", name);
    ck_assert_msg(file_read(path, FILE_MAX_BYTES, &a, &n, &e) == OK, "%s", e.text);
    ck_assert_msg(file_read(shipped, FILE_MAX_BYTES, &b, &m, &e) == OK, "%s", e.text);
    ck_assert_msg(n == m && memcmp(a, b, n) == 0, "%s", name);
    free(a);
    free(b);
    unlink(path);
}

START_TEST(test_yearbook)
{
    static const char *const names[] = {"17-25.xlsx", "17-26.xlsx", "17-34.xlsx", "17-35.xlsx",
                                        "17-42.xlsx"};
    char folder[] = "/tmp/heng-yearbook-XXXXXX";
    lua_State *L = luaL_newstate();
    ck_assert_ptr_nonnull(mkdtemp(folder));
    luaL_openlibs(L);
    lua_newtable(L);                  // arg
    lua_pushstring(L, "config/data"); // arg in
    lua_rawseti(L, -2, 1);            // arg
    lua_pushstring(L, folder);        // arg out
    lua_rawseti(L, -2, 2);            // arg
    lua_setglobal(L, "arg");          //
    ck_assert_msg(luaL_dofile(L, "config/data/zhejiang_yearbook.lua") == LUA_OK, "%s",
                  lua_tostring(L, -1));
    lua_close(L);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_workbook(folder, names[i]);
    rmdir(folder);
}
END_TEST

/* ---- agreement ------------------------------------------------------------------- */

START_TEST(test_units_agree)
{
    static const char *const others[] = {"zhejiang_census_2020.csv", "zhejiang_coordinates.csv",
                                         "zhejiang_divisions.csv"};
    struct table *t = read_table("zhejiang_2024.csv", "code", "name", NULL);
    ck_assert_uint_eq(t->n_units, 90);
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        struct table *o = read_table(others[k], "code", "name", NULL);
        ck_assert_uint_eq(o->n_units, 90);
        for (size_t u = 0; u < 90; u++) {
            ck_assert_str_eq(o->codes[u], t->codes[u]);
            ck_assert_str_eq(o->names[u], t->names[u]);
        }
        table_free(o);
    }
    table_free(t);
}
END_TEST

/* Nobody is lost or counted twice between the original areas and the province's published count. */
START_TEST(test_census_total)
{
    struct table *t = read_table("zhejiang_census_2020_original.csv", "code", "name", NULL);
    const double *people = values(t, "census_pop");
    double sum = 0;
    ck_assert_uint_eq(t->n_units, 91);
    for (size_t u = 0; u < t->n_units; u++)
        sum += people[u];
    ck_assert(sum == 64567588);
    table_free(t);
}
END_TEST

/* Schooling levels cover the population aged 3 and over; ages and education are within it. */
START_TEST(test_census_identities)
{
    static const char *const levels[] = {
        "census_edu_none",   "census_edu_preschool", "census_edu_primary", "census_edu_junior",
        "census_edu_senior", "census_edu_college",   "census_edu_bachelor"};
    struct table *t = read_table("zhejiang_census_2020.csv", "code", "name", NULL);
    const double *people = values(t, "census_pop"), *pct = values(t, "census_university_pct");
    for (size_t u = 0; u < t->n_units; u++) {
        double schooled = 0, university;
        for (size_t k = 0; k < 7; k++)
            schooled += values(t, levels[k])[u];
        ck_assert(schooled > 0.92 * people[u] && schooled < people[u]);
        university = values(t, levels[5])[u] + values(t, levels[6])[u];
        ck_assert_msg(fabs(100 * university / people[u] - pct[u]) <= 0.0005 + 1e-12, "%s",
                      t->names[u]);
        ck_assert(values(t, "census_pop_0_14")[u] + values(t, "census_pop_65plus")[u] +
                      values(t, "census_pop_25_39")[u] <
                  people[u]);
        ck_assert(values(t, "census_professionals")[u] < values(t, "census_employed")[u]);
    }
    table_free(t);
}
END_TEST

static double clamped(double x, double lo, double hi)
{
    double y = (x - lo) / (hi - lo);
    return y < 0 ? 0 : y > 1 ? 1 : y;
}

/* The published index follows from the published components, at its three decimals. */
START_TEST(test_hdi)
{
    struct table *t = read_table("hdi_2022_sample.csv", "iso3", "country", NULL);
    size_t at_cap = 0;
    ck_assert_uint_ge(t->n_units, 40);
    for (size_t u = 0; u < t->n_units; u++) {
        double health = clamped(values(t, "life_expectancy")[u], 20, 85);
        double education = (clamped(values(t, "expected_schooling")[u], 0, 18) +
                            clamped(values(t, "mean_schooling")[u], 0, 15)) /
                           2;
        double income = clamped(log(values(t, "gni_pc_ppp2017")[u]), log(100), log(75000));
        double hdi = cbrt(health * education * income);
        at_cap += income == 1;
        ck_assert_msg(fabs(hdi - values(t, "hdi_official")[u]) <= 0.0005 + 1e-9, "%s: %.6f",
                      t->codes[u], hdi);
    }
    ck_assert_uint_ge(at_cap, 2); /* so that the caps matter */
    table_free(t);
}
END_TEST

/* So does the published Theil index of the provinces, in every one of 31 x 17 rows. */
START_TEST(test_theil)
{
    struct table *t = read_table("provinces_income.csv", "code", "name", "year");
    const double *u = values(t, "urban_pop_10k"), *r = values(t, "rural_pop_10k");
    const double *yu = values(t, "urban_income_yuan"), *yr = values(t, "rural_income_yuan");
    const double *published = values(t, "theil_published");
    ck_assert_uint_eq(t->n_units, 31);
    ck_assert_uint_eq(t->n_periods, 17);
    for (size_t i = 0; i < t->n_rows; i++) {
        double a = u[i] * yu[i] / (u[i] * yu[i] + r[i] * yr[i]), p = u[i] / (u[i] + r[i]);
        double theil = a * log(a / p) + (1 - a) * log((1 - a) / (1 - p));
        ck_assert_msg(fabs(theil - published[i]) <= 0.0005 + 1e-9, "row %zu: %.6f, not %.3f", i,
                      theil, published[i]);
    }
    table_free(t);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_census_boundaries,
        test_ecology,
        test_opening,
        test_yearbook,
        test_units_agree,
        test_census_total,
        test_census_identities,
        test_hdi,
        test_theil,
        NULL,
    };
    return kit_run("sample data", tests);
}
