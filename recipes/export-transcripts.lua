--[==[ [recipe]
name = "export-transcripts"
version = "1.0.0"
summary = "Writes the transcript of every ended conversation to a Markdown file of its own."
description = "A file that is there already is left alone, so that a second run fetches only what is new."
license = "MIT"
keywords = ["conversations", "transcripts"]
host = ">=0.1"
effects = "read"
idempotent = true
examples = ["export-transcripts --folder transcripts"]

[permissions]
operations = ["conversations.list", "conversations.get"]
read = ["{folder}"]
write = ["{folder}"]

[params]
folder = { type = "path<out>", default = ".", help = "where the files go; it must be there" }

[output]
type = "object"
properties.written = { type = "integer" }
properties.already_there = { type = "integer" }
properties.without_transcript = { type = "integer" }
]==]
local files = require "files"

local SPEAKER = { user = "Guest", assistant = "Replica", system = "Instructions", tool = "Tool" }

local function markdown(call)
    local lines = {
        "# " .. (call.conversation_name or call.conversation_id),
        "",
        ("Conversation %s, replica %s, persona %s."):format(
            call.conversation_id, call.replica_id or "?", call.persona_id or "?"),
        ("Created %s, ended: %s."):format(
            call.created_at, call.shutdown_reason or "unknown reason"),
        "",
    }
    for _, turn in ipairs(call.transcript) do
        lines[#lines + 1] = ("**%s:** %s"):format(SPEAKER[turn.role] or turn.role, turn.content)
        lines[#lines + 1] = ""
    end
    return table.concat(lines, "\n")
end

return function(args)
    local counts = { written = 0, already_there = 0, without_transcript = 0 }

    local function count(what) counts[what] = counts[what] + 1 end

    tavus.map(tavus.conversations.all { status = "ended" }, function(call)
        local path = ("%s/%s.md"):format(args.folder, call.conversation_id)
        if files.exists(path) then return count "already_there" end
        local full = tavus.conversations.get(call, { verbose = true })
        if not full.transcript then return count "without_transcript" end
        files.write(path, markdown(full))
        count "written"
    end, { concurrency = 8 })

    return counts
end
