-- SPDX-License-Identifier: MIT

return heng.weights {
  id = "entropy_floor",
  title = "保底熵权法",
  title_en = "Entropy weights with a floor",
  summary = "Entropy weights, mixed with equal weights so that no indicator falls below a floor.",
  formula = "w_j = floor / m + (1 - floor) e_j; e: entropy weights, m: indicators with values",
  source = "Entropy weights after Shannon (1948) and Zeleny (1982); the floor guards against the "
    .. "known weakness that an evenly spread indicator loses all say.",
  domain = "An indicator without any value gets 0. A constant one has no entropy weight and gets "
    .. "the floor alone. floor = 1 gives equal weights.",
  params = {
    { name = "floor", type = "real", default = 0.2, min = 0, max = 1,
      doc = "Least weight of an indicator, as a share of the equal weight." },
  },
  weigh = function(x, p)
    local present = {}
    for j = 1, x:columns() do
      present[j] = heng.count(x:column(j)) > 0 and 1 or 0
    end
    local live = heng.vector(present)
    local w = (p.floor / live:sum()) * live + (1 - p.floor) * heng.weigh("entropy", x)
    return w / w:sum()
  end,
}
