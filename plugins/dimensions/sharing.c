/* SPDX-License-Identifier: MIT */
/*
 * Sharing: what people earn and what public services they find.
 *
 * Hospitals and libraries of a core district serve its whole city, which is why districts and
 * counties are ranked apart. Some city libraries are counted with the city, not with the
 * district they stand in (Nanhu). Incomes are at current prices; prices by county are unknown.
 */
#include <heng.h>

#define INCOME "Zhejiang Statistical Yearbook 2025, table 17-25"
#define SERVICES "Zhejiang Statistical Yearbook 2025, tables 17-42 and 17-25"
#define CENSUS "Seventh National Population Census 2020, figures by county"

enum { URBAN_INCOME, RURAL_INCOME, POP, DOCTORS, BEDS, BOOKS, GROUNDS, HOUSING, N_INPUTS };

static const struct heng_input inputs[N_INPUTS] = {
    [URBAN_INCOME] = {"urban_income_yuan", "yuan", "城镇居民人均可支配收入",
                      "Disposable income per urban resident", 0},
    [RURAL_INCOME] = {"rural_income_yuan", "yuan", "农村居民人均可支配收入",
                      "Disposable income per rural resident", 0},
    [POP] = {"pop_yearend_10k", "10^4 persons", "年末常住人口", "Resident population", 0},
    [DOCTORS] = {"doctors", "persons", "医生数", "Doctors", 0},
    [BEDS] = {"hospital_beds", "beds", "医院床位数", "Hospital beds", 0},
    [BOOKS] = {"library_books_10k", "10^4 volumes", "公共图书馆图书藏量",
               "Books in public libraries", 0},
    [GROUNDS] = {"sports_grounds", "number", "体育场地数", "Sports grounds", 0},
    [HOUSING] = {"census_housing_m2_per_person", "m2", "人均住房建筑面积",
                 "Floor space of housing per person", 1},
};

enum {
    RURAL,
    URBAN,
    DOCTORS_PER_1000,
    BEDS_PER_1000,
    BOOKS_PER_PERSON,
    GROUNDS_PER_10000,
    FLOOR,
    N
};

static const struct heng_indicator indicators[N] = {
    [RURAL] = {"rural_income", "农村居民人均可支配收入", "Disposable income per rural resident",
               "yuan", HENG_POSITIVE, "rural_income_yuan", INCOME, 1, NAN, NAN},
    [URBAN] = {"urban_income", "城镇居民人均可支配收入", "Disposable income per urban resident",
               "yuan", HENG_POSITIVE, "urban_income_yuan", INCOME, 1, NAN, NAN},
    [DOCTORS_PER_1000] = {"doctors_per_1000", "每千人医生数", "Doctors per 1000 persons", "persons",
                          HENG_POSITIVE, "0.1 * (doctors / pop_yearend_10k)", SERVICES, 1, NAN,
                          NAN},
    [BEDS_PER_1000] = {"beds_per_1000", "每千人医院床位数", "Hospital beds per 1000 persons",
                       "beds", HENG_POSITIVE, "0.1 * (hospital_beds / pop_yearend_10k)", SERVICES,
                       0.5, NAN, NAN},
    [BOOKS_PER_PERSON] = {"books_per_person", "人均公共图书馆藏书量",
                          "Public library books per person", "volumes", HENG_POSITIVE,
                          "library_books_10k / pop_yearend_10k", SERVICES, 0.5, NAN, NAN},
    [GROUNDS_PER_10000] = {"sports_grounds_per_10000", "每万人体育场地数",
                           "Sports grounds per 10 000 persons", "number", HENG_POSITIVE,
                           "sports_grounds / pop_yearend_10k", SERVICES, 0.5, NAN, NAN},
    [FLOOR] = {"housing_per_person", "人均住房建筑面积", "Floor space of housing per person", "m2",
               HENG_POSITIVE, "census_housing_m2_per_person", CENSUS, 0.5, NAN, NAN},
};

static int compute(struct heng_compute_call *c)
{
    for (size_t i = 0; i < c->n; i++) {
        c->out[RURAL][i] = c->in[RURAL_INCOME][i];
        c->out[URBAN][i] = c->in[URBAN_INCOME][i];
        c->out[FLOOR][i] = c->in[HOUSING] ? c->in[HOUSING][i] : NAN;
    }
    heng_ratio_column(c->out[DOCTORS_PER_1000], c->in[DOCTORS], c->in[POP], 0.1, c->n);
    heng_ratio_column(c->out[BEDS_PER_1000], c->in[BEDS], c->in[POP], 0.1, c->n);
    heng_ratio_column(c->out[BOOKS_PER_PERSON], c->in[BOOKS], c->in[POP], 1, c->n);
    heng_ratio_column(c->out[GROUNDS_PER_10000], c->in[GROUNDS], c->in[POP], 1, c->n);
    return HENG_OK;
}

static const struct heng_dimension sharing = {
    .size = sizeof sharing,
    .name = "sharing",
    .title_zh = "共享发展",
    .title_en = "Sharing",
    .summary = "What people earn in town and country and the health, culture, sports and housing "
               "they find.",
    .inputs = HENG_ARRAY(inputs),
    .indicators = HENG_ARRAY(indicators),
    .compute = compute,
};

HENG_ONE_DIMENSION(sharing, "1.0.0", "MIT");
