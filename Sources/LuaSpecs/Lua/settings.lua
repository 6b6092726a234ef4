-- What a test may change of the library itself, and give back with a snapshot: formatters, parameters, and
-- the spies it put into tables.
require("spec.frames").hide()

local settings = {}

local Snapshot = {}
Snapshot.__index = Snapshot
Snapshot.__call = function(snapshot) snapshot:revert() end

local function layer()
    return setmetatable({ formatters = {}, parameters = {}, spies = {}, is_current = true }, Snapshot)
end

local layers = { layer() }

-- Marks this moment. Reverting goes back to it.
function settings.snapshot()
    layers[#layers + 1] = layer()
    return layers[#layers]
end

-- Spies go last first, as one may stand upon another.
local function close(top)
    for index = #top.spies, 1, -1 do top.spies[index]:revert() end
    top.is_current = false
end

function Snapshot:revert()
    if not self.is_current or self == layers[1] then
        error("snapshot:revert(): this snapshot, or one before it, was reverted already", 2)
    end
    repeat
        local top = table.remove(layers)
        close(top)
    until top == self
end

function settings.add_spy(spy)
    table.insert(layers[#layers].spies, spy)
end

function settings.add_formatter(formatter)
    table.insert(layers[#layers].formatters, 1, formatter)
end

function settings.remove_formatter(formatter)
    for _, one in ipairs(layers) do
        for index = #one.formatters, 1, -1 do
            if one.formatters[index] == formatter then table.remove(one.formatters, index) end
        end
    end
end

-- What the newest formatter makes of a value: `formatter(value, details)` gives text, or nil for values
-- that are not its own. Nil where none wants it.
function settings.formatted(value, details)
    for index = #layers, 1, -1 do
        for _, formatter in ipairs(layers[index].formatters) do
            local text = formatter(value, details)
            if text ~= nil then return tostring(text) end
        end
    end
end

function settings.set_parameter(name, value)
    layers[#layers].parameters[name] = { value = value }
end

function settings.parameter(name)
    for index = #layers, 1, -1 do
        local set = layers[index].parameters[name]
        if set then return set.value end
    end
end

return settings
