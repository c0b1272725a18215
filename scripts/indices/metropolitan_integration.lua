-- SPDX-License-Identifier: MIT

local gravity = require "gravity"

local YEARBOOK = "Zhejiang Statistical Yearbook 2025, table 17-25"
local CORES = { "hangzhou", "ningbo", "wenzhou", "jinyi" }

-- The linkage of every unit with each of the four cores, in the order of CORES.
local function linkages(d, p)
  local mass = gravity.mass(d.pop_yearend_10k, d.gdp_100m)
  local distance = heng.distance_km(d.latitude, d.longitude)
  local found = {}
  for k, core in ipairs(CORES) do
    local members = gravity.positions(d, p[core])
    found[k] = mass * gravity.potential(d, mass, distance, members, p.decay, p.nearest_km)
  end
  return found
end

local function total(list)
  local sum = list[1]
  for k = 2, #list do sum = sum + list[k] end
  return sum
end

local function strongest(list)
  local most = list[1]
  for k = 2, #list do most = heng.max(most, list[k]) end
  return most
end

-- The mean of a column over a core, weighted by population.
local function core_mean(d, values, members)
  local sum, people = 0, 0
  for _, i in ipairs(members) do
    sum, people = sum + values[i] * d.pop_yearend_10k[i], people + d.pop_yearend_10k[i]
  end
  return sum / people
end

-- 100 times each unit's value over that of the core it leans to, at most 100.
local function level_to_core(d, p, values)
  local found = linkages(d, p)
  local most, level = strongest(found), heng.vector(d.n, 0 / 0)
  for k, core in ipairs(CORES) do
    local mean = core_mean(d, values, gravity.positions(d, p[core]))
    level = heng.where(heng.ge(found[k], most), 100 * values / mean, level)
  end
  return heng.min(level, 100)
end

local function share_of(k)
  return function(d, p)
    local found = linkages(d, p)
    return 100 * found[k] / total(found)
  end
end

return heng.index {
  id = "metropolitan_integration",
  title = "都市区融合指数",
  title_en = "Metropolitan integration index",
  summary = "How strongly each county is linked with the four metropolitan cores of Zhejiang, and "
    .. "how near its level has come to that of the core it leans to.",
  source = "Own design: gravity model on population, GDP and great-circle distance; the cores are "
    .. "those of the metropolitan areas of Hangzhou, Ningbo, Wenzhou and Jinhua-Yiwu. Being linked and "
    .. "being as well off as the core weigh the same; leaning to one core clearly counts half.",
  note = "Wanted but not public by county: commuters, trips, phone and capital flows. Straight "
    .. "lines stand for travel time; centroids stand for towns, and lie in the sea for some islands.",
  needs = {
    "pop_yearend_10k", "gdp_100m", "gdp_per_capita_yuan", "urban_income_yuan", "latitude",
    "longitude",
  },
  params = {
    { name = "decay", type = "real", default = 2, min = 0.5, max = 4,
      doc = "Exponent of distance in the gravity model." },
    { name = "nearest_km", type = "real", default = 10, min = 1, max = 100,
      doc = "Shorter distances count as this one, in km." },
    { name = "hangzhou", type = "text", default = "330102 330105 330106 330108",
      doc = "Codes of the core units of Hangzhou." },
    { name = "ningbo", type = "text", default = "330203 330205 330212",
      doc = "Codes of the core units of Ningbo." },
    { name = "wenzhou", type = "text", default = "330302 330303 330304",
      doc = "Codes of the core units of Wenzhou." },
    { name = "jinyi", type = "text", default = "330702 330703 330782",
      doc = "Codes of the core units of Jinhua and Yiwu." },
  },
  dimensions = {
    {
      id = "linkage", title = "联系强度", title_en = "Linkage", weight = 1,
      indicators = {
        { id = "core_linkage", title = "与四大核心的经济联系强度（对数）",
          title_en = "Linkage with the four cores, logarithm",
          unit = "ln(10^4 persons 10^8 yuan/km^decay)", direction = "positive", weight = 1,
          source = YEARBOOK,
          doc = "Sum over core units c of sqrt(P G) sqrt(P_c G_c) / d^decay: how much could flow.",
          formula = function(d, p) return heng.log(total(linkages(d, p))) end },
        { id = "core_access", title = "核心可达潜力（对数）",
          title_en = "Access to the cores, logarithm; without the unit's own size",
          unit = "ln(sqrt(10^4 persons 10^8 yuan)/km^decay)", direction = "positive", weight = 1,
          source = YEARBOOK, doc = "The same without the unit's own size: what lies in reach.",
          formula = function(d, p)
            return heng.log(total(linkages(d, p)) / gravity.mass(d.pop_yearend_10k, d.gdp_100m))
          end },
        { id = "core_distance", title = "与最近核心的距离", title_en = "Distance to the nearest core",
          unit = "km", direction = "negative", weight = 1,
          source = "Centroids of the county boundaries of Tianditu, May 2024",
          doc = "Stands for the way to work, which nobody publishes.",
          formula = function(d, p)
            local members = {}
            for _, core in ipairs(CORES) do
              for _, i in ipairs(gravity.positions(d, p[core])) do members[#members + 1] = i end
            end
            return gravity.nearest(heng.distance_km(d.latitude, d.longitude), members)
          end },
      },
    },
    {
      id = "convergence", title = "发展趋同", title_en = "Convergence", weight = 1,
      indicators = {
        { id = "output_to_core", title = "人均GDP相当于所属核心的水平",
          title_en = "GDP per person in that of the core it leans to", unit = "%",
          direction = "positive", weight = 1, source = YEARBOOK,
          doc = "100 times the unit's over the core's, at most 100: being ahead is no integration.",
          formula = function(d, p) return level_to_core(d, p, d.gdp_per_capita_yuan) end },
        { id = "income_to_core", title = "城镇居民收入相当于所属核心的水平",
          title_en = "Urban income in that of the core it leans to", unit = "%",
          direction = "positive", weight = 1, source = YEARBOOK,
          doc = "The same for what people have.",
          formula = function(d, p) return level_to_core(d, p, d.urban_income_yuan) end },
      },
    },
    {
      id = "leaning", title = "核心归属", title_en = "Leaning", weight = 0.5,
      indicators = {
        { id = "lead_share", title = "首位核心联系占比", title_en = "Share of the strongest core",
          unit = "%", direction = "positive", weight = 1, source = YEARBOOK,
          doc = "High where a county clearly belongs to one core.",
          formula = function(d, p)
            local found = linkages(d, p)
            return 100 * strongest(found) / total(found)
          end },
        { id = "hangzhou_share", title = "联系占比：杭州", title_en = "Share of Hangzhou", unit = "%",
          direction = "positive", weight = 0, source = YEARBOOK, formula = share_of(1),
          doc = "Shown, not scored: which core the county leans to." },
        { id = "ningbo_share", title = "联系占比：宁波", title_en = "Share of Ningbo", unit = "%",
          direction = "positive", weight = 0, source = YEARBOOK, formula = share_of(2),
          doc = "Shown, not scored." },
        { id = "wenzhou_share", title = "联系占比：温州", title_en = "Share of Wenzhou", unit = "%",
          direction = "positive", weight = 0, source = YEARBOOK, formula = share_of(3),
          doc = "Shown, not scored." },
        { id = "jinyi_share", title = "联系占比：金义", title_en = "Share of Jinhua-Yiwu", unit = "%",
          direction = "positive", weight = 0, source = YEARBOOK, formula = share_of(4),
          doc = "Shown, not scored." },
      },
    },
  },
}
