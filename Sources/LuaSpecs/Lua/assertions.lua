-- The common assertions and the words before them.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"
local comparing = require "spec.comparing"
local say = require "spec.say"
local showing = require "spec.showing"

frames.hide()

local function register(names, callback, positive, negative)
    local key = "assertion." .. names[1]
    say:set(key .. ".positive", positive)
    say:set(key .. ".negative", negative)
    for _, name in ipairs(names) do
        assert:register("assertion", name, callback, key .. ".positive", key .. ".negative")
    end
end

for _, name in ipairs { "is", "are", "was", "were", "has", "does" } do
    assert:register("modifier", name, function() end)
end
for _, name in ipairs { "not", "no" } do
    assert:register("modifier", name, function(chain) chain.mod = not chain.mod end)
end
assert:register("modifier", "message", function(chain, arguments)
    chain.failure_message = arguments and arguments[1]
end)

-- The caller writes expected, actual; messages tell what was found first.
local function turn(arguments)
    arguments[1], arguments[2] = arguments[2], arguments[1]
end

local function equal(chain, arguments)
    checking.count("equal", 2, arguments)
    chain.failure_message = checking.message(chain, arguments[3])
    -- In this order, as the first operand's `__eq` decides.
    local is_equal = arguments[1] == arguments[2]
    turn(arguments)
    arguments.note = checking.text_difference(arguments[2], arguments[1])
    return is_equal
end

local function same(chain, arguments)
    checking.count("same", 2, arguments)
    chain.failure_message = checking.message(chain, arguments[3])
    local expected, actual = arguments[1], arguments[2]
    turn(arguments)
    if type(expected) ~= "table" or type(actual) ~= "table" then
        arguments.note = checking.text_difference(expected, actual)
        return expected == actual
    end
    local is_same, path = comparing.same(expected, actual, true)
    if not is_same then
        arguments.fmtargs = { { crumbs = path }, { crumbs = path } }
        arguments.note = "First difference at " .. showing.path(path)
            .. checking.leaf_difference(expected, actual, path)
    end
    return is_same
end

register({ "equals", "equal" }, equal,
    "These values are not equal.\nFound: %s\nExpected: %s",
    "These values are equal, and should not be.\nFound: %s\nNot expected: %s")
register({ "same" }, same,
    "These values are not the same.\nFound: %s\nExpected: %s",
    "These values are the same, and should not be.\nFound: %s\nNot expected: %s")

local function constant(value)
    return function(chain, arguments)
        chain.failure_message = checking.message(chain, arguments[2])
        arguments[2], arguments.n = value, 2
        return arguments[1] == value
    end
end

assert:register("assertion", "true", constant(true), "assertion.same.positive", "assertion.same.negative")
assert:register("assertion", "false", constant(false), "assertion.same.positive", "assertion.same.negative")

for _, kind in ipairs { "nil", "boolean", "number", "string", "table", "function", "userdata", "thread" } do
    assert:register("assertion", kind, function(chain, arguments)
        chain.failure_message = checking.message(chain, arguments[2])
        arguments[2], arguments.n = kind == "nil" and "nil" or "a " .. kind, 2
        arguments.nofmt = { [2] = true }
        return type(arguments[1]) == kind
    end, "assertion.same.positive", "assertion.same.negative")
end

register({ "truthy" }, function(chain, arguments)
    checking.count("truthy", 1, arguments)
    chain.failure_message = checking.message(chain, arguments[2])
    return arguments[1] and true or false
end, "Expected neither false nor nil.\nFound: %s", "Expected false or nil.\nFound: %s")

register({ "falsy" }, function(chain, arguments)
    checking.count("falsy", 1, arguments)
    chain.failure_message = checking.message(chain, arguments[2])
    return not arguments[1]
end, "Expected false or nil.\nFound: %s", "Expected neither false nor nil.\nFound: %s")

register({ "near" }, function(chain, arguments)
    checking.count("near", 3, arguments)
    local expected = checking.number("near", 1, arguments[1])
    local actual = checking.number("near", 2, arguments[2])
    local tolerance = checking.number("near", 3, arguments[3])
    chain.failure_message = checking.message(chain, arguments[4])
    turn(arguments)
    return actual >= expected - tolerance and actual <= expected + tolerance
end, "These numbers are not near each other.\nFound: %s\nExpected: %s ± %s",
    "These numbers are near each other, and should not be.\nFound: %s\nNot expected: %s ± %s")

-- unique(list, deep, message) and unique(list, message, deep) are both in use.
register({ "unique" }, function(chain, arguments)
    local list, deep, message = arguments[1], arguments[2], arguments[3]
    if type(deep) ~= "boolean" and not (deep == nil and arguments.n > 2) then
        deep, message = message, deep
    end
    chain.failure_message = checking.message(chain, message)
    local first, second = checking.repeated(list, deep == true)
    if first == nil then return true end
    arguments.note = ("%s and %s are equal."):format(showing.path { first }, showing.path { second })
    return false
end, "Expected no value twice.\nFound: %s", "Expected some value twice.\nFound: %s")

register({ "returned_arguments" }, function(_, arguments)
    local expected, count = arguments[1], arguments.n - 1
    arguments[1], arguments[2], arguments.n = count, expected, 2
    return tostring(expected) == tostring(count)
end, "A different number of values.\nFound: %s\nExpected: %s",
    "The number of values should be another one.\nFound: %s\nNot expected: %s")
