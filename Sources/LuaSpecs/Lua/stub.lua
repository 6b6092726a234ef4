-- `stub`: spies that answer in the place of a function.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"
local outcomes = require "spec.outcomes"
local recorded = require "spec.recorded"
local spy = require "spec.spies"

frames.hide()

local stub = {}

local function returning(...)
    local results = table.pack(...)
    return function() return table.unpack(results, 1, results.n) end
end

local function invoking(func)
    return function(...) return func(...) end
end

-- The function behind a stub: the first answer whose arguments agree, or the one for all other calls.
local function answering(answers)
    return function(...)
        local arguments = assert.arguments(...)
        for _, answer in ipairs(answers) do
            if recorded.agree(arguments, arguments, answer.expected) then return answer.invoke(...) end
        end
        return answers.default(...)
    end
end

-- Adds `returns`, `invokes`, `by_default` and `on_call_with` to a spy. They are fields, called with a dot.
local function teach(made, answers)
    function made.returns(...)
        answers.default = returning(...)
        return made
    end
    function made.invokes(func)
        answers.default = invoking(func)
        return made
    end
    made.by_default = { returns = made.returns, invokes = made.invokes }
    function made.on_call_with(...)
        local expected = recorded.keep(assert.arguments(...)).vals
        local function answer(invoke)
            table.insert(answers, { expected = expected, invoke = invoke })
            return made
        end
        return {
            returns = function(...) return answer(returning(...)) end,
            invokes = function(func) return answer(invoking(func)) end,
        }
    end
    return made
end

-- Puts a stub at a key of a table. What follows the key is what it returns; a function alone is what it calls.
-- Without arguments, a stub of nothing.
function stub.new(target, key, ...)
    if target == nil and key == nil then target, key = {}, "" end
    if type(target) ~= "table" or key == nil then
        outcomes.fail(("stub takes a table and a key in it, found %s and %s"):format(type(target), type(key)))
    end
    if target[key] ~= nil and not checking.is_callable(target[key]) then
        outcomes.fail(("stub takes the key of a function, found %s at %s")
            :format(type(target[key]), tostring(key)))
    end
    local is_function = select("#", ...) == 1 and checking.is_callable((...))
    local answers = { default = is_function and (...) or returning(...) }
    local original = target[key]
    local made = spy.on(target, key)
    made.callback = answering(answers)
    function made.revert(self)
        if not self.reverted then target[key] = self.original end
        self.reverted = true
        return original
    end
    return teach(made, answers)
end

return setmetatable(stub, { __call = function(_, ...) return stub.new(...) end })
