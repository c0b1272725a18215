-- SPDX-License-Identifier: MIT
-- Endless loops. A part begins at a line --@ NAME; cases.csv says how it is run and what is wanted.
--@ while_true
while true do end
--@ repeat_false
local x = 0
repeat x = x + 1 until false
--@ for_huge
for i = 1, math.huge do local x = i end
--@ goto_back
::again::
goto again
--@ tail_call
local function f() return f() end
return f()
--@ in_pcall
pcall(function() while true do end end)
return d.a
--@ pcall_for_ever
while true do pcall(function() while true do end end) end
--@ pcall_error
while true do pcall(error) end
--@ pcall_nested
local function f() pcall(f) while true do end end
f()
--@ xpcall_body
xpcall(function() while true do end end, function() return 1 end)
return d.a
--@ xpcall_handler
xpcall(error, function() while true do end end)
--@ xpcall_handler_again
local function h() return xpcall(error, h) end
while true do xpcall(error, h) end
--@ sort_comparator
table.sort({ 3, 2, 1 }, function() while true do end end)
--@ sort_for_ever
local t = {}
for i = 1, 1000 do t[i] = i end
while true do table.sort(t, function() return true end) end
--@ gsub_callback
("x"):gsub("x", function() while true do end end)
--@ meta_index
local t = setmetatable({}, { __index = function() while true do end end })
return t.x
--@ meta_newindex
local t = setmetatable({}, { __newindex = function() while true do end end })
t.x = 1
--@ meta_add
return setmetatable({}, { __add = function() while true do end end }) + 1
--@ meta_len
return #setmetatable({}, { __len = function() while true do end end })
--@ meta_concat
return "a" .. setmetatable({}, { __concat = function() while true do end end })
--@ meta_eq
local mt = { __eq = function() while true do end end }
return setmetatable({}, mt) == setmetatable({}, mt)
--@ meta_call
return setmetatable({}, { __call = function() while true do end end })()
--@ meta_pairs
for _ in pairs(setmetatable({}, { __pairs = function() while true do end end })) do end
--@ meta_pairs_iterator
for _ in pairs(setmetatable({}, { __pairs = function() return function() return 1 end end })) do end
--@ meta_tostring
return tostring(setmetatable({}, { __tostring = function() while true do end end }))
--@ close_late
local mt = {}
local t = setmetatable({}, mt)
mt.__close = function() while true do end end
do local x <close> = t end
--@ close_on_limit
local mt = {}
local t = setmetatable({}, mt)
mt.__close = function() while true do end end
local x <close> = t
while true do end
--@ vector_index_loop
while true do local x = d.a[1] end
--@ warn_for_ever
while true do heng.warn("again") end
--@ weights_plain
while true do end
--@ weights_in_pcall
while true do pcall(function() while true do end end) end
--@ top_level
while true do end
return heng.index { id = "case", title = "t", indicators = {} }
--@ top_level_in_pcall
while true do pcall(heng.index, {}) end
--@ formula
(function() while true do end end)()
--@ formula_in_pcall
pcall(function() while true do end end)
--@ random_choice
while math.random(2) < 3 do end
--@ next_for_ever
local t = { a = 1 }
while next(t) do end
--@ derive
(function() while true do end end)()
--@ where
(function() while true do end end)()
--@ everywhere
while true do end
