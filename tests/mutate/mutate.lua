-- SPDX-License-Identifier: MIT
-- lua5.4 tests/mutate/mutate.lua SEED COUNT [PATTERN], in the copy that `make mutate` has built: makes
-- COUNT changes of one line to files of core (whose names match PATTERN), runs for each the tests that
-- call the changed function, those of its room first, the quickest first, up to the first that fails,
-- and says what no test notices. Ends with 1 when that is more than 8 in 100, beside those that invisible.txt explains.
--
-- It shares the work out to JOBS (2) processes of its own, each with a library in build/share: their SHARE.
-- BUDGET: the seconds that the tests of one change may take, as they were measured (none). ANEW=1:
-- measures which functions each test calls again; else it is kept until the test's file is newer.
package.path = "tests/mutate/?.lua;" .. package.path
local changes = require "changes"
local seed, count, pattern = tonumber(arg[1]), tonumber(arg[2]), arg[3] or ""
local jobs = tonumber(os.getenv "JOBS" or "") or 2
local share = tonumber(os.getenv "SHARE" or "")
local here = "build/share/" .. (share or "all")
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
    write(here .. "/addresses", addresses)
    local all = lines_of(addresses)
    local places = lines_of(said("addr2line -f -e build/libheng.so <" .. here .. "/addresses"))
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
    return ("LD_LIBRARY_PATH=$PWD/%s $LIMITED %d %s%s >%s 2>&1 </dev/null"):format(here, limit, runner, test, log)
end

