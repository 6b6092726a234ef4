-- Single values in messages, as Lua would write them.
require("spec.frames").hide()

local literals = {}

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\", ['"'] = '\\"' }

-- Text in quotes, cut to so many bytes. UTF-8 stays as it is; other bytes are escaped.
function literals.text(text, longest)
    local length = #text
    if longest and length > longest then
        local cut = text:sub(1, longest):gsub("[\192-\255]?[\128-\191]*$", "")
        return ("%s… (%d bytes in all)"):format(literals.text(cut), length)
    end
    local shown = text:gsub('[%c"\\\127]', function(char)
        return ESCAPES[char] or ("\\x%02X"):format(char:byte())
    end)
    if not utf8.len(shown) then
        shown = shown:gsub("[\128-\255]", function(char) return ("\\x%02X"):format(char:byte()) end)
    end
    return '"' .. shown .. '"'
end

function literals.number(value)
    if value ~= value then return "NaN" end
    if value == math.huge then return "Inf" end
    if value == -math.huge then return "-Inf" end
    if math.type(value) == "integer" then return tostring(value) end
    -- 0.1 + 0.2 and 0.3 must not look the same, and 0.3 not like 0.29999999999999999.
    for digits = 14, 17 do
        local text = ("%." .. digits .. "g"):format(value)
        if tonumber(text) == value then return text:find("[.e]") and text or text .. ".0" end
    end
end

-- Where a function of Lua begins.
function literals.func(value)
    local info = debug and debug.getinfo and debug.getinfo(value, "S")
    if not info or info.what == "C" then return "function" end
    return ("function at %s:%d"):format(info.short_src, info.linedefined)
end

return literals
