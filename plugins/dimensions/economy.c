/* SPDX-License-Identifier: MIT */
/*
 * Economy: output, its density and make-up, public revenue and consumption.
 *
 * Levels of one year at current prices: growth needs two years, and there is no price level by
 * county. Per person means per resident at the end of the year, but for the published
 * GDP per person, which divides by the year's mean.
 */
#include <heng.h>

#define YEARBOOK "Zhejiang Statistical Yearbook 2025, table 17-25"

enum { GDP_PER_CAPITA, GDP, TERTIARY, POP, RETAIL, REVENUE, EXPENDITURE, LAND, N_INPUTS };

static const struct heng_input inputs[N_INPUTS] = {
    [GDP_PER_CAPITA] = {"gdp_per_capita_yuan", "yuan", "人均生产总值", "GDP per person", 0},
    [GDP] = {"gdp_100m", "10^8 yuan", "生产总值", "Gross domestic product", 0},
    [TERTIARY] = {"gdp_tertiary_100m", "10^8 yuan", "第三产业增加值", "Value added of services", 0},
    [POP] = {"pop_yearend_10k", "10^4 persons", "年末常住人口", "Resident population", 0},
    [RETAIL] = {"retail_sales_100m", "10^8 yuan", "社会消费品零售总额",
                "Retail sales of consumer goods", 0},
    [REVENUE] = {"budget_revenue_100m", "10^8 yuan", "一般公共预算收入",
                 "General public budget revenue", 0},
    [EXPENDITURE] = {"budget_expenditure_100m", "10^8 yuan", "一般公共预算支出",
                     "General public budget expenditure", 0},
    [LAND] = {"land_area_km2", "km2", "土地面积", "Land area", 1},
};

enum { PER_PERSON, DENSITY, SERVICES, RETAIL_PER_PERSON, REVENUE_PER_PERSON, SELF_SUFFICIENCY, N };

static const struct heng_indicator indicators[N] = {
    [PER_PERSON] = {"gdp_per_person", "人均地区生产总值", "GDP per person", "yuan", HENG_POSITIVE,
                    "gdp_per_capita_yuan", YEARBOOK, 2, NAN, NAN},
    [DENSITY] = {"gdp_density", "地均地区生产总值", "GDP per unit of land", "10^4 yuan/km2",
                 HENG_POSITIVE, "10000 * (gdp_100m / land_area_km2)", YEARBOOK, 0.5, NAN, NAN},
    [SERVICES] = {"services_share", "服务业增加值占比", "Share of services in GDP", "%",
                  HENG_POSITIVE, "100 * (gdp_tertiary_100m / gdp_100m)",
                  YEARBOOK "; low weight: more services are not better without limit", 0.5, NAN,
                  NAN},
    [RETAIL_PER_PERSON] = {"retail_per_person", "人均社会消费品零售额", "Retail sales per person",
                           "yuan", HENG_POSITIVE, "10000 * (retail_sales_100m / pop_yearend_10k)",
                           YEARBOOK, 1, NAN, NAN},
    [REVENUE_PER_PERSON] = {"revenue_per_person", "人均一般公共预算收入",
                            "Public revenue per person", "yuan", HENG_POSITIVE,
                            "10000 * (budget_revenue_100m / pop_yearend_10k)", YEARBOOK, 1, NAN,
                            NAN},
    [SELF_SUFFICIENCY] = {"fiscal_self_sufficiency", "财政自给率", "Public revenue in expenditure",
                          "%", HENG_POSITIVE,
                          "100 * (budget_revenue_100m / budget_expenditure_100m)", YEARBOOK, 1, NAN,
                          NAN},
};

static int compute(struct heng_compute_call *c)
{
    heng_copy_column(c->out[PER_PERSON], c->in[GDP_PER_CAPITA], c->n);
    heng_ratio_column(c->out[DENSITY], c->in[GDP], c->in[LAND], 1e4, c->n);
    heng_ratio_column(c->out[SERVICES], c->in[TERTIARY], c->in[GDP], 100, c->n);
    heng_ratio_column(c->out[RETAIL_PER_PERSON], c->in[RETAIL], c->in[POP], 1e4, c->n);
    heng_ratio_column(c->out[REVENUE_PER_PERSON], c->in[REVENUE], c->in[POP], 1e4, c->n);
    heng_ratio_column(c->out[SELF_SUFFICIENCY], c->in[REVENUE], c->in[EXPENDITURE], 100, c->n);
    return HENG_OK;
}

static const struct heng_dimension economy = {
    .size = sizeof economy,
    .name = "economy",
    .title_zh = "经济发展",
    .title_en = "Economy",
    .summary = "Output, its density and make-up, consumption and public revenue; levels of one "
               "year, no growth.",
    .inputs = HENG_ARRAY(inputs),
    .indicators = HENG_ARRAY(indicators),
    .compute = compute,
};

HENG_ONE_DIMENSION(economy, "1.0.0", "MIT");
