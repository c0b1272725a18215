-- SPDX-License-Identifier: MIT
-- Typical cases of urban-rural integration and of regional coordination, by a rule that can be
-- read: who leads in its class comes first, no city has more than its share, and no group is left
-- out. Every choice and every near miss says why.

local words = {
  zh = {
    stands = "在%s内平均位置%.1f（100为最好），全部%d个单位中第%d",
    leads = "；较好的指标：%s", lead = "%s（第%d）", comma = "、",
    reserved = "；按%s保底名额入选",
    city = "；%s已有%d个入选：%s",
    gave = "；让位于%s保底名额的%s",
    below = "；低于末位入选的%s（%.1f）",
    full = "；名额已满",
    mountain = "山区县", both = "山区海岛县", all = "全部单位", short = "%s：%s只有%d个可选，达不到%d个",
    few = "%s：只选出%d个，不足%d个",
  },
  en = {
    stands = "within %s, average standing %.1f (100 is best); of all %d units, number %d",
    leads = "; best in %s", lead = "%s (%d)", comma = ", ",
    reserved = "; takes a place kept for: %s",
    city = "; %s has %d chosen already: %s",
    gave = "; gave its place, kept for %s, to %s",
    below = "; below the last one chosen, %s (%.1f)",
    full = "; all places are taken",
    mountain = "mountain counties", both = "mountain and island counties", all = "all units", short = "%s: of %s there are only %d to choose, not %d",
    few = "%s: only %d chosen, not %d",
  },
}

-- Standing of every unit: 100 * (count - rank) / (count - 1) within its class, the mean over the
-- indicators that it has; nil below the share of indicators that must be there.
local function standings(c, p, ids)
  local sum, n = {}, {}
  for i = 1, c.n do sum[i], n[i] = 0, 0 end
  for _, id in ipairs(ids) do
    local rank, count = c.ranks[id], {}
    for i = 1, c.n do
      if rank[i] == rank[i] then count[c.class[i]] = (count[c.class[i]] or 0) + 1 end
    end
    for i = 1, c.n do
      local m = count[c.class[i]]
      if rank[i] == rank[i] and m > 1 then
        sum[i], n[i] = sum[i] + 100 * (m - rank[i]) / (m - 1), n[i] + 1
      end
    end
  end
  local value = {}
  for i = 1, c.n do
    if n[i] > 0 and n[i] >= p.present * #ids and c.rank[i] == c.rank[i] then
      value[i] = math.floor(sum[i] / n[i] * 1e6 + 0.5) / 1e6 -- rounding must not part equal standings
    end
  end
  return value
end

