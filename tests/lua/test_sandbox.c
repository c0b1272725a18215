/* SPDX-License-Identifier: MIT */
/* Scripts that mean harm, or that would not give the same bits twice. */
#include <math.h>
#include <time.h>

#include "lua/script_kit.h"

static struct lab lab;

/* Runs the body of a Lua function as an indicator; returns the seconds it took. */
static double run(const char *body, double *out)
{
    struct timespec a, b;
    struct worker_limits limits = lab.h.limits;
    double local[LAB_ROWS];
    struct script *s;

    lab.h.limits = worker_default_limits; /* a busy machine may take its time to describe */
    s = lab_function(&lab, body);
    lab.h.limits = limits;
    ck_assert_msg(s != NULL, "%s: %s", body, lab.e.text);
    clock_gettime(CLOCK_MONOTONIC, &a);
    lab_compute(&lab, s, out ? out : local, NULL);
    clock_gettime(CLOCK_MONOTONIC, &b);
    return (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
}

static void fails(const char *body, const char *part)
{
    run(body, NULL);
    ck_assert_msg(lab.e.status != OK, "%s: no error", body);
    ck_assert_msg(lab_has(lab.e.text, part), "%s: expected \"%s\" in \"%s\"", body, part,
                  lab.e.text);
    ck_assert_msg(strlen(lab.e.text) < 800, "%s: a long text", body);
}

static void yields(const char *body, double want)
{
    double out[LAB_ROWS];

    run(body, out);
    ck_assert_msg(lab.e.status == OK, "%s: %s", body, lab.e.text);
    ck_assert_msg(kit_near(out[0], want, 0), "%s: got %.17g, want %.17g", body, out[0], want);
}

/* Each of these must end within its limit of 0.15 s (and the kill's slack), with one line that
   names the script, or the limit. */
static void stopped(const char *const *bodies, const char *part)
{
    for (; *bodies; bodies++) {
        double took = run(*bodies, NULL);
        ck_assert_msg(lab.e.status == ERR_PART, "%s: status %d %s", *bodies, lab.e.status,
                      lab.e.text);
        ck_assert_msg(lab_has(lab.e.text, part) && lab_has(lab.e.text, "t.lua"),
                      "%s: expected \"%s\" in \"%s\"", *bodies, part, lab.e.text);
        ck_assert_msg(took < 1.5, "%s: took %g s", *bodies, took);
    }
}

START_TEST(endless_loops)
{
    static const char *const bodies[] = {
        "while true do end",
        "repeat until false",
        "for i = 1, math.huge do local x = i end",
        "while true do pcall(function() while true do end end) end",
        "while true do pcall(error) end",
        "pcall(function() while true do end end) return d.gdp",
        "xpcall(function() while true do end end, function() while true do end end) return d.gdp",
        "while true do xpcall(error, function() end) end",
        "local t = setmetatable({}, { __index = function(t, k) while true do end end }) return t.x",
        "local t = setmetatable({}, { __add = function() while true do end end }) return t + 1",
        "return tostring(setmetatable({}, { __tostring = function() while true do end end }))",
        "local t = setmetatable({}, { __eq = function() while true do end end }) return t == "
        "setmetatable({}, getmetatable(t))",
        "local t = setmetatable({}, { __pairs = function() while true do end end }) for _ in "
        "pairs(t) do end",
        "table.sort({ 3, 2, 1 }, function() while true do end end)",
        "(\"x\"):gsub(\"x\", function() while true do end end)",
        "goto a ::a:: goto a",
        "local function f() return f() end return f()",
        "local t = setmetatable({}, {}) getmetatable(t).__close = function() while true do end end "
        "do local x <close> = t end",
        "local t = setmetatable({}, {}) getmetatable(t).__close = function() while true do end end "
        "local x <close> = t while true do end",
        NULL,
    };

    lab_open(&lab);
    lab.h.limits.seconds = 0.15;
    stopped(bodies, "time limit");
    lab_close(&lab);
}
END_TEST

/* Work inside a C function, where no hook comes by: the kill is the last word. */
START_TEST(endless_calls)
{
    static const char *const bodies[] = {
        "local s = (\"a\"):rep(30) return s:find((\"a?\"):rep(30) .. (\".-\"):rep(20) .. \"b\")",
        "return (\"a\"):rep(100000):match((\".-\"):rep(8) .. \"b\")",
        "table.move({}, 1, 1e15, 2)",
        "return table.concat(setmetatable({}, { __index = { } }), \"\", 1, -1) .. "
        "table.concat(setmetatable({}, "
        "{ __index = function() return \"\" end }), \"\", 1, 1e15)",
        "return (\"x\"):rep(5e7):gsub(\".\", \"%0\")",
        NULL,
    };

    lab_open(&lab);
    lab.h.limits.seconds = 0.15;
    stopped(bodies, "limit");
    lab_close(&lab);
}
END_TEST

START_TEST(memory_bombs)
{
    static const char *const bodies[] = {
        "local t = {} while true do t[#t + 1] = t end",
        "local s = \"x\" while true do s = s .. s end",
        "local t = {} for i = 1, 1e9 do t[i] = { i } end",
        "while true do pcall(function() local t = {} while true do t[#t + 1] = { 1 } end end) end",
        "local t = {} while true do t[#t + 1] = heng.vector(1000, 1) end",
        "return heng.vector(500000000, 1)",
        "local v = heng.vector(20000, 1) return heng.distance_km(v, v)",
        "return string.format(\"%s\", (\"x\"):rep(30000000)) .. (\"y\"):rep(30000000)",
        "return table.pack(table.unpack({}, 1, 900000)), (\"x\"):rep(4e7)",
        NULL,
    };

    lab_open(&lab);
    lab.h.limits = (struct worker_limits){5, 40 << 20, 0};
    stopped(bodies, "memory");
    fails("local s = (\"x\"):rep(1e18) return d.gdp", "longer than the memory limit");
    fails("local s = (\"x\"):rep(1e9, (\"y\"):rep(1000))", "longer than the memory limit");
    yields("return #(\"\"):rep(1e18)", 0);
    lab_close(&lab);
}
END_TEST

START_TEST(deep_recursion)
{
    lab_open(&lab);
    lab.h.limits.seconds = 3;
    fails("local function f() return 1 + f() end return f()", "stack overflow");
    fails("local function f() return (pcall(f)) and f() or f() + 1 end return f()", "t.lua");
    fails("local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x", "loop");
    fails("local t = setmetatable({}, {}) getmetatable(t).__index = function(a, k) return a[k] end "
          "return t.x",
          "overflow");
    fails("return (\"x\"):rep(300000):match((\"(\"):rep(300000))", "t.lua");
    ck_assert_ptr_null(lab_index(
        &lab,
        "local t = {} for i = 1, 1e5 do t = { dimensions = { t } } end return heng.index(t)"));
    lab_assert_says(lab.e, "id is missing");
    ck_assert_ptr_null(lab_index(
        &lab,
        "local t = { id = \"x\" } t.dimensions = { t } t.title = \"a\" return heng.index(t)"));
    lab_assert_says(lab.e, "there is another x in this script");
    ck_assert_ptr_null(lab_index(&lab,
                                 "local n = 0 local function d(k) local t = { id = \"d\" .. k } "
                                 "if k < 200 then t.dimensions = { d(k + 1) } end return t end "
                                 "return heng.index { id = \"x\", dimensions = { d(1) } }"));
    lab_assert_says(lab.e, "deeper than 8");
    lab_close(&lab);
}
END_TEST

START_TEST(withheld_names)
{
    static const char *const names[] = {
        "io",      "os",        "debug",          "load",  "loadstring", "dofile", "loadfile",
        "package", "coroutine", "collectgarbage", "print", "_G",         NULL};
    char body[100], part[100];
    size_t i;

    lab_open(&lab);
    for (i = 0; names[i]; i++) {
        snprintf(body, sizeof body, "return %s.x", names[i]);
        snprintf(part, sizeof part, "t.lua:3: indicator a: %s is not available in heng scripts",
                 names[i]);
        fails(body, part);
        snprintf(body, sizeof body, "(function() return %s end)()", names[i]);
        snprintf(part, sizeof part, "zj.ini:12: y: %s is not available in heng scripts", names[i]);
        lab_fails(&lab, body, part);
        snprintf(body, sizeof body, "1 + %s", names[i]);
        lab_fails(&lab, body, part);
    }
    fails("return string.dump(function() end)", "string.dump is not available");
    fails("return (\"\").dump(function() end)", "string.dump is not available");
    fails("math.randomseed(1)", "math.randomseed is not available");
    fails("return string.format(\"%p\", {})", "%p is not available");
    fails("return string.format(\"%5.2s%-10p\", \"a\", {})", "%p is not available");
    fails("return undefined_thing", "undefined_thing is not defined");
    fails("return hng.log(d.gdp)", "hng is not defined; did you mean heng?");
    fails("return heng.lgo(d.gdp)", "heng has no 'lgo'; did you mean heng.log?");
    fails("return heng.qqqqqqqq", "heng has no 'qqqqqqqq'");
    fails("return _ENV[1]", "a global needs a name");
    lab_close(&lab);
}
END_TEST

START_TEST(metatables)
{
    lab_open(&lab);
    fails("setmetatable({}, { __gc = function() end })", "__gc is not available");
    fails("setmetatable({}, { __gc = false })", "__gc is not available");
    fails("setmetatable({}, { __close = function() end })", "__close is not available");
    fails("setmetatable({}, { __mode = \"k\" })", "__mode is not available");
    fails("setmetatable(_ENV, {})", "protected metatable");
    fails("setmetatable(heng, {})", "protected metatable");
    fails("setmetatable(\"x\", {})", "table expected");
    fails("setmetatable(d.gdp, {})", "table expected");
    fails("setmetatable({}, 3)", "table expected");
    fails("d.gdp[1] = 3", "this vector is an input and read-only");
    fails("d.x = 3", "d, the data, is read-only");
    fails("p.x = 3", "p, the parameters, is read-only");
    yields("return getmetatable(\"\") == false and 1 or 0", 1);
    yields("return getmetatable(_ENV) == false and 1 or 0", 1);
    yields("return getmetatable(d.gdp) == \"vector\" and 1 or 0", 1);
    yields("return getmetatable(d) == false and 1 or 0", 1);
    yields("local mt = {} local t = setmetatable({}, mt) return getmetatable(t) == mt and 1 or 0",
           1);
    yields("local t = setmetatable({}, { __metatable = 7 }) return getmetatable(t)", 7);
    yields("local t = setmetatable(setmetatable({}, {}), nil) return getmetatable(t) == nil and 1 "
           "or 0",
           1);
    lab_close(&lab);
}
END_TEST

/* Bytes that are not source text. */
START_TEST(not_source)
{
    static const char bytecode[] = "\x1bLua\x54\x00\x19\x93\r\n\x1a\n", nul[] = "return\n\0x",
                      bom[] = "\xef\xbb\xbfreturn 1", latin[] = "-- \n-- caf\xe9\n";
    struct script *s;

    lab_open(&lab);
    lab_write_bytes(&lab, "indices/t.lua", bytecode, sizeof bytecode - 1);
    ck_assert_int_eq(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "t", &s, &lab.e), ERR_PART);
    lab_assert_says(lab.e, "t.lua:1: compiled Lua");
    lab_write_bytes(&lab, "indices/t.lua", nul, sizeof nul - 1);
    ck_assert_int_eq(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "t", &s, &lab.e), ERR_PART);
    lab_assert_says(lab.e, "t.lua:2: byte 8 is not UTF-8 text");
    lab_write_bytes(&lab, "indices/t.lua", bom, sizeof bom - 1);
    ck_assert_int_eq(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "t", &s, &lab.e), ERR_PART);
    lab_assert_says(lab.e, "t.lua:1: begins with a byte order mark");
    lab_write_bytes(&lab, "indices/t.lua", latin, sizeof latin - 1);
    ck_assert_int_eq(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "t", &s, NULL), ERR_PART);
    lab_write_bytes(&lab, "indices/t.lua", "", 0);
    ck_assert_int_eq(script_describe(lab.a, &lab.h, SCRIPT_INDEX, "t", &s, &lab.e), ERR_PART);
    lab_assert_says(lab.e, "the file must return heng.index");
    lab_close(&lab);
}
END_TEST

