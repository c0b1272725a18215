/* SPDX-License-Identifier: MIT */
/*
 * Openness and circulation: how goods, people and messages move in and out.
 *
 * Exports and foreign investment by county are not in the yearbook. Parcels, freight and
 * passengers are booked where the carrier is registered: Yiwu and Xiaoshan stand far above the
 * rest in parcels, port districts in freight. Treat outliers, or take logarithms.
 */
#include <heng.h>

#define TRAFFIC "Zhejiang Statistical Yearbook 2025, tables 17-34 and 17-25"
#define POST "Zhejiang Statistical Yearbook 2025, tables 17-35 and 17-25"
#define RESIDENTS "Zhejiang Statistical Yearbook 2025, table 17-26"
#define CENSUS "Seventh National Population Census 2020, figures by county"

enum {
    POP,
    REGISTERED,
    EXPRESS,
    MOBILE,
    PASSENGERS,
    FREIGHT,
    OTHER_PROVINCE,
    CENSUS_POP,
    N_INPUTS
};

static const struct heng_input inputs[N_INPUTS] = {
    [POP] = {"pop_yearend_10k", "10^4 persons", "年末常住人口", "Resident population", 0},
    [REGISTERED] = {"registered_pop_10k", "10^4 persons", "户籍人口", "Registered population", 0},
    [EXPRESS] = {"express_revenue_10kyuan", "10^4 yuan", "快递业务收入",
                 "Revenue of express delivery", 0},
    [MOBILE] = {"mobile_users_10k", "10^4 subscribers", "移动电话用户数", "Mobile subscribers", 1},
    [PASSENGERS] = {"passengers_road_water_10k", "10^4 trips", "公路、水路客运量",
                    "Passengers by road and water", 1},
    [FREIGHT] = {"freight_road_water_10kt", "10^4 tonnes", "公路、水路货运量",
                 "Freight by road and water", 1},
    [OTHER_PROVINCE] = {"census_moved_other_province", "persons", "户口登记地在省外的人口",
                        "Residents registered in another province", 1},
    [CENSUS_POP] = {"census_pop", "persons", "普查常住人口", "Census population", 1},
};

enum {
    EXPRESS_PER_PERSON,
    MOBILE_PER_100,
    PASSENGERS_PER_PERSON,
    FREIGHT_PER_PERSON,
    INFLOW,
    FROM_OTHER_PROVINCES,
    N
};

static const struct heng_indicator indicators[N] = {
    [EXPRESS_PER_PERSON] = {"express_per_person", "人均快递业务收入",
                            "Express delivery revenue per person", "yuan", HENG_POSITIVE,
                            "express_revenue_10kyuan / pop_yearend_10k", POST, 1, NAN, NAN},
    [MOBILE_PER_100] = {"mobile_per_100", "移动电话普及率", "Mobile subscribers per 100 persons",
                        "subscribers", HENG_POSITIVE, "100 * (mobile_users_10k / pop_yearend_10k)",
                        POST, 1, NAN, NAN},
    [PASSENGERS_PER_PERSON] = {"passengers_per_person", "人均公路水路客运量",
                               "Road and water passengers per person", "trips", HENG_POSITIVE,
                               "passengers_road_water_10k / pop_yearend_10k",
                               TRAFFIC "; low weight: excursion boats count in full", 0.25, NAN,
                               NAN},
    [FREIGHT_PER_PERSON] = {"freight_per_person", "人均公路水路货运量",
                            "Road and water freight per person", "tonnes", HENG_POSITIVE,
                            "freight_road_water_10kt / pop_yearend_10k", TRAFFIC, 0.5, NAN, NAN},
    [INFLOW] = {"population_inflow", "常住人口与户籍人口之比",
                "Residents per 100 registered persons", "persons", HENG_POSITIVE,
                "100 * (pop_yearend_10k / registered_pop_10k)", RESIDENTS, 1, NAN, NAN},
    [FROM_OTHER_PROVINCES] = {"other_province_share", "省外流入人口占比",
                              "Residents registered in another province", "%", HENG_POSITIVE,
                              "100 * (census_moved_other_province / census_pop)", CENSUS, 1, NAN,
                              NAN},
};

static int compute(struct heng_compute_call *c)
{
    heng_ratio_column(c->out[EXPRESS_PER_PERSON], c->in[EXPRESS], c->in[POP], 1, c->n);
    heng_ratio_column(c->out[MOBILE_PER_100], c->in[MOBILE], c->in[POP], 100, c->n);
    heng_ratio_column(c->out[PASSENGERS_PER_PERSON], c->in[PASSENGERS], c->in[POP], 1, c->n);
    heng_ratio_column(c->out[FREIGHT_PER_PERSON], c->in[FREIGHT], c->in[POP], 1, c->n);
    heng_ratio_column(c->out[INFLOW], c->in[POP], c->in[REGISTERED], 100, c->n);
    heng_ratio_column(c->out[FROM_OTHER_PROVINCES], c->in[OTHER_PROVINCE], c->in[CENSUS_POP], 100,
                      c->n);
    return HENG_OK;
}

static const struct heng_dimension openness = {
    .size = sizeof openness,
    .name = "openness",
    .title_zh = "开放畅通",
    .title_en = "Openness",
    .summary = "How goods, people and messages move in and out; no export or foreign investment "
               "figures by county.",
    .inputs = HENG_ARRAY(inputs),
    .indicators = HENG_ARRAY(indicators),
    .compute = compute,
};

HENG_ONE_DIMENSION(openness, "1.0.0", "MIT");
