-- SPDX-License-Identifier: MIT
-- What is left behind for the next formula, or the next script, must be nothing.
--@ math
math.sqrt, math.pi, math.floor = nil, 3, function() return 0 end
return d.a
--@ string
string.rep, string.format, string.len = nil, nil, nil
return d.a
--@ heng
pcall(function() heng.log = nil end)
pcall(rawset, heng, "log", function() return 0 end)
return d.a
--@ globals
pcall, error, pairs, tostring, math, heng = nil, nil, nil, nil, nil, nil
return d.a
--@ raw_environment
rawset(_ENV, "math", nil)
rawset(_ENV, "a", 7)
return d.a
--@ formula_math
(function() math.sqrt = function() return 0 end return a end)()
--@ formula_string
(function() string.rep, string.len, string.sub = nil, nil, nil return a end)()
--@ formula_table
(function() table.concat, table.sort = nil, nil return a end)()
--@ formula_heng
(function() pcall(function() heng.sqrt = nil end) rawset(heng, "sqrt", function() return 0 end) return a end)()
--@ formula_environment
(function() rawset(_ENV, "b", 0) rawset(_ENV, "sqrt", function() return 0 end) return a end)()
--@ formula_column
(function() pcall(function() b[1] = 99 end) pcall(rawset, b, 1, 99) return a end)()
--@ weights_math
math.sqrt, math.floor, string.rep, heng = nil, nil, nil, nil
return { 0.25, 0.75 }
--@ weights_matrix
pcall(function() x[1] = 0 end)
pcall(function() info.given[1] = 0 end)
info.ids[1], info.n = "x", 0
return { 0.25, 0.75 }
