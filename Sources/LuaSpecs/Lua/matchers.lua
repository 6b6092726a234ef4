-- The matchers that there are: most assertions have one of the same name.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"
local comparing = require "spec.comparing"
local match = require "spec.match"

frames.hide()

-- Registers a matcher whose `make` gets the arguments and returns a function of a value.
local function register(names, least, make)
    for _, name in ipairs(names) do
        assert:register("matcher", name, function(_, arguments)
            checking.count("match." .. name, least, arguments)
            return make(arguments)
        end)
    end
end

for _, kind in ipairs { "nil", "boolean", "number", "string", "table", "function", "userdata", "thread" } do
    register({ kind }, 0, function()
        return function(value) return type(value) == kind end
    end)
end

register({ "true" }, 0, function() return function(value) return value == true end end)
register({ "false" }, 0, function() return function(value) return value == false end end)
register({ "truthy" }, 0, function() return function(value) return value and true or false end end)
register({ "falsy" }, 0, function() return function(value) return not value end end)

register({ "equal", "equals" }, 1, function(arguments)
    return function(value) return value == arguments[1] end
end)

register({ "same" }, 1, function(arguments)
    return function(value) return (comparing.same(value, arguments[1], true)) end
end)

register({ "ref" }, 1, function(arguments)
    local kind = type(arguments[1])
    if kind ~= "table" and kind ~= "function" and kind ~= "thread" and kind ~= "userdata" then
        checking.wrong("match.ref", 1, "an object", arguments[1])
    end
    return function(value) return value == arguments[1] end
end)

register({ "unique" }, 0, function(arguments)
    return function(value) return checking.repeated(value, arguments[1] and true or false) == nil end
end)

register({ "near" }, 2, function(arguments)
    local expected = checking.number("match.near", 1, arguments[1])
    local tolerance = checking.number("match.near", 2, arguments[2])
    return function(value)
        local actual = tonumber(value)
        return actual and actual >= expected - tolerance and actual <= expected + tolerance
    end
end)

register({ "match", "matches" }, 1, function(arguments)
    local pattern, init, plain = arguments[1], arguments[2], arguments[3]
    if type(pattern) ~= "string" then checking.wrong("match.matches", 1, "a pattern", pattern) end
    if init ~= nil and not tonumber(init) then checking.wrong("match.matches", 2, "a number", init) end
    return function(value)
        if not checking.has_text(value) and type(value) ~= "number" then return false end
        return tostring(value):find(pattern, init, plain) ~= nil
    end
end)

-- How many of the matchers hold must satisfy `is_enough(count, all)`.
local function composite(name, is_enough)
    register({ name }, 1, function(arguments)
        for index = 1, arguments.n do
            if not match.is_matcher(arguments[index]) then
                checking.wrong("match." .. name, index, "a matcher", arguments[index])
            end
        end
        return function(value)
            local count = 0
            for index = 1, arguments.n do count = count + (arguments[index](value) and 1 or 0) end
            return is_enough(count, arguments.n)
        end
    end)
end

composite("all_of", function(count, all) return count == all end)
composite("any_of", function(count) return count > 0 end)
composite("none_of", function(count) return count == 0 end)
