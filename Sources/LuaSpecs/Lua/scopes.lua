-- The globals of a spec file. What a block or test assigns is seen within it and gone after it; reading goes
-- outward to the words of the library, and then to the globals of the state.
local frames = require "spec.frames"
frames.hide()

local Scopes = {}
Scopes.__index = Scopes

local function scope(parent)
    return { values = {}, parent = parent }
end

-- `words` is what a file sees outermost.
function Scopes.new(globals, words)
    local scopes = setmetatable({ globals = globals, root = { values = words } }, Scopes)
    scopes.current = scopes.root
    scopes.environment = setmetatable({}, {
        __index = function(_, name) return scopes:find(name) end,
        __newindex = function(_, name, value) scopes:assign(name, value) end,
    })
    return scopes
end

function Scopes:find(name)
    local one = self.current
    while one do
        local value = one.values[name]
        if value ~= nil then return value end
        one = one.parent
    end
    return self.globals[name]
end

function Scopes:assign(name, value)
    local keeper = self.current.keeper or self.current
    keeper.values[name] = value
end

-- A scope within `parent`. `levels` says how far out its own assignments go: 1 for hooks, whose variables
-- their block's tests want; 2 for `expose`.
function Scopes:within(parent, levels)
    local inner = scope(parent or self.root)
    local keeper = inner
    for _ = 1, levels or 0 do keeper = keeper.parent or keeper end
    inner.keeper = keeper.keeper or keeper
    return inner
end

-- Calls `body` with that scope as the current one; returns nothing, or what it raised, as `frames.catch` does.
function Scopes:enter(one, source, body)
    local outer = self.current
    self.current = one
    local problem = frames.catch(source, body)
    self.current = outer
    return problem
end

return Scopes
