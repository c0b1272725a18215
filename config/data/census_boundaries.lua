-- SPDX-License-Identifier: MIT
-- The seventh census (2020) on the county-level boundaries of 2024.
--
--     lua5.4 config/data/census_boundaries.lua config/data > config/data/zhejiang_census_2020.csv
--
-- Reads zhejiang_census_2020_original.csv and zhejiang_crosswalk_2020_2024.csv from the folder
-- given. Each unit of 2024 gets the sum of the counts of the areas of 2020 that make up its
-- census area; where the area is larger than the unit ("part" in the crosswalk), the unit gets
-- the whole area's counts, so that shares computed from them are the area's shares. Such counts
-- must not be added up over units.

local folder = arg and arg[1] or "config/data"

-- Published as means, so that merged areas need a weight.
local means = {
  -- Population aged 3 and over without those in preschool: with this weight the published
  -- means of all eleven prefectures follow from those of their counties at two decimals.
  census_schooling_years = function(r)
    return r.census_edu_none + r.census_edu_primary + r.census_edu_junior + r.census_edu_senior
      + r.census_edu_college + r.census_edu_bachelor
  end,
  -- Population in family households; the prefectures follow to within 0.4 %.
  census_housing_m2_per_person = function(r) return r.census_pop_in_households end,
}

-- Shares for readers and formulas, in per cent, in this order.
local shares = {
  { "census_university_pct",
    function(r) return r.census_edu_college + r.census_edu_bachelor end,
    function(r) return r.census_pop end },
  { "census_illiterate_pct",
    function(r) return r.census_illiterate_15plus end,
    function(r) return r.census_pop - r.census_pop_0_14 end },
  { "census_urban_pct",
    function(r) return r.census_pop_urban end,
    function(r) return r.census_pop end },
  { "census_65plus_pct",
    function(r) return r.census_pop_65plus end,
    function(r) return r.census_pop end },
}

-- The tables here have no quoted fields.
local function split(line)
  local fields = {}
  for field in (line:gsub("\r$", "") .. ","):gmatch("([^,]*),") do
    fields[#fields + 1] = field
  end
  return fields
end

local function read(name)
  local path = folder .. "/" .. name
  local file = assert(io.open(path, "r"))
  local header, rows = split(file:read("l")), {}
  for line in file:lines() do
    local row, fields = {}, split(line)
    assert(#fields == #header, path .. ": a row of another length: " .. line)
    for i, column in ipairs(header) do row[column] = fields[i] end
    rows[#rows + 1] = row
  end
  file:close()
  return rows, header
end

local originals, columns = read("zhejiang_census_2020_original.csv")
local crosswalk = read("zhejiang_crosswalk_2020_2024.csv")

local by_code = {}
for _, row in ipairs(originals) do by_code[row.code] = row end

local counts = {}
for _, column in ipairs(columns) do
  if column:find("^census_") and not means[column] then counts[#counts + 1] = column end
end
local mean_columns = {}
for _, column in ipairs(columns) do
  if means[column] then mean_columns[#mean_columns + 1] = column end
end

local function area(unit)
  local members, sum = {}, {}
  for code in unit.codes_2020:gmatch("%S+") do
    local member = { published = assert(by_code[code], "no area " .. code .. " in the census") }
    for _, column in ipairs(counts) do
      member[column] = math.tointeger(tonumber(member.published[column]))
        or error(code .. ": " .. column .. " is not a count")
      sum[column] = (sum[column] or 0) + member[column]
    end
    members[#members + 1] = member
  end
  return members, sum
end

local function mean(column, members)
  if #members == 1 then return members[1].published[column] end
  local total, weight = 0, 0
  for _, member in ipairs(members) do
    local w = means[column](member)
    total, weight = total + w * tonumber(member.published[column]), weight + w
  end
  return string.format("%.3f", total / weight)
end

local header = { "code", "name", "census_area" }
for _, column in ipairs(counts) do header[#header + 1] = column end
for _, column in ipairs(mean_columns) do header[#header + 1] = column end
for _, share in ipairs(shares) do header[#header + 1] = share[1] end
print(table.concat(header, ","))

for _, unit in ipairs(crosswalk) do
  local members, sum = area(unit)
  local out = { unit.code_2024, unit.name_2024, unit.census_area }
  for _, column in ipairs(counts) do out[#out + 1] = sum[column] end
  for _, column in ipairs(mean_columns) do out[#out + 1] = mean(column, members) end
  for _, share in ipairs(shares) do
    out[#out + 1] = string.format("%.3f", 100 * share[2](sum) / share[3](sum))
  end
  print(table.concat(out, ","))
end
