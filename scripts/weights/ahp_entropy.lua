-- SPDX-License-Identifier: MIT

local ahp = require "ahp"

-- The experts' part: priorities from judgements, or the given weights where there are none.
local function priorities(p, info, m)
  if not p.judgements:find("%S") then return info.given / info.given:sum() end
  local matrix = ahp.parse(p.judgements, m)
  local w, lambda = ahp.priorities(matrix)
  local ratio = ahp.consistency_ratio(lambda, m)
  if ratio > p.limit then
    heng.fail(string.format("the judgements contradict each other: consistency ratio %.3f, limit %g",
      ratio, p.limit))
  end
  return heng.vector(w)
end

-- a^mix e^(1-mix), scaled to 1: at mix = 0.5 the weights are in the proportion of sqrt(a e).
local function multiplied(a, e, mix)
  local w = a ^ mix * e ^ (1 - mix)
  if w:sum() <= 0 then return a end
  return w / w:sum()
end

return heng.weights {
  id = "ahp_entropy",
  title = "AHP—熵权组合赋权",
  title_en = "AHP and entropy weights combined",
  summary = "Pairwise judgements of experts (AHP) combined with entropy weights of the data.",
  formula = "additive: w = mix a + (1 - mix) e; multiplicative: w ~ a^mix e^(1 - mix); "
    .. "a: principal eigenvector of the judgements, e: entropy weights",
  source = "Saaty (1980, 2008) for AHP, its random index and the limit 0.1 of the consistency "
    .. "ratio; entropy weights after Shannon (1948); multiplicative combination by least relative "
    .. "entropy at mix = 0.5",
  domain = "Judgements whose consistency ratio is above the limit are refused. Without judgements "
    .. "the given weights take their place. A constant indicator has no entropy weight: under "
    .. "multiplicative it gets 0.",
  params = {
    { name = "judgements", type = "text", default = "",
      doc = "Pairwise judgements, rows apart by ';': 1 2 3; 1/2 1 2; 1/3 1/2 1, or the upper "
        .. "triangle 2 3; 2." },
    { name = "combine", type = "choice", choices = { "multiplicative", "additive" },
      default = "multiplicative", doc = "How the two weightings are combined." },
    { name = "mix", type = "real", default = 0.5, min = 0, max = 1,
      doc = "Share of the judgements: 1 is AHP alone, 0 entropy alone." },
    { name = "limit", type = "real", default = 0.1, min = 0, max = 1,
      doc = "Largest consistency ratio that is accepted." },
  },
  weigh = function(x, p, info)
    local a, e = priorities(p, info, x:columns()), heng.weigh("entropy", x)
    if p.combine == "additive" then
      local w = p.mix * a + (1 - p.mix) * e
      return w / w:sum()
    end
    return multiplied(a, e, p.mix)
  end,
}
