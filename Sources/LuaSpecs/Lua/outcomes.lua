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
