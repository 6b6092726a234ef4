// Made by scripts/generate from Sources/LuaSpecs/Lua. Edit those files, then run it again.
// swift-format-ignore-file

enum LuaSources {
    static let assert: StaticString = ##"""
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
"""##

    static let assertions: StaticString = ##"""
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
"""##

    static let calls: StaticString = ##"""
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
"""##

    static let checking: StaticString = ##"""
-- What assertions have in common: complaints about their own arguments, and the places where values differ.
local frames = require "spec.frames"
local comparing = require "spec.comparing"
local outcomes = require "spec.outcomes"
local showing = require "spec.showing"

frames.hide()

local checking = {}

-- `equal` is written assert.equal; matchers are named in full.
local function written(name)
    return name:find("^match%.") and name or "assert." .. name
end

-- Complains unless there are so many arguments; nil counts where it was written.
function checking.count(name, least, arguments)
    if arguments.n >= least then return end
    outcomes.fail(("%s takes at least %d %s, found %d")
        :format(written(name), least, least == 1 and "argument" or "arguments", arguments.n))
end

function checking.wrong(name, index, expected, found)
    outcomes.fail(("argument %d of %s is not %s: %s")
        :format(index, written(name), expected, showing.value(found, { depth = 1 })))
end

function checking.number(name, index, value)
    return tonumber(value) or checking.wrong(name, index, "a number, or text that is one", value)
end

function checking.is_callable(value)
    if type(value) == "function" then return true end
    local meta = (debug and debug.getmetatable or getmetatable)(value)
    return type(meta) == "table" and type(meta.__call) == "function"
end

-- Whether a value is text or can say itself as text.
function checking.has_text(value)
    if type(value) == "string" then return true end
    local meta = (debug and debug.getmetatable or getmetatable)(value)
    return type(meta) == "table" and type(meta.__tostring) == "function"
end

-- The message of a call wins over one that `assert.message` gave before.
function checking.message(chain, message)
    if message ~= nil then return message end
    return rawget(chain, "failure_message")
end

-- Two keys of a list with equal values; nil where all differ.
function checking.repeated(list, deep)
    for key, value in pairs(list) do
        for other_key, other in pairs(list) do
            if key ~= other_key and (value == other or deep and comparing.same(value, other, true)) then
                return key, other_key
            end
        end
    end
end

local function at(value, path)
    for _, key in ipairs(path) do
        if type(value) ~= "table" then return nil end
        value = value[key]
    end
    return value
end

local function brief(value)
    return showing.value(value, { depth = 1 })
end

-- The place in a text before which nothing of a character is cut off.
local function boundary(text, index)
    while index > 1 and (text:byte(index) or 0) & 0xC0 == 0x80 do index = index - 1 end
    return index
end

-- Where long texts or texts of several lines part, with what is around; nil for all other values.
local function parting_of(expected, actual)
    if type(expected) ~= "string" or type(actual) ~= "string" or expected == actual then return nil end
    if #expected < 60 and #actual < 60 and not (expected .. actual):find("\n", 1, true) then return nil end
    local index = 1
    while expected:byte(index) == actual:byte(index) do index = index + 1 end
    local before = expected:sub(1, index - 1)
    local _, breaks = before:gsub("\n", "")
    local column = #before:match("[^\n]*$") + 1
    local first = boundary(expected, math.max(index - column + 1, index - 30))
    local function excerpt(text)
        return showing.value(text:sub(first, boundary(text, index + 40) - 1):match("^[^\n]*"))
    end
    return ("line %d, byte %d: found %s, expected %s")
        :format(breaks + 1, column, excerpt(actual), excerpt(expected))
end

-- The two values at a path, where they fit into a line.
function checking.leaf_difference(expected, actual, path)
    local wanted, found = at(expected, path), at(actual, path)
    if type(wanted) == "table" and type(found) == "table" then return "" end
    local parting = parting_of(wanted, found)
    if parting then return ", in " .. parting end
    local text = (": found %s, expected %s"):format(brief(found), brief(wanted))
    return #text <= 200 and not text:find("\n") and text or ""
end

-- The same as a sentence about two texts.
function checking.text_difference(expected, actual)
    local parting = parting_of(expected, actual)
    return parting and "First difference in " .. parting
end

return checking
"""##

    static let comparing: StaticString = ##"""
-- Equality by contents, as `same` and the arguments of spies mean it; and copies to compare with later.
require("spec.frames").hide()
local showing = require "spec.showing"

local comparing = {}

local getmetatable = debug and debug.getmetatable or getmetatable

local function shared_eq(a, b)
    local meta = getmetatable(a)
    return type(meta) == "table" and meta == getmetatable(b) and meta.__eq ~= nil
end

-- Whether this pair was met before, further out or earlier: then it is equal unless something else differs.
-- This ends cycles, and compares shared parts once.
local function was_met(met, a, b)
    if not met[a] then met[a] = {} end
    if met[a][b] then return true end
    met[a][b] = true
    return false
end

local compare

-- The keys of a table: in order where a path is wanted, so that the first difference is the same each time.
local function keys(subject, path)
    if not path then return next, subject end
    local sorted = showing.keys(subject)
    local index = 0
    return function()
        index = index + 1
        return sorted[index]
    end
end

local function compare_entries(a, b, met, path)
    for key in keys(a, path) do
        local other = b[key]
        if path then path[#path + 1] = key end
        if other == nil or not compare(a[key], other, false, met, path) then return false end
        if path then path[#path] = nil end
    end
    for key in keys(b, path) do
        if a[key] == nil then
            if path then path[#path + 1] = key end
            return false
        end
    end
    return true
end

-- Metatables are not compared. `__eq` that both share decides below the outermost level; there it would
-- keep `same` from ever looking inside.
function compare(a, b, is_outermost, met, path)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b end
    if shared_eq(a, b) then
        if not is_outermost then return a == b end
    elseif rawequal(a, b) then
        return true
    end
    return was_met(met, a, b) or compare_entries(a, b, met, path)
end

-- Whether `a` and `b` have the same contents; else also the keys from the outside in to the first difference.
-- `sees_through` looks into the outermost tables even where they share an `__eq`.
function comparing.same(a, b, sees_through)
    if compare(a, b, sees_through, {}) then return true end
    local path = {}
    compare(a, b, sees_through, {}, path)
    return false, path
end

-- A deep copy with the same metatables. `keeps` says which values are taken as they are.
function comparing.copy(value, keeps, copies)
    if type(value) ~= "table" or keeps(value) then return value end
    copies = copies or {}
    if copies[value] then return copies[value] end
    local copy = {}
    copies[value] = copy
    for key, entry in next, value do copy[key] = comparing.copy(entry, keeps, copies) end
    local meta = getmetatable(value)
    if type(meta) == "table" then (debug and debug.setmetatable or setmetatable)(copy, meta) end
    return copy
end

return comparing
"""##

    static let driver: StaticString = ##"""
-- What the host runs for each test: makes the library's chunks modules, and does what was asked.
local library, text, path, request = ...

for name, source in pairs(library) do
    local module = name == "spec" and name or "spec." .. name
    package.preload[module] = function(...)
        return assert(load(source, "=[" .. module .. "]", "t"))(...)
    end
end

-- Where specs look for it that put messages of their own assertions there.
package.preload.say = function() return require "spec.say" end

-- Texts of errors may be any bytes, and the answer is JSON.
local function readable(value)
    if type(value) ~= "string" or utf8.len(value) then return value end
    return (value:gsub("[\x80-\xff]", function(byte) return ("\\x%02x"):format(byte:byte()) end))
end

-- A spec file may prepare the world for tests that do not stand in it, such as examples of a header.
local hooks = {}
function before_example(hook) hooks[#hooks + 1] = hook end -- luacheck: ignore 111

local spec = require "spec"
if request.mode == "collect" then
    local ok, found = pcall(spec.collect, text, path)
    if ok then return found end
    if type(found) ~= "table" then error(found, 0) end
    local trace = readable(found.trace)
    return {
        broken = { status = "error", message = readable(tostring(found)), line = found.line, trace = trace },
    }
end

local outcome
if request.mode == "extra" then
    spec.collect(text, path)
    package.preload["spec.example"] = function()
        return {
            argument = request.argument,
            prepare = function()
                for _, hook in ipairs(hooks) do
                    local why_not = hook(request.argument)
                    if why_not then return why_not end
                end
            end,
        }
    end
    outcome = spec.run(request.code, path, 1)
else
    outcome = spec.run(text, path, { name = request.name, nth = request.nth })
end
return {
    status = outcome.status, line = outcome.line,
    message = readable(outcome.message), trace = readable(outcome.trace),
}
"""##

    static let file: StaticString = ##"""
-- One spec file: its blocks and tests, found by running the bodies of blocks, outermost first, each block with
-- all that is in it before the next one begins.
local frames = require "spec.frames"
local outcomes = require "spec.outcomes"
local Scopes = require "spec.scopes"

frames.hide()

local File = {}
File.__index = File

-- Words that open a block, and how far out its globals go.
local BLOCKS = { describe = 0, context = 0, insulate = 0, expose = 2 }
local TESTS = { it = "it", spec = "spec", test = "test", pending = "pending" }
-- Words that add a hook, and the list it goes to.
local HOOKS = {
    before_each = "before_each", after_each = "after_each",
    setup = "setup", strict_setup = "setup", lazy_setup = "lazy_setup",
    teardown = "teardown", strict_teardown = "teardown", lazy_teardown = "lazy_teardown",
}

local function raise(text, ...)
    error(frames.position() .. text:format(...), 0)
end

-- Registering words take a name and a function, either one first missing: `it(name, fn)`, `it(fn)`,
-- `it "name" (fn)`.
function File:word(name, add)
    return function(label, body)
        local parent = self:place_for(name)
        local place = frames.place(self.source)
        local line = place and place.currentline
        local function finish(chunk)
            if type(chunk) ~= "function" and not (getmetatable(chunk) or {}).__call then
                raise("%s takes a name and a function, found %s", name, type(chunk))
            end
            add(parent, label == nil and name or tostring(label), chunk, line)
        end
        if body == nil and type(label) == "function" then
            body, label = label, nil
        end
        if body == nil then return finish end
        finish(body)
    end
end

local function new_block(parent, kind, name, body, scope)
    return {
        parent = parent, kind = kind, name = name, body = body, scope = scope, children = {}, hooks = {},
    }
end

-- Where words register now; an error within tests and hooks, which run when all is registered.
function File:place_for(name)
    if not self.open then
        raise("%s cannot be called in a test or a hook; it belongs into the file or a describe block", name)
    end
    return self.open
end

function File:define_words(words)
    for name, levels in pairs(BLOCKS) do
        words[name] = self:word(name, function(parent, label, body)
            local scope = self.scopes:within(parent.scope, levels)
            table.insert(parent.children, new_block(parent, name, label, body, scope))
        end)
    end
    for name in pairs(TESTS) do
        words[name] = self:word(name, function(parent, label, body, line)
            table.insert(parent.children,
                { parent = parent, name = label, body = body, line = line, is_pending = name == "pending" })
        end)
    end
    for name, list in pairs(HOOKS) do
        words[name] = self:word(name, function(parent, _, body)
            local hooks = parent.hooks
            hooks[list] = hooks[list] or {}
            table.insert(hooks[list], { body = body, name = name })
        end)
    end
    local add_pending = words.pending
    -- `pending "why"` alone is a test that waits to be written.
    function words.pending(label, body)
        return add_pending(label, body or type(label) ~= "function" and function() end or nil)
    end
    function words.finally() raise("finally belongs into a test") end
    function words.randomize() self:place_for "randomize" end
end

-- Compiles the text. `words` are more globals of the file, `globals` those of the state.
function File.load(text, path, words, globals)
    local file = setmetatable({ path = path, source = "@" .. path }, File)
    local all = {}
    for name, value in pairs(words) do all[name] = value end
    file:define_words(all)
    file.scopes = Scopes.new(globals, all)
    local chunk, problem = load(text, file.source, "t", file.scopes.environment)
    if not chunk then error(outcomes.broken({ value = problem }, path), 0) end
    file.root = new_block(nil, "file", nil, function() return chunk(path) end, file.scopes:within())
    return file
end

local function copied(globals)
    local copy = {}
    for key, value in next, globals do copy[key] = value end
    return copy
end

local function restore(globals, copy)
    for key in next, globals do
        if copy[key] == nil then globals[key] = nil end
    end
    for key, value in next, copy do rawset(globals, key, value) end
end

-- What `insulate` gives back at its end: globals and loaded modules.
function File:remember()
    local globals, loaded = self.scopes.globals, package and package.loaded
    local meta = getmetatable(globals)
    local old_globals, old_loaded = copied(globals), loaded and copied(loaded)
    return function()
        if type(meta) == "table" or meta == nil then setmetatable(globals, meta) end
        restore(globals, old_globals)
        if loaded then restore(loaded, old_loaded) end
    end
end

-- Runs the body of a block.
function File:open_block(block)
    local outer = self.open
    self.open = block
    local problem = self.scopes:enter(block.scope, self.source, block.body)
    self.open = outer
    if problem then error(outcomes.broken(problem, self.path), 0) end
end

-- Visits the tests of a block in their order, until `visit` returns true.
function File:walk(visit, block)
    block = block or self.root
    block.give_back = block.kind == "insulate" and self:remember()
    self:open_block(block)
    local is_done = false
    for _, child in ipairs(block.children) do
        if child.children then is_done = self:walk(visit, child) else is_done = visit(child) end
        if is_done then break end
    end
    if block.give_back then block.give_back() end
    -- What `expose` leaves behind, an `insulate` around it does not take away.
    if block.kind == "expose" and block.parent.give_back then block.parent.give_back = self:remember() end
    return is_done
end

return File
"""##

    static let frames: StaticString = ##"""
-- Where a spec is, among the frames of this library: positions, and traces that show only what its author wrote.
local frames = {}

local getinfo = debug and debug.getinfo

-- Sources of chunks that no message and no trace names.
local hidden = {}

-- Deeper stacks are runaway recursion, whose frames are all alike; and each level costs more than the one before.
local MOST_LEVELS = 200
local LONGEST_TRACE = 24

-- Called by each file of this library for itself.
function frames.hide()
    if getinfo then hidden[getinfo(2, "S").source] = true end
end

-- The host's own chunks have names in brackets.
local function is_shown(info)
    return info.what ~= "C" and info.currentline > 0 and not hidden[info.source]
        and info.source:sub(1, 2) ~= "=["
end

-- The innermost frame of the chunk `source`, or without one, and where there is none, of any that is shown; nil
-- where `debug.getinfo` is withheld.
function frames.place(source)
    local innermost
    for level = 2, MOST_LEVELS do
        local info = getinfo and getinfo(level, "Sl")
        if not info then break end
        if is_shown(info) then
            if source == nil or info.source == source then return info end
            innermost = innermost or info
        end
    end
    return innermost
end

-- A place, or the innermost, as text in front of a message: `path:line: `, or nothing.
function frames.position(place)
    local info = place or frames.place()
    return info and ("%s:%d: "):format(info.short_src, info.currentline) or ""
end

local function named(info)
    if info.what == "main" then return "in the file" end
    if info.name then return ("in '%s'"):format(info.name) end
    return ("in the function at line %d"):format(info.linedefined)
end

-- The frames from the caller outward to `frames.catch`, each kind of neighbours once, and the first line among
-- them that is in `source`.
local function stack(source)
    local lines, line = {}, nil
    for level = 3, MOST_LEVELS do
        local info = getinfo and getinfo(level, "Slnf")
        if not info or info.func == frames.catch or #lines == LONGEST_TRACE then break end
        if is_shown(info) then
            local text = ("%s:%d: %s"):format(info.short_src, info.currentline, named(info))
            if text ~= lines[#lines] then lines[#lines + 1] = text end
            if info.source == source then line = line or info.currentline end
        end
    end
    return #lines > 0 and table.concat(lines, "\n") or nil, line
end

-- Calls `body`. Returns nothing when it returned, or else what it raised:
-- `{ value =, trace =, line = }`, with the line in the chunk `source` at which the error passed it.
function frames.catch(source, body, ...)
    local problem
    local ok, raised = xpcall(body, function(value)
        local trace, line = stack(source)
        problem = { value = value, trace = trace, line = line }
        return value
    end, ...)
    if ok then return nil end
    -- Without a handler's record, as after an error within the handler, the value itself is known still.
    return problem or { value = raised }
end

frames.hide()
return frames
"""##

    static let golden: StaticString = ##"""
-- assert.golden(value, "name"): the value is what it was when it was last accepted. The host keeps the files.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"

frames.hide()

assert:register("assertion", "golden", function(chain, arguments)
    checking.count("golden", 2, arguments)
    local value, name = arguments[1], arguments[2]
    if type(name) ~= "string" or name == "" then checking.wrong("golden", 2, "a name", name) end
    if not chain.mod then
        error(frames.position() .. "assert.golden has no opposite: there is one file of what should be", 0)
    end
    chain.failure_message = checking.message(chain, arguments[3])
    local difference = require "spec.host".golden(name, value)
    arguments.note = difference
    return difference == nil
end)
"""##

    static let literals: StaticString = ##"""
-- Single values in messages, as Lua would write them.
require("spec.frames").hide()

local literals = {}

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\", ['"'] = '\\"' }

-- Text in quotes, cut to so many bytes. UTF-8 stays as it is; other bytes are escaped.
function literals.text(text, longest)
    local length = #text
    if longest and length > longest then
        local cut = text:sub(1, longest):gsub("[\192-\255]?[\128-\191]*$", "")
        return ("%s… (%d bytes in all)"):format(literals.text(cut), length)
    end
    local shown = text:gsub('[%c"\\\127]', function(char)
        return ESCAPES[char] or ("\\x%02X"):format(char:byte())
    end)
    if not utf8.len(shown) then
        shown = shown:gsub("[\128-\255]", function(char) return ("\\x%02X"):format(char:byte()) end)
    end
    return '"' .. shown .. '"'
end

function literals.number(value)
    if value ~= value then return "NaN" end
    if value == math.huge then return "Inf" end
    if value == -math.huge then return "-Inf" end
    if math.type(value) == "integer" then return tostring(value) end
    -- 0.1 + 0.2 and 0.3 must not look the same, and 0.3 not like 0.29999999999999999.
    for digits = 14, 17 do
        local text = ("%." .. digits .. "g"):format(value)
        if tonumber(text) == value then return text:find("[.e]") and text or text .. ".0" end
    end
end

-- Where a function of Lua begins.
function literals.func(value)
    local info = debug and debug.getinfo and debug.getinfo(value, "S")
    if not info or info.what == "C" then return "function" end
    return ("function at %s:%d"):format(info.short_src, info.linedefined)
end

return literals
"""##

    static let match: StaticString = ##"""
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
"""##

    static let matchers: StaticString = ##"""
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
"""##

    static let mock: StaticString = ##"""
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
"""##

    static let outcomes: StaticString = ##"""
-- What ends a test early: a failed assertion, `pending`, or any other error; and how each is told.
local frames = require "spec.frames"
local showing = require "spec.showing"

frames.hide()

local outcomes = {}

local Failure = { __name = "failure" }
local Pending = { __name = "pending" }
-- As an error value a failure reads like any message, position first.
function Failure.__tostring(failure) return frames.position(failure.place) .. failure.text end
function Pending.__tostring(pending) return pending.text end

-- Raises a failed assertion at the innermost line of the spec. A reason that is no text stays as it is in
-- `message`, as a test may catch it and look.
function outcomes.fail(reason)
    local text = type(reason) == "string" and reason or showing.text(reason)
    error(setmetatable({ place = frames.place(), text = text, message = reason }, Failure), 0)
end

function outcomes.pend(reason)
    error(setmetatable({ text = reason ~= nil and tostring(reason) or "" }, Pending), 0)
end

-- "failure", "pending" or "error"
function outcomes.status(value)
    local meta = type(value) == "table" and getmetatable(value)
    return meta == Failure and "failure" or meta == Pending and "pending" or "error"
end

-- How Lua names the chunk at `path` in messages: paths that are long lose their beginning. A chunk that cannot
-- be compiled tells.
local function short_source(path)
    local _, message = load("?", "@" .. path)
    return message and message:match("^(.*):1: ") or path
end

-- The innermost line that a message of the chunk at `path` begins with, and what follows it. Errors that pass
-- `coroutine.wrap` get a position from each.
local function split(text, path)
    local prefix, line = short_source(path) .. ":", nil
    while text:sub(1, #prefix) == prefix do
        local number, rest = text:sub(#prefix + 1):match("^(%d+): (.*)$")
        if not number then break end
        line, text = math.tointeger(number), rest
    end
    return line, text
end

-- What was raised as text without the position in the spec itself, and that line.
function outcomes.describe(problem, path)
    local value = problem.value
    local status = outcomes.status(value)
    if status ~= "error" then
        -- A failure that was caught and raised again is told where it was first.
        local place = value.place
        if not place then return value.text, problem.line end
        if place.source == "@" .. path then return value.text, place.currentline end
        return tostring(value), problem.line
    end
    if value == nil then return "an error was raised with nil in the place of a message", problem.line end
    local line, text = split(showing.text(value), path)
    return text, line or problem.line
end

-- The error of a file that cannot be loaded: as text its message with position; `line` and `trace` where it was.
local Broken = { __name = "broken file" }
function Broken.__tostring(broken) return broken.message end

function outcomes.broken(problem, path)
    local text, line = outcomes.describe(problem, path)
    local message = line and ("%s:%d: %s"):format(path, line, text) or text
    return setmetatable({ message = message, line = line, trace = problem.trace }, Broken)
end

-- Where a problem came from, as far as is known.
function outcomes.trace(problem)
    local value = problem.value
    local is_broken = type(value) == "table" and getmetatable(value) == Broken
    if is_broken then return value.trace end
    return problem.trace
end

return outcomes
"""##

    static let raising: StaticString = ##"""
-- Assertions about errors, texts, and lists with holes.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"
local comparing = require "spec.comparing"
local say = require "spec.say"

frames.hide()

say:set("assertion.error.positive", "This is not the error that was expected.\nFound: %s\nExpected: %s")
say:set("assertion.error.negative", "This error was not expected.\nFound: %s")
say:set("assertion.matches.positive", "The text does not match.\nFound: %s\nPattern: %s")
say:set("assertion.matches.negative", "The text matches, and should not.\nFound: %s\nPattern: %s")
say:set("assertion.holes.positive", "Expected the array to have holes, and found none.")
say:set("assertion.holes.negative", "Expected the array to have no holes, and found one at %s.")

-- Calls it. Errors that are text lose the position at their front.
local function raised_by(body)
    local ok, raised = pcall(body)
    if type(raised) == "string" then raised = raised:gsub("^.-:%d+: ", "", 1) end
    return not ok, raised
end

-- What messages show: the error that came, and the one that was wanted.
local function tell(arguments, has_raised, raised, expected, any)
    arguments.n = 2
    arguments[1], arguments[2] = raised, expected
    arguments.nofmt = {}
    if not has_raised then arguments[1], arguments.nofmt[1] = "no error", true end
    if expected == nil then arguments[2], arguments.nofmt[2] = any, true end
end

local function returned(arguments, first)
    local list = table.pack(table.unpack(arguments, 1, arguments.n))
    list[1] = first
    return list
end

-- Texts are compared with what the error says of itself, numbers with errors that are text, the rest by contents.
local function is_expected(expected, raised)
    if type(expected) == "string" and checking.has_text(raised) then return tostring(raised) == expected end
    if type(expected) == "number" and type(raised) == "string" then
        return tostring(expected) == tostring(tonumber(raised))
    end
    if type(expected) == "table" and type(raised) == "table" then
        return comparing.same(expected, raised, true)
    end
    return expected == raised
end

local function has_error(chain, arguments)
    local body, expected = arguments[1], arguments[2]
    chain.failure_message = checking.message(chain, arguments[3])
    if not checking.is_callable(body) then checking.wrong("error", 1, "a function", body) end
    local has_raised, raised = raised_by(body)
    local is_text = type(expected) == "string" and checking.has_text(raised)
    local results = returned(arguments, is_text and tostring(raised) or raised)
    tell(arguments, has_raised, raised, expected, "any error")
    if not has_raised or expected == nil then return has_raised, results end
    local holds, path = is_expected(expected, raised)
    if path then arguments.fmtargs = { { crumbs = path }, { crumbs = path } } end
    return holds, results
end

-- `init`, `plain` and a message follow in this order, and each may be left out: the message is the first of
-- them that is neither a number nor a boolean.
local function search_options(name, chain, arguments)
    local rest, count, message = {}, 0, nil
    for index = 3, arguments.n do
        local value = arguments[index]
        if message == nil and value and type(value) ~= "boolean" and not tonumber(value) then
            message = value
        else
            count = count + 1
            rest[count] = value
        end
    end
    chain.failure_message = checking.message(chain, message)
    local init, plain = rest[1], rest[2]
    if init ~= nil and not tonumber(init) then checking.wrong(name, 3, "a number", init) end
    return init, plain
end

-- Whether the text matches, and what it captured.
local function search(text, pattern, init, plain)
    if plain then
        local found = text:find(pattern, init, true) ~= nil
        return found, found and { pattern } or {}
    end
    local captures = table.pack(text:match(pattern, init))
    if captures[1] == nil then return false, {} end
    return true, captures
end

local function matches(chain, arguments)
    checking.count("matches", 2, arguments)
    local pattern, value = arguments[1], arguments[2]
    if type(pattern) ~= "string" then checking.wrong("matches", 1, "a pattern", pattern) end
    if not checking.has_text(value) and type(value) ~= "number" then
        checking.wrong("matches", 2, "text", value)
    end
    local init, plain = search_options("matches", chain, arguments)
    arguments[1], arguments[2], arguments.n = value, pattern, 2
    return search(tostring(value), pattern, init, plain)
end

local function error_matches(chain, arguments)
    checking.count("error_matches", 2, arguments)
    local body, pattern = arguments[1], arguments[2]
    if not checking.is_callable(body) then checking.wrong("error_matches", 1, "a function", body) end
    if pattern ~= nil and type(pattern) ~= "string" then
        checking.wrong("error_matches", 2, "a pattern", pattern)
    end
    local init, plain = search_options("error_matches", chain, arguments)
    local has_raised, raised = raised_by(body)
    local kind = type(raised)
    if checking.has_text(raised) or kind == "number" or kind == "boolean" then raised = tostring(raised) end
    local results = returned(arguments, raised)
    tell(arguments, has_raised, raised, pattern, "nil")
    if not has_raised then return false, results end
    if raised == nil and pattern == nil then return true, {} end
    if type(raised) ~= "string" or pattern == nil then return false, results end
    local holds, captures = search(raised, pattern, init, plain)
    return holds, holds and captures or results
end

local function holes(chain, arguments)
    local list, length = rawget(chain, "array_of"), arguments[1]
    if list == nil then checking.wrong("holes", 1, "given: assert.array(list).has.holes()", list) end
    if length == nil then
        length = 0
        for key in pairs(list) do
            if type(key) == "number" and key > length and key % 1 == 0 then length = key end
        end
    elseif type(length) ~= "number" then
        checking.wrong("holes", 1, "a length", length)
    end
    for index = 1, length do
        if list[index] == nil then
            arguments[1], arguments.n = index, 1
            return true, { index }
        end
    end
    return false, {}
end

for _, name in ipairs { "error", "errors" } do
    assert:register("assertion", name, has_error, "assertion.error.positive", "assertion.error.negative")
end
for _, name in ipairs { "error_matches", "error_match", "matches_error", "match_error" } do
    assert:register("assertion", name, error_matches, "assertion.error.positive", "assertion.error.negative")
end
for _, name in ipairs { "matches", "match" } do
    assert:register("assertion", name, matches, "assertion.matches.positive", "assertion.matches.negative")
end
assert:register("assertion", "holes", holes, "assertion.holes.positive", "assertion.holes.negative")
assert:register("modifier", "array", function(chain, arguments)
    if not arguments or arguments[1] == nil then
        checking.wrong("array", 1, "an array: assert.array(list).has.no.holes()", nil)
    end
    rawset(chain, "array_of", arguments[1])
end)
"""##

    static let recorded: StaticString = ##"""
-- Lists of arguments and results as spies keep them: as they were at the time, whatever becomes of the tables in
-- them; and how they compare with what a test expects.
local frames = require "spec.frames"
local comparing = require "spec.comparing"
local match = require "spec.match"

frames.hide()

local recorded = {}

-- The metatable of spies, told here so that copies leave spies as they are.
recorded.Spy = { __name = "spy" }

function recorded.is_spy(value)
    return type(value) == "table" and getmetatable(value) == recorded.Spy
end

local function keeps(value)
    return recorded.is_spy(value) or match.is_matcher(value)
end

-- `{ vals =, refs = }`: copies of the arguments, and the arguments themselves.
function recorded.keep(arguments)
    local vals = setmetatable({ n = arguments.n }, getmetatable(arguments))
    for index = 1, arguments.n do vals[index] = comparing.copy(arguments[index], keeps) end
    return { vals = vals, refs = arguments }
end

-- Whether these values are what was expected, each by contents or by a matcher. `refs` are the values themselves,
-- which `match.ref` asks for.
function recorded.agree(vals, refs, expected)
    local count = expected.n or #expected
    if vals.n ~= count then return false end
    for index = 1, count do
        local wanted = expected[index]
        if match.is_matcher(wanted) then
            if not wanted(match.is_ref_matcher(wanted) and refs[index] or vals[index]) then return false end
        elseif not comparing.same(vals[index], wanted) then
            return false
        end
    end
    return true
end

-- Whether one of the records agrees, and it, the last that does; else the last of all.
function recorded.find(records, expected)
    for index = #records, 1, -1 do
        local record = records[index]
        if recorded.agree(record.vals, record.refs, expected) then return true, record.vals end
    end
    local last = records[#records]
    return false, last and last.vals
end

return recorded
"""##

    static let running: StaticString = ##"""
-- Runs one test with all that belongs to it, and says how it ended.
local frames = require "spec.frames"
local outcomes = require "spec.outcomes"

frames.hide()

local Run = {}
Run.__index = Run

-- The blocks around a test, from the file inward.
local function around(test)
    local chain, block = {}, test.parent
    while block do
        table.insert(chain, 1, block)
        block = block.parent
    end
    return chain
end

function Run:note(place, problem)
    if problem then table.insert(self.problems, { place = place, problem = problem }) end
end

-- Hooks of one kind in one block: all of them run, whatever one of them raises. Returns whether all were well.
function Run:hooks(kind, block)
    local count = #self.problems
    for _, hook in ipairs(block.hooks[kind] or {}) do
        local scope = self.file.scopes:within(block.scope, 1)
        scope.values.pending = self.refuse_pending
        self:note(hook.name, self.file.scopes:enter(scope, self.file.source, hook.body))
    end
    return #self.problems == count
end

-- The same in blocks from the outermost inward. Where one fails, those within are left out; returns how many
-- blocks were entered, and whether all were well.
function Run:inward(kind, chain)
    for index, block in ipairs(chain) do
        if not self:hooks(kind, block) then return index, false end
    end
    return #chain, true
end

function Run:outward(chain, from, ...)
    for index = from, 1, -1 do
        for _, kind in ipairs { ... } do self:hooks(kind, chain[index]) end
    end
end

function Run:body(test)
    local scopes, finally = self.file.scopes, nil
    local scope = scopes:within(test.parent.scope)
    function scope.values.finally(body) finally = body end
    scope.values.pending = outcomes.pend
    self:note("it", scopes:enter(scope, self.file.source, test.body))
    if finally then
        scope.values.pending = self.refuse_pending
        self:note("finally", scopes:enter(scope, self.file.source, finally))
    end
end

function Run:each(test, chain)
    local entered, is_well = self:inward("before_each", chain)
    if is_well then self:body(test) end
    self:outward(chain, entered, "after_each")
end

-- Strict setups come before lazy ones, as they would at the start of their blocks. What was entered is left
-- again; a lazy teardown belongs to a lazy setup that began.
function Run:all(test)
    local chain = around(test)
    local entered, is_well = self:inward("setup", chain)
    local lazily = 0
    if is_well then
        lazily, is_well = self:inward("lazy_setup", chain)
        if is_well then self:each(test, chain) end
    end
    for index = entered, 1, -1 do
        if index <= lazily then self:hooks("lazy_teardown", chain[index]) end
        self:hooks("teardown", chain[index])
    end
end

-- Only the test itself can fail or wait; whatever goes wrong around it is an error.
local function status(entry)
    local kind = outcomes.status(entry.problem.value)
    return entry.place == "it" and kind or "error"
end

function Run:result()
    local first, rest = self.problems[1], 2
    if not first then return { status = "success" } end
    if status(first) == "pending" and self.problems[2] then first, rest = self.problems[2], 3 end
    local path = self.file.path
    local text, line = outcomes.describe(first.problem, path)
    local parts = { first.place == "it" and text or ("in %s: %s"):format(first.place, text) }
    for index = rest, #self.problems do
        local entry = self.problems[index]
        local more, at = outcomes.describe(entry.problem, path)
        local where = at and (", line %d"):format(at) or ""
        parts[#parts + 1] = ("Then, in %s%s: %s"):format(entry.place, where, more)
    end
    local kind = status(first)
    local message = table.concat(parts, "\n\n")
    return {
        status = kind,
        message = message ~= "" and message or nil,
        trace = kind ~= "pending" and first.problem.trace or nil,
        line = line,
    }
end

local running = {}

-- How `test` of `file` ended: `{ status =, message =, trace =, line = }`.
function running.run(file, test)
    if test.is_pending then return { status = "pending", line = test.line } end
    local run = setmetatable({ file = file, problems = {} }, Run)
    function run.refuse_pending()
        error(frames.position() .. "pending belongs into a test, or into a describe block", 0)
    end
    run:all(test)
    return run:result()
end

return running
"""##

    static let say: StaticString = ##"""
-- Sentences by key, as assertions of one's own refer to them: say:set("assertion.even.positive", "… %s").
require("spec.frames").hide()

local say = {}

local FALLBACK = "en"
local sentences = { [FALLBACK] = {} }
local language = FALLBACK

function say.set_namespace(_, name)
    language = name
    sentences[name] = sentences[name] or {}
end

-- Keys that a language lacks are looked up in English, whatever else was asked for: one fallback is enough.
function say.set_fallback(_, name)
    sentences[name] = sentences[name] or {}
end

function say.set(_, key, sentence)
    sentences[language][key] = sentence
end

-- Puts values into a sentence. A sentence that names more values than there are is told with gaps,
-- since its author is looking for another mistake just now.
function say.fill(sentence, values)
    local index, count = 0, values.n or #values
    return (sentence:gsub("%%([s%%])", function(directive)
        if directive == "%" then return "%" end
        index = index + 1
        return index <= count and tostring(values[index]) or "(nothing)"
    end))
end

-- The sentence of a key with values in place of its `%s`, or nil where the key is unknown.
local function look_up(_, key, values)
    local sentence = sentences[language][key] or sentences[FALLBACK][key]
    return sentence ~= nil and say.fill(tostring(sentence), values or {}) or nil
end

return setmetatable(say, { __call = look_up, __index = function(_, name) return sentences[name] end })
"""##

    static let scopes: StaticString = ##"""
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
"""##

    static let settings: StaticString = ##"""
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
"""##

    static let showing: StaticString = ##"""
-- Values in messages: as Lua would write them, with keys in order, and marks along a path.
local frames = require "spec.frames"
local literals = require "spec.literals"

frames.hide()

local showing = {}

local KEY_ORDER = { number = 1, string = 2, boolean = 3 }

-- A list of ten thousand rows tells no more than its first hundred; a value no more than so many entries in all.
local MOST_ENTRIES = 100
local MOST_LINES = 120
local LONGEST_TEXT = 800
local LONGEST_ENTRY = 200
local DEPTH = 5
-- So many entries are told before and after the one that differs.
local AROUND = 5
-- Tables that fit are told in one line.
local WIDTH = 72

-- The keys of a table, and the length of the list in it. Positions of the list come first, then numbers, texts
-- and booleans in order, then what has none.
function showing.keys(subject)
    local keys, length = {}, rawlen(subject)
    for key in next, subject do keys[#keys + 1] = key end
    local function rank(key)
        if math.type(key) == "integer" and key >= 1 and key <= length then return 0 end
        return KEY_ORDER[type(key)] or 4
    end
    table.sort(keys, function(a, b)
        local left, right = rank(a), rank(b)
        if left ~= right then return left < right end
        if left <= 2 then return a < b end
        if type(a) == "boolean" and type(b) == "boolean" then return b and not a end
        return ("%p"):format(a) < ("%p"):format(b)
    end)
    return keys, length
end

local function key_text(key, is_position)
    if is_position then return "" end
    if type(key) == "string" and key:find("^[%a_][%w_]*$") then return key .. " = " end
    return "[" .. showing.value(key, { depth = 0 }) .. "] = "
end

-- What `tostring` says of a value whose type says how; nil where it fails, too.
local function own_text(value)
    local meta = type(value) == "table" and getmetatable(value)
    if not meta and meta ~= false then return nil end
    local ok, text = pcall(tostring, value)
    -- A type that hides its metatable may still have nothing to say but its address.
    return ok and not text:find("^[%w_.]+: 0x%x+$") and text or nil
end

-- Entries in one line, where they fit.
local function brief(entries)
    local text = "{ " .. table.concat(entries, ", ") .. " }"
    return #text <= WIDTH and not text:find("\n", 1, true) and text or nil
end

local table_text

-- The entries to tell of a table: keys, which of them are positions in a list, and the first and last told.
local function window(subject, mark)
    local keys, length = showing.keys(subject)
    for index, key in ipairs(keys) do
        if mark ~= nil and rawequal(key, mark) then
            return keys, length, math.max(1, index - AROUND), math.min(#keys, index + AROUND)
        end
    end
    return keys, length, 1, math.min(#keys, MOST_ENTRIES)
end

-- The entries of a table, without margins, and which of them is marked.
local function entries_of(subject, options, level, mark, open)
    local keys, length, first, last = window(subject, mark)
    local entries, marked, rest = {}, nil, #keys - last
    if first > 1 then entries[1] = ("… %d before"):format(first - 1) end
    for index = first, last do
        local key = keys[index]
        local is_marked = mark ~= nil and rawequal(key, mark)
        options.lines = options.lines - 1
        if options.lines > 0 or is_marked then
            local value = subject[key]
            local text
            if type(value) == "table" then
                text = table_text(value, options, level + 1, is_marked, open)
            else
                text = type(value) == "string" and literals.text(value, LONGEST_ENTRY) or showing.value(value)
            end
            local is_position = math.type(key) == "integer" and key >= 1 and key <= length
            entries[#entries + 1] = key_text(key, is_position) .. text
            if is_marked then marked = #entries end
        else
            rest = rest + 1
        end
    end
    if rest > 0 then entries[#entries + 1] = ("… %d more"):format(rest) end
    return entries, marked
end

function table_text(subject, options, level, on_path, open)
    if open[subject] then return ("{ the table at level %d again }"):format(open[subject]) end
    if next(subject) == nil then return "{}" end
    local mark
    if on_path then mark = options.path[level] end
    if level > options.depth and mark == nil then return "{ … }" end
    open[subject] = level
    local entries, marked = entries_of(subject, options, level, mark, open)
    open[subject] = nil
    local one_line = not marked and brief(entries)
    if one_line then return one_line end
    local margin = ("  "):rep(level)
    for index, entry in ipairs(entries) do
        local mark_text = index == marked and options.mark or ""
        entries[index] = mark_text .. margin:sub((utf8.len(mark_text) or 0) + 1) .. entry
    end
    return "{\n" .. table.concat(entries, ",\n") .. "\n" .. margin:sub(3) .. "}"
end

-- Errors may carry where they were raised, which a report tells by other means.
local function without_traceback(problem)
    local copy = {}
    for key, value in next, problem do
        if key ~= "traceback" then copy[key] = value end
    end
    return copy
end

-- A value as text. Options: `depth`, how many levels of tables are opened (5, all below 0); `path`, keys from the outside
-- in, along which entries carry `mark` ("*") and all levels are opened.
function showing.value(value, options)
    local kind = math.type(value) and "number" or type(value)
    if kind == "string" then return literals.text(value, LONGEST_TEXT) end
    if kind == "number" then return literals.number(value) end
    if kind == "function" then return literals.func(value) end
    if kind ~= "table" then return tostring(value) end
    options = options or {}
    local depth, own = options.depth or DEPTH, own_text(value)
    local text = table_text(own and without_traceback(value) or value, {
        depth = depth < 0 and math.huge or depth, lines = MOST_LINES,
        path = options.path or {}, mark = options.mark or "*",
    }, 1, true, {})
    return own and ("(%s) %s"):format(own, text) or text
end

-- A value in the place of a message: texts bare, what has `__tostring` by that, the rest as values.
function showing.text(value)
    if type(value) == "string" then return value end
    local own = own_text(value)
    if own then return own end
    return type(value) == "userdata" and tostring(value) or showing.value(value)
end

-- A path of keys as it would be written: `.layers[1]["a b"]`.
function showing.path(keys)
    local parts = {}
    for index, key in ipairs(keys) do
        if type(key) == "string" and key:find("^[%a_][%w_]*$") then
            parts[index] = "." .. key
        else
            parts[index] = "[" .. showing.value(key, { depth = 0 }) .. "]"
        end
    end
    return table.concat(parts)
end

return showing
"""##

    static let spec: StaticString = ##"""
-- Specs in the shape that busted gave them: `describe`, `it`, `assert.are.same`. `collect` says which tests a file
-- has; `run` runs one of them, in a state where nothing ran before.
local frames = require "spec.frames"
local File = require "spec.file"
local assert = require "spec.assert"
local match = require "spec.match"
local mock = require "spec.mock"
local outcomes = require "spec.outcomes"
local running = require "spec.running"
local say = require "spec.say"
local spy = require "spec.spies"
local stub = require "spec.stub"
require "spec.assertions"
require "spec.calls"
require "spec.golden"
require "spec.matchers"
require "spec.raising"

frames.hide()

local spec = {}

local words = { assert = assert, spy = spy, stub = stub, mock = mock, match = match }

-- Names under which specs and their helpers `require` what busted has. `busted` itself is what a file sees.
spec.modules = {
    luassert = assert, ["luassert.assert"] = assert, ["luassert.spy"] = spy, ["luassert.stub"] = stub,
    ["luassert.mock"] = mock, ["luassert.match"] = match, say = say,
    ["busted.runner"] = function() end,
}

-- A file that is loaded here. A state without `package` has a host that knows `spec.modules`.
local function load_file(text, path, globals)
    local file = File.load(text, path, words, globals or _G)
    spec.modules.busted = file.scopes.root.values
    if package then
        for name, module in pairs(spec.modules) do package.loaded[name] = module end
    end
    return file
end

-- Names of a test and of the blocks around it, joined by spaces. Bytes that are no UTF-8 are escaped, since names
-- travel as JSON.
local function full_name(test)
    local names, block = { test.name }, test.parent
    while block.parent do
        table.insert(names, 1, block.name)
        block = block.parent
    end
    local name = table.concat(names, " ")
    if utf8.len(name) then return name end
    return (name:gsub("[\x80-\xff]", function(byte) return ("\\x%02x"):format(byte:byte()) end))
end

local function tags(name)
    local list = {}
    for tag in name:gmatch("#([%w_%-]+)") do list[#list + 1] = tag end
    return list
end

-- The tests of a file in the order of the file: `{ name =, nth =, line =, tags =, pending = }`; `nth` counts those
-- of the same name. Bodies of blocks run, tests and hooks do not. `globals` are those that the file sees beside
-- the words of this library: those of this state.
-- Raises errors of loading with `message` (its position first), `line` and `trace`; as text they are the message.
function spec.collect(text, path, globals)
    local file, tests, seen = load_file(text, path, globals), {}, {}
    file:walk(function(test)
        local name = full_name(test)
        seen[name] = (seen[name] or 0) + 1
        tests[#tests + 1] = {
            name = name, nth = seen[name], line = test.line, tags = tags(name),
            pending = test.is_pending or nil,
        }
    end)
    return tests
end

-- Says of tests, as they come, whether one is the wanted: by its number, or by its name and which of them.
local function wanted(which)
    local count = 0
    return function(test)
        if type(which) == "table" and full_name(test) ~= which.name then return false end
        count = count + 1
        return count == (type(which) == "table" and which.nth or which)
    end
end

local function load_and_run(text, path, which, globals)
    local file = load_file(text, path, globals)
    local is_wanted, result = wanted(which), nil
    file:walk(function(test)
        if is_wanted(test) then result = running.run(file, test) end
        return result ~= nil
    end)
    if result then return result end
    local name = type(which) == "table" and ('"%s"'):format(which.name) or tostring(which)
    error(("%s has no test %s, when it is loaded again: names must not change from load to load")
        :format(path, name), 0)
end

-- Runs one test alone, with its hooks: one of those that `collect` told, or a number. Prefer the former: a file
-- that makes tests in the order of `pairs` has another order in each state.
-- Returns `{ status =, message =, trace =, line = }`; the status is "success", "failure" (an assertion), "error"
-- (all else) or "pending". A position in the spec itself is in `line`, not in the message.
function spec.run(text, path, which, globals)
    local result
    local problem = frames.catch("@" .. path, function()
        result = load_and_run(text, path, which, globals)
    end)
    if not problem then return result end
    local message, line = outcomes.describe(problem, path)
    return { status = "error", message = message, trace = outcomes.trace(problem), line = line }
end

return spec
"""##

    static let spies: StaticString = ##"""
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
"""##

    static let stub: StaticString = ##"""
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
"""##

    static let words: StaticString = ##"""
-- The words after `assert.` and `match.`: which there are, and how a chain of them is read.
local frames = require "spec.frames"
frames.hide()

local words = {
    modifier = {},    -- `is`, `not`, `spy`: change or feed what follows
    assertion = {},
    matcher = {},
}

-- The same letters, with how many edits; more than a third of a word is another word.
local function distance(a, b)
    local before, row = nil, {}
    for j = 0, #b do row[j] = j end
    for i = 1, #a do
        local earlier = before
        before, row = row, { [0] = i }
        for j = 1, #b do
            local cost = a:byte(i) == b:byte(j) and 0 or 1
            row[j] = math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost)
            local is_swap = i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j)
            if is_swap then row[j] = math.min(row[j], earlier[j - 2] + 1) end
        end
    end
    return row[#b]
end

local function nearest(word, ...)
    local best, least
    for _, known in ipairs { ... } do
        for name in pairs(known) do
            local edits = distance(word, name)
            if not least or edits < least or edits == least and name < best then best, least = name, edits end
        end
    end
    return best and least <= math.max(1, #word // 3) and best or nil
end

-- Adds to `tokens` what one step of a chain says: `is_not_nil` is three words, and case does not matter.
function words.tokens(tokens, step)
    if type(step) ~= "string" then
        error(("%sassert takes words, found %s"):format(frames.position(), tostring(step)), 0)
    end
    local list = table.move(tokens, 1, #tokens, 1, {})
    for token in step:lower():gmatch("[^_]+") do list[#list + 1] = token end
    return list
end

local function unknown(kind, tokens, from, to)
    local first = from
    while first < to and words.modifier[tokens[first]] do first = first + 1 end
    local slip = table.concat(tokens, "_", first, to)
    local guess = nearest(slip, words[kind], words.modifier)
    local written = table.concat(tokens, "_", from, to)
    local message = ('%sthere is no %s "%s"'):format(frames.position(), kind, written)
    if guess then
        local intended = table.move(tokens, 1, first - 1, 1, {})
        intended[first] = guess
        table.move(tokens, to + 1, #tokens, first + 1, intended)
        message = message .. ('. Did you mean "%s"?'):format(table.concat(intended, "_"))
    else
        message = message .. ("; assert:register(%q, name, …) adds one"):format(kind)
    end
    error(message, 0)
end

-- The names in a chain of tokens, the longest that there are, read from the end: `has`, `no`, `error_matches`.
function words.split(kind, tokens)
    local found, last, known = {}, #tokens, words[kind]
    while last > 0 do
        local first = nil
        for start = last, 1, -1 do
            local name = table.concat(tokens, "_", start, last)
            if known[name] or start == last and words.modifier[name] then
                first = start
            elseif words.modifier[name] then
                first = first or start
            end
        end
        if not first then unknown(kind, tokens, 1, last) end
        table.insert(found, 1, table.concat(tokens, "_", first, last))
        last = first - 1
    end
    return found
end

return words
"""##

    static let all: [(name: String, text: StaticString)] = [
        ("assert", assert),
        ("assertions", assertions),
        ("calls", calls),
        ("checking", checking),
        ("comparing", comparing),
        ("driver", driver),
        ("file", file),
        ("frames", frames),
        ("golden", golden),
        ("literals", literals),
        ("match", match),
        ("matchers", matchers),
        ("mock", mock),
        ("outcomes", outcomes),
        ("raising", raising),
        ("recorded", recorded),
        ("running", running),
        ("say", say),
        ("scopes", scopes),
        ("settings", settings),
        ("showing", showing),
        ("spec", spec),
        ("spies", spies),
        ("stub", stub),
        ("words", words),
    ]
}