START_TEST(error_objects)
{
    lab_open(&lab);
    fails("error({})", "t.lua:2: indicator a: the error object is a table");
    fails("error()", "the error object is a nil");
    fails("error(d.gdp)", "the error object is a userdata");
    fails("error(setmetatable({}, { __tostring = function() while true do end end }))",
          "object is a table");
    fails("error(12)", "the error object is a number");
    fails("error(\"plain\", 0)", "t.lua:2: indicator a: plain");
    fails("error(\"two\\nlines\\t\\27[31m of \\0 \\xff it\")", "t.lua:3: indicator a: two lines ");
    fails("error((\"长\"):rep(2000))", "...");
    fails("assert(false)", "assertion failed!");
    fails("assert(nil, \"because\")", "indicator a: because");
    fails("heng.fail(\"no road in the table\")", "t.lua:3: indicator a: no road in the table");
    fails("local function g(x) error(\"deep\") end local function f() g(1) return 1 end return f()",
          "t.lua:3: indicator a: deep");
    fails("local x = nil return x.y.z", "attempt to index a nil value (local 'x')");
    fails("return d.gdp(1)", "a vector is not a function");
    yields("return select(2, pcall(error, { code = 7 })).code", 7);
    yields(
        "return select(2, xpcall(function() error(\"x\", 0) end, function(m) return #m + 1 end))",
        2);
    yields("return select(\"#\", xpcall(function(...) return ... end, error, 1, 2, 3))", 4);
    yields("return select(3, pcall(function(...) return ... end, 5, 6))", 6);
    fails("xpcall(1)", "function expected");
    lab_close(&lab);
}
END_TEST

