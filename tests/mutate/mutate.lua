-- SPDX-License-Identifier: MIT
-- lua5.4 tests/mutate/mutate.lua SEED COUNT [PATTERN], in the copy that `make mutate` has built: makes
-- COUNT changes of one line to files of core (whose names match PATTERN), runs for each the tests that
-- call the changed function, those of its room first, the quickest first, up to the first that fails,
-- and says what no test notices. Ends with 1 when that is more than 8 in 100, beside those that invisible.txt explains.
--
-- BUDGET: the seconds that the tests of one change may take, as they were measured (none). ANEW=1:
-- measures which functions each test calls again; else it is kept until the test's file is newer.
package.path = "tests/mutate/?.lua;" .. package.path
local changes = require "changes"
local seed, count, pattern = tonumber(arg[1]), tonumber(arg[2]), arg[3] or ""
local budget = tonumber(os.getenv "BUDGET" or "") or math.huge
local wanted_share = 0.92
local slot_bytes = 16

local function read(path)
    local f = io.open(path, "rb")
    if not f then return nil end
    local text = f:read "a"
    f:close()
    return text
end

local function write(path, text)
    local f = assert(io.open(path, "wb"))
    assert(f:write(text))
    assert(f:close())
end

local function lines_of(text)
    local lines = {}
    for line in text:gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
    return lines
end

local function said(command)
    local f = assert(io.popen(command))
    local text = f:read "a"
    f:close()
    return text
end

local function runs(command) return (os.execute(command)) == true end

local function seconds_now() return tonumber(said "date +%s.%N") end

-- ---- which functions there are, and which a test calls ----------------------------------------

