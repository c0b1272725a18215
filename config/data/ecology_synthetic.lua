-- SPDX-License-Identifier: MIT
-- Makes ecology_synthetic.csv: counties that do not exist, with figures that are made up.
--
--     lua5.4 config/data/ecology_synthetic.lua > config/data/ecology_synthetic.csv
--
-- One hidden number a county, its place along the river from the source (0) to the mouth (1),
-- drives all columns, with noise: upstream is green and poor, downstream the reverse. The generator
-- is spelt out so that every Lua gives the same figures.

local names = {
  "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸",
  "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉",
}

-- Uniform over -1 .. 1 (Park and Miller's minimal standard generator).
local function generator(state)
  return function()
    state = state * 48271 % 2147483647
    return 2 * state / 2147483647 - 1
  end
end

local noise, people = generator(20240601), generator(20240603)

local function clamp(x, lo, hi) return math.max(lo, math.min(hi, x)) end

local function reach(place)
  return place < 1 / 3 and "upstream" or place < 2 / 3 and "midstream" or "downstream"
end

print("code,name,reach,forest_cover_pct,protected_area_pct,water_good_pct,pm25_ugm3,"
  .. "water_yield_mm,industry_per_person_yuan,fiscal_revenue_per_person_yuan,rural_income_yuan,"
  .. "forgone_industry_pct,conservation_spending_pct,population_10k")

for i, name in ipairs(names) do
  local place = (i - 1) / (#names - 1)
  local row = {
    clamp(84 - 62 * place + 7 * noise(), 5, 92),
    clamp(42 - 36 * place + 6 * noise(), 0, 70),
    clamp(101 - 18 * place + 5 * noise(), 40, 100),
    clamp(17 + 14 * place + 3 * noise(), 8, 60),
    clamp(1150 - 480 * place + 110 * noise(), 100, 2000),
    14000 + 52000 * place + 9000 * noise(),
    4200 + 9800 * place + 1500 * noise(),
    27500 + 24000 * place + 2500 * noise(),
    clamp(21 - 20 * place + 4 * noise(), 0, 60),
    clamp(4.8 - 3 * place + 0.7 * noise(), 0.5, 12),
    clamp(24 + 60 * place + 12 * people(), 8, 120),
  }
  local format = "%.1f,%.1f,%.1f,%.1f,%.0f,%.0f,%.0f,%.0f,%.1f,%.2f,%.1f"
  print(string.format("S%02d,%s县,%s," .. format, i, name, reach(place), table.unpack(row)))
end
