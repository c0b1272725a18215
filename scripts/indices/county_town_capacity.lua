-- SPDX-License-Identifier: MIT
-- What the county towns can carry: services, infrastructure, jobs, people and means of the
-- counties they serve. For counties and county-level cities only: `[units] where = group ==
-- "county"`; a district is part of its city and has no county town. Census counts are divided by
-- census counts only.
--
-- Not to be had: figures of the towns themselves (built-up area, water and gas supply, sewage,
-- schools, homes), which the county seat construction yearbook has and no open table by county.
-- The county stands for its town, which is right for services that the whole county uses.

local SERVICES = "Zhejiang Statistical Yearbook 2025, tables 17-26 and 17-42"
local ROADS = "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-35"
local OUTPUT = "Zhejiang Statistical Yearbook 2025, table 17-25"
local PEOPLE = "Zhejiang Statistical Yearbook 2025, table 17-26"
local CENSUS = "Seventh National Population Census, 2020, by county; the long form, a tenth of "
  .. "the households"

return heng.index {
  id = "county_town_capacity",
  title = "县城承载能力指数",
  title_en = "County-town capacity index",
  summary = "What a county's towns can carry: services, infrastructure, jobs, people gathered and "
    .. "public means, per resident and per area.",
  source = "Own design after the fields of the national guideline on county towns of 2022 "
    .. "(industry, infrastructure, services, environment, integration), on the Zhejiang "
    .. "Statistical Yearbook 2025 and the census of 2020.",
  note = "Figures are of whole counties; those of the towns themselves (built-up area, pipes, "
    .. "sewage, schools, homes) are not open by county. Nothing on the environment. Daishan and "
    .. "Shengsi have no expressway figure.",
  needs = {
    "pop_yearend_10k", "urban_pop_10k", "registered_pop_10k", "gdp_100m", "land_area_km2",
    "doctors", "hospital_beds", "road_km",
  },
  optional = {
    "library_books_10k", "sports_grounds", "museums", "expressway_km", "mobile_users_10k",
    "electricity_household_10kwh", "retail_sales_100m", "gdp_secondary_100m", "gdp_tertiary_100m",
    "budget_revenue_100m", "budget_expenditure_100m", "census_employed", "census_emp_farm",
    "census_households_sampled", "census_households_tap_water",
  },
  dimensions = {
    {
      id = "services", title = "公共服务承载", title_en = "Services", weight = 1,
      indicators = {
        { id = "doctors_per_10k", title = "每万人医生数", title_en = "Doctors per 10 000 persons",
          unit = "persons", direction = "positive", formula = "doctors / pop_yearend_10k",
          source = SERVICES, weight = 1 },
        { id = "beds_per_10k", title = "每万人医院床位数",
          title_en = "Hospital beds per 10 000 persons", unit = "beds", direction = "positive",
          formula = "hospital_beds / pop_yearend_10k", source = SERVICES, weight = 1 },
        { id = "books_per_person", title = "人均公共图书馆藏书",
          title_en = "Library books per person", unit = "volumes", direction = "positive",
          formula = "library_books_10k / pop_yearend_10k", source = SERVICES, weight = 1 },
        { id = "sports_per_10k", title = "每万人体育场地数",
          title_en = "Sports grounds per 10 000 persons", unit = "number",
          direction = "positive", formula = "sports_grounds / pop_yearend_10k", source = SERVICES,
          weight = 0.5 },
        { id = "museums_per_100k", title = "每十万人博物馆数",
          title_en = "Museums per 100 000 persons", unit = "number", direction = "positive",
          formula = "10 * museums / pop_yearend_10k", source = SERVICES, weight = 0.5,
          doc = "Half, as sports grounds: counted without their size." },
      },
    },
    {
      id = "infrastructure", title = "基础设施承载", title_en = "Infrastructure", weight = 1,
      indicators = {
        { id = "roads_per_area", title = "公路网密度", title_en = "Highways per area",
          unit = "km/100 km2", direction = "positive", formula = "100 * road_km / land_area_km2",
          source = ROADS, weight = 1 },
        { id = "expressways_per_area", title = "高速公路密度", title_en = "Expressways per area",
          unit = "km/1000 km2", direction = "positive",
          formula = "1000 * expressway_km / land_area_km2",
          source = ROADS, weight = 0.5 },
        { id = "tap_water_share", title = "住房内有管道自来水的家庭户占比",
          title_en = "Households with tap water", unit = "%", direction = "positive",
          formula = "100 * census_households_tap_water / census_households_sampled",
          source = CENSUS, weight = 1, doc = "The one pipe that is counted by county." },
        { id = "home_electricity", title = "人均生活用电量",
          title_en = "Household electricity per person", unit = "kWh", direction = "positive",
          formula = "electricity_household_10kwh / pop_yearend_10k", source = ROADS, weight = 0.5,
          doc = "What the grid delivers to homes; half, as climate and income are in it." },
        { id = "subscribers_per_100", title = "移动电话普及率",
          title_en = "Mobile subscribers per 100 persons", unit = "subscribers",
          direction = "positive", formula = "100 * mobile_users_10k / pop_yearend_10k",
          source = ROADS, weight = 0.5 },
      },
    },
    {
      id = "employment", title = "产业就业承载", title_en = "Jobs", weight = 1,
      indicators = {
        { id = "jobs_off_farm", title = "非农就业占比", title_en = "Jobs off the farm", unit = "%",
          direction = "positive",
          formula = "100 - 100 * census_emp_farm / census_employed", source = CENSUS,
          weight = 1, doc = "What people do for a living, as far as it is counted." },
        { id = "secondary_per_person", title = "人均第二产业增加值",
          title_en = "Secondary sector output per person", unit = "yuan", direction = "positive",
          formula = "10000 * gdp_secondary_100m / pop_yearend_10k", source = OUTPUT, weight = 1,
          doc = "Not industry alone: the yearbook has more of it than of the sector in Daishan." },
        { id = "tertiary_per_person", title = "人均第三产业增加值",
          title_en = "Tertiary sector output per person", unit = "yuan", direction = "positive",
          formula = "10000 * gdp_tertiary_100m / pop_yearend_10k", source = OUTPUT, weight = 1 },
        { id = "retail_per_person", title = "人均社会消费品零售总额",
          title_en = "Retail sales per person", unit = "yuan", direction = "positive",
          formula = "10000 * retail_sales_100m / pop_yearend_10k", source = OUTPUT, weight = 0.5 },
      },
    },
    {
      id = "gathering", title = "人口集聚", title_en = "People gathered", weight = 0.5,
      indicators = {
        { id = "urban_residents_log", title = "城镇常住人口（对数）",
          title_en = "Urban residents, logarithm", unit = "ln(10^4 persons)",
          direction = "positive", formula = "log(urban_pop_10k)", source = PEOPLE, weight = 1,
          doc = "Size carries services that small towns cannot; in logarithms, since ten more "
            .. "people matter less in a large town." },
        { id = "urban_share", title = "常住人口城镇化率", title_en = "Urban share of residents",
          unit = "%", direction = "positive", formula = "100 * urban_pop_10k / pop_yearend_10k",
          source = PEOPLE, weight = 1 },
        { id = "residents_to_registered", title = "常住人口与户籍人口之比",
          title_en = "Residents to registered population", unit = "%", direction = "positive",
          formula = "100 * pop_yearend_10k / registered_pop_10k", source = PEOPLE, weight = 0.5,
          doc = "Whether the county keeps its people." },
      },
    },
    {
      id = "means", title = "财力保障", title_en = "Public means", weight = 0.5,
      indicators = {
        { id = "revenue_per_person", title = "人均一般公共预算收入",
          title_en = "Public revenue per person", unit = "yuan", direction = "positive",
          formula = "10000 * budget_revenue_100m / pop_yearend_10k", source = OUTPUT, weight = 1 },
        { id = "revenue_to_spending", title = "财政自给率", title_en = "Revenue to spending",
          unit = "%", direction = "positive",
          formula = "100 * budget_revenue_100m / budget_expenditure_100m", source = OUTPUT,
          weight = 1, doc = "Spending is not taken: transfers lift it." },
      },
    },
  },
}
