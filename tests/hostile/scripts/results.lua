-- SPDX-License-Identifier: MIT
-- Results that are no lawful weights, no lawful scores, or no lawful description.
--@ nan
return { 0 / 0, 1 }
--@ infinite
return { math.huge, 1 }
--@ minus_infinite
return { -math.huge, 1 }
--@ negative
return { -0.5, 1.5 }
--@ sum_0
return { 0, 0 }
--@ sum_half
return { 0.25, 0.25 }
--@ sum_1_2
return { 0.6, 0.6 }
--@ sum_nearly
return { 0.5, 0.50001 }
--@ too_short
return { 1 }
--@ too_long
return { 0.5, 0.25, 0.25 }
--@ holed
return { 0.5, nil, 0.5 }
--@ holed_far
return { [1] = 0.5, [2] = 0.5, [5] = 0.5 }
--@ first_missing
return { [2] = 0.5, [3] = 0.5 }
--@ zero_based
return { [0] = 0.5, [1] = 0.5 }
--@ strings
return { "0.5", "0.5" }
--@ booleans
return { true, false }
--@ tables
return { {}, {} }
--@ named
return { a = 0.5, b = 0.5 }
--@ misspelt_key
return { 0.5, 0.5, wieghts = 1 }
--@ nothing
return
--@ a_number
return 1
--@ a_text
return "0.5, 0.5"
--@ a_function
return function() return { 0.5, 0.5 } end
--@ lying_len
return setmetatable({ 0.5 }, { __len = function() return 2 end, __index = function() return 0.5 end })
--@ lying_index
return setmetatable({}, { __index = function() return 0.5 end })
--@ lying_name
return setmetatable({}, { __name = "vector" })
--@ vector_too_long
return heng.vector(3, 1 / 3)
--@ vector_of_nan
return heng.vector(2)
--@ matrix
return x
--@ denormals
return { 5e-324, 5e-324 }
--@ overflowing
return { 1e308 * 10, 1e308 * -10 }
--@ huge
return { 1e300, -1e300 }
--@ above_1
return { 1.5, -0.5 }
--@ unit_table
return { 1, 2, 3, 4, 5 }
--@ unit_text
return "1"
--@ unit_boolean
return true
--@ unit_nothing
return nil
--@ unit_short
return heng.vector(3, 1)
--@ unit_long
return heng.vector(6, 1)
--@ unit_matrix
return heng.distance_km(d.a, d.b)
--@ unit_labels
return d.codes
--@ unit_nan
return 0 / 0
--@ unit_infinite
return 1 / 0
--@ unit_overflow
return d.a * 1e308 * 1e308
--@ unit_denormal
return d.a * 0 + 5e-324
--@ description_nothing
return nil
--@ description_plain
return { id = "case" }
--@ description_of_other_kind
return heng.weights { id = "case", title = "t", weigh = function() end }
--@ description_twice
heng.index { id = "one", title = "t", indicators = { { id = "x", formula = "1" } } }
return heng.index { id = "case", title = "t", indicators = { { id = "x", formula = "1" } } }
--@ description_misspelt
return heng.index { id = "case", title = "t", indicatros = { { id = "bad", formula = "1" } } }
--@ description_misspelt_below
return heng.index { id = "case", title = "t", indicators = {
    { id = "bad", formula = "1", wieght = 2 } } }
--@ description_negative_weight
return heng.index { id = "case", title = "t", indicators = { { id = "bad", formula = "1", weight = -1 } } }
--@ description_nan_weight
return heng.index { id = "case", title = "t", indicators = { { id = "bad", formula = "1", weight = 0/0 } } }
--@ description_goalposts
return heng.index { id = "case", title = "t", indicators = { { id = "bad", formula = "1", goalposts = { 1, 0/0 } } } }
--@ description_holed
return heng.index { id = "case", title = "t", indicators = { { id = "bad", formula = "1" }, nil, { id = "b", formula = "1" } } }
--@ description_lying
return heng.index(setmetatable({ id = "case" }, { __index = function() return {} end }))
--@ description_id_path
return heng.index { id = "../../etc/passwd", title = "t", indicators = { { id = "bad", formula = "1" } } }
--@ description_changes
local n = math.random(2)
return heng.index { id = "case", title = "t", indicators = { { id = "bad", formula = heng.seen and "1" or "2" } } }
--@ formula_infinite
a * 1e308 * 1e308
--@ formula_table
({ 1, 2, 3 })
--@ formula_two
a, b
--@ formula_text
"x"
--@ formula_boolean
1 < 2
