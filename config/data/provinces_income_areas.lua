-- SPDX-License-Identifier: MIT
-- Writes provinces_income.csv in long form: one line a province, area (town or country) and year.
--
--     lua5.4 config/data/provinces_income_areas.lua config/data > config/data/provinces_income_areas.csv

local function fields(line)
  local list = {}
  for field in (line .. ","):gmatch("([^,]*),") do list[#list + 1] = field end
  return list
end

local folder = assert(arg[1], "usage: provinces_income_areas.lua FOLDER")
local lines = assert(io.open(folder .. "/provinces_income.csv")):lines()
local at = {}
for k, name in ipairs(fields(lines())) do at[name] = k end

io.write("code,name,province,area,year,pop_10k,income_yuan\n")
for line in lines do
  local row = fields(line)
  for _, area in ipairs { { "urban", "U", "城镇" }, { "rural", "R", "农村" } } do
    local name = row[at.name]
    io.write(table.concat({
      row[at.code] .. area[2], name .. area[3], name, area[1], row[at.year],
      row[at[area[1] .. "_pop_10k"]], row[at[area[1] .. "_income_yuan"]],
    }, ","), "\n")
  end
end