START_TEST(text_index_in_order)
{
    lab_open(&lab);
    yields("local s = \"\" for k in pairs({ b = 1, a = 1, [3] = 1, [1] = 1, [2.5] = 1, [-1] = 1, B "
           "= 1, [true] = 1, "
           "[false] = 1, [1e300] = 1, [-1e300] = 1, ab = 1 }) do s = s .. tostring(k) .. \" \" end "
           "if s ~= \"-1e+300 -1 1 2.5 3 1e+300 B a ab b false true \" then error(s) end return 1",
           1);
    yields("local s, k, t = \"\", nil, { z = 1, y = 2, [9] = 3, [8.5] = 4 } repeat local v k, v = "
           "next(t, k) s = s .. "
           "tostring(k) .. tostring(v) until k == nil if s ~= \"8.5493y2z1nilnil\" then error(s) "
           "end return 1",
           1);
    /* integers beside floats that are at, just within and just beyond the ends of the integers */
    yields(
        "local k = { math.maxinteger, 0x1p63, math.mininteger, -0x1.0000000000001p63, 2^62 + 0.0, "
        "math.maxinteger - 1, -2.5, -3, -2, 2.5, 2, 3 } "
        "local t, s = {}, {} for _, v in ipairs(k) do t[v] = 1 end "
        "for v in pairs(t) do s[#s + 1] = v end for i = 2, #s do if not (s[i - 1] < s[i]) then "
        "error(s[i - 1] .. \" before \" .. s[i]) end end return #s",
        12);
    yields("return next({}) == nil and 1 or 0", 1);
    yields("local t = { 1, 2, 3, a = 4 } local s = 0 for k, v in pairs(t) do t[k] = nil s = s + v "
           "end return s",
           10);
    yields("local s = 0 for k, v in pairs(setmetatable({}, { __pairs = function() return next, { 5 "
           "} end })) do s = s + v end return s",
           5);
    yields("local t = {} for i = 1, 9 do t[i] = { i % 3, i } end table.sort(t, function(a, b) "
           "return a[1] < b[1] end) "
           "local s = 0 for i = 1, 9 do s = s * 10 + t[i][2] end return s",
           369147258);
    yields(
        "local t = { 5, 2, 8, 1 } table.sort(t) return t[1] * 1000 + t[2] * 100 + t[3] * 10 + t[4]",
        1258);
    yields("local t = { \"b\", \"a\" } table.sort(t, function(a, b) return a > b end) return t[1] "
           "== \"b\" and 1 or 0",
           1);
    fails("for k in pairs({ [{}] = 1 }) do end", "a key that is a table has no order");
    fails("next({ [print ~= nil] = 1 })", "print is not available");
    fails("table.sort({ 1, \"a\" })", "attempt to compare");
    fails("table.sort({ 1, 2 }, 3)", "function expected");
    fails("table.sort(setmetatable({}, { __len = function() return 1e15 end }))",
          "a table with __len");
    fails("table.remove(setmetatable({}, { __len = function() return 1e15 end }))",
          "a table with __len");
    fails("pairs(nil)", "table expected");
    lab_close(&lab);
}
END_TEST

