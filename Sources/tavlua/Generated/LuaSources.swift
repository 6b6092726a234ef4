// Made by scripts/generate from Sources/tavlua/Lua. Edit those files, then run it again.
// swift-format-ignore-file

enum LuaSources {
    static let emulator: StaticString = ##"""
-- tavus.emulator: what the emulator can be told and asked beside the API. Its commands and their fields are
-- those of Sources/Emulator.md; here, times may be text such as "10m".
local _, host = ...

local emulator = {}

local function steer(command, fields)
    local ok, answer = pcall(host.emulator_steer, command, fields or {})
    if ok then return answer end
    host.answer("emulator." .. command, ok, answer)
end

-- A copy of `fields` in which these members are seconds.
local function in_seconds(command, fields, ...)
    if type(fields) ~= "table" then
        host.invalid("emulator." .. command, ("expected a table, got %s"):format(type(fields)))
    end
    local copied = host.copy(fields)
    for _, name in ipairs { ... } do
        if copied[name] ~= nil then
            copied[name] = host.seconds(copied[name], "emulator." .. command, name)
        end
    end
    return copied
end

function emulator.advance(duration)
    steer("advance", { seconds = host.seconds(duration, "emulator.advance", "duration") })
end

function emulator.reset() steer("reset") end
function emulator.now() return steer("now").now end

-- Spoils answers; returns the number under which the fault is listed and cleared.
function emulator.fault(fields)
    return steer("fault", in_seconds("fault", fields, "delay", "byte_delay")).id
end

function emulator.faults() return steer("faults") end
function emulator.clear_faults(id) return steer("clear_faults", { id = id }).cleared end

-- Makes a record fail now, or the next ones of a resource.
function emulator.fail(fields) steer("fail", in_seconds("fail", fields)) end

-- How many conversations may be active, and how many minutes they may last together.
function emulator.limits(fields)
    local wanted = in_seconds("limits", fields or {})
    if wanted.credits then
        wanted.credits = type(wanted.credits) == "string"
            and host.seconds(wanted.credits, "emulator.limits", "credits") / 60 or wanted.credits
    end
    return steer("limits", wanted)
end

-- What was asked of the API, oldest first.
function emulator.requests(options) return steer("requests", options) end

-- Rows to begin with: seed{ personas = { { persona_id = "p1", persona_name = "A", … } } }
-- The same from a file of JSON: seed("rows.json")
function emulator.seed(rows)
    if type(rows) == "string" then rows = host.emulator_rows(rows) end
    return steer("seed", in_seconds("seed", rows))
end

-- Everything into a file, and back.
function emulator.snapshot(path) steer("snapshot", { path = path }) end
function emulator.restore(path) steer("restore", { path = path }) end

-- What callback URLs were told, are being told and will be told, oldest first.
function emulator.webhooks(options) return steer("webhooks", options) end

-- Sends a body of one's own to a URL, as a webhook.
function emulator.send_webhook(fields) steer("send_webhook", in_seconds("send_webhook", fields)) end

host.extend("emulator", setmetatable(emulator, { __index = host.missing("tavus.emulator.", "function") }))
"""##

    static let testing: StaticString = ##"""
-- What a test has beside busted's words: `emulator`, `recipe`, `scratch`, and a clock that all of them go by.
local testing, host = ...

-- tavus.emulator; opened when it is first used.
emulator = setmetatable({}, { -- luacheck: ignore 111
    __index = function(_, name) return tavus.emulator[name] end,
    __newindex = function() error("emulator cannot be changed", 2) end,
})

local recipe = {}
_G.recipe = recipe

-- Runs a recipe on this test's emulator, by default the one beside the spec:
-- run{ params = { older_than = 3600 } } or run{ words = "--older-than 1h" }.
function recipe.run(fields)
    if fields ~= nil and type(fields) ~= "table" then
        error(("recipe.run: expected a table, got %s"):format(type(fields)), 2)
    end
    return host.run(fields or {})
end

-- What `require "http"` reaches in this test, in place of the network: `answer` gets { method, url, headers, body }
-- and returns { status, headers, body } or { status, json }; nil is a connection that is lost before an answer.
function answer_http(answer) -- luacheck: ignore 111
    local json = require "json"
    host.answer_http(function(request)
        local reply = answer(request)
        if reply == nil then return nil end
        local body = reply.json ~= nil and json.encode(reply.json) or reply.body or ""
        return { status = reply.status or 200, headers = reply.headers or {}, body = body }
    end)
end

-- Runs an example of a header; raises what went wrong.
function testing.example(line)
    local run = host.example(line)
    if run.ok then return run end
    error(("it ended with status %d: %s\n%s"):format(run.status, run.error.message, run.output), 0)
end

-- The path of a file in this test's own folder, which is removed when it ends; `text` is written there.
function scratch(name, text) -- luacheck: ignore 111
    return host.scratch(name or "", text)
end

local date, time = os.date, os.time

function os.time(parts) -- luacheck: ignore 122
    if parts == nil then return math.floor(host.now()) end
    return time(parts)
end

function os.date(format, when) -- luacheck: ignore 122
    return date(format, when or os.time())
end

function os.clock() -- luacheck: ignore 122
    return host.now() - host.started()
end
"""##

}
