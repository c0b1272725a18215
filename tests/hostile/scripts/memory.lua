-- SPDX-License-Identifier: MIT
-- Memory bombs.
--@ table_grows
local t = {}
while true do t[#t + 1] = t end
--@ tables_in_tables
local t = {}
for i = 1, 1e9 do t[i] = { i } end
--@ doubling
local s = "x"
while true do s = s .. s end
--@ doubling_in_pcall
while true do pcall(function() local s = "x" while true do s = s .. s end end) end
--@ rep
local t = {}
while true do t[#t + 1] = ("x"):rep(1e6) .. #t end
--@ rep_once
return #("x"):rep(1e9)
--@ gsub
return #("x"):rep(1e7):gsub(".", ("%0"):rep(100))
--@ concat
local t = {}
for i = 1, 1e5 do t[i] = ("x"):rep(1e4) end
return #table.concat(t)
--@ format
return #string.format(("%s"):rep(60), table.unpack(setmetatable({}, { __index = function() return ("x"):rep(1e7) end }), 1, 60))
--@ closures
local t = {}
while true do t[#t + 1] = function() return t end end
--@ in_pcall
while true do pcall(function() local t = {} while true do t[#t + 1] = { 1 } end end) end
--@ in_xpcall_handler
xpcall(error, function() local t = {} while true do t[#t + 1] = { 1 } end end)
--@ vectors
local t = {}
while true do t[#t + 1] = heng.vector(1000, 1) end
--@ vector_once
return heng.vector(500000000, 1)
--@ arguments
local function f(...) return f(1, ...) end
f()
--@ warnings
for i = 1, 1e9 do heng.warn(("x"):rep(400) .. i) end
--@ long_names
local t = {}
for i = 1, 1e9 do t[("k"):rep(1000) .. i] = i end
--@ weights
local t = {}
while true do t[#t + 1] = { 1 } end
--@ top_level
local t = {}
while true do t[#t + 1] = { 1 } end
--@ formula
(function() local t = {} while true do t[#t + 1] = {} end end)()
--@ default_limit
local t = {}
while true do t[#t + 1] = ("x"):rep(1e6) .. #t end
--@ default_limit_in_pcall
while true do pcall(function() local s = "x" while true do s = s .. s end end) end
--@ default_limit_vectors
local t = {}
while true do t[#t + 1] = heng.vector(1e6, 1) end
--@ title_too_long
return heng.index { id = "case", title = ("长"):rep(100000), indicators = { { id = "bad", formula = "1" } } }
--@ summary_of_megabytes
return heng.index { id = "case", title = "t", summary = ("x"):rep(2e6), indicators = { { id = "bad", formula = "1" } } }
--@ formula_too_long
return heng.index { id = "case", title = "t", indicators = { { id = "bad", formula = ("1 + "):rep(50000) .. "1" } } }
--@ description_of_megabytes
local list = {}
for i = 1, 3000 do list[i] = { id = "bad" .. i, formula = "1", doc = ("x"):rep(1000) } end
return heng.index { id = "case", title = "t", indicators = list }
--@ weights_output
for i = 1, 90 do heng.warn(i .. ("x"):rep(1900)) end
return { 0.5, 0.5 }
