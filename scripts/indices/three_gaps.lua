-- SPDX-License-Identifier: MIT
-- The three gaps: between regions, between town and country, between incomes. Less is better in
-- every indicator, so a high score is a unit whose gaps are small.
--
-- A gap to others is a shortfall: 100 (1 - value / reference), at least 0. A unit ahead of the
-- reference has none; gap = distance counts it too, by 100 |ln(value / reference)|. References
-- are means of the people, not of the units: sum of value times population over population.
--
-- Not to be had by county: consumption of town and country, incomes of groups of households, and
-- so the gap within a county other than between its town and its country; other years.

local COUNTIES = "Zhejiang Statistical Yearbook 2025, table 17-25"
local PEOPLE = "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-26"

-- Rural residents: the column where the table has it, else residents less urban ones.
local function rural(d)
  return d.rural_pop_10k or heng.max(d.pop_yearend_10k - d.urban_pop_10k, 0)
end

-- Income per resident. Where nobody lives in the country, that of the town.
local function income(d)
  local town, country = d.urban_pop_10k, rural(d)
  local both = (town * d.urban_income_yuan + country * d.rural_income_yuan) / (town + country)
  return heng.where(heng.le(country, 0), d.urban_income_yuan, both)
end

-- The mean over the people of each unit's group, of those units that have a value.
local function group_mean(values, people, labels)
  local counted = heng.where(heng.missing(values), 0 / 0, people)
  if labels == nil then return heng.sum(values * counted) / heng.sum(counted) end
  return heng.group_sum(values * counted, labels) / heng.group_sum(counted, labels)
end

local function gap(p, values, reference)
  if p.gap == "distance" then return heng.abs(100 * heng.log(values / reference)) end
  return heng.max(100 * (1 - values / reference), 0)
end

-- The gap to the mean of the unit's class, or of all units.
local function to_reference(d, p, values, people)
  if p.reference == "all" then return gap(p, values, group_mean(values, people)) end
  if d.group == nil then heng.fail("reference = class: the table has no column group") end
  return gap(p, values, group_mean(values, people, d.group))
end

-- Theil's T between town and country; no value where nobody lives in the country, for a gap to
-- nobody is not a small one.
local function theil(d)
  local town, country = d.urban_pop_10k, rural(d)
  local earned = town * d.urban_income_yuan
  local u = earned / (earned + country * d.rural_income_yuan)
  local q = town / (town + country)
  return u * heng.log(u / q) + (1 - u) * heng.log((1 - u) / (1 - q))
end

