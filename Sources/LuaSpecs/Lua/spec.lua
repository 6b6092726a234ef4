-- Specs in the shape that busted gave them: `describe`, `it`, `assert.are.same`. `collect` says which tests a file
-- has; `run` runs one of them, in a state where nothing ran before.
local frames = require "spec.frames"
local File = require "spec.file"
local assert = require "spec.assert"
local outcomes = require "spec.outcomes"
local running = require "spec.running"
require "spec.assertions"
require "spec.raising"

frames.hide()

local spec = {}

local words = { assert = assert }

-- Names of a test and of the blocks around it, joined by spaces.
local function full_name(test)
    local names, block = { test.name }, test.parent
    while block.parent do
        table.insert(names, 1, block.name)
        block = block.parent
    end
    return table.concat(names, " ")
end

local function tags(name)
    local list = {}
    for tag in name:gmatch("#([%w_%-]+)") do list[#list + 1] = tag end
    return list
end

-- The tests of a file in the order of the file: `{ name =, line =, tags =, pending = }`. Bodies of blocks run,
-- tests and hooks do not. Errors while loading are raised as text with their position.
-- `globals` are those that the file sees beside the words of this library: those of this state.
function spec.collect(text, path, globals)
    local file, tests = File.load(text, path, words, globals or _G), {}
    file:walk(function(test)
        local name = full_name(test)
        tests[#tests + 1] = {
            name = name, line = test.line, tags = tags(name), pending = test.is_pending or nil,
        }
    end)
    return tests
end

local function load_and_run(text, path, number, globals)
    local file = File.load(text, path, words, globals)
    local count, result = 0, nil
    file:walk(function(test)
        count = count + 1
        if count < number then return false end
        result = running.run(file, test)
        return true
    end)
    if not result then error(("%s has no test %d: there are %d"):format(path, number, count), 0) end
    return result
end

-- Runs the test of that number alone, with its hooks. Returns `{ status =, message =, trace =, line = }`; the
-- status is "success", "failure" (an assertion), "error" (all else) or "pending". A position in the spec
-- itself is in `line`, not in the message.
function spec.run(text, path, number, globals)
    local result
    local problem = frames.catch("@" .. path, function()
        result = load_and_run(text, path, number, globals or _G)
    end)
    if not problem then return result end
    local message, line = outcomes.describe(problem, path)
    return { status = "error", message = message, trace = problem.trace, line = line }
end

return spec