-- Units with a standing, best first; equal ones by their rank in the class, then by code.
local function in_order(c, value)
  local order = {}
  for i = 1, c.n do if value[i] then order[#order + 1] = i end end
  table.sort(order, function(a, b)
    if value[a] ~= value[b] then return value[a] > value[b] end
    if c.rank[a] ~= c.rank[b] then return c.rank[a] < c.rank[b] end
    return c.codes[a] < c.codes[b]
  end)
  return order
end

-- Groups that must be there: { name, least, has(i) }.
local function groups_of(c, p)
  local groups, seen = {}, {}
  local kind, w = c.mountain_island, words[c.language]
  if p.mountain > 0 then
    groups[1] = { name = w.mountain, least = p.mountain, has = function(i) return kind[i] == "山区" end }
  end
  if p.mountain_island > 0 then
    groups[#groups + 1] = { name = w.both, least = p.mountain_island,
                            has = function(i) return kind[i] == "山区" or kind[i] == "海岛" end }
  end
  for i = 1, c.n do
    local class = c.class[i]
    if p.per_class > 0 and class ~= "" and not seen[class] then
      seen[class] = true
      groups[#groups + 1] = { name = c.class_title[i], least = p.per_class, has = function(k) return c.class[k] == class end }
    end
  end
  return groups
end

local function count_of(chosen, order, has)
  local n = 0
  for _, i in ipairs(order) do if chosen[i] and has(i) then n = n + 1 end end
  return n
end

-- The last one chosen that can be spared: outside the group, and no other group falls short.
local function spare(chosen, order, groups, group, may)
  for k = #order, 1, -1 do
    local i, ok = order[k], true
    if chosen[i] and not group.has(i) then
      for _, g in ipairs(groups) do
        if g.has(i) and count_of(chosen, order, g.has) <= g.least then ok = false end
      end
      if ok and may(i) then return i end
    end
  end
end

-- One exchange in favour of a group; false when there is none.
local function exchange(c, p, s, group)
  for _, i in ipairs(s.order) do
    if not s.chosen[i] and group.has(i) then
      local city = c.city[i]
      local out = spare(s.chosen, s.order, s.groups, group, function(k)
        return s.cities[city] < p.per_city or c.city[k] == city
      end)
      if out then
        s.chosen[out], s.chosen[i] = nil, true
        s.cities[c.city[out]] = s.cities[c.city[out]] - 1
        s.cities[city] = s.cities[city] + 1
        s.gave[out], s.kept[i] = { group = group, to = i }, group
        return true
      end
    end
  end
  return false
end

local function choose(c, p, title, value)
  local w = words[c.language]
  local s = { order = in_order(c, value), groups = groups_of(c, p), chosen = {}, cities = {}, gave = {}, kept = {} }
  local n = 0
  for _, i in ipairs(s.order) do s.cities[c.city[i]] = 0 end
  for _, i in ipairs(s.order) do
    if n < p.cases and s.cities[c.city[i]] < p.per_city then
      s.chosen[i], n = true, n + 1
      s.cities[c.city[i]] = s.cities[c.city[i]] + 1
    end
  end
  if n < p.cases then heng.warn(w.few:format(title, n, p.cases)) end
  for _, g in ipairs(s.groups) do
    while count_of(s.chosen, s.order, g.has) < g.least and exchange(c, p, s, g) do end
    local have = count_of(s.chosen, s.order, g.has)
    if have < g.least then heng.warn(w.short:format(title, g.name, have, g.least)) end
  end
  return s
end

-- The unit's indicators, the best standing first: "城乡居民收入比（第2）".
local function leads(c, ids, i)
  local w, list, texts = words[c.language], {}, {}
  for _, id in ipairs(ids) do
    local r = c.ranks[id][i]
    if r == r then list[#list + 1] = { id = id, rank = r } end
  end
  table.sort(list, function(a, b) return a.rank < b.rank end)
  for k = 1, math.min(2, #list) do
    texts[k] = w.lead:format(c.titles[list[k].id], math.floor(list[k].rank))
  end
  return w.leads:format(table.concat(texts, w.comma))
end

local function names_in_city(c, s, city)
  local names = {}
  for _, i in ipairs(s.order) do
    if s.chosen[i] and c.city[i] == city then names[#names + 1] = c.names[i] end
  end
  return table.concat(names, words[c.language].comma)
end

-- Why a unit is not chosen.
local function why_not(c, p, s, value, i, last)
  local w, city = words[c.language], c.city[i]
  if s.gave[i] then return w.gave:format(s.gave[i].group.name, c.names[s.gave[i].to]) end
  if s.cities[city] >= p.per_city then return w.city:format(city, s.cities[city], names_in_city(c, s, city)) end
  if last and value[i] < value[last] then return w.below:format(c.names[last], value[last]) end
  return w.full
end

local function report(c, p, s, direction, ids, value, answers)
  local w, last, below = words[c.language], nil, 0
  for _, i in ipairs(s.order) do
    if s.chosen[i] and not s.kept[i] then last = i end
  end
  local passed_last = last == nil
  for place, i in ipairs(s.order) do
    local class = c.class_title[i] ~= "" and c.class_title[i] or w.all
    local text = w.stands:format(class, value[i], #s.order, place)
    if s.chosen[i] then
      text = text .. leads(c, ids, i) .. (s.kept[i] and w.reserved:format(s.kept[i].name) or "")
    else
      text = text .. why_not(c, p, s, value, i, last)
      if passed_last and not s.gave[i] then below = below + 1 end
    end
    if s.chosen[i] or s.gave[i] or not passed_last or below <= p.near then
      answers[#answers + 1] = { direction = direction, code = c.codes[i], chosen = s.chosen[i] == true,
                                value = value[i], reason = text }
    end
    if i == last then passed_last = true end
  end
end

return heng.selection {
  id = "typical_cases", title = "典型案例遴选", title_en = "Typical cases",
  summary = "Cases of urban-rural integration and of regional coordination, chosen by a rule that can be read.",
  rule = "1. A unit's standing in a direction is the mean, over the direction's indicators, of its place within its class, "
      .. "100 for the best and 0 for the last; it needs a rank and enough of the indicators. "
      .. "2. From the best standing on, units are chosen until the places are taken; a city that has its limit is passed over. "
      .. "3. Where a group (mountain counties, mountain and island counties, each class) has fewer than its minimum, its best "
      .. "unit that is not chosen takes the place of the last one chosen outside the group whose going leaves no city above "
      .. "its limit and no other group below its minimum. "
      .. "4. Near misses are told: who was passed over for its city, who gave its place, who stands just below.",
  source = "Own design; the rule of the official selection of cases is not public.",
  note = "Cases are leaders by figures of one year; what made them so has to be looked up on the spot.",
  attributes = { "city", "mountain_island" },
  params = {
    { name = "cases", type = "int", default = 12, min = 1, max = 1000, doc = "Cases a direction." },
    { name = "per_city", type = "int", default = 2, min = 1, max = 1000, doc = "Most cases of one city in a direction." },
    { name = "mountain_island", type = "int", default = 3, min = 0, max = 1000,
      doc = "Least number of mountain and island counties in a direction." },
    { name = "mountain", type = "int", default = 2, min = 0, max = 1000,
      doc = "Least number of mountain counties in a direction, lest the islands stand for both." },
    { name = "per_class", type = "int", default = 3, min = 0, max = 1000, doc = "Least number of units of each class in a direction." },
    { name = "near", type = "int", default = 3, min = 0, max = 1000, doc = "How many just below the last one chosen are told." },
    { name = "present", type = "real", default = 0.5, min = 0, max = 1,
      doc = "Share of a direction's indicators that a unit must have." },
    { name = "urban_rural", type = "names", default = "urban_rural_income_ratio, rural_income, dual_contrast, urbanisation",
      doc = "Indicators of urban-rural integration." },
    { name = "regional", type = "names", default = "gdp_per_person, fiscal_self_sufficiency, population_inflow, road_density, doctors_per_1000",
      doc = "Indicators of regional coordination." },
  },
  directions = {
    { id = "urban_rural", title = "城乡融合", title_en = "Urban-rural integration" },
    { id = "regional", title = "区域协调", title_en = "Regional coordination" },
  },
  select = function(c, p)
    local answers = {}
    for _, direction in ipairs { "urban_rural", "regional" } do
      local ids = p[direction]
      if #ids == 0 then heng.fail(direction .. ": no indicators are given") end
      local value = standings(c, p, ids)
      report(c, p, choose(c, p, direction, value), direction, ids, value, answers)
    end
    return answers
  end,
}
