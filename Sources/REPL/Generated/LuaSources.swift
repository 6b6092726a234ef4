// Made by scripts/generate from Sources/REPL/Lua. Edit those files, then run it again.
// swift-format-ignore-file

enum LuaSources {
    static let inspect: StaticString = ##"""
-- How the prompt shows values: strings quoted, records as aligned pairs, lists as their items.
-- Text from elsewhere never reaches the terminal as control characters.
local inspect = ...

local DEEPEST, LONGEST, WIDEST = 4, 40, 72

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\""] = "\\\"", ["\\"] = "\\\\" }

-- C0, DEL, C1, bidirectional overrides and zero-width characters are shown by their number.
local function is_hidden(code)
    return code < 32 or code >= 127 and code <= 159 or code >= 0x200B and code <= 0x200F
        or code >= 0x202A and code <= 0x202E or code >= 0x2066 and code <= 0x2069 or code == 0xFEFF
end

local function quoted(text)
    if not utf8.len(text) then
        return "\"" .. text:gsub("[^ !#-%[%]-~]", function(byte)
            return ESCAPES[byte] or ("\\x%02X"):format(byte:byte())
        end) .. "\""
    end
    return "\"" .. text:gsub(utf8.charpattern, function(character)
        if ESCAPES[character] then return ESCAPES[character] end
        local code = utf8.codepoint(character)
        return is_hidden(code) and ("\\u{%X}"):format(code) or nil
    end) .. "\""
end

local function is_list(value)
    local count = 0
    for key in next, value do
        if math.type(key) ~= "integer" or key < 1 then return false end
        count = count + 1
    end
    return count == #value and (count > 0 or (getmetatable(value) or {}).__name == "json.array")
end

local function by_name(a, b)
    if type(a) == type(b) and (type(a) == "string" or type(a) == "number") then return a < b end
    return type(a) < type(b) or type(a) == type(b) and tostring(a) < tostring(b)
end

local function sorted_keys(value)
    local keys = {}
    for key in next, value do keys[#keys + 1] = key end
    table.sort(keys, by_name)
    return keys
end

local function label(key)
    if type(key) == "string" then return key:match("^[%a_][%w_]*$") or "[" .. quoted(key) .. "]" end
    return "[" .. tostring(key) .. "]"
end

local write

local function parts(value, depth, seen)
    local found, total = {}, 0
    local list = is_list(value)
    for _, key in ipairs(sorted_keys(value)) do
        total = total + 1
        if total <= LONGEST then
            local text = write(rawget(value, key), depth + 1, seen)
            found[total] = list and text or label(key) .. " = " .. text
        end
    end
    if total > LONGEST then found[LONGEST + 1] = ("… %d more"):format(total - LONGEST) end
    return found
end

local function write_table(value, depth, seen)
    if seen[value] then return "{… itself}" end
    if next(value) == nil then return "{}" end
    if depth > DEEPEST then return "{…}" end
    seen[value] = true
    local found = parts(value, depth, seen)
    seen[value] = nil
    local line = "{ " .. table.concat(found, ", ") .. " }"
    if #line + 4 * depth <= WIDEST and not line:find("\n", 1, true) then return line end
    local indent = ("  "):rep(depth + 1)
    return "{\n" .. indent .. table.concat(found, ",\n" .. indent) .. "\n" .. ("  "):rep(depth) .. "}"
end

function write(value, depth, seen)
    if type(value) == "string" then return quoted(value) end
    if type(value) ~= "table" then return tostring(value) end
    local metatable = getmetatable(value)
    if type(metatable) == "table" and metatable.__tostring then return tostring(value) end
    return write_table(value, depth, seen)
end

-- A record: one field a line, the names aligned.
local function pairs_of(record)
    local keys, width, lines = sorted_keys(record), 0, {}
    for _, key in ipairs(keys) do width = math.max(width, #label(key)) end
    for _, key in ipairs(keys) do
        local text = write(rawget(record, key), 1, { [record] = true })
        lines[#lines + 1] = ("  %-" .. math.min(width, 40) .. "s  %s"):format(label(key), text)
    end
    return table.concat(lines, "\n")
end

local function is_record(value)
    local metatable = type(value) == "table" and getmetatable(value)
    local name = type(metatable) == "table" and metatable.__name
    return type(name) == "string" and name:find("^tavus%.") ~= nil and next(value) ~= nil
end

function inspect.text(value)
    if is_record(value) then return pairs_of(value) end
    return write(value, 0, {})
end

-- Prints each of its arguments and gives them back; nothing is printed for no results.
function inspect.show(...)
    local shown = {}
    for position = 1, select("#", ...) do
        shown[position] = inspect.text((select(position, ...)))
    end
    if #shown > 0 then print(table.concat(shown, "\n")) end
end
"""##

}
