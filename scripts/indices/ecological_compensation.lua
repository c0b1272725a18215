-- SPDX-License-Identifier: MIT

-- How far a column falls short of its reference over all units, in per cent of it, at least 0.
local function shortfall(values, reference)
  local level = reference == "best" and heng.largest(values) or heng.mean(values)
  return heng.max(100 * (1 - values / level), 0)
end

-- What a county may claim, in yuan a resident: the public revenue that its forgone output would have
-- brought, in proportion to its good water, and nothing where that is below the floor.
local function claim(d, p)
  local water = d.water_good_pct
  return p.revenue_rate * d.industry_per_person_yuan * d.forgone_industry_pct / 100
    * heng.where(heng.ge(water, p.water_floor), water / 100, 0)
end

-- What it pays into the fund that all claims are paid from: the same share of every county's revenue,
-- so that payments and receipts of the counties in the table are equal.
local function share(d, p)
  local claims, revenue = claim(d, p), d.fiscal_revenue_per_person_yuan
  local known = 0 * claims * revenue + 1
  local people = known * d.population_10k
  return known * revenue * (people * claims):sum() / (people * revenue):sum()
end

return heng.index {
  id = "ecological_compensation",
  title = "生态补偿指数",
  title_en = "Ecological compensation index",
  summary = "What a county contributes to the environment of all, and what it forgoes for it; a "
    .. "high score is a strong claim to compensation. Beside it, who should be paid what, by rule: "
    .. "claim = revenue_rate x industry per person x share forgone x share of good water; all "
    .. "claims are paid by all counties in proportion to their public revenue.",
  source = "Own design. Contribution follows the ecological products that local accounting rules "
    .. "list; loss follows the opportunity cost reading of compensation. Both weigh the same: damage "
    .. "avoided without effort, or hardship without benefit to others, is no claim. The tie of "
    .. "payments to the quality of water is that of agreements between up- and downstream.",
  note = "No public source carries these columns for all counties; the sample that comes with heng "
    .. "is made up. Bring your own table with the same column names, take `synthetic` out of the profile "
    .. "and set it to false in this script. Wanted besides: carbon sinks, water drawn "
    .. "downstream, transfers already paid, which would have to be taken off.",
  synthetic = true,
  needs = {
    "forest_cover_pct", "protected_area_pct", "water_good_pct", "pm25_ugm3", "water_yield_mm",
    "industry_per_person_yuan", "fiscal_revenue_per_person_yuan", "rural_income_yuan",
    "forgone_industry_pct", "population_10k",
  },
  optional = { "conservation_spending_pct" },
  params = {
    { name = "reference", type = "choice", choices = { "mean", "best" }, default = "mean",
      doc = "What a loss is measured against: the mean of all units, or the best one." },
    { name = "revenue_rate", type = "real", default = 0.2, min = 0, max = 1,
      doc = "Public revenue that a yuan of industrial output brings." },
    { name = "water_floor", type = "real", default = 80, min = 0, max = 100,
      doc = "Share of good river sections, in %, below which nothing is paid." },
  },
  dimensions = {
    {
      id = "contribution", title = "生态贡献", title_en = "Contribution", weight = 1,
      indicators = {
        { id = "forest_cover", title = "森林覆盖率", title_en = "Forest cover", unit = "%",
          direction = "positive", formula = "forest_cover_pct", weight = 1,
          source = "Forest resource survey",
          doc = "Forests hold water and carbon for all downstream." },
        { id = "protected_area", title = "生态保护红线面积占比", title_en = "Protected area", unit = "%",
          direction = "positive", formula = "protected_area_pct", weight = 1,
          source = "Natural resources authority",
          doc = "Land given to nature, red-line area over land area." },
        { id = "water_quality", title = "断面水质优良率", title_en = "River sections of good quality",
          unit = "%", direction = "positive", formula = "water_good_pct", weight = 1,
          source = "Environmental monitoring; classes I to III of GB 3838-2002",
          doc = "What the neighbours downstream receive." },
        { id = "water_yield", title = "产水深", title_en = "Water yield", unit = "mm",
          direction = "positive", formula = "water_yield_mm", weight = 0.5,
          source = "Water resources bulletin",
          doc = "How much of it; half, because rain is no merit." },
        { id = "clean_air", title = "PM2.5年均浓度", title_en = "Fine dust, mean of the year",
          unit = "ug/m3", direction = "negative", formula = "pm25_ugm3", weight = 0.5,
          source = "Environmental monitoring",
          doc = "Half, because it is partly the neighbours' doing." },
      },
    },
    {
      id = "loss", title = "发展损失", title_en = "Loss", weight = 1,
      indicators = {
        { id = "forgone_industry", title = "受限工业产出占比", title_en = "Industrial output forgone",
          unit = "%", direction = "positive", formula = "forgone_industry_pct", weight = 1,
          source = "Projects refused or closed for the environment, over industrial output",
          doc = "The loss that follows from protection most directly." },
        { id = "industry_gap", title = "人均工业增加值差距", title_en = "Shortfall in industry per person",
          unit = "%", direction = "positive", weight = 1, source = "Statistical yearbook",
          doc = "100 * (1 - own / reference), at least 0: what development is missing.",
          formula = function(d, p) return shortfall(d.industry_per_person_yuan, p.reference) end },
        { id = "fiscal_gap", title = "人均财政收入差距",
          title_en = "Shortfall in public revenue per person", unit = "%", direction = "positive",
          weight = 0.5, source = "Statistical yearbook",
          doc = "The same for what the county can pay its services from.",
          formula = function(d, p)
            return shortfall(d.fiscal_revenue_per_person_yuan, p.reference)
          end },
        { id = "income_gap", title = "农村居民收入差距", title_en = "Shortfall in rural income",
          unit = "%", direction = "positive", weight = 0.5, source = "Statistical yearbook",
          doc = "The same for what its people live on.",
          formula = function(d, p) return shortfall(d.rural_income_yuan, p.reference) end },
        { id = "conservation_spending", title = "节能环保支出占比",
          title_en = "Share of conservation in public spending", unit = "%",
          direction = "positive", weight = 0.5, source = "Budget accounts",
          doc = "conservation_spending_pct: what protection costs the county itself.",
          formula = function(d)
            return d.conservation_spending_pct or heng.vector(d.n, 0 / 0)
          end },
      },
    },
    {
      id = "compensation", title = "净补偿（归一化）", title_en = "Net compensation, normalised", weight = 0,
      indicators = {
        { id = "compensation_claim", title = "人均应得补偿", title_en = "Claim per person",
          unit = "yuan", direction = "positive", weight = 0, source = "Rule of this script",
          doc = "Shown, not scored.", formula = claim },
        { id = "compensation_share", title = "人均分担额", title_en = "Payment to the fund per person",
          unit = "yuan", direction = "negative", weight = 0, source = "Rule of this script",
          doc = "Shown, not scored.", formula = share },
        { id = "compensation_net", title = "人均净补偿", title_en = "Net compensation per person",
          unit = "yuan", direction = "positive", weight = 0, source = "Rule of this script",
          doc = "Claim less payment; below 0 the county pays.",
          formula = function(d, p) return claim(d, p) - share(d, p) end },
        { id = "compensation_amount", title = "净补偿总额", title_en = "Net compensation",
          unit = "10^4 yuan", direction = "positive", weight = 1, source = "Rule of this script",
          doc = "For all residents. The amounts of all counties add up to 0.",
          formula = function(d, p) return d.population_10k * (claim(d, p) - share(d, p)) end },
      },
    },
  },
}
