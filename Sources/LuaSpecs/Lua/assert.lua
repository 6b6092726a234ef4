-- `assert`: Lua's own function, and chains of words before a call. A chain never changes: each word gives a
-- longer one, so that `local is = assert.is` may be kept and used twice.
local frames = require "spec.frames"
local outcomes = require "spec.outcomes"
local say = require "spec.say"
local settings = require "spec.settings"
local showing = require "spec.showing"
local words = require "spec.words"

frames.hide()

local assert = {}
local Chain = {}
local Level = {}

-- Lists of arguments, so that messages show them as such.
local Arguments = {}

-- These take no arguments: a call that ends with one of them checks nothing.
local PLAIN = { is = true, are = true, was = true, were = true, has = true, does = true,
    ["not"] = true, no = true }

function assert.arguments(...)
    return setmetatable({ n = select("#", ...), ... }, Arguments)
end

-- One value as text in a message. `details.path` marks the way to a difference.
function assert.shown(value, details)
    local own = settings.formatted(value, details)
    if own then return own end
    if type(value) == "table" and getmetatable(value) == Arguments then
        local texts = {}
        for index = 1, value.n do texts[index] = assert.shown(value[index]) end
        return "(" .. table.concat(texts, ", ") .. ")"
    end
    return showing.value(value, {
        depth = settings.parameter("TableFormatLevel"),
        mark = settings.parameter("TableErrorHighlightCharacter"),
        path = details and details.crumbs,
    })
end

-- Turns arguments into texts, in place. Those in `nofmt` are texts already.
function assert.format(_, arguments)
    local bare, details = arguments.nofmt or {}, arguments.fmtargs or {}
    for index = 1, arguments.n or #arguments do
        if not bare[index] then arguments[index] = assert.shown(arguments[index], details[index]) end
    end
    return arguments
end

-- A registered message is a key of `say`, or the sentence itself, which has spaces.
local function sentence(key, arguments)
    if key == nil then return nil end
    local text = say(key, arguments)
    if text then return text end
    return key:find("%s") and say.fill(key, arguments) or nil
end

-- What a failure says. Where values differ stands above them, as they may be long.
local function complaint(chain, entry, arguments)
    local key, note = entry.positive_message, arguments.note
    if not chain.mod then key, note = entry.negative_message, nil end
    -- Before the arguments become texts.
    local plain = ('"%s%s" does not hold for %s')
        :format(chain.mod and "" or "not ", entry.name, assert.shown(arguments))
    local text = sentence(key, assert:format(arguments))
    if text and note then
        local heading, values = text:match("^([^\n]*)(.*)$")
        text = ("%s\n%s%s"):format(heading, note, values)
    end
    local own = rawget(chain, "failure_message")
    return (own ~= nil and showing.text(own) .. "\n" or "") .. (text or note or plain)
end

local function fresh(tokens, origin)
    local chain = { mod = true }
    for key, value in next, origin or {} do chain[key] = value end
    chain.tokens = tokens
    return setmetatable(chain, Chain)
end

local function modify(chain, names, arguments)
    for _, name in ipairs(names) do
        local entry = words.modifier[name]
        if entry then entry.callback(chain, arguments, 1) end
    end
    return chain
end

local function is_plain(names)
    for _, name in ipairs(names) do
        if not PLAIN[name] then return false end
    end
    return true
end

Chain.__index = function(chain, step) return fresh(words.tokens(rawget(chain, "tokens"), step), chain) end

Chain.__call = function(origin, ...)
    local names = words.split("assertion", rawget(origin, "tokens"))
    local entry
    for _, name in ipairs(names) do entry = words.assertion[name] or entry end
    local arguments = assert.arguments(...)
    if not entry then
        if is_plain(names) then
            local chain = table.concat(rawget(origin, "tokens"), ".")
            error(("%sassert.%s names no assertion, so nothing would be checked; assert.%s.equal(…) would")
                :format(frames.position(), chain, chain), 0)
        end
        return modify(fresh({}, origin), names, arguments)
    end
    local chain = modify(fresh({}, origin), names)
    local holds, returned = entry.callback(chain, arguments, 1)
    if (not holds) == chain.mod then outcomes.fail(complaint(chain, entry, arguments)) end
    if returned then return table.unpack(returned, 1, returned.n or #returned) end
    return ...
end

-- A chain without words.
function assert.state() return fresh({}) end

-- Adds a word. Assertions are `callback(chain, arguments)` and return whether they hold, and optionally a
-- list that replaces what the call returns; modifiers are `callback(chain, arguments)`; matchers
-- `callback(chain, arguments)` return a function of a value.
function assert.register(_, kind, name, callback, positive, negative)
    if kind == "formatter" then return settings.add_formatter(callback) end
    if kind == "parameter" then return settings.set_parameter(name, callback) end
    if not words[kind] or type(words[kind]) ~= "table" then
        error(('%sassert:register: "%s" is no kind of word; there are assertion, matcher, modifier, '
            .. 'formatter and parameter'):format(frames.position(), tostring(kind)), 0)
    end
    words[kind][name:lower()] = {
        name = name:lower(), callback = callback, positive_message = positive, negative_message = negative,
    }
end

function assert.unregister(_, kind, name) words[kind][name:lower()] = nil end

function assert.add_formatter(_, formatter) settings.add_formatter(formatter) end
function assert.remove_formatter(_, formatter) settings.remove_formatter(formatter) end
function assert.set_parameter(_, name, value) settings.set_parameter(name, value) end
function assert.get_parameter(_, name) return settings.parameter(name) end
function assert.add_spy(_, spy) settings.add_spy(spy) end
function assert.snapshot() return settings.snapshot() end

-- Where a failure is reported is found without help: levels are taken, and change nothing.
function assert.level(_, level) return setmetatable({ level = level }, Level) end
function assert.get_level(_, level) return getmetatable(level) == Level and level.level or nil end

return setmetatable(assert, {
    __index = function(_, step) return assert.state()[step] end,
    __call = function(_, ...)
        local value, reason = ...
        if value then return ... end
        if reason == nil then reason = "assertion failed!" end
        outcomes.fail(reason)
    end,
})
