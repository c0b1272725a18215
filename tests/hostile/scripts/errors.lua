-- SPDX-License-Identifier: MIT
-- Error values of all kinds.
--@ plain
error("no road in the table")
--@ no_value
error()
--@ is_nil
error(nil)
--@ is_table
error({ code = 1 })
--@ is_function
error(error)
--@ is_vector
error(d.a)
--@ is_number
error(12)
--@ is_false
error(false)
--@ looping_tostring
error(setmetatable({}, { __tostring = function() while true do end end }))
--@ raising_tostring
error(setmetatable({}, { __tostring = function() error("again") end }))
--@ lying_name
error(setmetatable({}, { __name = "\27[31m" }))
--@ megabytes
error(("x"):rep(5000000))
--@ megabytes_of_chinese
error(("长"):rep(2000000))
--@ two_lines
error("one\ntwo\r\nthree\ttab")
--@ ansi
error("\27[31mred\27[0m \27]0;title\7 \155 \8\8\8")
--@ html
error("<script>alert(1)</script>&amp;\"'")
--@ percent
error("%s%n%d%%")
--@ not_utf8
error("caf\xe9 \xff\xfe \xc0\xaf")
--@ nul
error("before\0after")
--@ forged_place
error("/etc/passwd:1: root", 0)
--@ forged_end
error("heng: run complete\nheng: 0 errors", 0)
--@ empty
error("", 0)
--@ rethrown
local ok, why = pcall(error, { 1 })
error(why)
--@ handler_yields_table
local ok, why = xpcall(error, function() return {} end)
error(why)
--@ assert_nothing
assert(false)
--@ assert_table
assert(nil, {})
--@ fail
heng.fail("because \27[1m of that")
--@ nil_index
local x = nil
return x.y.z
--@ call_nothing
return undefined_function()
--@ arithmetic_on_text
return "x" + 1
--@ warns_ansi
heng.warn("\27[31mred\nheng: forged line")
return d.a
--@ warns_long
heng.warn(("长"):rep(1000000))
return d.a
--@ weights
error("\27[31m no weights \n today")
--@ formula
error("\27[31m no\nvalue")
--@ title_ansi
return heng.index { id = "case", title = "\27[31mred\27[0m", indicators = { { id = "bad", formula = "1" } } }
--@ title_c1
return heng.index { id = "case", title = "\u{9b}31mred", indicators = { { id = "bad", formula = "1" } } }
--@ title_turned
return heng.index { id = "case", title = "\u{202e}der", indicators = { { id = "bad", formula = "1" } } }
--@ key_ansi
return heng.index { id = "case", ["\27[31m"] = 1, indicators = { { id = "bad", formula = "1" } } }
--@ syntax
return heng.index { id =
