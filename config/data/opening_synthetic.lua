-- SPDX-License-Identifier: MIT
-- Makes opening_synthetic.csv: counties that do not exist, with figures that are made up.
--
--     lua5.4 config/data/opening_synthetic.lua > config/data/opening_synthetic.csv
--
-- One hidden number a county, its place from the coast (0) to the hills (1), drives all columns, with
-- noise: the coast trades and draws capital, the hills hardly. The generator is spelt out so that every
-- Lua gives the same figures.

local names = {
  "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸",
  "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉",
}

local state = 20240602

-- Uniform over -1 .. 1 (Park and Miller's minimal standard generator).
local function noise()
  state = state * 48271 % 2147483647
  return 2 * state / 2147483647 - 1
end

local function at_least(x, lo) return math.max(x, lo) end

local function zone(place)
  return place < 1 / 3 and "coast" or place < 2 / 3 and "plain" or "hills"
end

print("code,name,zone,population_10k,gdp_100m,exports_100m,imports_100m,exports_private_100m,"
  .. "ecommerce_crossborder_100m,foreign_capital_used_10kusd,foreign_firms,"
  .. "outward_investment_10kusd,foreign_visitors_10k")

for i, name in ipairs(names) do
  local place = (i - 1) / (#names - 1)
  local population = at_least(105 - 75 * place + 15 * noise(), 8)
  local gdp = population * (14 - 7 * place + 2 * noise())
  local exports = gdp * at_least(0.45 - 0.38 * place + 0.08 * noise(), 0.01)
  local imports = exports * at_least(0.42 - 0.3 * place + 0.1 * noise(), 0.02)
  local row = {
    population, gdp, exports, imports,
    exports * (0.82 - 0.1 * place + 0.08 * noise()),
    exports * at_least(0.14 - 0.08 * place + 0.05 * noise(), 0.005),
    gdp * at_least(14 - 12 * place + 3 * noise(), 0.2),
    at_least(population * (3.2 - 2.8 * place + 0.5 * noise()), 1),
    gdp * at_least(5 - 4.6 * place + 1.2 * noise(), 0),
    population * at_least(0.05 - 0.03 * place + 0.015 * noise(), 0.002),
  }
  local format = "%.1f,%.1f,%.1f,%.2f,%.1f,%.2f,%.0f,%.0f,%.0f,%.2f"
  print(string.format("K%02d,%s县,%s," .. format, i, name, zone(place), table.unpack(row)))
end
