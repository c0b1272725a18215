-- SPDX-License-Identifier: MIT
-- Ways out of the sandbox.
--@ io
return io.open("/etc/passwd")
--@ os
os.exit(0)
--@ os_in_pcall
local ok, why = pcall(function() return os.getenv("HOME") end)
error(why, 0)
--@ debug
debug.getregistry()
--@ package
package.loadlib("libc.so.6", "system")
--@ load
load("return 1")()
--@ loadstring
loadstring("return 1")()
--@ load_bytecode
load("\27Lua", "x", "b")
--@ dofile
dofile("/etc/passwd")
--@ loadfile
loadfile("/etc/passwd")
--@ require_path
require("../../etc/passwd")
--@ require_system
require("socket")
--@ coroutine
coroutine.wrap(function() while true do end end)()
--@ collectgarbage
collectgarbage("count")
--@ print
print("x")
--@ globals
_G.x = 1
--@ environment
_ENV = { }
heng.log(d.a)
--@ environment_of_base
getmetatable(_ENV).__index.x = 1
--@ environment_metatable
setmetatable(_ENV, { __index = function() return 1 end })
--@ dump
string.dump(function() end)
--@ dump_of_text
("").dump(print)
--@ string_metatable
getmetatable("").__index = nil
--@ string_metatable_set
setmetatable("", {})
--@ vector_metatable
getmetatable(d.a).__add = nil
--@ data_metatable
getmetatable(d).__index = nil
--@ rawset_vector
rawset(d.a, 1, 0)
--@ input_write
d.a[1] = 0
--@ data_write
d.a = 0
--@ params_write
p.a = 0
--@ weights_input_write
x[1] = 0
--@ gc
setmetatable({}, { __gc = function() end })
--@ gc_false
setmetatable({}, { __gc = false })
--@ close
setmetatable({}, { __close = function() end })
--@ mode
setmetatable({}, { __mode = "k" })
--@ setfenv
setfenv(1, {})
--@ randomseed
math.randomseed(1)
--@ address_format
return string.format("%p", {})
--@ undeclared_column
return d.d
--@ method_of_plugin
return heng.normalise("nothing", d.a)
--@ bytecode_file
\x1bLua\x54\x00\x19\x93\r\n\x1a\n
--@ byte_order_mark
\xef\xbb\xbfreturn heng.index { id = "case" }
--@ nul_byte
return\n\0heng.index { id = "case" }
--@ not_utf8
-- \n-- caf\xe9\nreturn 1
--@ shebang
#!/bin/sh\nreturn 1
--@ empty_file
\n
--@ utf16
\xff\xfer\x00e\x00t\x00
--@ formula_sets
(function() io = 1 end)()
--@ formula_require
require("x")
--@ formula_breaks_out
1) (function() while true do end end)(