-- by_slot[slot] = "run/run.c:start"; by_file["core/run/run.c"] = {{line, key}...} in order.
local function functions()
    local by_slot, by_file = {}, {}
    local addresses = said "nm build/libheng.so | awk '$2 ~ /[tT]/ { print $1 }' | sort -u"
    write("build/addresses", addresses)
    local all = lines_of(addresses)
    local places = lines_of(said "addr2line -f -e build/libheng.so <build/addresses")
    for i, address in ipairs(all) do
        local file, line = places[2 * i]:match "(core/%S+%.c):(%d+)"
        if file then
            local key = file .. ":" .. places[2 * i - 1]
            by_slot[tonumber(address, 16) // slot_bytes] = key
            by_file[file] = by_file[file] or {}
            table.insert(by_file[file], { tonumber(line), key })
        end
    end
    for _, list in pairs(by_file) do table.sort(list, function(a, b) return a[1] < b[1] end) end
    return by_slot, by_file
end

local function command_of(test, limit, log)
    local runner = test:match "%.bats$" and "bats " or test:match "%.sh$" and "sh " or ""
    return ("$LIMITED %d %s%s >%s 2>&1 </dev/null"):format(limit, runner, test, log)
end

-- Runs the test once as core is: the seconds that it takes and the functions that it calls, kept in a file.
local function measure(test, kept, by_slot)
    local path = os.tmpname()
    local from = seconds_now()
    local passed = runs(("HENG_TOUCHED=%s "):format(path) .. command_of(test, 1800, "build/baseline.log"))
    local out = { ("%.1f"):format(passed and seconds_now() - from or -1) }
    if not passed then os.execute("cp build/baseline.log " .. kept .. ".log") end
    local bytes = read(path)
    os.remove(path)
    for at in bytes:gmatch "()\1" do out[#out + 1] = by_slot[at - 1] end
    write(kept, table.concat(out, "\n") .. "\n")
end

-- {name, seconds, calls} of each test that passes as core is, the quickest first.
local function tests(by_slot)
    local found = {}
    os.execute "mkdir -p build/touched"
    for _, test in ipairs(lines_of(said "ls build/tests/*/test_* tests/plugins/*.sh tests/cli/*.bats 2>/dev/null | grep -v '\\.[do]$'")) do
        local kept = "build/touched/" .. test:gsub("^build/", ""):gsub("/", "_")
        local source = test:gsub("^build/(.*)$", "%1.c")
        if os.getenv "ANEW" or not runs(("[ %s -nt %s ]"):format(kept, source)) then measure(test, kept, by_slot) end
        local lines = lines_of(read(kept))
        local one = { name = test, seconds = tonumber(lines[1]), calls = {}, files = {} }
        for i = 2, #lines do
            one.calls[lines[i]] = true
            one.files[lines[i]:match "^[^:]+"] = true
        end
        if one.seconds < 0 then
            print(("left out, since it fails as core is: %s (%s.log)"):format(test, kept))
        else
            found[#found + 1] = one
        end
    end
    table.sort(found, function(a, b) return a.seconds < b.seconds end)
    return found
end

-- ---- one change ---------------------------------------------------------------------------------

-- The function that a line belongs to; nil: none, as a table's.
local function function_at(file, number, lines, by_file)
    local key, start
    for _, place in ipairs(by_file[file] or {}) do
        if place[1] > number then break end
        start, key = place[1], place[2]
    end
    for i = start or 1, number - 1 do
        if lines[i]:find "^}" then return nil end
    end
    return key
end

local function compile(text, out, flags)
    write("build/changed.c", text)
    return runs(("%s -Werror=incompatible-pointer-types -Werror=int-conversion %s -x c -c - -o %s <build/changed.c 2>build/compile.log")
        :format(read("build/compile"):gsub("\n", ""), flags, out))
end

-- Whether the compiler makes the same of both.
local function is_same_code(before, after)
    return compile(before, "build/before.o", "-O2 -g0 -fno-instrument-functions")
        and compile(after, "build/after.o", "-O2 -g0 -fno-instrument-functions")
        and runs "cmp -s build/before.o build/after.o"
end

local function link(file)
    local object = file and "build/obj/" .. file:match "core/(.*)%.c" .. ".o"
    local objects = {}
    for _, o in ipairs(lines_of(read "build/objects")) do objects[#objects + 1] = o == object and "build/changed.o" or o end
    -- with the time of the first link: make need not build the tests again
    return runs(("%s %s %s 2>build/link.log && touch -r build/linked build/libheng.so"):format(read("build/link"):gsub("\n", ""),
        table.concat(objects, " "), read("build/libraries"):gsub("\n", "")))
end

-- Those of all that call the function (of a table, its file), the tests of the file's own room first.
local function those_that_come(file, key, all)
    local room = file:match "^core/([^/]+)/"
    local own, others = {}, {}
    for _, test in ipairs(all) do
        if key and test.calls[key] or not key and test.files[file] then
            local list = test.name:match "([^/]+)/[^/]*$" == room and own or others
            list[#list + 1] = test
        end
    end
    return table.move(others, 1, #others, #own + 1, own)
end

-- The name of the test that notices, or nil; and what was run of what there is.
local function noticed(file, key, all)
    local spent, ran = 0, 0
    local those = those_that_come(file, key, all)
    for _, test in ipairs(those) do
        if spent + test.seconds <= budget then
            ran, spent = ran + 1, spent + test.seconds
            if not runs(command_of(test.name, math.ceil(20 + 10 * test.seconds), "build/test.log")) then return test.name end
        end
    end
    return nil, ran, #those
end

local function trimmed(s) return (s:gsub("^%s+", ""):gsub("%s+$", "")) end

-- invisible.txt: blocks parted by empty lines: the file, the line, what it becomes, and why no test can see it.
local function explained()
    local known, block = {}, {}
    for _, line in ipairs(lines_of(read("tests/mutate/invisible.txt") .. "\n")) do
        if line:find "^#" then goto continue end
        if line:find "%S" then
            block[#block + 1] = trimmed(line)
        elseif #block > 0 then
            assert(#block >= 4, "invisible.txt: a block needs a file, a line, its change and a reason: " .. block[1])
            known[table.concat({ block[1], block[2], block[3] }, "\n")] = true
            block = {}
        end
        ::continue::
    end
    return known
end

-- All lines that could be changed, in an order of the seed's.
local function candidates()
    local all = {}
    for _, file in ipairs(lines_of(said "ls core/*/*.c core/*/*/*.c 2>/dev/null | grep -v ^core/cli/main.c")) do
        if file:find(pattern) then
            local lines = lines_of(read(file))
            for _, place in ipairs(changes(lines)) do
                all[#all + 1] = { file = file, number = place[1], others = place[2], lines = lines }
            end
        end
    end
    for i = #all, 2, -1 do
        local j = math.random(i)
        all[i], all[j] = all[j], all[i]
    end
    return all
end

local function judge(place, other, by_file, all, known)
    local before = place.lines[place.number]
    local label = ("%s:%d: %s -> %s"):format(place.file, place.number, trimmed(before), trimmed(other))
    local text = table.concat(place.lines, "\n") .. "\n"
    local changed = {}
    for i, line in ipairs(place.lines) do changed[i] = i == place.number and other or line end
    changed = table.concat(changed, "\n") .. "\n"
    if is_same_code(text, changed) or not compile(changed, "build/changed.o", "") or not link(place.file) then return nil end
    local by, ran, there = noticed(place.file, function_at(place.file, place.number, place.lines, by_file), all)
    if by then
        print(("noticed   %s  [%s]"):format(label, by:gsub("^.*tests/", "")))
        return "noticed"
    end
    if known[table.concat({ place.file, trimmed(before), trimmed(other) }, "\n")] then
        print("invisible " .. label)
        return "invisible"
    end
    print(("SURVIVES  %s  [%d of the %d tests that come there]"):format(label, ran, there))
    return "survives"
end

assert(seed and count, "mutate: a seed and a count are wanted: make mutate SEED=1 COUNT=40")
math.randomseed(seed)
io.stdout:setvbuf "line"
local known = explained()
assert(link(), "mutate: core cannot be linked: build/link.log") -- as it is, whatever an interrupted run left
local by_slot, by_file = functions()
local all = tests(by_slot)
local tally = { noticed = 0, invisible = 0, survives = 0 }
local done = 0
for _, place in ipairs(candidates()) do
    if done >= count then break end
    local verdict = judge(place, place.others[math.random(#place.others)], by_file, all, known)
    if verdict then
        done = done + 1
        tally[verdict] = tally[verdict] + 1
    end
end
assert(link(), "mutate: core cannot be linked: build/link.log")
local seen = tally.noticed + tally.survives
print(("seed %d: %d changes, %d noticed, %d survive, %d explained as invisible: %.1f %% noticed"):format(seed, done,
    tally.noticed, tally.survives, tally.invisible, seen > 0 and 100 * tally.noticed / seen or 100))
os.exit(tally.noticed >= wanted_share * seen)
