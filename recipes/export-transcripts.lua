-- Writes the transcript of every ended conversation to a Markdown file of its own.
-- Usage: tavlua run recipes/export-transcripts.lua [FOLDER]     default: the current folder
-- A file that is there already is left alone, so that a second run fetches only what is new.

local folder = arg[1] or "."

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

local function exists(path)
    local file = io.open(path, "r")
    if file then file:close() end
    return file ~= nil
end

-- Written beside its name and then renamed: a file is whole or not there.
local function write(path, text)
    local unfinished = path .. ".part"
    local file = assert(io.open(unfinished, "w"))
    assert(file:write(text))
    assert(file:close())
    assert(os.rename(unfinished, path))
end

local written, without, kept = 0, 0, 0
tavus.map(tavus.conversations.all { status = "ended" }, function(call)
    local path = ("%s/%s.md"):format(folder, call.conversation_id)
    if exists(path) then
        kept = kept + 1
        return
    end
    local full = tavus.conversations.get(call, { verbose = true })
    if not full.transcript then
        without = without + 1
        return
    end
    write(path, markdown(full))
    written = written + 1
end, { concurrency = 8 })

print(("%d written, %d already there, %d without a transcript"):format(written, kept, without))