return heng.index {
  id = "three_gaps",
  title = "三大差距指数",
  title_en = "Index of the three gaps",
  summary = "How small the gaps are between regions, between town and country, and between "
    .. "incomes; a high score stands for small gaps.",
  source = "Own design after the three gaps of the plan for common prosperity in Zhejiang, on the "
    .. "Zhejiang Statistical Yearbook 2025; Theil, Economics and Information Theory, 1967.",
  note = "A gap is 100 (1 - value / reference), at least 0; with gap = distance it is "
    .. "100 |ln(value / reference)|. The reference is the mean over the people, sum of value times "
    .. "population over population. Income per resident weighs town and country by who lives there; "
    .. "Theil's T is u ln(u / q) + (1 - u) ln((1 - u) / (1 - q)), u the towns' share of income, q "
    .. "that of residents. Wanted but not published by county: consumption of town and country, "
    .. "incomes of groups of households, other years. A county's income gap is therefore that of its mean to the "
    .. "others' and says nothing of rich and poor inside it. Where nobody lives in the country, "
    .. "the income of the residents is that of the town, and the gap between town and country has "
    .. "no value.",
  needs = {
    "pop_yearend_10k", "urban_pop_10k", "gdp_per_capita_yuan", "urban_income_yuan",
    "rural_income_yuan",
  },
  optional = { "rural_pop_10k", "budget_revenue_100m", "group", "city" },
  params = {
    { name = "reference", type = "choice", choices = { "all", "class" }, default = "all",
      doc = "Whose mean a unit is held against: all units' or its class's (column group)." },
    { name = "gap", type = "choice", choices = { "shortfall", "distance" }, default = "shortfall",
      doc = "Whether only falling short counts as a gap, or being ahead, too." },
  },
  dimensions = {
    {
      id = "regional", title = "地区差距", title_en = "Gap between regions", weight = 1,
      indicators = {
        { id = "output_gap", title = "人均GDP与参照水平的差距",
          title_en = "Gap in GDP per person to the reference", unit = "%", direction = "negative",
          weight = 1, source = COUNTIES, doc = "The usual measure of a gap between regions.",
          formula = function(d, p)
            return to_reference(d, p, d.gdp_per_capita_yuan, d.pop_yearend_10k)
          end },
        { id = "output_gap_city", title = "人均GDP与本市水平的差距",
          title_en = "Gap in GDP per person to the unit's own city", unit = "%",
          direction = "negative", weight = 0.5, source = COUNTIES,
          doc = "Poor counties of rich cities are a gap of their own; a city can act on it.",
          formula = function(d, p)
            if d.city == nil then return heng.vector(d.n, 0 / 0) end
            return gap(p, d.gdp_per_capita_yuan,
              group_mean(d.gdp_per_capita_yuan, d.pop_yearend_10k, d.city))
          end },
        { id = "revenue_gap", title = "人均一般公共预算收入与参照水平的差距",
          title_en = "Gap in public revenue per person to the reference", unit = "%",
          direction = "negative", weight = 0.5, source = COUNTIES,
          doc = "What a county can do of its own; before transfers, which are not published.",
          formula = function(d, p)
            if d.budget_revenue_100m == nil then return heng.vector(d.n, 0 / 0) end
            return to_reference(d, p, 10000 * d.budget_revenue_100m / d.pop_yearend_10k,
              d.pop_yearend_10k)
          end },
      },
    },
    {
      id = "urban_rural", title = "城乡差距", title_en = "Gap between town and country", weight = 1,
      indicators = {
        { id = "urban_rural_ratio", title = "城乡居民收入比", title_en = "Urban to rural income",
          unit = "ratio", direction = "negative", weight = 1, source = COUNTIES,
          formula = "urban_income_yuan / rural_income_yuan",
          doc = "The figure that plans and reports name." },
        { id = "urban_rural_theil", title = "城乡收入泰尔指数",
          title_en = "Theil index between town and country", unit = "nat", direction = "negative",
          weight = 0.5, source = PEOPLE, formula = theil,
          doc = "Also knows how many live on either side; half, since the ratio is in it." },
      },
    },
    {
      id = "incomes", title = "收入差距", title_en = "Gap between incomes", weight = 1,
      indicators = {
        { id = "income_gap", title = "居民人均可支配收入与参照水平的差距",
          title_en = "Gap in income per resident to the reference", unit = "%",
          direction = "negative", weight = 1, source = PEOPLE,
          doc = "Town and country weighted by their residents.",
          formula = function(d, p)
            return to_reference(d, p, income(d), d.urban_pop_10k + rural(d))
          end },
        { id = "rural_income_gap", title = "农村居民收入与参照水平的差距",
          title_en = "Gap in rural income to the reference", unit = "%", direction = "negative",
          weight = 1, source = PEOPLE, doc = "The lower half is where the gap is felt.",
          formula = function(d, p) return to_reference(d, p, d.rural_income_yuan, rural(d)) end },
        { id = "urban_income_gap", title = "城镇居民收入与参照水平的差距",
          title_en = "Gap in urban income to the reference", unit = "%", direction = "negative",
          weight = 0.5, source = PEOPLE,
          doc = "Half: the mean income holds it already, as most live in towns.",
          formula = function(d, p)
            return to_reference(d, p, d.urban_income_yuan, d.urban_pop_10k)
          end },
      },
    },
  },
}
