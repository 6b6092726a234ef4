--[==[ [recipe]
name = "sweep-conversations"
version = "1.0.0"
summary = "Ends active conversations that are older than a limit."
description = """
Forgotten calls cost money by the minute and take the account's concurrent slots. The result has a row
for each call that was too old; --dry-run tells how many there are, and leaves them alone."""
license = "MIT"
keywords = ["conversations", "cost"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  { run = "--dry-run sweep-conversations --older-than 45m", help = "lists them, ends nothing" },
  "sweep-conversations --older-than 2h --keep demo -o table",
]

[permissions]
operations = ["conversations.list", "conversations.end"]

[params.older_than]
type = "duration"
default = "1h"
short = "a"
help = "only calls created longer ago than this"

[params.keep]
type = "list<string>"
help = "leave calls whose name contains one of these"

[output]
type = "array"
items.properties.conversation_id = { type = "string" }
items.properties.conversation_name = { type = "string" }
items.properties.minutes = { type = "integer", description = "how old it was" }
items.properties.outcome = { const = "ended" }
]==]
local json = require "json"

-- What the run's own rights or budget refuse is no failure of a call: the run ends as one without rights.
local REFUSED = { permission_denied = true, budget_exceeded = true }

return function(args, ctx)
    local keep = args.keep or {}

    local function is_kept(name)
        for _, text in ipairs(keep) do
            if name:find(text, 1, true) then return true end
        end
        return false
    end

    -- Listed whole before anything is ended: ending moves rows between the pages of `status=active`.
    local now, stale = tavus.now(), {}
    for call in tavus.conversations.each { status = "active" } do
        local age = now - tavus.timestamp(call.created_at)
        if age >= args.older_than and not is_kept(call.conversation_name or "") then
            stale[#stale + 1] = { record = call, age = age }
        end
    end

    local failed, refusal = 0, nil
    local rows = tavus.map(stale, function(call)
        local record = call.record
        local row = {
            conversation_id = record.conversation_id,
            conversation_name = record.conversation_name,
            minutes = math.tointeger(call.age // 60),
            outcome = "ended",
        }
        local ended, problem = tavus.try(function() record:end_() return true end)
        if not ended then
            failed = failed + 1
            row.outcome = tostring(problem)
            if REFUSED[problem.code] then refusal = problem end
        end
        local said = ctx.dry_run and "would end" or row.outcome
        print(("%-9s  %s  %s"):format(said, row.conversation_id, row.conversation_name or ""))
        return row
    end, { concurrency = 8 })

    if refusal then error(refusal, 0) end
    if failed > 0 then
        error(("%d of %d stale conversations could not be ended"):format(failed, #stale), 0)
    end
    return json.array(rows)
end
