/* SPDX-License-Identifier: MIT */
/*
 * Green: what output costs in electricity, and the pressure on the place.
 *
 * Air, water and forest figures by county are not in the yearbook; electricity stands in for
 * energy. It is booked where it is used, not where the plant stands. Household use and cars
 * are also signs of comfort, hence their low weights.
 */
#include <heng.h>

#define POWER "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-35"

enum {
    GDP,
    INDUSTRY,
    ELECTRICITY,
    ELECTRICITY_INDUSTRY,
    ELECTRICITY_HOUSEHOLD,
    POP,
    LAND,
    CARS,
    N_INPUTS
};

static const struct heng_input inputs[N_INPUTS] = {
    [GDP] = {"gdp_100m", "10^8 yuan", "生产总值", "Gross domestic product", 0},
    [INDUSTRY] = {"gdp_industry_100m", "10^8 yuan", "工业增加值", "Value added of industry", 0},
    [ELECTRICITY] = {"electricity_10kwh", "10^4 kWh", "全年用电量", "Electricity use", 0},
    [ELECTRICITY_INDUSTRY] = {"electricity_industry_10kwh", "10^4 kWh", "工业用电",
                              "Electricity use of industry", 0},
    [ELECTRICITY_HOUSEHOLD] = {"electricity_household_10kwh", "10^4 kWh", "城乡居民生活用电",
                               "Electricity use of households", 0},
    [POP] = {"pop_yearend_10k", "10^4 persons", "年末常住人口", "Resident population", 0},
    [LAND] = {"land_area_km2", "km2", "土地面积", "Land area", 1},
    [CARS] = {"civil_cars", "vehicles", "民用汽车拥有量", "Civil motor vehicles", 1},
};

enum { PRODUCTIVITY, INTENSITY, INDUSTRY_SHARE, HOUSEHOLD, DENSITY, CARS_PER_1000, N };

static const struct heng_indicator indicators[N] = {
    [PRODUCTIVITY] = {"gdp_per_kwh", "单位电耗产出", "GDP per unit of electricity", "yuan/kWh",
                      HENG_POSITIVE, "10000 * (gdp_100m / electricity_10kwh)", POWER, 2, NAN, NAN},
    [INTENSITY] = {"industry_kwh_per_yuan", "单位工业增加值电耗",
                   "Electricity per value added of industry", "kWh/yuan", HENG_NEGATIVE,
                   "0.0001 * (electricity_industry_10kwh / gdp_industry_100m)", POWER, 1, NAN, NAN},
    [INDUSTRY_SHARE] = {"industry_electricity_share", "工业用电占比",
                        "Share of industry in electricity", "%", HENG_NEGATIVE,
                        "100 * (electricity_industry_10kwh / electricity_10kwh)", POWER, 0.5, NAN,
                        NAN},
    [HOUSEHOLD] = {"household_kwh_per_person", "人均生活用电量", "Household electricity per person",
                   "kWh", HENG_NEGATIVE, "electricity_household_10kwh / pop_yearend_10k", POWER,
                   0.5, NAN, NAN},
    [DENSITY] = {"electricity_density", "地均用电量", "Electricity per area", "10^4 kWh/km2",
                 HENG_NEGATIVE, "electricity_10kwh / land_area_km2", POWER, 0.5, NAN, NAN},
    [CARS_PER_1000] = {"cars_per_1000", "千人民用汽车拥有量", "Motor vehicles per 1000 persons",
                       "vehicles", HENG_NEGATIVE, "0.1 * (civil_cars / pop_yearend_10k)", POWER,
                       0.5, NAN, NAN},
};

static int compute(struct heng_compute_call *c)
{
    heng_ratio_column(c->out[PRODUCTIVITY], c->in[GDP], c->in[ELECTRICITY], 1e4, c->n);
    heng_ratio_column(c->out[INTENSITY], c->in[ELECTRICITY_INDUSTRY], c->in[INDUSTRY], 1e-4, c->n);
    heng_ratio_column(c->out[INDUSTRY_SHARE], c->in[ELECTRICITY_INDUSTRY], c->in[ELECTRICITY], 100,
                      c->n);
    heng_ratio_column(c->out[HOUSEHOLD], c->in[ELECTRICITY_HOUSEHOLD], c->in[POP], 1, c->n);
    heng_ratio_column(c->out[DENSITY], c->in[ELECTRICITY], c->in[LAND], 1, c->n);
    heng_ratio_column(c->out[CARS_PER_1000], c->in[CARS], c->in[POP], 0.1, c->n);
    return HENG_OK;
}

static const struct heng_dimension green = {
    .size = sizeof green,
    .name = "green",
    .title_zh = "绿色低碳",
    .title_en = "Green",
    .summary = "What output costs in electricity and the pressure on the place; no air, water or "
               "forest figures by county.",
    .inputs = HENG_ARRAY(inputs),
    .indicators = HENG_ARRAY(indicators),
    .compute = compute,
};

HENG_ONE_DIMENSION(green, "1.0.0", "MIT");
