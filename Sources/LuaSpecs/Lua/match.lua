-- `match`: matchers in the place of arguments, as in `was.called_with(match.is_string(), match._)`.
local frames = require "spec.frames"
local assert = require "spec.assert"
local settings = require "spec.settings"
local words = require "spec.words"

frames.hide()

local match = {}
local Chain = {}
local Matcher = {}

-- A matcher is called with a value. `tests` is the callback's function; `mod` is false under `not`.
function Matcher.__call(matcher, value)
    return (matcher.callback(value) and true or false) == matcher.mod
end

local function matcher(name, mod, callback, arguments)
    return setmetatable({ name = name, mod = mod, callback = callback, arguments = arguments }, Matcher)
end

function match.is_matcher(value)
    return type(value) == "table" and getmetatable(value) == Matcher
end

-- Whether it wants the very argument, and not its copy.
function match.is_ref_matcher(value)
    return match.is_matcher(value) and value.name == "ref"
end

local function chain(tokens, origin)
    local fresh = { mod = true }
    for key, value in next, origin or {} do fresh[key] = value end
    fresh.tokens = tokens
    return setmetatable(fresh, Chain)
end

Chain.__index = function(origin, step) return chain(words.tokens(rawget(origin, "tokens"), step), origin) end

Chain.__call = function(origin, ...)
    local names, entry = words.split("matcher", rawget(origin, "tokens")), nil
    for _, name in ipairs(names) do entry = words.matcher[name] or entry end
    local arguments, fresh = assert.arguments(...), chain({}, origin)
    for _, name in ipairs(names) do
        local modifier = words.modifier[name]
        if modifier then modifier.callback(fresh, not entry and arguments or nil, 1) end
    end
    if not entry then return fresh end
    return matcher(entry.name, fresh.mod, entry.callback(fresh, arguments, 1), arguments)
end

function match.state() return chain {} end

-- Matches anything.
match._ = matcher("_", true, function() return true end, assert.arguments())

-- Matchers in messages read as they were written.
function Matcher.__tostring(self)
    if self == match._ then return "match._" end
    local texts = {}
    for index = 1, self.arguments.n do texts[index] = assert.shown(self.arguments[index]) end
    local verb = self.mod and "is_" or "is_not_"
    return ("match.%s%s(%s)"):format(verb, self.name, table.concat(texts, ", "))
end

settings.add_formatter(function(value) return match.is_matcher(value) and tostring(value) or nil end)

return setmetatable(match, { __index = function(_, step) return match.state()[step] end })
