-- `spy`: functions that remember how they were called.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"
local recorded = require "spec.recorded"

frames.hide()

local spy = { is_spy = recorded.is_spy }
local Spy = recorded.Spy
local Methods = {}
Spy.__index = Methods

function Spy.__call(self, ...)
    table.insert(self.calls, recorded.keep(assert.arguments(...)))
    local results = assert.arguments(self.callback(...))
    table.insert(self.returnvals, recorded.keep(results))
    return table.unpack(results, 1, results.n)
end

-- Puts back what `spy.on` replaced; returns the function behind the spy. A function that the table only
-- inherited is inherited again.
function Methods:revert()
    local target, key = self.target_table, self.target_key
    if target and not self.reverted then
        if rawget(target, key) == self then target[key] = self.original else target[key] = self.callback end
    end
    self.reverted = true
    return self.callback
end

-- Forgets all calls so far.
function Methods:clear()
    self.calls, self.returnvals = {}, {}
    return self
end

-- Whether it was called so many times, or at all; and how many times it was.
function Methods:called(times, compare)
    local count = #self.calls
    if not times and not compare then return count > 0, count end
    if not compare then return count == times, count end
    return compare(count, times), count
end

-- Whether a call had these arguments; and the arguments of the last that had, or else of the last call.
function Methods:called_with(expected) return recorded.find(self.calls, expected) end
function Methods:returned_with(expected) return recorded.find(self.returnvals, expected) end

-- A spy around a function, or around none.
function spy.new(callback)
    callback = callback or function() end
    if not checking.is_callable(callback) then
        error(("%sspy.new takes a function, found %s"):format(frames.position(), type(callback)), 0)
    end
    local made = setmetatable({ calls = {}, returnvals = {}, callback = callback }, Spy)
    assert:add_spy(made)
    return made
end

-- Puts a spy in the place of a function in a table, or of none, until it is reverted.
function spy.on(target, key)
    local callback = type(target) == "table" and target[key]
    if callback == false or callback ~= nil and not checking.is_callable(callback) then
        error(("%sspy.on takes a table and the key of a function in it, found %s at %s")
            :format(frames.position(), type(callback or target), tostring(key)), 0)
    end
    local made = spy.new(callback)
    made.original = rawget(target, key)
    target[key] = made
    made.target_table, made.target_key = target, key
    return made
end

return setmetatable(spy, { __call = function(_, ...) return spy.new(...) end })
