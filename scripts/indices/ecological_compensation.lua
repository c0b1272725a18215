-- SPDX-License-Identifier: MIT

-- How far a column falls short of its reference over all units, in per cent of it, at least 0.
local function shortfall(values, reference)
  local level = reference == "best" and heng.largest(values) or heng.mean(values)
  return heng.max(100 * (1 - values / level), 0)
end

return heng.index {
  id = "ecological_compensation",
  title = "生态补偿指数",
  title_en = "Ecological compensation index",
  summary = "What a county contributes to the environment of all, and what it forgoes for it; a "
    .. "high score is a strong claim to compensation.",
  source = "Own design. Contribution follows the ecological products that local accounting rules "
    .. "list; loss follows the opportunity cost reading of compensation.",
  note = "No public source carries these columns for all counties; the sample that comes with heng "
    .. "is made up. Bring your own table with the same column names.",
  synthetic = true,
  needs = {
    "forest_cover_pct", "protected_area_pct", "water_good_pct", "pm25_ugm3", "water_yield_mm",
    "industry_per_person_yuan", "fiscal_revenue_per_person_yuan", "rural_income_yuan",
    "forgone_industry_pct",
  },
  optional = { "conservation_spending_pct" },
  params = {
    { name = "reference", type = "choice", choices = { "mean", "best" }, default = "mean",
      doc = "What a loss is measured against: the mean of all units, or the best one." },
  },
  dimensions = {
    {
      id = "contribution", title = "生态贡献", title_en = "Contribution", weight = 1,
      indicators = {
        { id = "forest_cover", title = "森林覆盖率", title_en = "Forest cover", unit = "%",
          direction = "positive", formula = "forest_cover_pct", weight = 1,
          source = "Forest resource survey" },
        { id = "protected_area", title = "生态保护红线面积占比", title_en = "Protected area", unit = "%",
          direction = "positive", formula = "protected_area_pct", weight = 1,
          source = "Natural resources authority" },
        { id = "water_quality", title = "断面水质优良率", title_en = "River sections of good quality",
          unit = "%", direction = "positive", formula = "water_good_pct", weight = 1,
          source = "Environmental monitoring; classes I to III of GB 3838-2002" },
        { id = "water_yield", title = "产水深", title_en = "Water yield", unit = "mm",
          direction = "positive", formula = "water_yield_mm", weight = 0.5,
          source = "Water resources bulletin" },
        { id = "clean_air", title = "PM2.5年均浓度", title_en = "Fine dust, mean of the year",
          unit = "ug/m3", direction = "negative", formula = "pm25_ugm3", weight = 0.5,
          source = "Environmental monitoring" },
      },
    },
    {
      id = "loss", title = "发展损失", title_en = "Loss", weight = 1,
      indicators = {
        { id = "forgone_industry", title = "受限工业产出占比", title_en = "Industrial output forgone",
          unit = "%", direction = "positive", formula = "forgone_industry_pct", weight = 1,
          source = "Projects refused or closed for the environment, over industrial output" },
        { id = "industry_gap", title = "人均工业增加值差距", title_en = "Shortfall in industry per person",
          unit = "%", direction = "positive", weight = 1, source = "Statistical yearbook",
          formula = function(d, p) return shortfall(d.industry_per_person_yuan, p.reference) end },
        { id = "fiscal_gap", title = "人均财政收入差距",
          title_en = "Shortfall in public revenue per person", unit = "%", direction = "positive",
          weight = 0.5, source = "Statistical yearbook",
          formula = function(d, p)
            return shortfall(d.fiscal_revenue_per_person_yuan, p.reference)
          end },
        { id = "income_gap", title = "农村居民收入差距", title_en = "Shortfall in rural income",
          unit = "%", direction = "positive", weight = 0.5, source = "Statistical yearbook",
          formula = function(d, p) return shortfall(d.rural_income_yuan, p.reference) end },
        { id = "conservation_spending", title = "节能环保支出占比",
          title_en = "Share of conservation in public spending", unit = "%",
          direction = "positive", weight = 0.5, source = "Budget accounts",
          formula = function(d)
            return d.conservation_spending_pct or heng.vector(d.n, 0 / 0)
          end },
      },
    },
  },
}
