-- SPDX-License-Identifier: MIT
-- The one-line changes of make mutate: what could be written otherwise in a line of C, as clang-format
-- lays it out. changes(lines) gives, for each line that has any, {line number, {the other lines}}.

-- Put for each other where they stand.
local pairs_of = {
    { " < ", " <= " }, { " <= ", " < " }, { " > ", " >= " }, { " >= ", " > " }, { " < ", " > " }, { " > ", " < " },
    { " == ", " != " }, { " != ", " == " }, { " && ", " || " }, { " || ", " && " },
    { " + ", " - " }, { " - ", " + " }, { " * ", " / " }, { " / ", " * " }, { " += ", " -= " }, { " -= ", " += " },
    { "++", "--" }, { "--", "++" }, { "true", "false" }, { "false", "true" }, { "break;", "continue;" },
    { "fmin(", "fmax(" }, { "fmax(", "fmin(" }, { "return -1;", "return 0;" }, { "!", "" },
}

-- The line with its strings, characters and comments blanked, of the same length; inside: within /* */.
local function masked(line, inside)
    local out, i = {}, 1
    local function blank(to)
        out[#out + 1] = (" "):rep(to - i + 1)
        i = to + 1
    end
    while i <= #line do
        local two, one = line:sub(i, i + 1), line:sub(i, i)
        if inside or two == "/*" then
            local _, stop = line:find("*/", inside and i or i + 2, true)
            inside = not stop
            blank(stop or #line)
        elseif two == "//" then
            blank(#line)
        elseif one == '"' or one == "'" then
            local stop = i + 1
            while stop < #line and line:sub(stop, stop) ~= one do
                stop = stop + (line:sub(stop, stop) == "\\" and 2 or 1)
            end
            blank(math.min(stop, #line))
        else
            out[#out + 1] = one
            i = i + 1
        end
    end
    return table.concat(out), inside
end

local function put(line, from, to, text) return line:sub(1, from - 1) .. text .. line:sub(to + 1) end

local function balanced(s)
    local depth = 0
    for c in s:gmatch("[()]") do
        depth = depth + (c == "(" and 1 or -1)
        if depth < 0 then return false end
    end
    return depth == 0
end

local function operators(line, code, add)
    for _, pair in ipairs(pairs_of) do
        local at, stop = code:find(pair[1], 1, true)
        while at do
            -- neither a comparison's != nor a word that only holds true
            local word = pair[1]:match("^%a+$") and (code:sub(at - 1, at - 1) .. code:sub(stop + 1, stop + 1)):find("[%w_]")
            if not word and not (pair[1] == "!" and code:sub(at + 1, at + 1) == "=") then add(put(line, at, stop, pair[2])) end
            at, stop = code:find(pair[1], stop + 1, true)
        end
    end
end

-- Small whole numbers and decimals, one more and one less.
local function constants(line, code, add)
    for at, number, stop in code:gmatch("()%f[%w_.](%d+%.?%d*)()%f[^%w_.]") do
        if number:find("%.") then
            add(put(line, at, stop - 1, ("%.17g"):format(tonumber(number) + 1)))
            add(put(line, at, stop - 1, ("%.17g"):format(tonumber(number) / 2)))
        elseif #number == 1 then
            add(put(line, at, stop - 1, tostring(tonumber(number) + 1)))
            if number ~= "0" then add(put(line, at, stop - 1, tostring(tonumber(number) - 1))) end
        end
    end
end

local function conditions(line, code, add)
    local before, inner, after = code:match("^(%s.*%f[%w]if %()(.*)(%)%s*{?%s*)$")
    if not inner then before, inner, after = code:match("^(%s.*%f[%w]while %()(.*)(%)%s*{?%s*)$") end
    if inner and balanced(inner) then
        add(before .. "!(" .. line:sub(#before + 1, #before + #inner) .. ")" .. after)
    end
end

local function arguments(line, code, add)
    -- neither at the margin nor names that are declared together
    if not code:find("^%s") or code:find(";%s*$") and not code:find("[)}]") then return end
    for at, first, stop, second, stop2 in code:gmatch("[%w_]%(()([%w_.>-]+)(), ([%w_.>-]+)()[,)]") do
        if first ~= second then add(put(line, at, stop2 - 1, second .. ", " .. first)) end
    end
    for at, first, stop, second, stop2 in code:gmatch(", ()([%w_.>-]+)(), ([%w_.>-]+)()[,)]") do
        if first ~= second then add(put(line, at, stop2 - 1, second .. ", " .. first)) end
    end
end

local not_removed = { "typedef", "extern", "static", "struct", "enum", "union", "else", "for", "while", "do", "case",
    "default", "return", "const", "goto" }

-- A statement that begins and ends in its line.
local function removal(line, code, before, add)
    if not code:find("^%s+[%w_*(].*;%s*$") or not balanced(code) or not before:find("[;{}):]%s*$") and before ~= "" then
        return
    end
    if before:find("%)%s*$") and not before:find("%f[%w]if %(") and not before:find("%f[%w]for %(") then return end
    for _, word in ipairs(not_removed) do
        if code:find("^%s+" .. word .. "%f[^%w_]") then return end
    end
    add((line:match("^%s*")) .. ";")
end

return function(lines)
    local found, inside, before = {}, false, ""
    for number, line in ipairs(lines) do
        local code
        code, inside = masked(line, inside)
        if not code:find("^#") and not before:find("\\$") and code:find("%S") and not code:find("_Static_assert") then
            local others, seen = {}, { [line] = true }
            local function add(other)
                if not seen[other] then others[#others + 1] = other end
                seen[other] = true
            end
            operators(line, code, add)
            constants(line, code, add)
            conditions(line, code, add)
            arguments(line, code, add)
            removal(line, code, before, add)
            if #others > 0 then found[#found + 1] = { number, others } end
        end
        if code:find("%S") then before = code end
    end
    return found
end
