-- SPDX-License-Identifier: MIT
-- Columns that a table may lack.

local columns = {}

-- scale * a / b, missing for every unit when the table lacks one of the two columns.
function columns.ratio(d, a, b, scale)
  local numerator, denominator = d[a], d[b]
  if numerator == nil or denominator == nil then
    return heng.vector(d.n, 0 / 0)
  end
  return (scale or 1) * (numerator / denominator)
end

return columns