-- Runs the test once as core is: the seconds that it takes and the functions that it calls, kept in a file.
local function measure(test, kept, by_slot)
    local path, log = os.tmpname(), kept .. ".log"
    local from = seconds_now()
    local passed = runs(("HENG_TOUCHED=%s "):format(path) .. command_of(test, 1800, log))
    local out = { ("%.1f"):format(passed and seconds_now() - from or -1) }
    if passed then os.remove(log) end
    local bytes = read(path)
    os.remove(path)
    for at in bytes:gmatch "()\1" do out[#out + 1] = by_slot[at - 1] end
    write(kept, table.concat(out, "\n") .. "\n")
end

local function kept_of(test) return "build/touched/" .. test:gsub("^build/", ""):gsub("/", "_") end

local function test_names()
    return lines_of(said "ls build/tests/*/test_* tests/plugins/*.sh tests/cli/*.bats 2>/dev/null | grep -v '\\.[do]$'")
end

-- Measures those of the share that were not since their source was written.
local function measure_all(by_slot)
    for i, test in ipairs(test_names()) do
        local kept = kept_of(test)
        local source = test:gsub("^build/(.*)$", "%1.c")
        local fresh = not os.getenv "ANEW" and runs(("[ %s -nt %s ]"):format(kept, source))
        if i % jobs == share % jobs and not fresh then measure(test, kept, by_slot) end
    end
end

-- {name, seconds, calls} of each test that passes as core is, the quickest first.
local function tests()
    local found = {}
    for _, test in ipairs(test_names()) do
        local lines = lines_of(read(kept_of(test)))
        local one = { name = test, seconds = tonumber(lines[1]), calls = {}, files = {} }
        for i = 2, #lines do
            one.calls[lines[i]] = true
            one.files[lines[i]:match "^[^:]+"] = true
        end
        if one.seconds >= 0 then
            found[#found + 1] = one
        elseif share == 1 then
            print(("left out, since it fails as core is: %s (%s.log)"):format(test, kept_of(test)))
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
    write(here .. "/changed.c", text)
    return runs(("%s -Werror=incompatible-pointer-types -Werror=int-conversion %s -x c -c - -o %s <%s/changed.c 2>%s/compile.log")
        :format(read("build/compile"):gsub("\n", ""), flags, out, here, here))
end

-- Whether the compiler makes the same of both.
local function is_same_code(before, after)
    return compile(before, here .. "/before.o", "-O2 -g0 -fno-instrument-functions")
        and compile(after, here .. "/after.o", "-O2 -g0 -fno-instrument-functions")
        and runs(("cmp -s %s/before.o %s/after.o"):format(here, here))
end

-- The share's library, which its tests find before the one that they were linked with.
local function link(file)
    local object = "build/obj/" .. file:match "core/(.*)%.c" .. ".o"
    local objects = {}
    for _, o in ipairs(lines_of(read "build/objects")) do objects[#objects + 1] = o == object and here .. "/changed.o" or o end
    return runs(("%s -o %s/libheng.so %s %s 2>%s/link.log"):format(read("build/link"):gsub("\n", ""), here,
        table.concat(objects, " "), read("build/libraries"):gsub("\n", ""), here))
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

-- The program of those that says, with LeakSanitizer, that something is lost, and does not as core is; or nil.
local function lost(those)
    local spent = 0
    for _, test in ipairs(those) do
        spent = spent + test.seconds
        if spent > budget then return nil end
        if test.name:find "/test_" and test.name:find "^build/" then
            local run = ("LD_PRELOAD=%s LD_LIBRARY_PATH=%%s $LIMITED %d %s >%s/leaks.log 2>&1 </dev/null")
                :format(read("build/leaks"):gsub("\n", ""), math.ceil(20 + 10 * test.seconds), test.name, here)
            if not runs(run:format("$PWD/" .. here)) and runs(run:format "") then return test.name .. ", of memory" end
        end
    end
    return nil
end

-- The name of the test that notices, or nil; and what was run of what there is.
local function noticed(file, key, all, is_removed)
    local spent, ran = 0, 0
    local those = those_that_come(file, key, all)
    for _, test in ipairs(those) do
        if spent + test.seconds <= budget then
            ran, spent = ran + 1, spent + test.seconds
            if not runs(command_of(test.name, math.ceil(20 + 10 * test.seconds), here .. "/test.log")) then return test.name end
        end
    end
    return is_removed and lost(those), ran, #those
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
    if is_same_code(text, changed) or not compile(changed, here .. "/changed.o", "") or not link(place.file) then return nil end
    local by, ran, there = noticed(place.file, function_at(place.file, place.number, place.lines, by_file), all,
        trimmed(other) == ";")
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

-- The changes that are this share's: every so manieth that is one, of an order that is the same for all.
local function judge_share()
    local known = explained()
    local _, by_file = functions()
    local all = tests()
    local tally = { noticed = 0, invisible = 0, survives = 0 }
    local places = candidates()
    for _, place in ipairs(places) do place.other = place.others[math.random(#place.others)] end
    local left = (count + jobs - share) // jobs
    for i = share, #places, jobs do
        if left <= 0 then break end
        local verdict = judge(places[i], places[i].other, by_file, all, known)
        if verdict then
            left = left - 1
            tally[verdict] = tally[verdict] + 1
        end
    end
    write(here .. "/tally", ("%d %d %d\n"):format(tally.noticed, tally.invisible, tally.survives))
end

-- Starts this program for each share and waits; what: that they are to do.
local function share_out(what)
    local each = ("mkdir -p build/touched build/share/$k && WHAT=%s SHARE=$k JOBS=%d lua5.4 tests/mutate/mutate.lua %d %d '%s'")
        :format(what, jobs, seed, count, pattern)
    assert(runs(("rm -rf build/share; p=; for k in $(seq %d); do %s & p=\"$p $!\"; done; s=0; for k in $p; do wait $k || s=1; done; exit $s")
        :format(jobs, each)), "mutate: a share of the work failed")
end

local function total()
    share_out "measure"
    share_out "judge"
    local noticed_n, invisible, survive = 0, 0, 0
    for k = 1, jobs do
        local a, b, c = read(("build/share/%d/tally"):format(k)):match "(%d+) (%d+) (%d+)"
        noticed_n, invisible, survive = noticed_n + a, invisible + b, survive + c
    end
    local seen = noticed_n + survive
    print(("seed %d: %d changes, %d noticed, %d survive, %d explained as invisible: %.1f %% noticed"):format(seed, seen + invisible,
        noticed_n, survive, invisible, seen > 0 and 100 * noticed_n / seen or 100))
    os.exit(noticed_n >= wanted_share * seen)
end

assert(seed and count, "mutate: a seed and a count are wanted: make mutate SEED=1 COUNT=40")
math.randomseed(seed)
io.stdout:setvbuf "line"
if not share then
    total()
elseif os.getenv "WHAT" == "measure" then
    measure_all((functions()))
else
    judge_share()
end
