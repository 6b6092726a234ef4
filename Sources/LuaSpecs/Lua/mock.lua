-- `mock`: a table whose functions, at every depth, are spies or stubs.
local frames = require "spec.frames"
local spy = require "spec.spies"
local stub = require "spec.stub"

frames.hide()

local mock = {}

local function replace(value, stubs, answer, owner, key, seen)
    if type(value) == "function" then
        if stubs then return stub(owner, key, answer) end
        return owner and spy.on(owner, key) or spy.new(value)
    end
    if type(value) ~= "table" or spy.is_spy(value) or seen[value] then return value end
    seen[value] = true
    local keys = {}
    for name in pairs(value) do keys[#keys + 1] = name end
    for _, name in ipairs(keys) do
        value[name] = replace(value[name], stubs, answer, value, name, seen)
    end
    return value
end

-- The same table, with spies in the place of its functions; with `stubs` they are not called, and `answer` is
-- what they return, or a function that answers.
function mock.new(object, stubs, answer, owner, key)
    return replace(object, stubs, answer, owner, key, {})
end

local function apply(object, method, seen)
    if type(object) ~= "table" or seen[object] then return object end
    seen[object] = true
    if spy.is_spy(object) then return object[method](object) end
    local entries = {}
    for _, entry in pairs(object) do entries[#entries + 1] = entry end
    for _, entry in ipairs(entries) do apply(entry, method, seen) end
    return object
end

function mock.clear(object) return apply(object, "clear", {}) end
function mock.revert(object) return apply(object, "revert", {}) end

return setmetatable(mock, { __call = function(_, ...) return mock.new(...) end })
