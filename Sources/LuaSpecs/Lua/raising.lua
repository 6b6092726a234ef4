-- Assertions about errors, texts, and lists with holes.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"
local comparing = require "spec.comparing"
local say = require "spec.say"

frames.hide()

say:set("assertion.error.positive", "This is not the error that was expected.\nFound: %s\nExpected: %s")
say:set("assertion.error.negative", "This error was not expected.\nFound: %s")
say:set("assertion.matches.positive", "The text does not match.\nFound: %s\nPattern: %s")
say:set("assertion.matches.negative", "The text matches, and should not.\nFound: %s\nPattern: %s")
say:set("assertion.holes.positive", "Expected the array to have holes, and found none.")
say:set("assertion.holes.negative", "Expected the array to have no holes, and found one at %s.")

-- Calls it. Errors that are text lose the position at their front.
local function raised_by(body)
    local ok, raised = pcall(body)
    if type(raised) == "string" then raised = raised:gsub("^.-:%d+: ", "", 1) end
    return not ok, raised
end

-- What messages show: the error that came, and the one that was wanted.
local function tell(arguments, has_raised, raised, expected, any)
    arguments.n = 2
    arguments[1], arguments[2] = raised, expected
    arguments.nofmt = {}
    if not has_raised then arguments[1], arguments.nofmt[1] = "no error", true end
    if expected == nil then arguments[2], arguments.nofmt[2] = any, true end
end

local function returned(arguments, first)
    local list = table.pack(table.unpack(arguments, 1, arguments.n))
    list[1] = first
    return list
end

-- Texts are compared with what the error says of itself, numbers with errors that are text, the rest by contents.
local function is_expected(expected, raised)
    if type(expected) == "string" and checking.has_text(raised) then return tostring(raised) == expected end
    if type(expected) == "number" and type(raised) == "string" then
        return tostring(expected) == tostring(tonumber(raised))
    end
    if type(expected) == "table" and type(raised) == "table" then
        return comparing.same(expected, raised, true)
    end
    return expected == raised
end

local function has_error(chain, arguments)
    local body, expected = arguments[1], arguments[2]
    chain.failure_message = checking.message(chain, arguments[3])
    if not checking.is_callable(body) then checking.wrong("error", 1, "a function", body) end
    local has_raised, raised = raised_by(body)
    local is_text = type(expected) == "string" and checking.has_text(raised)
    local results = returned(arguments, is_text and tostring(raised) or raised)
    tell(arguments, has_raised, raised, expected, "any error")
    if not has_raised or expected == nil then return has_raised, results end
    local holds, path = is_expected(expected, raised)
    if path then arguments.fmtargs = { { crumbs = path }, { crumbs = path } } end
    return holds, results
end

-- `init`, `plain` and a message follow in this order, and each may be left out: the message is the first of
-- them that is neither a number nor a boolean.
local function search_options(name, chain, arguments)
    local rest, count, message = {}, 0, nil
    for index = 3, arguments.n do
        local value = arguments[index]
        if message == nil and value and type(value) ~= "boolean" and not tonumber(value) then
            message = value
        else
            count = count + 1
            rest[count] = value
        end
    end
    chain.failure_message = checking.message(chain, message)
    local init, plain = rest[1], rest[2]
    if init ~= nil and not tonumber(init) then checking.wrong(name, 3, "a number", init) end
    return init, plain
end

-- Whether the text matches, and what it captured.
local function search(text, pattern, init, plain)
    if plain then
        local found = text:find(pattern, init, true) ~= nil
        return found, found and { pattern } or {}
    end
    local captures = table.pack(text:match(pattern, init))
    if captures[1] == nil then return false, {} end
    return true, captures
end

local function matches(chain, arguments)
    checking.count("matches", 2, arguments)
    local pattern, value = arguments[1], arguments[2]
    if type(pattern) ~= "string" then checking.wrong("matches", 1, "a pattern", pattern) end
    if not checking.has_text(value) and type(value) ~= "number" then
        checking.wrong("matches", 2, "text", value)
    end
    local init, plain = search_options("matches", chain, arguments)
    arguments[1], arguments[2], arguments.n = value, pattern, 2
    return search(tostring(value), pattern, init, plain)
end

local function error_matches(chain, arguments)
    checking.count("error_matches", 2, arguments)
    local body, pattern = arguments[1], arguments[2]
    if not checking.is_callable(body) then checking.wrong("error_matches", 1, "a function", body) end
    if pattern ~= nil and type(pattern) ~= "string" then
        checking.wrong("error_matches", 2, "a pattern", pattern)
    end
    local init, plain = search_options("error_matches", chain, arguments)
    local has_raised, raised = raised_by(body)
    local kind = type(raised)
    if checking.has_text(raised) or kind == "number" or kind == "boolean" then raised = tostring(raised) end
    local results = returned(arguments, raised)
    tell(arguments, has_raised, raised, pattern, "nil")
    if not has_raised then return false, results end
    if raised == nil and pattern == nil then return true, {} end
    if type(raised) ~= "string" or pattern == nil then return false, results end
    local holds, captures = search(raised, pattern, init, plain)
    return holds, holds and captures or results
end

local function holes(chain, arguments)
    local list, length = rawget(chain, "array_of"), arguments[1]
    if list == nil then checking.wrong("holes", 1, "given: assert.array(list).has.holes()", list) end
    if length == nil then
        length = 0
        for key in pairs(list) do
            if type(key) == "number" and key > length and key % 1 == 0 then length = key end
        end
    elseif type(length) ~= "number" then
        checking.wrong("holes", 1, "a length", length)
    end
    for index = 1, length do
        if list[index] == nil then
            arguments[1], arguments.n = index, 1
            return true, { index }
        end
    end
    return false, {}
end

for _, name in ipairs { "error", "errors" } do
    assert:register("assertion", name, has_error, "assertion.error.positive", "assertion.error.negative")
end
for _, name in ipairs { "error_matches", "error_match", "matches_error", "match_error" } do
    assert:register("assertion", name, error_matches, "assertion.error.positive", "assertion.error.negative")
end
for _, name in ipairs { "matches", "match" } do
    assert:register("assertion", name, matches, "assertion.matches.positive", "assertion.matches.negative")
end
assert:register("assertion", "holes", holes, "assertion.holes.positive", "assertion.holes.negative")
assert:register("modifier", "array", function(chain, arguments)
    if not arguments or arguments[1] == nil then
        checking.wrong("array", 1, "an array: assert.array(list).has.no.holes()", nil)
    end
    rawset(chain, "array_of", arguments[1])
end)
