-- Values in messages: as Lua would write them, with keys in order, and marks along a path.
local frames = require "spec.frames"
frames.hide()

local showing = {}

local KEY_ORDER = { number = 1, string = 2, boolean = 3 }

-- A list of ten thousand rows tells no more than its first hundred.
local MOST_ENTRIES = 100

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\", ['"'] = '\\"' }

-- Text in quotes. UTF-8 stays as it is; other bytes are escaped.
local function quoted(text)
    local shown = text:gsub('[%c"\\\127]', function(char)
        return ESCAPES[char] or ("\\x%02X"):format(char:byte())
    end)
    if not utf8.len(shown) then
        shown = shown:gsub("[\128-\255]", function(char) return ("\\x%02X"):format(char:byte()) end)
    end
    return '"' .. shown .. '"'
end

local function number(value)
    if value ~= value then return "NaN" end
    if value == math.huge then return "Inf" end
    if value == -math.huge then return "-Inf" end
    if math.type(value) == "integer" then return tostring(value) end
    local short = ("%.14g"):format(value)
    -- 0.1 + 0.2 and 0.3 must not look the same.
    local text = tonumber(short) == value and short or ("%.17g"):format(value)
    return text:find("[.eEn]") and text or text .. ".0"
end

local function func(value)
    local info = debug and debug.getinfo and debug.getinfo(value, "S")
    if not info or info.what == "C" then return "function" end
    return ("function at %s:%d"):format(info.short_src, info.linedefined)
end

-- Positions of a list first, then numbers, texts and booleans in order, then what has none.
local function sorted_keys(subject)
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
        return tostring(a) < tostring(b)
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

local function table_text(subject, options, level, on_path, open)
    if open[subject] then return "{ the table at level " .. open[subject] .. " again }" end
    if next(subject) == nil then return "{}" end
    local mark
    if on_path then mark = options.path[level] end
    if level > options.depth and mark == nil then return "{ … }" end
    open[subject] = level
    local keys, length = sorted_keys(subject)
    local lines = {}
    for index = 1, #keys do
        local key = keys[index]
        local is_marked = mark ~= nil and rawequal(key, mark)
        if index <= MOST_ENTRIES or is_marked then
            local value = subject[key]
            local text = type(value) == "table" and table_text(value, options, level + 1, is_marked, open)
                or showing.value(value)
            local is_position = math.type(key) == "integer" and key >= 1 and key <= length
            local margin = is_marked and options.mark .. (" "):rep(level * 2 - utf8.len(options.mark))
                or ("  "):rep(level)
            lines[#lines + 1] = margin .. key_text(key, is_position) .. text
        end
    end
    open[subject] = nil
    if #keys > #lines then lines[#lines + 1] = ("  "):rep(level) .. ("… %d more"):format(#keys - #lines) end
    return "{\n" .. table.concat(lines, ",\n") .. "\n" .. ("  "):rep(level - 1) .. "}"
end

-- A value as text. Options: `depth`, how many levels of tables are opened (5); `path`, keys from the outside
-- in, along which entries carry `mark` ("*") and all levels are opened.
function showing.value(value, options)
    local kind = math.type(value) and "number" or type(value)
    if kind == "string" then return quoted(value) end
    if kind == "number" then return number(value) end
    if kind == "function" then return func(value) end
    if kind ~= "table" then return tostring(value) end
    options = options or {}
    local settings = { depth = options.depth or 5, path = options.path or {}, mark = options.mark or "*" }
    local text = table_text(value, settings, 1, true, {})
    local own = own_text(value)
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
