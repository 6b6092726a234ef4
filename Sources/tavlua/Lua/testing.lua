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
