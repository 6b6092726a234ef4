-- What assertions have in common: complaints about their own arguments, and the places where values differ.
local frames = require "spec.frames"
local comparing = require "spec.comparing"
local outcomes = require "spec.outcomes"
local showing = require "spec.showing"

frames.hide()

local checking = {}

-- `equal` is written assert.equal; matchers are named in full.
local function written(name)
    return name:find("^match%.") and name or "assert." .. name
end

-- Complains unless there are so many arguments; nil counts where it was written.
function checking.count(name, least, arguments)
    if arguments.n >= least then return end
    outcomes.fail(("%s takes at least %d %s, found %d")
        :format(written(name), least, least == 1 and "argument" or "arguments", arguments.n))
end

function checking.wrong(name, index, expected, found)
    outcomes.fail(("argument %d of %s is not %s: %s")
        :format(index, written(name), expected, showing.value(found, { depth = 1 })))
end

function checking.number(name, index, value)
    return tonumber(value) or checking.wrong(name, index, "a number, or text that is one", value)
end

function checking.is_callable(value)
    if type(value) == "function" then return true end
    local meta = (debug and debug.getmetatable or getmetatable)(value)
    return type(meta) == "table" and type(meta.__call) == "function"
end

-- Whether a value is text or can say itself as text.
function checking.has_text(value)
    if type(value) == "string" then return true end
    local meta = (debug and debug.getmetatable or getmetatable)(value)
    return type(meta) == "table" and type(meta.__tostring) == "function"
end

-- The message of a call wins over one that `assert.message` gave before.
function checking.message(chain, message)
    if message ~= nil then return message end
    return rawget(chain, "failure_message")
end

-- Two keys of a list with equal values; nil where all differ.
function checking.repeated(list, deep)
    for key, value in pairs(list) do
        for other_key, other in pairs(list) do
            if key ~= other_key and (value == other or deep and comparing.same(value, other, true)) then
                return key, other_key
            end
        end
    end
end

local function at(value, path)
    for _, key in ipairs(path) do
        if type(value) ~= "table" then return nil end
        value = value[key]
    end
    return value
end

local function brief(value)
    return showing.value(value, { depth = 1 })
end

-- The place in a text before which nothing of a character is cut off.
local function boundary(text, index)
    while index > 1 and (text:byte(index) or 0) & 0xC0 == 0x80 do index = index - 1 end
    return index
end

-- Where long texts or texts of several lines part, with what is around; nil for all other values.
local function parting_of(expected, actual)
    if type(expected) ~= "string" or type(actual) ~= "string" or expected == actual then return nil end
    if #expected < 60 and #actual < 60 and not (expected .. actual):find("\n", 1, true) then return nil end
    local index = 1
    while expected:byte(index) == actual:byte(index) do index = index + 1 end
    local before = expected:sub(1, index - 1)
    local _, breaks = before:gsub("\n", "")
    local column = #before:match("[^\n]*$") + 1
    local first = boundary(expected, math.max(index - column + 1, index - 30))
    local function excerpt(text)
        return showing.value(text:sub(first, boundary(text, index + 40) - 1):match("^[^\n]*"))
    end
    return ("line %d, byte %d: found %s, expected %s")
        :format(breaks + 1, column, excerpt(actual), excerpt(expected))
end

-- The two values at a path, where they fit into a line.
function checking.leaf_difference(expected, actual, path)
    local wanted, found = at(expected, path), at(actual, path)
    if type(wanted) == "table" and type(found) == "table" then return "" end
    local parting = parting_of(wanted, found)
    if parting then return ", in " .. parting end
    local text = (": found %s, expected %s"):format(brief(found), brief(wanted))
    return #text <= 200 and not text:find("\n") and text or ""
end

-- The same as a sentence about two texts.
function checking.text_difference(expected, actual)
    local parting = parting_of(expected, actual)
    return parting and "First difference in " .. parting
end

return checking
