-- Values in messages: as Lua would write them, with keys in order, and marks along a path.
local frames = require "spec.frames"
local literals = require "spec.literals"

frames.hide()

local showing = {}

local KEY_ORDER = { number = 1, string = 2, boolean = 3 }

-- A list of ten thousand rows tells no more than its first hundred; a value no more than so many entries in all.
local MOST_ENTRIES = 100
local MOST_LINES = 120
local LONGEST_TEXT = 800
local LONGEST_ENTRY = 200
local DEPTH = 5
-- So many entries are told before and after the one that differs.
local AROUND = 5
-- Tables that fit are told in one line.
local WIDTH = 72

-- The keys of a table, and the length of the list in it. Positions of the list come first, then numbers, texts
-- and booleans in order, then what has none.
function showing.keys(subject)
    local keys, length = {}, rawlen(subject)
    for key in next, subject do keys[#keys + 1] = key end
    local function rank(key)
        if math.type(key) == "integer" and key >= 1 and key <= length then return 0 end
        return KEY_ORDER[type(key)] or 4
    end
    table.sort(keys, function(a, b)
        local left, right = rank(a), rank(b)
        if left ~= right then return left < right end
        if left <= 2 then return a < b end
        if type(a) == "boolean" and type(b) == "boolean" then return b and not a end
        return ("%p"):format(a) < ("%p"):format(b)
    end)
    return keys, length
end

local function key_text(key, is_position)
    if is_position then return "" end
    if type(key) == "string" and key:find("^[%a_][%w_]*$") then return key .. " = " end
    return "[" .. showing.value(key, { depth = 0 }) .. "] = "
end

-- What `tostring` says of a value whose type says how; nil where it fails, too.
local function own_text(value)
    local meta = type(value) == "table" and getmetatable(value)
    if not meta and meta ~= false then return nil end
    local ok, text = pcall(tostring, value)
    -- A type that hides its metatable may still have nothing to say but its address.
    return ok and not text:find("^[%w_.]+: 0x%x+$") and text or nil
end

-- Entries in one line, where they fit.
local function brief(entries)
    local text = "{ " .. table.concat(entries, ", ") .. " }"
    return #text <= WIDTH and not text:find("\n", 1, true) and text or nil
end

local table_text

-- The entries to tell of a table: keys, which of them are positions in a list, and the first and last told.
local function window(subject, mark)
    local keys, length = showing.keys(subject)
    for index, key in ipairs(keys) do
        if mark ~= nil and rawequal(key, mark) then
            return keys, length, math.max(1, index - AROUND), math.min(#keys, index + AROUND)
        end
    end
    return keys, length, 1, math.min(#keys, MOST_ENTRIES)
end

-- The entries of a table, without margins, and which of them is marked.
local function entries_of(subject, options, level, mark, open)
    local keys, length, first, last = window(subject, mark)
    local entries, marked, rest = {}, nil, #keys - last
    if first > 1 then entries[1] = ("… %d before"):format(first - 1) end
    for index = first, last do
        local key = keys[index]
        local is_marked = mark ~= nil and rawequal(key, mark)
        options.lines = options.lines - 1
        if options.lines > 0 or is_marked then
            local value = subject[key]
            local text
            if type(value) == "table" then
                text = table_text(value, options, level + 1, is_marked, open)
            else
                text = type(value) == "string" and literals.text(value, LONGEST_ENTRY) or showing.value(value)
            end
            local is_position = math.type(key) == "integer" and key >= 1 and key <= length
            entries[#entries + 1] = key_text(key, is_position) .. text
            if is_marked then marked = #entries end
        else
            rest = rest + 1
        end
    end
    if rest > 0 then entries[#entries + 1] = ("… %d more"):format(rest) end
    return entries, marked
end

function table_text(subject, options, level, on_path, open)
    if open[subject] then return ("{ the table at level %d again }"):format(open[subject]) end
    if next(subject) == nil then return "{}" end
    local mark
    if on_path then mark = options.path[level] end
    if level > options.depth and mark == nil then return "{ … }" end
    open[subject] = level
    local entries, marked = entries_of(subject, options, level, mark, open)
    open[subject] = nil
    local one_line = not marked and brief(entries)
    if one_line then return one_line end
    local margin = ("  "):rep(level)
    for index, entry in ipairs(entries) do
        local mark_text = index == marked and options.mark or ""
        entries[index] = mark_text .. margin:sub((utf8.len(mark_text) or 0) + 1) .. entry
    end
    return "{\n" .. table.concat(entries, ",\n") .. "\n" .. margin:sub(3) .. "}"
end

-- Errors may carry where they were raised, which a report tells by other means.
local function without_traceback(problem)
    local copy = {}
    for key, value in next, problem do
        if key ~= "traceback" then copy[key] = value end
    end
    return copy
end

-- A value as text. Options: `depth`, how many levels of tables are opened (5, all below 0); `path`, keys from the outside
-- in, along which entries carry `mark` ("*") and all levels are opened.
function showing.value(value, options)
    local kind = math.type(value) and "number" or type(value)
    if kind == "string" then return literals.text(value, LONGEST_TEXT) end
    if kind == "number" then return literals.number(value) end
    if kind == "function" then return literals.func(value) end
    if kind ~= "table" then return tostring(value) end
    options = options or {}
    local depth, own = options.depth or DEPTH, own_text(value)
    local text = table_text(own and without_traceback(value) or value, {
        depth = depth < 0 and math.huge or depth, lines = MOST_LINES,
        path = options.path or {}, mark = options.mark or "*",
    }, 1, true, {})
    return own and ("(%s) %s"):format(own, text) or text
end

-- A value in the place of a message: texts bare, what has `__tostring` by that, the rest as values.
function showing.text(value)
    if type(value) == "string" then return value end
    local own = own_text(value)
    if own then return own end
    return type(value) == "userdata" and tostring(value) or showing.value(value)
end

-- A path of keys as it would be written: `.layers[1]["a b"]`.
function showing.path(keys)
    local parts = {}
    for index, key in ipairs(keys) do
        if type(key) == "string" and key:find("^[%a_][%w_]*$") then
            parts[index] = "." .. key
        else
            parts[index] = "[" .. showing.value(key, { depth = 0 }) .. "]"
        end
    end
    return table.concat(parts)
end

return showing
