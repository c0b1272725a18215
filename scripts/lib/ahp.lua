-- SPDX-License-Identifier: MIT
-- Priorities from pairwise judgements.
--
-- Saaty, T. L. (1980), The Analytic Hierarchy Process; Saaty, T. L. (2008), Decision making with
-- the analytic hierarchy process, Int. J. Services Sciences 1(1), 83-98. The priorities are the
-- principal eigenvector; CI = (lambda - n) / (n - 1), CR = CI / RI(n).

local ahp = {}

-- Saaty's random index for n = 1 .. 15.
local random_index = {
  0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
}

-- Two entries that should be each other's reciprocal, one of them written with few digits.
local RECIPROCAL_TOLERANCE = 0.02

local function judgement(text)
  local a, b = text:match("^([%d.]+)/([%d.]+)$")
  local value = a and tonumber(a) and tonumber(b) and tonumber(a) / tonumber(b) or tonumber(text)
  if not value or not (value >= 1 / 9.000001 and value <= 9.000001) then
    heng.fail("judgement '" .. text .. "': expected a number from 1/9 to 9, such as 3 or 1/3")
  end
  return value
end

local function rows_of(text)
  local rows = {}
  for line in (text:gsub("|", ";") .. ";"):gmatch("([^;]*);") do
    local row = {}
    for word in line:gmatch("[^%s,]+") do row[#row + 1] = judgement(word) end
    if #row > 0 then rows[#rows + 1] = row end
  end
  return rows
end

local function full(rows, n)
  for i = 1, n do
    if #rows[i] ~= n then
      heng.fail("judgements: row " .. i .. " has " .. #rows[i] .. " entries, not " .. n)
    end
  end
  for i = 1, n do
    for j = i, n do
      if math.abs(rows[i][j] * rows[j][i] - 1) > RECIPROCAL_TOLERANCE then
        heng.fail(string.format("judgements: entry %d,%d is %g, and entry %d,%d is %g: not its reciprocal",
          i, j, rows[i][j], j, i, rows[j][i]))
      end
      rows[j][i] = 1 / rows[i][j]
    end
  end
  return rows
end

local function from_triangle(rows, n)
  local matrix = {}
  for i = 1, n do
    matrix[i] = {}
    matrix[i][i] = 1
  end
  for i = 1, n - 1 do
    if #rows[i] ~= n - i then
      heng.fail("judgements: row " .. i .. " of the upper triangle has " .. #rows[i]
        .. " entries, not " .. n - i)
    end
    for j = i + 1, n do
      matrix[i][j] = rows[i][j - i]
      matrix[j][i] = 1 / matrix[i][j]
    end
  end
  return matrix
end

-- The n x n matrix (a table of rows) that a text holds: rows end with ; or |, entries stand apart
-- by blanks or commas, 1/3 is a third. Either the whole matrix, "1 2 3; 1/2 1 2; 1/3 1/2 1", or
-- what stands above its diagonal, "2 3; 2". Reciprocals are made exact.
function ahp.parse(text, n)
  local rows = rows_of(text)
  if n == 1 and #rows <= 1 then return { { 1 } } end
  if #rows == n then return full(rows, n) end
  if #rows == n - 1 then return from_triangle(rows, n) end
  heng.fail("judgements: " .. #rows .. " rows for " .. n .. " columns; expected " .. n
    .. ", or " .. n - 1 .. " for the upper triangle")
end

local function times(matrix, w)
  local y = {}
  for i, row in ipairs(matrix) do
    local sum = 0
    for j, a in ipairs(row) do sum = sum + a * w[j] end
    y[i] = sum
  end
  return y
end

local function scaled_to_one(y)
  local sum, w = 0, {}
  for _, v in ipairs(y) do sum = sum + v end
  for i, v in ipairs(y) do w[i] = v / sum end
  return w
end

-- The principal eigenvector (a table that sums to 1) and eigenvalue, by power iteration. A
-- positive matrix has exactly one positive eigenvector, and the iteration ends there.
function ahp.priorities(matrix)
  local n, w = #matrix, {}
  for i = 1, n do w[i] = 1 / n end
  for _ = 1, 10000 do
    local nextw, change = scaled_to_one(times(matrix, w)), 0
    for i = 1, n do change = math.max(change, math.abs(nextw[i] - w[i])) end
    w = nextw
    if change < 1e-15 then break end
  end
  local lambda, y = 0, times(matrix, w)
  for i = 1, n do lambda = lambda + y[i] / w[i] / n end
  return w, lambda
end

-- CR; 0 for one or two columns, which cannot contradict each other.
function ahp.consistency_ratio(lambda, n)
  if n <= 2 then return 0 end
  local ri = random_index[n]
  if not ri then
    heng.fail("judgements over " .. n .. " columns: Saaty's random index ends at " .. #random_index)
  end
  return math.max(0, (lambda - n) / (n - 1)) / ri
end

return ahp
