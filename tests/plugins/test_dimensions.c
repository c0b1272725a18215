/* SPDX-License-Identifier: MIT */
/* The six dimensions that come with heng, on the sample data. Runs from the top of the tree. */
#include <kit.h>

#include "base/arena.h"
#include "data/csv.h"
#include "lua/script.h"
#include "plugin/plugin.h"

static const char *const names[] = {
    "economy", "innovation", "coordination", "green", "openness", "sharing",
};
enum { N_NAMES = sizeof names / sizeof *names, MAX_COLUMNS = 16 };

static const char *plugin_dir(void)
{
    const char *b = getenv("B");
    static char dir[256];
    snprintf(dir, sizeof dir, "%s/plugins", b && *b ? b : "build");
    return dir;
}

/* Everything a test needs; all six dimensions computed once. */
struct rig {
    struct arena *arena;
    struct table *table;
    struct plugin *plugins[N_NAMES];
    double *out[N_NAMES][MAX_COLUMNS];
};

static struct table *read_table(const char *path)
{
    struct csv_options o = {.unit = "code", .name = "name"};
    struct table *t;
    struct error e;
    ck_assert_msg(csv_read(path, &o, &t, &e) == OK, "%s", e.text);
    return t;
}

static void describe(struct rig *r)
{
    const char *dirs[] = {plugin_dir()}, *paths[N_NAMES];
    struct error errors[N_NAMES], e;
    for (size_t i = 0; i < N_NAMES; i++) {
        paths[i] = plugin_find(r->arena, dirs, 1, names[i]);
        ck_assert_msg(paths[i] != NULL, "no %s.so in %s", names[i], dirs[0]);
    }
    ck_assert_int_eq(plugins_describe(r->arena, paths, N_NAMES, &worker_default_limits, 1,
                                      r->plugins, errors, &e),
                     OK);
    for (size_t i = 0; i < N_NAMES; i++) {
        ck_assert_msg(r->plugins[i] != NULL, "%s", errors[i].text);
        ck_assert_uint_eq(r->plugins[i]->n_dimensions, 1);
        ck_assert_uint_le(r->plugins[i]->dimensions[0]->n_indicators, MAX_COLUMNS);
    }
}

static struct rig rig_new(void)
{
    struct rig r = {.arena = arena_new()};
    struct table *census = read_table("config/data/zhejiang_census_2020.csv");
    struct error e;
    r.table = read_table("config/data/zhejiang_2024.csv");
    ck_assert_int_eq(table_join(r.table, census, &e), OK);
    table_free(census);
    describe(&r);
    return r;
}

static void rig_free(struct rig *r)
{
    table_free(r->table);
    arena_free(r->arena);
}

static const struct heng_dimension *dimension(const struct rig *r, size_t i)
{
    return r->plugins[i]->dimensions[0];
}

/* Computes dimension i; without optional inputs when bare. */
static void compute(struct rig *r, size_t i, bool bare)
{
    const struct heng_dimension *d = dimension(r, i);
    const double **in = arena_array(r->arena, d->n_inputs, sizeof *in);
    static const int64_t min_farm_sample = 100;
    struct dimension_job job = {.plugin = r->plugins[i], .dimension = d, .in = in};
    struct error e;
    for (size_t k = 0; k < d->n_inputs; k++) {
        const struct variable *v = table_variable(r->table, d->inputs[k].name);
        ck_assert_msg(v != NULL, "%s: no column %s", names[i], d->inputs[k].name);
        in[k] = bare && d->inputs[k].optional ? NULL : v->v;
    }
    for (size_t k = 0; k < d->n_indicators; k++)
        r->out[i][k] = arena_array(r->arena, r->table->n_rows, sizeof(double));
    ck_assert(d->params_size == 0 || d->params_size == sizeof min_farm_sample);
    job.params = d->params_size ? &min_farm_sample : NULL;
    job.n_units = r->table->n_units;
    job.n_periods = 1;
    job.out = r->out[i];
    ck_assert_int_eq(plugins_compute(&job, 1, &worker_default_limits, 1, &e), OK);
    ck_assert_msg(job.error.status == OK, "%s", job.error.text);
    ck_assert_uint_eq(job.warnings.n, 0); /* no infinities */
    messages_fini(&job.warnings);
}

