/* SPDX-License-Identifier: MIT */
/*
 * Innovation, by the people who carry it: schooling, skilled work, knowledge services, young
 * adults.
 *
 * There are no R&D or patent figures by county in the yearbook; the census shows where the people
 * are. Numerator and denominator of each share are of the same census area, never of another
 * year or boundary. Occupations and industries come from the census's long form, a sample of
 * about one household in ten.
 */
#include <heng.h>

#define CENSUS "Seventh National Population Census 2020, figures by county"
#define LONG_FORM CENSUS ", long form (10 % sample)"

enum {
    POP,
    YOUNG,
    COLLEGE,
    BACHELOR,
    YEARS,
    EMPLOYED,
    PROFESSIONAL,
    IT,
    RESEARCH,
    FINANCE,
    BUSINESS,
    N_INPUTS
};

static const struct heng_input inputs[N_INPUTS] = {
    [POP] = {"census_pop", "persons", "普查常住人口", "Census population", 0},
    [YOUNG] = {"census_pop_25_39", "persons", "25至39岁人口", "Population aged 25 to 39", 0},
    [COLLEGE] = {"census_edu_college", "persons", "大学专科人口", "Population with junior college",
                 0},
    [BACHELOR] = {"census_edu_bachelor", "persons", "大学本科及以上人口",
                  "Population with a bachelor's degree or more", 0},
    [YEARS] = {"census_schooling_years", "years", "平均受教育年限", "Mean years of schooling", 0},
    [EMPLOYED] = {"census_employed", "persons (sample)", "就业人口（长表）", "Employed persons", 0},
    [PROFESSIONAL] = {"census_professionals", "persons (sample)", "专业技术人员（长表）",
                      "Professional and technical staff", 0},
    [IT] = {"census_emp_it", "persons (sample)", "信息传输、软件和信息技术服务业就业（长表）",
            "Employed in information services and software", 0},
    [RESEARCH] = {"census_emp_research", "persons (sample)", "科学研究和技术服务业就业（长表）",
                  "Employed in research and technical services", 0},
    [FINANCE] = {"census_emp_finance", "persons (sample)", "金融业就业（长表）",
                 "Employed in finance", 0},
    [BUSINESS] = {"census_emp_business", "persons (sample)", "租赁和商务服务业就业（长表）",
                  "Employed in leasing and business services", 0},
};

enum { UNIVERSITY, SCHOOLING, PROFESSIONALS, TECHNOLOGY, SERVICES, YOUNG_ADULTS, N };

static const struct heng_indicator indicators[N] = {
    [UNIVERSITY] = {"university_share", "大学文化程度人口占比",
                    "Population with junior college or more", "%", HENG_POSITIVE,
                    "100 * ((census_edu_college + census_edu_bachelor) / census_pop)", CENSUS, 1,
                    NAN, NAN},
    [SCHOOLING] = {"schooling_years", "平均受教育年限", "Mean years of schooling", "years",
                   HENG_POSITIVE, "census_schooling_years", CENSUS, 1, NAN, NAN},
    [PROFESSIONALS] = {"professionals_share", "专业技术人员占比",
                       "Professional and technical staff among the employed", "%", HENG_POSITIVE,
                       "100 * (census_professionals / census_employed)", LONG_FORM, 1, NAN, NAN},
    [TECHNOLOGY] = {"technology_employment_share", "科技与信息服务业就业占比",
                    "Employment in research and information services", "%", HENG_POSITIVE,
                    "100 * ((census_emp_it + census_emp_research) / census_employed)", LONG_FORM, 1,
                    NAN, NAN},
    [SERVICES] = {"business_services_employment_share", "金融与商务服务业就业占比",
                  "Employment in finance and business services", "%", HENG_POSITIVE,
                  "100 * ((census_emp_finance + census_emp_business) / census_employed)", LONG_FORM,
                  0.5, NAN, NAN},
    [YOUNG_ADULTS] = {"young_adults_share", "25—39岁人口占比", "Population aged 25 to 39", "%",
                      HENG_POSITIVE, "100 * (census_pop_25_39 / census_pop)", CENSUS, 0.5, NAN,
                      NAN},
};

/* out = 100 (a + b) / whole */
static void share_of_two(double *out, const double *a, const double *b, const double *whole,
                         size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = 100 * heng_ratio(a[i] + b[i], whole[i]);
}

static int compute(struct heng_compute_call *c)
{
    heng_copy_column(c->out[SCHOOLING], c->in[YEARS], c->n);
    share_of_two(c->out[UNIVERSITY], c->in[COLLEGE], c->in[BACHELOR], c->in[POP], c->n);
    share_of_two(c->out[TECHNOLOGY], c->in[IT], c->in[RESEARCH], c->in[EMPLOYED], c->n);
    share_of_two(c->out[SERVICES], c->in[FINANCE], c->in[BUSINESS], c->in[EMPLOYED], c->n);
    heng_ratio_column(c->out[PROFESSIONALS], c->in[PROFESSIONAL], c->in[EMPLOYED], 100, c->n);
    heng_ratio_column(c->out[YOUNG_ADULTS], c->in[YOUNG], c->in[POP], 100, c->n);
    return HENG_OK;
}

static const struct heng_dimension innovation = {
    .size = sizeof innovation,
    .name = "innovation",
    .title_zh = "创新驱动",
    .title_en = "Innovation",
    .summary = "The people who carry innovation: schooling, skilled work, knowledge services and "
               "young adults; no R&D figures by county.",
    .inputs = HENG_ARRAY(inputs),
    .indicators = HENG_ARRAY(indicators),
    .compute = compute,
};

HENG_ONE_DIMENSION(innovation, "1.0.0", "MIT");
