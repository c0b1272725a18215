/* SPDX-License-Identifier: MIT */
/*
 * Coordination: between town and country, between farming and the rest of the economy, in
 * space and between the ages.
 *
 * A district without rural residents has no rural income and so no ratio: it stays missing
 * rather than perfect.
 */
#include <heng.h>

#define INCOME "Zhejiang Statistical Yearbook 2025, table 17-25"
#define URBAN "Zhejiang Statistical Yearbook 2025, table 17-26"
#define ROADS "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-35"
#define CENSUS "Seventh National Population Census 2020, figures by county"

struct coordination_params {
    int64_t min_farm_sample;
};

enum {
    URBAN_INCOME,
    RURAL_INCOME,
    URBAN_POP,
    POP,
    PRIMARY,
    GDP,
    FARM,
    EMPLOYED,
    CHILDREN,
    ELDERLY,
    CENSUS_POP,
    ROAD,
    LAND,
    N_INPUTS
};

static const struct heng_input inputs[N_INPUTS] = {
    [URBAN_INCOME] = {"urban_income_yuan", "yuan", "城镇居民人均可支配收入",
                      "Disposable income per urban resident", 0},
    [RURAL_INCOME] = {"rural_income_yuan", "yuan", "农村居民人均可支配收入",
                      "Disposable income per rural resident", 0},
    [URBAN_POP] = {"urban_pop_10k", "10^4 persons", "城镇常住人口", "Urban resident population", 0},
    [POP] = {"pop_yearend_10k", "10^4 persons", "年末常住人口", "Resident population", 0},
    [PRIMARY] = {"gdp_primary_100m", "10^8 yuan", "第一产业增加值", "Value added of farming", 0},
    [GDP] = {"gdp_100m", "10^8 yuan", "生产总值", "Gross domestic product", 0},
    [FARM] = {"census_emp_farm", "persons (sample)", "农林牧渔业就业（长表）",
              "Employed in farming, forestry and fishing", 1},
    [EMPLOYED] = {"census_employed", "persons (sample)", "就业人口（长表）", "Employed persons", 1},
    [CHILDREN] = {"census_pop_0_14", "persons", "0至14岁人口", "Population aged 0 to 14", 1},
    [ELDERLY] = {"census_pop_65plus", "persons", "65岁及以上人口", "Population aged 65 and over",
                 1},
    [CENSUS_POP] = {"census_pop", "persons", "普查常住人口", "Census population", 1},
    [ROAD] = {"road_km", "km", "境内公路里程", "Length of highways", 1},
    [LAND] = {"land_area_km2", "km2", "土地面积", "Land area", 1},
};

enum { INCOME_RATIO, URBANISATION, DUAL_CONTRAST, ROAD_DENSITY, DEPENDENCY, N };

static const struct heng_indicator indicators[N] = {
    [INCOME_RATIO] = {"urban_rural_income_ratio", "城乡居民收入比", "Urban to rural income",
                      "ratio", HENG_NEGATIVE, "urban_income_yuan / rural_income_yuan", INCOME, 2,
                      NAN, NAN},
    [URBANISATION] = {"urbanisation", "常住人口城镇化率", "Urban share of residents", "%",
                      HENG_POSITIVE, "100 * (urban_pop_10k / pop_yearend_10k)", URBAN, 1, NAN, NAN},
    [DUAL_CONTRAST] = {"dual_contrast", "二元对比系数",
                       "Output per person in farming relative to the other sectors", "ratio",
                       HENG_POSITIVE,
                       "where(census_emp_farm >= min_farm_sample, "
                       "(gdp_primary_100m / census_emp_farm) / "
                       "((gdp_100m - gdp_primary_100m) / (census_employed - census_emp_farm)), "
                       "0/0)",
                       INCOME " over employment of the census of 2020 (long form, 10 % sample); "
                              "undefined below min_farm_sample farmers in the sample",
                       0.5, NAN, NAN},
    [ROAD_DENSITY] = {"road_density", "公路网密度", "Highways per area", "km/100 km2",
                      HENG_POSITIVE, "100 * (road_km / land_area_km2)", ROADS, 0.5, NAN, NAN},
    [DEPENDENCY] = {"dependency_ratio", "人口总抚养比",
                    "Children and elderly per 100 aged 15 to 64", "%", HENG_NEGATIVE,
                    "100 * ((census_pop_0_14 + census_pop_65plus) / "
                    "(census_pop - census_pop_0_14 - census_pop_65plus))",
                    CENSUS, 0.5, NAN, NAN},
};

static const struct heng_param params[] = {
    HENG_PARAM_INT(struct coordination_params, min_farm_sample, "100", 1, 1e6, "persons",
                   "Farmers in the census sample below which the dual contrast is not computed"),
};

/* Both quotients are free of scale, so that output may be a unit's and employment a census area's.
 */
static void dual_contrast(double *out, const double *const *in, double at_least, size_t n)
{
    if (!in[FARM] || !in[EMPLOYED])
        return;
    for (size_t i = 0; i < n; i++) {
        double farm = in[FARM][i], output = in[PRIMARY][i];
        double other = heng_ratio(in[GDP][i] - output, in[EMPLOYED][i] - farm);
        if (farm >= at_least)
            out[i] = heng_ratio(heng_ratio(output, farm), other);
    }
}

static void dependency_ratio(double *out, const double *const *in, size_t n)
{
    if (!in[CHILDREN] || !in[ELDERLY] || !in[CENSUS_POP])
        return;
    for (size_t i = 0; i < n; i++) {
        double dependants = in[CHILDREN][i] + in[ELDERLY][i];
        out[i] = 100 * heng_ratio(dependants, in[CENSUS_POP][i] - dependants);
    }
}

static int compute(struct heng_compute_call *c)
{
    const struct coordination_params *given = c->params;
    heng_ratio_column(c->out[INCOME_RATIO], c->in[URBAN_INCOME], c->in[RURAL_INCOME], 1, c->n);
    heng_ratio_column(c->out[URBANISATION], c->in[URBAN_POP], c->in[POP], 100, c->n);
    dual_contrast(c->out[DUAL_CONTRAST], c->in, (double)given->min_farm_sample, c->n);
    heng_ratio_column(c->out[ROAD_DENSITY], c->in[ROAD], c->in[LAND], 100, c->n);
    dependency_ratio(c->out[DEPENDENCY], c->in, c->n);
    return HENG_OK;
}

static const struct heng_dimension coordination = {
    .size = sizeof coordination,
    .name = "coordination",
    .title_zh = "协调发展",
    .title_en = "Coordination",
    .summary = "Balance of town and country, of farming and the other sectors, in space and "
               "between the ages.",
    .inputs = HENG_ARRAY(inputs),
    .indicators = HENG_ARRAY(indicators),
    .params = HENG_PARAMS(params, struct coordination_params),
    .compute = compute,
};

HENG_ONE_DIMENSION(coordination, "1.0.0", "MIT");
