-- SPDX-License-Identifier: MIT
-- Does what a page of the handbook says, in the folder where it is started, as a reader would:
--
--     lua5.4 follow.lua PAGE.md
--
-- A block of code is named by what follows its three backquotes:
--
--     console       `$ COMMAND` is run by sh; what it says, on both streams, is what stands below it;
--                   a line `...` stands for any lines
--     ini p.ini     (or csv, lua, c, markdown ...) is written to that file; `+p.ini` adds to it
--     ini           is a part of a profile: with [profile] extends = the file of that kind before
--                   it, heng check finds nothing wrong
--     text          is left alone
--
-- Any other block is an error: it would be read and never tried. The first difference ends it, with
-- status 1. With HENG_GOLDEN=write what commands say is written into the page.

local page = assert(arg[1], "follow.lua PAGE.md")
local writes = os.getenv("HENG_GOLDEN") == "write"

local function lines_of(text)
    local t = {}
    for line in text:gmatch("([^\n]*)\n?") do
        t[#t + 1] = line
    end
    while #t > 0 and t[#t] == "" do
        t[#t] = nil
    end
    return t
end

local function fail(line, why)
    io.stderr:write(("%s:%d: %s\n"):format(page, line, why))
    os.exit(1)
end

local function read_command(command)
    local pipe = assert(io.popen("exec 2>&1 </dev/null; " .. command, "r"))
    local said = pipe:read("a")
    pipe:close()
    return said
end

-- Where the reader is, and where this is: a reader's folder has a name of its own.
local here = read_command("pwd -P"):gsub("\n", ""):gsub("%p", "%%%0")

local function run(command)
    return lines_of((read_command(command):gsub(here, "/home/li/work")))
end

-- How many lines stand before and behind `...`; nil: it is not there. Where the page is written,
-- `... 5 2` asks for so many.
local function gap(wanted)
    local before, behind = (wanted[1] or ""):match("^%.%.%. (%d+) (%d+)$")
    if before and writes then
        return tonumber(before), tonumber(behind)
    end
    for i, line in ipairs(wanted) do
        if line == "..." then
            return i - 1, #wanted - i
        end
    end
end

-- What is to be shown of what was said, in the shape of what was shown before.
local function shown(said, wanted)
    local before, behind = gap(wanted)
    if not before or before + behind >= #said then
        return said
    end
    local t = table.move(said, 1, before, 1, {})
    t[#t + 1] = "..."
    return table.move(said, #said - behind + 1, #said, #t + 1, t)
end

local function compare(at, command, said, wanted)
    local is = shown(said, wanted)
    for i = 1, math.max(#is, #wanted) do
        if is[i] ~= wanted[i] then
            fail(at + i, ("$ %s\n  said    %s\n  wanted  %s"):format(command, is[i] or "nothing more",
                wanted[i] or "nothing more"))
        end
    end
end

-- Runs what stands in a console block; returns its lines as they are to be.
local function follow(block, at)
    local out, i = {}, 1
    while i <= #block do
        local command = block[i]:match("^%$ (.+)")
        if not command then
            fail(at + i, "neither a command nor below one")
        end
        local wanted, from = {}, i
        while block[i + 1] and not block[i + 1]:match("^%$ ") do
            i = i + 1
            wanted[#wanted + 1] = block[i]
        end
        i = i + 1
        local said = run(command)
        if writes then
            out[#out + 1] = "$ " .. command
            table.move(shown(said, wanted), 1, #shown(said, wanted), #out + 1, out)
        else
            compare(at + from, command, said, wanted)
        end
    end
    return writes and out or block
end

local function write(name, text, adds)
    local folder = name:match("^(.*)/")
    if folder then
        os.execute("mkdir -p '" .. folder .. "'")
    end
    local f = assert(io.open(name, adds and "a" or "w"))
    f:write(text)
    f:close()
end

local function check_part(block, at, last)
    if not last then
        fail(at, "a part of a profile, and no profile before it")
    end
    write("part.ini", "[profile]\nextends = " .. last .. "\n" .. table.concat(block, "\n") .. "\n")
    local said = run("heng check part.ini && rm part.ini")
    for _, line in ipairs(said) do
        if line:match("^heng: part.ini") then
            fail(at, line)
        end
    end
end

local all, out, profile = lines_of(assert(io.open(page)):read("a")), {}, nil
local i = 1
while i <= #all do
    out[#out + 1] = all[i]
    local info = all[i]:match("^```(.+)")
    if info then
        local block, at = {}, i
        repeat
            i = i + 1
            if not all[i] then
                fail(at, "a block without an end")
            end
            block[#block + 1] = all[i]
        until all[i] == "```"
        block[#block] = nil
        local kind, adds, name = info:match("^(%a+) (%+?)(%S+)$")
        if info == "console" then
            block = follow(block, at)
        elseif info == "ini" then
            check_part(block, at, profile)
        elseif kind then
            write(name, table.concat(block, "\n") .. "\n", adds == "+")
            profile = kind == "ini" and name or profile
        elseif info ~= "text" then
            fail(at, "a block that nobody would try: " .. info)
        end
        table.move(block, 1, #block, #out + 1, out)
        out[#out + 1] = "```"
    end
    i = i + 1
end
if writes then
    write(page, table.concat(out, "\n") .. "\n")
end
