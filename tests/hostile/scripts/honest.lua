-- SPDX-License-Identifier: MIT
-- Honest scripts must still run.
--@ pcall_of_an_error
local ok, why = pcall(function() error("an ordinary error") end)
return (not ok and why:find("an ordinary error")) and 7 or 0
--@ pcall_with_value
local ok, why = pcall(error, { code = 7 })
return why.code
--@ xpcall_handler
return select(2, xpcall(function() error("1234", 0) end, function(m) return #m + 3 end))
--@ pcall_nested
return select(2, pcall(function() return select(2, pcall(function() return 7 end)) end))
--@ six_million_instructions
local s = 0
for i = 1, 2000000 do s = s + i % 7 end
return s > 0 and 7 or 0
--@ large_text
local t = {}
for i = 1, 200000 do t[i] = "x" .. i end
return #table.concat(t) > 1000000 and 7 or 0
--@ garbage
local s = 0
for i = 1, 300000 do s = s + #{ i, i } end
return s == 600000 and 7 or 0
--@ recursion
local function f(n) return n == 0 and 7 or f(n - 1) + 0 end
return f(150)
--@ deep_recursion
local function f(n) if n == 0 then return 7 end local r = f(n - 1) return r end
return f(10000)
--@ metatables
local v = setmetatable({ 7 }, { __index = function(t, k) return 0 end, __call = function(t) return t[1] end })
return v()
--@ patterns
local n = 0
for w in ("one two three four five six seven"):gmatch("%a+") do n = n + 1 end
return n
--@ sort
local t = {}
for i = 1, 20000 do t[i] = i * 7919 % 20011 end
table.sort(t)
return t[1] == 0 and 0 or 7
--@ closed
local seen = 0
local mt = {}
local t = setmetatable({}, mt)
mt.__close = function() seen = 7 end
do local x <close> = t end
return seen
--@ integer_result
return 7
--@ integer_weights
return { 1, 0 }
--@ integer_weights_other
return { 0, 1 }
--@ weights_of_vector
return heng.vector { 0.25, 0.75 }
--@ weights_rescaled
local w = heng.vector { 1, 3 }
return w / w:sum()
--@ weights_of_method
return heng.weigh("equal", x)
--@ weights_nearly
return { 0.1 + 0.2, 0.7 }
--@ formula
(function() local s = 0 for i = 1, 6 do s = s + 1 end return s + 1 end)()
--@ formula_pcall
(function() if pcall(error, "x") then return 0 end return 7 end)()