/* The column of an indicator, in whichever dimension. */
static const double *column(const struct rig *r, const char *id)
{
    for (size_t i = 0; i < N_NAMES; i++)
        for (size_t k = 0; k < dimension(r, i)->n_indicators; k++)
            if (strcmp(dimension(r, i)->indicators[k].id, id) == 0)
                return r->out[i][k];
    ck_abort_msg("no indicator %s", id);
    return NULL;
}

static size_t count_values(const double *x, size_t n)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += isnan(x[i]) ? 0 : 1;
    return found;
}

/* ---- descriptions ---------------------------------------------------------- */

static bool is_text(const char *s)
{
    return s && *s;
}

static bool has_chinese(const char *s)
{
    while (*s && !((unsigned char)*s & 0x80))
        s++;
    return *s != '\0';
}

static void check_indicator(const struct heng_dimension *d, const struct heng_indicator *x)
{
    ck_assert_msg(is_text(x->title_zh) && is_text(x->title_en) && is_text(x->unit) &&
                      is_text(x->formula) && is_text(x->source),
                  "%s.%s: a text is missing", d->name, x->id);
    ck_assert_msg(has_chinese(x->title_zh), "%s.%s: no Chinese title", d->name, x->id);
    ck_assert(x->direction == HENG_POSITIVE || x->direction == HENG_NEGATIVE);
    ck_assert(x->weight > 0 && x->weight <= 2);
    ck_assert_msg(strstr(x->source, "Yearbook") || strstr(x->source, "Census"), "%s.%s: source",
                  d->name, x->id);
}

START_TEST(test_descriptions)
{
    struct rig r = rig_new();
    for (size_t i = 0; i < N_NAMES; i++) {
        const struct heng_dimension *d = dimension(&r, i);
        ck_assert_str_eq(r.plugins[i]->name, names[i]);
        ck_assert_str_eq(d->name, names[i]);
        ck_assert_str_eq(r.plugins[i]->licence, "MIT");
        ck_assert(is_text(d->title_zh) && is_text(d->title_en) && is_text(d->summary));
        ck_assert(d->n_indicators >= 4 && d->n_indicators <= 7);
        for (size_t k = 0; k < d->n_indicators; k++)
            check_indicator(d, &d->indicators[k]);
    }
    rig_free(&r);
}
END_TEST

START_TEST(test_ids_are_unique_in_the_index)
{
    struct rig r = rig_new();
    const char *seen[N_NAMES * MAX_COLUMNS];
    size_t n = 0;
    for (size_t i = 0; i < N_NAMES; i++)
        for (size_t k = 0; k < dimension(&r, i)->n_indicators; k++) {
            const char *id = dimension(&r, i)->indicators[k].id;
            for (size_t s = 0; s < n; s++)
                ck_assert_str_ne(seen[s], id);
            seen[n++] = id;
        }
    ck_assert_uint_eq(n, 36);
    rig_free(&r);
}
END_TEST

/* A unit that a plugin expects is the one that the column's description gives. */
START_TEST(test_input_units)
{
    struct rig r = rig_new();
    struct csv_grid c;
    struct csv_options o = {0};
    struct error e;
    size_t met = 0;
    ck_assert_int_eq(csv_grid_read("config/data/zhejiang_2024_columns.csv", &o, &c, &e), OK);
    for (size_t i = 0; i < N_NAMES; i++)
        for (size_t k = 0; k < dimension(&r, i)->n_inputs; k++) {
            const struct heng_input *in = &dimension(&r, i)->inputs[k];
            for (size_t row = 1; row < c.n_rows; row++)
                if (strcmp(c.cells[row * c.n_columns], in->name) == 0) {
                    ck_assert_str_eq(in->unit, c.cells[row * c.n_columns + 3]);
                    met++;
                }
        }
    ck_assert_uint_gt(met, 30);
    csv_grid_fini(&c);
    rig_free(&r);
}
END_TEST

/* ---- values ------------------------------------------------------------------ */

struct cell_case {
    const char *indicator, *code;
    double want;
};

