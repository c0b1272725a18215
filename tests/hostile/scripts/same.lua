-- SPDX-License-Identifier: MIT
-- Whatever could differ from run to run: each of these runs twice and must give the same bytes.
--@ pairs_order
local s, t = 0, {}
for i = 1, 300 do t["k" .. i * 7919 % 1000] = i end
for k, v in pairs(t) do s = (s * 31 + v) % 1000003 end
return s
--@ next_order
local s, t, k, v = 0, { b = 2, a = 1, zz = 3, [3.5] = 4, [true] = 5 }, nil, nil
repeat k, v = next(t, k) s = s * 31 + (v or 0) until k == nil
return s
--@ pairs_of_tables
for k in pairs({ [{}] = 1, [{}] = 2 }) do end
--@ pairs_of_functions
for k in pairs({ [math.sin] = 1 }) do end
--@ sort_ties
local t, s = {}, 0
for i = 1, 200 do t[i] = { i % 7, i } end
table.sort(t, function(a, b) return a[1] < b[1] end)
for i = 1, 200 do s = (s * 31 + t[i][2]) % 1000003 end
return s
--@ sort_lying_comparator
local t, s = {}, 0
for i = 1, 200 do t[i] = i * 7919 % 211 end
table.sort(t, function() return true end)
for i = 1, 200 do s = (s * 31 + t[i]) % 1000003 end
return s
--@ random
local v = heng.vector(d.n)
for i = 1, d.n do v[i] = math.random() + math.random(1000) end
return v
--@ random_integer
local v = heng.vector(d.n)
for i = 1, d.n do v[i] = math.random(0) % 1000003 end
return v
--@ address_of_table
error(tostring({}) .. tostring(math.sin) .. tostring(d) .. string.format("%s %10s", {}, math.sin), 0)
--@ address_in_message
local _, a = pcall(function() return heng[{}] end)
local _, b = pcall(function() return d.a[{}] end)
local _, c = pcall(function() return d.a:none() end)
local _, e = pcall(function() d.a[math.sin] = 1 end)
local _, f = pcall(function() return heng.vector(3)[{}] end)
local _, g = pcall(function() return d.codes[{}] end)
local _, h = pcall(function() return ({})() end)
local _, i = pcall(function() return {} .. {} end)
local _, j = pcall(function() return {} < {} end)
local _, k = pcall(string.rep, {})
local _, l = pcall(ipairs)
local _, m = pcall(string.format, "%d", {})
local _, n = pcall(string.format, "%q", {})
local _, o = pcall(setmetatable, math.sin, {})
local all = table.concat({ a, b, c, tostring(e), f, g, h, i, j, k, l, m, n, o }, " ")
if all:find("0x") then error(all, 0) end
return 7
--@ address_in_error_object
error({})
--@ clock
return os.time()
--@ time
return heng.time()
--@ collector
return collectgarbage("count")
--@ length_with_gaps
local t = { 1, 2, nil, 4, nil, 6 }
return #t + #table.pack(table.unpack(t, 1, 6))
--@ hash_of_strings
local s, t = 0, {}
for i = 1, 2000 do t["x" .. i] = i end
for i = 1, 2000, 3 do t["x" .. i] = nil end
for k, v in pairs(t) do s = (s * 31 + #k + v) % 1000003 end
return s
--@ sums
return d.a ^ 0.37 / d.b:sum() + heng.cor(d.a, d.c)
