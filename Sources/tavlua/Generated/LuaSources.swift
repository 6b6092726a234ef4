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

}