START_TEST(texts_without_addresses)
{
    lab_open(&lab);
    fails("error(tostring({}) .. tostring(print_it) .. \"x\")", "print_it is not defined");
    fails("error(tostring({}) .. \" \" .. tostring(pairs) .. \" \" .. tostring(d) .. \" \" .. "
          "tostring(0/0) .. \" \" .. tostring(nil), 0)",
          "indicator a: table function userdata nan nil");
    fails("error(string.format(\"%s %d %s %q %5.1f %%\", {}, 3, pairs, \"q\", 2.25), 0)",
          "indicator a: table 3 function \"q\"");
    fails("error(string.format(\"%10s|%-9s|\", d.gdp, {}), 0)", "vector of 5 values|table |");
    fails("string.format(\"%d\", {})", "number expected, got table");
    fails("tostring(setmetatable({}, { __tostring = function() return 1 == 1 end }))",
          "must return a string");
    fails("error(tostring(setmetatable({}, { __tostring = function() return \"mine\" end })))",
          "mine");
    lab_close(&lab);
}
END_TEST

/* The same seed gives the same bits, another one others; periods and indicators differ. */
START_TEST(random_numbers)
{
    static const char body[] =
        "local v = heng.vector(d.n) for i = 1, d.n do v[i] = math.random() end return v";
    double a[LAB_ROWS], b[LAB_ROWS];
    size_t i;

    lab_open(&lab);
    run(body, a);
    run(body, b);
    ck_assert_mem_eq(a, b, sizeof a);
    for (i = 0; i < LAB_ROWS; i++)
        ck_assert(a[i] >= 0 && a[i] < 1);
    ck_assert(a[0] != a[1] && a[0] != a[LAB_UNITS]);
    lab.h.seed = 43;
    run(body, b);
    ck_assert(a[0] != b[0]);
    yields("for i = 1, 1000 do local k = math.random(3) if k < 1 or k > 3 then return 0 end end "
           "return 1",
           1);
    yields("local seen = {} for i = 1, 200 do seen[math.random(-1, 1)] = true end "
           "return seen[-1] and seen[0] and seen[1] and 1 or 0",
           1);
    yields("return math.type(math.random(0)) == \"integer\" and 1 or 0", 1);
    yields(
        "return math.type(math.random(math.mininteger, math.maxinteger)) == \"integer\" and 1 or 0",
        1);
    fails("math.random(3, 1)", "interval is empty");
    lab_close(&lab);
}
END_TEST

