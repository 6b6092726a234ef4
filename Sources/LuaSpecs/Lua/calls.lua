-- Assertions about what spies saw: assert.spy(s).was.called_with(…).
local frames = require "spec.frames"
local assert = require "spec.assert"
local say = require "spec.say"

frames.hide()

local function remember(chain, arguments)
    if not arguments then return end
    chain.payload = arguments[1]
    if arguments[2] ~= nil then chain.failure_message = arguments[2] end
end
assert:register("modifier", "spy", remember)
assert:register("modifier", "stub", remember)

-- What `assert.spy(s)` was given, if it can answer.
local function payload(chain, method, name)
    local given = rawget(chain, "payload")
    if type(given) == "table" and given[method] then return given end
    local found = type(given) == "function" and "the function itself, not the spy around it" or type(given)
    error(("%sassert.spy(s).was.%s needs a spy, found %s"):format(frames.position(), name, found), 0)
end

say:set("assertion.called_with.positive", "No call had these arguments.\nLast call: %s\nExpected: %s")
say:set("assertion.called_with.negative", "A call had these arguments.\nThat call: %s\nNot expected: %s")
say:set("assertion.returned_with.positive", "No call returned this.\nLast returned: %s\nExpected: %s")
say:set("assertion.returned_with.negative", "A call returned this.\nReturned: %s\nNot expected: %s")

for _, name in ipairs { "called_with", "returned_with" } do
    local key = "assertion." .. name
    assert:register("assertion", name, function(chain, arguments)
        local spy = payload(chain, name, name)
        local expected = assert.arguments(table.unpack(arguments, 1, arguments.n))
        local holds, found = spy[name](spy, expected)
        for index = 3, arguments.n do arguments[index] = nil end
        arguments[1], arguments[2], arguments.n = found or "no call", expected, 2
        arguments.nofmt = { found == nil }
        return holds
    end, key .. ".positive", key .. ".negative")
end

-- Assertions about the count of calls: how they are told, and what they compare.
local COUNTS = {
    called_at_least = { "at least %s", function(count, times) return count >= times end },
    called_at_most = { "at most %s", function(count, times) return count <= times end },
    called_more_than = { "more than %s", function(count, times) return count > times end },
    called_less_than = { "less than %s", function(count, times) return count < times end },
}

local function calls(count)
    return count == 1 and "1 call" or ("%s calls"):format(count == 0 and "no" or count)
end

local function tell(arguments, wanted, count)
    arguments[1], arguments[2], arguments.n = wanted, calls(count), 2
    arguments.nofmt = { true, true }
end

say:set("assertion.called.positive", "Expected %s, found %s.")
say:set("assertion.called.negative", "Did not expect %s, found %s.")

-- Without a number: at least once, and with `not` never.
assert:register("assertion", "called", function(chain, arguments)
    local spy, times = payload(chain, "called", "called"), arguments[1]
    if not times and not chain.mod then chain.mod, times = true, 0 end
    local holds, count = spy:called(times or nil)
    tell(arguments, times and calls(times) or "a call", count)
    return holds
end, "assertion.called.positive", "assertion.called.negative")

for name, entry in pairs(COUNTS) do
    local wording, compare = table.unpack(entry)
    assert:register("assertion", name, function(chain, arguments)
        local spy, times = payload(chain, "called", name), arguments[1]
        if type(times) ~= "number" then
            error(("%sassert.spy(s).was.%s takes a number of calls, found %s")
                :format(frames.position(), name, type(times)), 0)
        end
        local holds, count = spy:called(times, compare)
        tell(arguments, wording:format(calls(times)), count)
        return holds
    end, "assertion.called.positive", "assertion.called.negative")
end