/* By hand from the published figures. */
static const struct cell_case cells[] = {
    {"express_per_person", "330782", 2983064 / 191.8},     /* Yiwu: 15 553 yuan */
    {"express_per_person", "330109", 2179511 / 216.4},     /* Xiaoshan */
    {"gdp_per_person", "330108", 527449},                  /* Binjiang, as published */
    {"gdp_density", "330206", 1e4 * 3035.04 / 599},        /* Beilun */
    {"services_share", "330106", 100 * 2146.99 / 2331.53}, /* Xihu */
    {"retail_per_person", "330782", 1e4 * 2048.35 / 191.8},
    {"revenue_per_person", "330302", 1e4 * 31.43 / 122.68},       /* Lucheng */
    {"fiscal_self_sufficiency", "330102", 100 * 222.11 / 145.04}, /* above 100 */
    {"schooling_years", "330108", 12.65},
    {"urban_rural_income_ratio", "330127", 59815.0 / 29260},
    {"urbanisation", "330105", 100},
    {"road_density", "330127", 100 * 2807.0 / 4418},
    {"gdp_per_kwh", "330108", 1e4 * 2887.78 / 495667},
    {"industry_kwh_per_yuan", "331125", 1e-4 * 155298 / 47.42}, /* Yunhe */
    {"industry_electricity_share", "330211", 100 * 1277055.0 / 1486297},
    {"household_kwh_per_person", "330110", 284214 / 142.2},
    {"electricity_density", "330921", 1290392.0 / 348},
    {"cars_per_1000", "330782", 948435 / 1918.0},
    {"mobile_per_100", "330114", 100 * 158.19 / 80.5},
    {"passengers_per_person", "330824", 1254 / 24.5},
    {"freight_per_person", "330206", 42030 / 90.45},
    {"population_inflow", "330782", 100 * 191.8 / 93.2},
    {"doctors_per_1000", "330102", 14649 / 1398.0},
    {"beds_per_1000", "330105", 21017 / 1198.0},
    {"books_per_person", "330727", 66.64 / 17.9},
    {"sports_grounds_per_10000", "330203", 2292 / 107.24},
    {"rural_income", "330603", 58679},
    {"urban_income", "330782", 97170},
};

START_TEST(test_cells)
{
    struct rig r = rig_new();
    for (size_t i = 0; i < N_NAMES; i++)
        compute(&r, i, false);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t u = table_unit(r.table, cells[i].code);
        double got = column(&r, cells[i].indicator)[u];
        ck_assert_msg(kit_near(got, cells[i].want, 1e-13), "%s of %s: got %.17g, want %.17g",
                      cells[i].indicator, r.table->names[u], got, cells[i].want);
    }
    rig_free(&r);
}
END_TEST

struct lead_case {
    const char *indicator, *group, *code;
};

/* Who is known to lead its class. */
static const struct lead_case leads[] = {
    {"university_share", "district", "330108"}, /* Binjiang */
    {"technology_employment_share", "district", "330108"},
    {"schooling_years", "county", "330782"}, /* Yiwu */
    {"express_per_person", "county", "330782"},
    {"other_province_share", "county", "330782"},
    {"freight_per_person", "district", "330206"}, /* Beilun, the port */
    {"urban_income", "county", "330782"},
    {"doctors_per_1000", "district", "330102"}, /* Shangcheng */
    {"gdp_per_kwh", "district", "330108"},
};

START_TEST(test_leaders)
{
    struct rig r = rig_new();
    const struct attribute *group = table_attribute(r.table, "group");
    ck_assert_ptr_nonnull(group);
    for (size_t i = 0; i < N_NAMES; i++)
        compute(&r, i, false);
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        const double *x = column(&r, leads[i].indicator);
        size_t best = table_unit(r.table, leads[i].code);
        ck_assert_str_eq(group->v[best], leads[i].group);
        for (size_t u = 0; u < r.table->n_units; u++)
            ck_assert_msg(strcmp(group->v[u], leads[i].group) || isnan(x[u]) || x[u] <= x[best],
                          "%s: %s is ahead", leads[i].indicator, r.table->names[u]);
    }
    rig_free(&r);
}
END_TEST

/* Units on one census area have that area's shares. */
START_TEST(test_census_groups)
{
    static const char *const groups[][3] = {{"330102", "330109", "330114"},
                                            {"330110", "330113", "330113"}};
    static const char *const ids[] = {"university_share", "schooling_years", "young_adults_share",
                                      "dependency_ratio", "other_province_share"};
    struct rig r = rig_new();
    for (size_t i = 0; i < N_NAMES; i++)
        compute(&r, i, false);
    for (size_t g = 0; g < 2; g++)
        for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
            const double *x = column(&r, ids[k]);
            double first = x[table_unit(r.table, groups[g][0])];
            ck_assert(first > 0);
            ck_assert(first == x[table_unit(r.table, groups[g][1])]);
            ck_assert(first == x[table_unit(r.table, groups[g][2])]);
        }
    rig_free(&r);
}
END_TEST

