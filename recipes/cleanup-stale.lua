--[==[ [recipe]
name = "cleanup-stale"
version = "1.0.0"
summary = "Deletes records that are old, by kind, age and name."
description = """
Lists first and then deletes; never for good (hard delete), so what the service keeps of a deleted replica
or video stays. At least an age is needed. Look at --dry-run before you let it run."""
license = "MIT"
keywords = ["delete", "cost", "housekeeping"]
host = ">=0.1"
effects = "delete"
idempotent = true
examples = [
  { run = "--dry-run cleanup-stale --kind videos --older-than 30d", help = "lists what would go" },
  "cleanup-stale --kind documents --older-than 90d --name 'draft *' --keep-tag handbook",
]

[permissions]
operations = [
    "videos.list", "videos.delete", "documents.list", "documents.delete", "personas.list",
    "personas.delete", "conversations.list", "conversations.delete", "replicas.list", "replicas.delete",
]

[params.kind]
type = "enum"
choices = ["videos", "documents", "personas", "conversations", "replicas"]
required = true
help = "what to clean up"

[params.older_than]
type = "duration"
required = true
min = "1h"
help = "only what was created longer ago"

[params.name]
type = "string"
default = "*"
help = "only what is named so; * stands for anything"

[params.keep_tag]
type = "list<string>"
help = "documents with one of these tags stay"

[params.limit]
type = "int"
default = 100
min = 1
help = "at most so many, the oldest first"

[output]
type = "array"
items.properties.id = { type = "string" }
items.properties.name = { type = "string" }
items.properties.days = { type = "integer" }
]==]
local json = require "json"

local SHAPE = {
    videos = { id = "video_id", name = "video_name" },
    documents = { id = "document_id", name = "document_name" },
    personas = { id = "persona_id", name = "persona_name", filter = { persona_type = "user" } },
    conversations = { id = "conversation_id", name = "conversation_name", filter = { status = "ended" } },
    replicas = { id = "replica_id", name = "replica_name", filter = { replica_type = "user" } },
}

-- "draft *" -> "^draft .*$"
local function pattern(glob)
    return "^" .. glob:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0"):gsub("%*", ".*") .. "$"
end

return function(args, ctx)
    local shape, resource = SHAPE[args.kind], tavus[args.kind]
    local wanted, kept = pattern(args.name), {}
    for _, tag in ipairs(args.keep_tag or {}) do kept[tag] = true end

    local function is_kept(record)
        for _, tag in ipairs(record.tags or {}) do
            if kept[tag] then return true end
        end
        return false
    end

    -- Listed whole before anything goes: deleting moves rows between pages.
    local now, stale = tavus.now(), {}
    for record in resource.each(shape.filter or {}) do
        local age = now - tavus.timestamp(record.created_at)
        local name = record[shape.name] or ""
        if age > args.older_than and name:match(wanted) and not is_kept(record) then
            stale[#stale + 1] = { record = record, age = age, name = name }
        end
    end
    table.sort(stale, function(a, b) return a.age > b.age end)

    local gone = {}
    for index, item in ipairs(stale) do
        if index > args.limit then break end
        item.record:delete()
        local did = ctx.dry_run and "would delete" or "deleted"
        print(("%s  %s  %s"):format(did, item.record[shape.id], item.name))
        gone[index] = { id = item.record[shape.id], name = item.name, days = math.floor(item.age / 86400) }
    end
    return json.array(gone)
end
