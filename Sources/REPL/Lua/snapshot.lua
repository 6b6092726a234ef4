-- Snapshots of values for the prompt, made without running code of the script but `__tostring`.
--
-- A table crosses as JSON: numbers, booleans and short strings as themselves, the rest as an object whose
-- first letter says what it is: s(tring that was cut), b(ytes), t(able), r(eference), o(ther).
local driver = ...

-- Scripts may replace what the library offers: what is used later is taken now.
local next, rawget, rawlen, rawequal, type = next, rawget, rawlen, rawequal, type
local getmetatable, tostring, pcall, select = getmetatable, tostring, pcall, select
local math_type, huge, sort, concat = math.type, math.huge, table.sort, table.concat
local sub, gsub, format, byte, utf8_len = string.sub, string.gsub, string.format, string.byte, utf8.len
local getinfo, getlocal = debug and debug.getinfo, debug and debug.getlocal
local json = require "json"
local array, null = json.array, json.null

-- What people read, and what programs do. `text` is the bytes of all strings, `keys` the keys looked at.
local SHORT = {
    depth = 5, items = 1000, members = 400, bytes = 2000, nodes = 20000, text = 1 << 18, keys = 200000,
}
local LONG = {
    depth = 90, items = 200000, members = 50000, bytes = 1 << 20, nodes = 400000, text = 1 << 25,
    keys = 2000000,
}
local LIMITS = { json = LONG, lua = LONG, whole = LONG }

-- Of a larger table the first keys in order are not looked for: any will do.
local SORTED = 50000
-- What is left of a string where all strings together are too long.
local LEAST = 80

-- State of one snapshot: limits, what is left of them, number of each table.
local limits, nodes_left, text_left, keys_left, numbers, count

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\""] = "\\\"", ["\\"] = "\\\\" }

-- As it stands between the quotes of a Lua string.
local function escaped_bytes(text)
    return (gsub(text, "[^ !#-Z%[%]^-~]", function(character)
        return ESCAPES[character] or format("\\x%02X", byte(character))
    end))
end

-- At most so many bytes of a text, and whether they are UTF-8. Only these are looked at: scanning the rest
-- of a list of large strings could take seconds.
local function beginning(text, most)
    if #text <= most then return text, utf8_len(text) ~= nil end
    local shown = sub(text, 1, most)
    local length, bad = utf8_len(shown)
    if length then return shown, true end
    -- A character that only the cut splits: the cut goes before it.
    if utf8_len(text, bad, bad) then return sub(text, 1, bad - 1), true end
    return shown, false
end

local function string_of(text)
    local most = limits.bytes
    if most > text_left then most = text_left > LEAST and text_left or LEAST end
    local shown, is_utf8 = beginning(text, most)
    text_left = text_left - #shown
    local cut = #text - #shown
    if not is_utf8 then return { b = escaped_bytes(shown), cut = cut } end
    return cut == 0 and shown or { s = shown, cut = cut }
end

-- Text of the script about a value, on its way to people alone.
local function note(text, most)
    local shown, is_utf8 = beginning(text, most)
    return (is_utf8 and shown or escaped_bytes(shown)) .. (#shown < #text and "…" or "")
end

-- `function(a, b) · sweep.lua:3`
local function function_of(value)
    local info = getinfo and getinfo(value, "Su")
    if not info then return "function" end
    if info.what == "C" then return "function · built in" end
    local names = {}
    for position = 1, info.nparams do names[position] = getlocal(value, position) end
    if info.isvararg then names[#names + 1] = "..." end
    return format("function(%s) · %s:%d", concat(names, ", "), note(info.short_src, 100), info.linedefined)
end

local function described(value)
    local ok, text = pcall(tostring, value)
    if not ok then text = "error in __tostring: " .. (type(text) == "string" and text or type(text)) end
    return { o = note(text, limits.bytes) }
end

-- Whether a `__tostring` says what to show. Behind `__metatable` it shows only by what it does. The errors
-- of the host are shown by their fields, which is what one looks for in them.
local function describes_itself(value, metatable)
    if type(metatable) == "table" then return rawget(metatable, "__tostring") ~= nil end
    if metatable == nil or metatable == "error" then return false end
    local ok, text = pcall(tostring, value)
    return not ok or gsub(text, "^.-: 0x%x+$", "") ~= ""
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

-- The first keys in order of those that are no items, how many there are, and whether all were looked at.
local function first_keys(value, items)
    local keys, found, total, most, last = {}, 0, 0, limits.members, nil
    local allowed = keys_left > 2 * most and keys_left or 2 * most
    local looked_at, is_whole, key = 0, true, next(value)
    while key ~= nil do
        looked_at = looked_at + 1
        if not (math_type(key) == "integer" and key >= 1 and key <= items) then
            total = total + 1
            if last == nil or total <= SORTED and before(key, last) then
                found = found + 1
                keys[found] = key
            end
            if found == 2 * most then
                sort(keys, before)
                for position = found, most + 1, -1 do keys[position] = nil end
                found, last = most, keys[most]
            end
        end
        if looked_at == allowed then
            -- A long list has its items first: what else it has comes after the last of them.
            if total > 0 or items < allowed then is_whole = next(value, key) == nil break end
            key, allowed = items, 2 * allowed
        end
        key = next(value, key)
    end
    keys_left = keys_left - looked_at
    return keys, found, total, is_whole
end

local function members_of(value, items, depth, taken)
    local keys, found, total, is_whole = first_keys(value, items)
    if not is_whole then taken.more = true end
    if total == 0 then return end
    sort(keys, before)
    local names, values = {}, {}
    for position = 1, found < limits.members and found or limits.members do
        if nodes_left <= 0 then break end
        names[position] = snapshot(keys[position], depth + 1)
        values[position] = snapshot(rawget(value, keys[position]), depth + 1)
    end
    taken.keys, taken.values, taken.members = array(names), array(values), total
end

local function table_of(value, depth)
    if numbers[value] then return { r = numbers[value] } end
    local metatable = getmetatable(value)
    if describes_itself(value, metatable) then return described(value) end
    count = count + 1
    numbers[value] = count
    local taken = { t = count }
    local name = metatable
    if type(metatable) == "table" then name = rawget(metatable, "__name") end
    if type(name) == "string" and (name ~= metatable or name == "error") then taken.type = note(name, 100) end
    if depth > limits.depth or nodes_left <= 0 then
        taken.deep = next(value) ~= nil
        return taken
    end
    local total = item_count(value)
    local items, shown = {}, total < limits.items and total or limits.items
    for index = 1, shown do
        if nodes_left <= 0 then break end
        items[index] = snapshot(rawget(value, index), depth + 1)
    end
    if total > 0 then taken.items, taken.count = array(items), total end
    members_of(value, total, depth, taken)
    return taken
end

function snapshot(value, depth)
    nodes_left = nodes_left - 1
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
    limits = LIMITS[mode] or SHORT
    nodes_left, text_left, keys_left = limits.nodes, limits.text, limits.keys
    numbers, count = {}, 0
    local taken = {}
    for position = 1, select("#", ...) do
        taken[position] = snapshot((select(position, ...)), 1)
    end
    numbers = nil
    return array(taken)
end
