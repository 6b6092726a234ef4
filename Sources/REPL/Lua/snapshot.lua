-- Snapshots of values for the prompt, made without running code of the script but `__tostring`.
--
-- A table crosses as JSON: numbers, booleans and short strings as themselves, the rest as an object whose
-- first letter says what it is: s(tring that was cut), b(ytes), t(able), r(eference), o(ther).
local driver = ...

local next, rawget, rawlen, rawequal, type = next, rawget, rawlen, rawequal, type
local getmetatable, tostring, pcall, select = getmetatable, tostring, pcall, select
local math_type, sort, huge = math.type, table.sort, math.huge
local utf8_len, utf8_offset = utf8.len, utf8.offset
local getinfo, getlocal = debug and debug.getinfo, debug and debug.getlocal

-- What people read, and what programs do.
local SHORT = { depth = 5, items = 1000, members = 400, bytes = 2000, nodes = 20000 }
local LONG = { depth = 90, items = 200000, members = 200000, bytes = 1 << 20, nodes = 400000 }
local LIMITS = { json = LONG, lua = LONG }

-- State of one snapshot: limits, nodes left, number of each table.
local limits, left, numbers, count, array, null

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function escaped_bytes(text)
    return (text:gsub("[^ -~]", function(byte)
        return ESCAPES[byte] or ("\\x%02X"):format(byte:byte())
    end))
end

local function string_of(text)
    local size = #text
    if size <= limits.bytes then
        if utf8_len(text) then return text end
        return { b = escaped_bytes(text) }
    end
    local shown = text:sub(1, limits.bytes)
    if utf8_len(text) then
        -- The cut goes between characters.
        local length, bad = utf8_len(shown)
        if not length then shown = text:sub(1, bad - 1) end
        return { s = shown, cut = size - #shown }
    end
    return { b = escaped_bytes(shown), cut = size - #shown }
end

-- `function(a, b) · sweep.lua:3`
local function function_of(value)
    local info = getinfo and getinfo(value, "Su")
    if not info then return "function" end
    if info.what == "C" then return "function · built in" end
    local names = {}
    for position = 1, info.nparams do names[position] = getlocal(value, position) end
    if info.isvararg then names[#names + 1] = "..." end
    return ("function(%s) · %s:%d"):format(table.concat(names, ", "), info.short_src, info.linedefined)
end

local function described(value)
    local ok, text = pcall(tostring, value)
    if not ok then text = "error in __tostring: " .. (type(text) == "string" and text or type(text)) end
    if not utf8_len(text) then text = escaped_bytes(text) end
    return { o = #text > limits.bytes and text:sub(1, utf8_offset(text, -1, limits.bytes)) or text }
end

local RANK = { number = 1, string = 2 }

local function before(one, other)
    local kind, other_kind = type(one), type(other)
    local rank, other_rank = RANK[kind] or 3, RANK[other_kind] or 3
    if rank ~= other_rank then return rank < other_rank end
    if rank < 3 then return one < other end
    return false -- others stay as they come
end

-- How many items stand at 1, 2, … without a gap.
local function item_count(value)
    local size = rawlen(value)
    local first = size < limits.items and size or limits.items
    for index = 1, first do
        if rawget(value, index) == nil then return index - 1 end
    end
    if size == 0 or rawget(value, size) ~= nil then return size end
    return first
end

local snapshot

local function members_of(value, items, depth, taken)
    local keys, found, total = {}, 0, 0
    for key in next, value do
        if not (math_type(key) == "integer" and key >= 1 and key <= items) then
            total = total + 1
            if found < limits.members then
                found = found + 1
                keys[found] = key
            end
        end
    end
    if total == 0 then return end
    sort(keys, before)
    local names, values = {}, {}
    for position = 1, found do
        if left <= 0 then break end
        names[position] = snapshot(keys[position], depth + 1)
        values[position] = snapshot(rawget(value, keys[position]), depth + 1)
    end
    taken.keys, taken.values, taken.members = array(names), array(values), total
end

local function table_of(value, depth)
    if numbers[value] then return { r = numbers[value] } end
    local metatable = getmetatable(value)
    if type(metatable) ~= "table" then metatable = nil end
    if metatable and rawget(metatable, "__tostring") ~= nil then return described(value) end
    count = count + 1
    numbers[value] = count
    local taken = { t = count }
    local name = metatable and rawget(metatable, "__name")
    if type(name) == "string" and utf8_len(name) then taken.type = name end
    if depth > limits.depth or left <= 0 then
        taken.deep = next(value) ~= nil
        return taken
    end
    local total = item_count(value)
    local items, shown = {}, total < limits.items and total or limits.items
    for index = 1, shown do
        if left <= 0 then break end
        items[index] = snapshot(rawget(value, index), depth + 1)
    end
    if total > 0 then taken.items, taken.count = array(items), total end
    members_of(value, total, depth, taken)
    return taken
end

function snapshot(value, depth)
    left = left - 1
    local kind = type(value)
    if value == nil then return null end
    if kind == "string" then return string_of(value) end
    if kind == "boolean" then return value end
    if kind == "number" then
        if value ~= value or value == huge or value == -huge then return { f = tostring(value) } end
        return value
    end
    if kind == "table" then return table_of(value, depth) end
    if rawequal(value, null) then return { o = "json.null" } end
    if kind == "function" then return { o = function_of(value) } end
    return described(value)
end

-- The snapshots of all its arguments, as one array.
function driver.take(mode, ...)
    local json = require "json"
    array, null = json.array, json.null
    limits = LIMITS[mode] or SHORT
    left, numbers, count = limits.nodes, {}, 0
    local taken = {}
    for position = 1, select("#", ...) do
        taken[position] = snapshot((select(position, ...)), 1)
    end
    numbers = nil
    return array(taken)
end
