--[==[ [recipe]
name = "usage-report"
version = "1.0.0"
summary = "Counts calls and minutes of a month, by persona, replica, day or end."
description = """
A call counts from its creation to its last change, which is when it ended; calls that are still going on
count until now. The service bills by rules of its own: this is an estimate to compare with the invoice."""
license = "MIT"
keywords = ["conversations", "billing", "report"]
host = ">=0.1"
effects = "read"
examples = [
  "usage-report --month 2026-11 --by persona -o table",
  { run = "-o csv usage-report --by day --rate 0.35", help = "with the price of a minute" },
]

[permissions]
operations = ["conversations.list", "conversations.get", "personas.get", "replicas.get"]

[params.month]
type = "string"
pattern = "[0-9]{4}-(0[1-9]|1[0-2])"
help = "such as 2026-11; without it this month"

[params.by]
type = "enum"
choices = ["persona", "replica", "day", "reason"]
default = "persona"
help = "what a line of the report is"

[params.rate]
type = "number"
min = 0
help = "price of a minute"

[output]
type = "array"
items.properties.what = { type = "string" }
items.properties.calls = { type = "integer" }
items.properties.minutes = { type = "number" }
items.properties.cost = { type = "number" }
]==]
local json = require "json"

local function named(resource, id, field)
    if not id then return "none" end
    local record = tavus.try(tavus[resource].get, id)
    return record and record[field] and ("%s (%s)"):format(record[field], id) or id
end

return function(args)
    local now = tavus.now()
    local month = args.month or os.date("!%Y-%m", math.floor(now))

    local calls = {}
    for call in tavus.conversations.each() do
        local created = tavus.timestamp(call.created_at)
        if os.date("!%Y-%m", math.floor(created)) == month then calls[#calls + 1] = call end
    end

    -- Why a call ended stands only in the call itself.
    local reasons = args.by == "reason" and tavus.map(calls, function(call)
        return tavus.conversations.get(call, { verbose = true }).shutdown_reason or "still going on"
    end, { concurrency = 8 })

    local lines, order = {}, {}
    for index, call in ipairs(calls) do
        local created = tavus.timestamp(call.created_at)
        local ended = call.status == "active" and now or tavus.timestamp(call.updated_at or call.created_at)
        local key = ({
            persona = call.persona_id, replica = call.replica_id,
            day = os.date("!%Y-%m-%d", math.floor(created)), reason = reasons and reasons[index],
        })[args.by] or "none"
        local line = lines[key]
        if not line then
            line = { what = key, calls = 0, minutes = 0.0 }
            lines[key], order[#order + 1] = line, key
        end
        line.calls = line.calls + 1
        line.minutes = line.minutes + math.max(0, ended - created) / 60
    end

    table.sort(order, function(a, b)
        if args.by == "day" or lines[a].minutes == lines[b].minutes then return a < b end
        return lines[a].minutes > lines[b].minutes
    end)
    return json.array(tavus.map(order, function(key)
        local line = lines[key]
        if args.by == "persona" then line.what = named("personas", key, "persona_name") end
        if args.by == "replica" then line.what = named("replicas", key, "replica_name") end
        line.minutes = math.floor(line.minutes * 10 + 0.5) / 10
        if args.rate then line.cost = math.floor(line.minutes * args.rate * 100 + 0.5) / 100 end
        return line
    end, { concurrency = 8 }))
end
