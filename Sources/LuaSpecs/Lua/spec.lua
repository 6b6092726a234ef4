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
