-- SPDX-License-Identifier: MIT
-- The gravity model of linkage between places.
--
-- R_ij = sqrt(P_i G_i) sqrt(P_j G_j) / d_ij^b with population P, output G and distance d: the
-- economic linkage intensity in use for Chinese city regions (Wang Dezhong and Zhuang Renxing
-- 1996, after Reilly 1931 and Stewart 1948).

local gravity = {}

-- sqrt(population * output)
function gravity.mass(population, output)
  return heng.sqrt(population * output)
end

-- The positions of the units whose codes a text lists; all of them must be in the table.
function gravity.positions(d, text)
  local at, found = {}, {}
  for i = 1, d.n do at[d.codes[i]] = i end
  for code in text:gmatch("[^%s,]+") do
    if not at[code] then heng.fail("no unit with the code " .. code .. " in the table") end
    found[#found + 1] = at[code]
  end
  if #found == 0 then heng.fail("a core without units") end
  return found
end

-- What the places at `sources` offer to each unit: the sum of m_j / max(d_ij, nearest)^decay.
-- A place offers nothing to itself.
function gravity.potential(d, mass, distance, sources, decay, nearest)
  local total = heng.vector(d.n, 0)
  for _, j in ipairs(sources) do
    if mass[j] ~= mass[j] then
      heng.fail("the core unit " .. d.codes[j] .. " has no population or no output")
    end
    local others = 1 - heng.eq(d.codes, d.codes[j])
    total = total + others * mass[j] * heng.max(distance:column(j), nearest) ^ -decay
  end
  return total
end

-- The distance of each unit to the nearest of the places at `sources`; 0 for these themselves.
function gravity.nearest(distance, sources)
  local least = distance:column(sources[1])
  for k = 2, #sources do least = heng.min(least, distance:column(sources[k])) end
  return least
end

return gravity
