-- SPDX-License-Identifier: MIT
-- Long work inside one call of a library function, where no count of instructions comes by.
--@ pattern_backtracking
return ("a"):rep(30):find(("a?"):rep(30) .. (".-"):rep(20) .. "b")
--@ pattern_match
return ("a"):rep(100000):match((".-"):rep(8) .. "b")
--@ pattern_gmatch
for _ in ("a"):rep(100000):gmatch((".-"):rep(8) .. "b") do end
--@ pattern_gsub
return ("a"):rep(100000):gsub((".-"):rep(8) .. "b", "")
--@ pattern_balanced
return ("("):rep(200000):find(("%b()"):rep(3) .. "x")
--@ rep_nothing
return #(""):rep(1e18)
--@ rep_separator
return #(""):rep(1e18, "")
--@ rep_huge
return #("x"):rep(1e18)
--@ rep_overflow
return #("xxxx"):rep(math.maxinteger)
--@ move_far
table.move({}, 1, 1e15, 2)
--@ move_lying_len
table.move(setmetatable({}, { __len = function() return 1e15 end }), 1, 10, 2)
--@ insert_lying_len
table.insert(setmetatable({}, { __len = function() return 1e15 end }), 1, 1)
--@ remove_lying_len
table.remove(setmetatable({}, { __len = function() return 1e15 end }), 1)
--@ concat_lying_len
table.concat(setmetatable({}, { __len = function() return 1e15 end, __index = function() return "" end }))
--@ concat_far
table.concat(setmetatable({}, { __index = function() return "" end }), "", 1, 1e15)
--@ sort_lying_len
table.sort(setmetatable({}, { __len = function() return 1e15 end }))
--@ unpack_far
return table.unpack({}, 1, 1e8)
--@ unpack_lying_len
return table.unpack(setmetatable({}, { __len = function() return 1e8 end }))
--@ unpack_overflow
return table.unpack({}, math.mininteger, math.maxinteger)
--@ select_far
return select(-1e15, 1)
--@ utf8_far
return utf8.codepoint(("a"):rep(3e7), 1, -1)
--@ utf8_len
local s = ("a"):rep(1e7)
while true do utf8.len(s) end
--@ byte_far
return ("a"):rep(3e7):byte(1, -1)
--@ format_width
return string.format("%999999999d", 1)
--@ format_precision
return string.format("%.999f", 1)
--@ pack_huge
return string.pack("!16 s" .. ("i16"):rep(1e6), "x")
--@ packsize_overflow
return string.packsize("c2147483647c2147483647")
--@ tonumber_long
local s = ("9"):rep(1e7)
while true do tonumber(s) end
--@ vector_too_long
return heng.vector(2147483647, 1)
--@ distances
local v = heng.vector(20000, 1)
return heng.distance_km(v, v)
--@ many_vectors
local v = heng.vector(1000000, 1)
while true do v = heng.rank(v) end