/* Whatever a script does twice comes out the same. */
START_TEST(same_bits)
{
    static const char *const bodies[] = {
        "local s = 0 for k in pairs({ a = 1, b = 2, c = 3, dd = 4, eee = 5 }) do s = s * 31 + #k "
        "end return s",
        "local t = {} for i = 1, 500 do t[i] = { i % 7 } end table.sort(t, function(a, b) return "
        "a[1] < b[1] end) "
        "return t[250][1]",
        "return d.gdp ^ 0.37 / d.pop:sum() + heng.cor(d.gdp, d.pop)",
        "return heng.distance_km(d.gdp / 10, d.pop):row_sums()",
        NULL,
    };
    double a[LAB_ROWS], b[LAB_ROWS];
    size_t i;

    lab_open(&lab);
    for (i = 0; bodies[i]; i++) {
        run(bodies[i], a);
        ck_assert_msg(lab.e.status == OK, "%s", lab.e.text);
        run(bodies[i], b);
        ck_assert_mem_eq(a, b, sizeof a);
    }
    lab_close(&lab);
}
END_TEST

START_TEST(limits_of_formulas)
{
    lab_open(&lab);
    lab.h.limits = (struct worker_limits){0.3, 40 << 20, 0};
    lab_fails(&lab, "(function() while true do end end)()",
              "zj.ini:12: stopped at the time limit of 0.3 s");
    ck_assert_int_eq(lab.e.status, ERR_PROFILE);
    lab.h.limits.seconds = 30; /* a busy machine is in time, too */
    lab_fails(&lab, "(function() local t = {} while true do t[#t + 1] = {} end end)()",
              "zj.ini:12: stopped at the memory limit of 40 MB");
    lab_fails(&lab, "(function() io = 1 end)()", "a formula cannot set io");
    lab_fails(&lab, "require(\"x\")", "require");
    lab_close(&lab);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {endless_loops,       endless_calls,
                            memory_bombs,        deep_recursion,
                            withheld_names,      metatables,
                            not_source,          error_objects,
                            text_index_in_order, texts_without_addresses,
                            random_numbers,      same_bits,
                            limits_of_formulas,  NULL};
    return kit_run("sandbox", tests);
}
