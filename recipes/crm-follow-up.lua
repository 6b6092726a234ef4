--[==[ [recipe]
name = "crm-follow-up"
version = "1.0.0"
summary = "Sends each ended call with its transcript to your CRM, once."
description = """
What was sent is noted in a file, so that a run every few minutes sends only what is new, and one that was
stopped goes on where it was. A call whose transcript is not there yet waits for the next run. With --dry-run
it lists what it would send."""
license = "MIT"
keywords = ["conversations", "transcripts", "crm", "webhooks"]
host = ">=0.1"
effects = "read"
idempotent = true
examples = [
  { run = "--allow hosts=crm.example.com crm-follow-up --url https://crm.example.com/notes --done sent.txt", help = "from a timer, every few minutes" },
]

[permissions]
operations = ["conversations.list", "conversations.get"]
read = ["{done}"]
write = ["{done}"]
secrets = ["token"]

[params.url]
type = "url"
required = true
help = "takes a POST with a JSON object for each call"

[params.done]
type = "path<out>"
required = true
help = "the file of what was sent: an id a line"

[params.token]
type = "secret"
env = "CRM_TOKEN"
help = "sent as Authorization: Bearer"

[params.since]
type = "duration"
default = "2d"
help = "calls created within this time"

[output]
type = "array"
items.properties.conversation_id = { type = "string" }
items.properties.turns = { type = "integer" }
]==]
local files, http, json, log = require "files", require "http", require "json", require "log"

local SPEAKER = { user = "Guest", assistant = "Replica" }

local function note(call)
    local lines = {}
    for _, turn in ipairs(call.transcript) do
        if SPEAKER[turn.role] then
            lines[#lines + 1] = ("%s: %s"):format(SPEAKER[turn.role], turn.content)
        end
    end
    return {
        conversation_id = call.conversation_id, name = call.conversation_name,
        started = call.created_at, ended_because = call.shutdown_reason,
        text = table.concat(lines, "\n"),
    }, #lines
end

return function(args, ctx)
    local done = {}
    if files.exists(args.done) then
        for id in files.read(args.done):gmatch("[^\n]+") do done[id] = true end
    end
    local since, waiting = tavus.now() - args.since, {}
    for call in tavus.conversations.each { status = "ended" } do
        if not done[call.conversation_id] and tavus.timestamp(call.created_at) >= since then
            waiting[#waiting + 1] = { record = call, created = tavus.timestamp(call.created_at) }
        end
    end
    table.sort(waiting, function(a, b) return a.created < b.created end)

    local headers = args.token and { Authorization = "Bearer " .. args.token }
    local function send(call, fields)
        local answer = http.post(args.url, { json = fields, headers = headers })
        if not answer.ok then
            error(("%s answered %d for %s; it stays for the next run"):format(
                args.url, answer.status, call.conversation_id), 0)
        end
        -- Noted after each, not at the end: a run that is stopped here sends nothing twice.
        files.append(args.done, call.conversation_id .. "\n")
    end

    local sent = {}
    for _, row in ipairs(waiting) do
        local call = tavus.conversations.get(row.record, { verbose = true })
        if not call.transcript then
            log.info("no transcript yet", { conversation_id = call.conversation_id })
        else
            local fields, turns = note(call)
            if ctx.dry_run then
                print(("would send  %s  %d turns"):format(call.conversation_id, turns))
            else
                send(call, fields)
            end
            sent[#sent + 1] = { conversation_id = call.conversation_id, turns = turns }
        end
    end
    return json.array(sent)
end
