-- SPDX-License-Identifier: MIT
-- New citizens: people who live where their household is not registered, and what they find
-- there. Yearbook figures are divided by yearbook figures, census counts by census counts: the
-- census is of 2020, and some districts carry the counts of a larger area (config/data/README.md).
--
-- Not to be had by county: urban registered population (户籍人口城镇化率) and so the share of urban
-- residents without local registration; points-based settlement; school places, social
-- insurance and housing security of migrants; rents.

local PEOPLE = "Zhejiang Statistical Yearbook 2025, table 17-26"
local SERVICES = "Zhejiang Statistical Yearbook 2025, tables 17-26 and 17-42"
local MONEY = "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-26"
local CENSUS = "Seventh National Population Census, 2020, by county"

return heng.index {
  id = "new_citizens",
  title = "新市民指数",
  title_en = "New citizens index",
  summary = "How far a county draws people from elsewhere into its towns, and what services, "
    .. "schooling and living its residents, registered or not, have there.",
  source = "Own design on the county tables of the Zhejiang Statistical Yearbook 2025 and the "
    .. "census of 2020.",
  note = "Wanted but not published by county: urban registered population, school places, social "
    .. "insurance, housing security and rents of migrants. Services are counted for all residents: "
    .. "whether newcomers may use them alike is not in the data. Census figures are of 2020 and, "
    .. "for five districts of Hangzhou, those of a larger area.",
  needs = { "pop_yearend_10k", "registered_pop_10k", "urban_pop_10k" },
  optional = {
    "doctors", "hospital_beds", "library_books_10k", "sports_grounds", "budget_expenditure_100m",
    "urban_income_yuan", "census_pop", "census_moved_same_province",
    "census_moved_other_province", "census_schooling_years", "census_university_pct",
    "census_housing_m2_per_person",
  },
  dimensions = {
    {
      id = "inflow", title = "人口吸纳", title_en = "Inflow", weight = 1,
      indicators = {
        { id = "residents_to_registered", title = "常住人口与户籍人口之比",
          title_en = "Residents to registered population", unit = "%", direction = "positive",
          formula = "100 * pop_yearend_10k / registered_pop_10k", source = PEOPLE, weight = 1,
          doc = "Above 100 a county takes people in, below it has sent them away; of 2024." },
        { id = "moved_other_province", title = "省外流入人口占比",
          title_en = "Residents from other provinces", unit = "%", direction = "positive",
          formula = "100 * census_moved_other_province / census_pop", source = CENSUS, weight = 0.5,
          doc = "Those who came farthest; half each, as both are of 2020." },
        { id = "moved_same_province", title = "省内跨县流入人口占比",
          title_en = "Residents from other counties of the province", unit = "%",
          direction = "positive", formula = "100 * census_moved_same_province / census_pop",
          source = CENSUS, weight = 0.5 },
      },
    },
    {
      id = "urbanisation", title = "城镇集聚", title_en = "Urbanisation", weight = 1,
      indicators = {
        { id = "urban_share", title = "常住人口城镇化率", title_en = "Urban share of residents",
          unit = "%", direction = "positive", formula = "100 * urban_pop_10k / pop_yearend_10k",
          source = PEOPLE, weight = 1, doc = "Where newcomers live as townspeople." },
        { id = "urban_to_registered", title = "城镇常住人口与户籍人口之比",
          title_en = "Urban residents to registered population", unit = "%",
          direction = "positive", formula = "100 * urban_pop_10k / registered_pop_10k",
          source = PEOPLE, weight = 0.5,
          doc = "How much town a county offers for each of its own; stands in for the share of "
            .. "urban residents without registration, which is not published." },
      },
    },
    {
      id = "services", title = "公共服务", title_en = "Public services", weight = 1,
      indicators = {
        { id = "doctors_per_10k", title = "每万常住人口医生数",
          title_en = "Doctors per 10 000 residents", unit = "persons", direction = "positive",
          formula = "doctors / pop_yearend_10k", source = SERVICES, weight = 1,
          doc = "Per resident, not per registered person: that is the point." },
        { id = "beds_per_10k", title = "每万常住人口医院床位数",
          title_en = "Hospital beds per 10 000 residents", unit = "beds", direction = "positive",
          formula = "hospital_beds / pop_yearend_10k", source = SERVICES, weight = 0.5 },
        { id = "books_per_person", title = "人均公共图书馆藏书",
          title_en = "Library books per resident", unit = "volumes", direction = "positive",
          formula = "library_books_10k / pop_yearend_10k", source = SERVICES, weight = 0.5 },
        { id = "sports_per_10k", title = "每万常住人口体育场地数",
          title_en = "Sports grounds per 10 000 residents", unit = "number",
          direction = "positive", formula = "sports_grounds / pop_yearend_10k", source = SERVICES,
          weight = 0.5 },
        { id = "spending_per_person", title = "人均一般公共预算支出",
          title_en = "Public spending per resident", unit = "yuan", direction = "positive",
          formula = "10000 * budget_expenditure_100m / pop_yearend_10k", source = MONEY, weight = 1,
          doc = "Schools, insurance and housing are not published; they are in here." },
      },
    },
    {
      id = "living", title = "素质与生活", title_en = "Schooling and living", weight = 1,
      indicators = {
        { id = "schooling_years", title = "平均受教育年限", title_en = "Mean years of schooling",
          unit = "years", direction = "positive", formula = "census_schooling_years",
          source = CENSUS, weight = 1 },
        { id = "university_share", title = "大专及以上人口占比",
          title_en = "Residents with college or more", unit = "%", direction = "positive",
          formula = "census_university_pct", source = CENSUS, weight = 0.5 },
        { id = "urban_income", title = "城镇居民人均可支配收入",
          title_en = "Urban income per person", unit = "yuan", direction = "positive",
          formula = "urban_income_yuan", source = MONEY, weight = 1 },
        { id = "housing_per_person", title = "人均住房建筑面积",
          title_en = "Housing per person", unit = "m2", direction = "positive",
          formula = "census_housing_m2_per_person", source = CENSUS, weight = 0.5,
          doc = "Half: villages build large, so it says less of towns." },
      },
    },
  },
}