struct coverage_case {
    const char *indicator;
    size_t n;
};

static const struct coverage_case coverage[] = {
    {"gdp_per_person", 90},
    {"gdp_density", 80},
    {"fiscal_self_sufficiency", 88},
    {"university_share", 90},
    {"professionals_share", 90},
    {"urban_rural_income_ratio", 85},
    {"dual_contrast", 87},
    {"dependency_ratio", 90},
    {"gdp_per_kwh", 90},
    {"industry_kwh_per_yuan", 86},
    {"household_kwh_per_person", 86},
    {"cars_per_1000", 79},
    {"express_per_person", 88},
    {"mobile_per_100", 82},
    {"passengers_per_person", 79},
    {"freight_per_person", 71},
    {"rural_income", 85},
    {"books_per_person", 90},
    {"housing_per_person", 90},
};

START_TEST(test_coverage)
{
    struct rig r = rig_new();
    for (size_t i = 0; i < N_NAMES; i++)
        compute(&r, i, false);
    for (size_t i = 0; i < sizeof coverage / sizeof *coverage; i++) {
        size_t n = count_values(column(&r, coverage[i].indicator), r.table->n_units);
        ck_assert_msg(n == coverage[i].n, "%s: %zu values, not %zu", coverage[i].indicator, n,
                      coverage[i].n);
    }
    /* an all-urban district has no rural income and so no ratio */
    ck_assert(isnan(column(&r, "urban_rural_income_ratio")[table_unit(r.table, "330102")]));
    rig_free(&r);
}
END_TEST

static bool mentions_optional(const struct heng_dimension *d, const char *formula)
{
    for (size_t k = 0; k < d->n_inputs; k++)
        if (d->inputs[k].optional && strstr(formula, d->inputs[k].name))
            return true;
    return false;
}

/* Without the optional columns, exactly the indicators whose formula names one are missing. */
START_TEST(test_optional_inputs)
{
    struct rig r = rig_new();
    for (size_t i = 0; i < N_NAMES; i++) {
        const struct heng_dimension *d = dimension(&r, i);
        compute(&r, i, true);
        for (size_t k = 0; k < d->n_indicators; k++) {
            size_t n = count_values(r.out[i][k], r.table->n_units);
            ck_assert_msg(mentions_optional(d, d->indicators[k].formula) ? n == 0 : n > 0,
                          "%s: %zu values", d->indicators[k].id, n);
        }
    }
    rig_free(&r);
}
END_TEST

/* ---- formulas ------------------------------------------------------------------ */

static void check_formula(const struct rig *r, const struct heng_indicator *x, const double *got,
                          const double *want)
{
    for (size_t u = 0; u < r->table->n_units; u++)
        ck_assert_msg(kit_near(got[u], want[u], 1e-13), "%s of %s: computed %.17g, formula %.17g",
                      x->id, r->table->names[u], got[u], want[u]);
}

/* What a formula says as text is what the plugin computes; it may name a parameter. */
START_TEST(test_formulas)
{
    struct rig r = rig_new();
    struct script_host host = {.limits = worker_default_limits};
    for (size_t i = 0; i < N_NAMES; i++) {
        const struct heng_dimension *d = dimension(&r, i);
        compute(&r, i, false);
        for (size_t k = 0; k < d->n_indicators; k++) {
            const struct formula f[] = {{"min_farm_sample", "100", names[i]},
                                        {d->indicators[k].id, d->indicators[k].formula, names[i]}};
            double *out[] = {arena_array(r.arena, r.table->n_rows, sizeof **out),
                             arena_array(r.arena, r.table->n_rows, sizeof **out)};
            struct error why[2], e;
            ck_assert_msg(script_formulas(&host, f, 2, r.table, out, why, &e) == OK, "%s", e.text);
            ck_assert_msg(why[1].status == OK, "%s", why[1].text);
            check_formula(&r, &d->indicators[k], r.out[i][k], out[1]);
        }
    }
    rig_free(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_descriptions, test_ids_are_unique_in_the_index,
        test_input_units,  test_cells,
        test_leaders,      test_census_groups,
        test_coverage,     test_optional_inputs,
        test_formulas,     NULL,
    };
    return kit_run("dimensions", tests);
}
