-- SPDX-License-Identifier: MIT

local columns = require "columns"

local TRADE = "Customs statistics by place of the trading firm"
local INVESTMENT = "Commerce authority: foreign investment used, outward investment"
local PEOPLE = "Tourism and public security authorities"

return heng.index {
  id = "opening_up",
  title = "县域开放发展指数",
  title_en = "Opening-up index",
  summary = "How far a county trades with the world, draws and sends investment, and is visited; "
    .. "related to its output and its people, so that size alone does not count.",
  source = "Own design: trade and investment are the two sides of openness in all national "
    .. "statistics and weigh the same; exchange of people and firms counts half, for it is "
    .. "measured most loosely.",
  note = "No open source carries trade or foreign investment by county: bring your own table with "
    .. "the columns under `needs`, take `synthetic` out of the profile and set it to false in this "
    .. "script. The sample that comes with heng is made up. Wanted besides: services trade, "
    .. "trade by the county where goods are made, trade with Belt and Road partners.",
  synthetic = true,
  needs = {
    "population_10k", "gdp_100m", "exports_100m", "imports_100m", "foreign_capital_used_10kusd",
    "foreign_firms",
  },
  optional = {
    "exports_private_100m", "ecommerce_crossborder_100m", "outward_investment_10kusd",
    "foreign_visitors_10k",
  },
  params = {
    { name = "yuan_per_usd", type = "real", default = 7.1, min = 1, max = 20,
      doc = "Rate at which US dollars are turned into yuan: the mean of the year of the data." },
  },
  dimensions = {
    {
      id = "trade", title = "对外贸易", title_en = "Trade", weight = 1,
      indicators = {
        { id = "trade_to_gdp", title = "外贸依存度", title_en = "Exports and imports to GDP",
          unit = "%", direction = "positive", weight = 1, source = TRADE,
          formula = "100 * (exports_100m + imports_100m) / gdp_100m",
          doc = "The usual measure of openness." },
        { id = "exports_per_person", title = "人均出口额", title_en = "Exports per person",
          unit = "yuan", direction = "positive", weight = 1, source = TRADE,
          formula = "10000 * exports_100m / population_10k",
          doc = "Does not fall when the home market grows, as the ratio to GDP does." },
        { id = "trade_balance", title = "进口占进出口比重", title_en = "Imports in trade",
          unit = "%", direction = "positive", weight = 0.5, source = TRADE,
          formula = "100 * imports_100m / (exports_100m + imports_100m)",
          doc = "Most counties export far more than they import; buying abroad is openness, too." },
        { id = "ecommerce_share", title = "跨境电商占出口比重",
          title_en = "Cross-border electronic commerce to exports", unit = "%",
          direction = "positive", weight = 0.5, source = TRADE,
          doc = "100 * ecommerce_crossborder_100m / exports_100m: new forms of trade.",
          formula = function(d)
            return columns.ratio(d, "ecommerce_crossborder_100m", "exports_100m", 100)
          end },
      },
    },
    {
      id = "investment", title = "双向投资", title_en = "Investment both ways", weight = 1,
      indicators = {
        { id = "foreign_capital_to_gdp", title = "实际使用外资与GDP之比",
          title_en = "Foreign capital used to GDP", unit = "%", direction = "positive", weight = 1,
          source = INVESTMENT, doc = "What was paid in, not what was agreed.",
          formula = "0.01 * foreign_capital_used_10kusd * yuan_per_usd / gdp_100m" },
        { id = "foreign_firms_per_10k", title = "每万人外资企业数",
          title_en = "Firms with foreign capital per 10 000 persons", unit = "firms",
          direction = "positive", weight = 0.5, source = INVESTMENT,
          formula = "foreign_firms / population_10k",
          doc = "A stock beside the flow, which a single project moves." },
        { id = "outward_to_gdp", title = "对外直接投资与GDP之比",
          title_en = "Outward direct investment to GDP", unit = "%", direction = "positive",
          weight = 0.5, source = INVESTMENT,
          doc = "0.01 * outward_investment_10kusd * yuan_per_usd / gdp_100m: the other way round.",
          formula = function(d, p)
            return columns.ratio(d, "outward_investment_10kusd", "gdp_100m", 0.01 * p.yuan_per_usd)
          end },
      },
    },
    {
      id = "exchange", title = "主体与人员往来", title_en = "Firms and people", weight = 0.5,
      indicators = {
        { id = "private_export_share", title = "民营企业出口占比",
          title_en = "Private firms in exports", unit = "%", direction = "positive", weight = 1,
          source = TRADE,
          doc = "100 * exports_private_100m / exports_100m: how widely trade is carried.",
          formula = function(d)
            return columns.ratio(d, "exports_private_100m", "exports_100m", 100)
          end },
        { id = "visitors_per_100", title = "每百人入境游客数",
          title_en = "Visitors from abroad per 100 persons", unit = "visitors",
          direction = "positive", weight = 1, source = PEOPLE,
          doc = "100 * foreign_visitors_10k / population_10k.",
          formula = function(d)
            return columns.ratio(d, "foreign_visitors_10k", "population_10k", 100)
          end },
      },
    },
  },
}
