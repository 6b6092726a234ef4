--[==[ [recipe]
name = "account-restore"
version = "1.0.0"
summary = "Brings personas, objectives, guardrails and documents of a snapshot into an account."
description = """
Records are known by their names: what is there is changed to what the file says, what is missing is made.
Ids are new; the result maps the old ones, and personas get the new ids of what they refer to."""
license = "MIT"
keywords = ["backup", "personas", "guardrails"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  { run = "--dry-run account-restore --from account.json", help = "shows what would change" },
  "account-restore --from account.json",
]

[permissions]
operations = [
    "personas.*", "objectives.*", "guardrails.*", "documents.create", "documents.list", "documents.get",
]
read = ["{from}"]
budget = { personas = 200, objectives = 200, guardrails = 200, documents = 200 }

[params.from]
type = "path<in>"
required = true
help = "a file of account-snapshot"

[output]
type = "array"
items.properties.kind = { type = "string" }
items.properties.old_id = { type = "string" }
items.properties.new_id = { type = "string" }
items.properties.change = { enum = ["created", "updated", "unchanged", "there"] }
]==]
local files, json = require "files", require "json"

-- In this order: personas refer to the others.
local KINDS = {
    { name = "objectives", id = "objectives_id", title = "objectives_name", fields = { "data" } },
    { name = "guardrails", id = "guardrails_id", title = "guardrails_name", fields = { "data" } },
    { name = "documents", id = "document_id" },
    {
        name = "personas", id = "persona_id", title = "persona_name",
        fields = {
            "system_prompt", "pipeline_mode", "context", "default_replica_id", "layers", "document_tags",
        },
    },
}

local function document(row)
    local there = tavus.documents.find { document_url = row.document_url }
    if there then return there, "there" end
    return tavus.documents.create {
        document_url = row.document_url, document_name = row.document_name, tags = row.tags,
    }, "created"
end

-- Of two records of one name the second would be written over the first.
local function refuse_twins(kind, rows)
    local seen = {}
    for _, row in ipairs(rows) do
        local name = row[kind.title or ""]
        if name and seen[name] then
            error(("%s %s and %s are both named %q, and records are known by their names"):format(
                kind.name, seen[name], row[kind.id], name), 0)
        end
        seen[name or row] = row[kind.id]
    end
end

return function(args, ctx)
    local ok, snapshot = pcall(json.decode, files.read(args.from))
    if not ok or type(snapshot) ~= "table" or snapshot.version ~= 1
        or type(snapshot.kinds) ~= "table" then
        error(args.from .. " is no snapshot that account-snapshot 1 has written", 0)
    end
    local new_id, report = {}, {}

    local function fields_of(kind, row)
        local fields = { [kind.name == "personas" and "persona_name" or "name"] = row[kind.title] }
        for _, name in ipairs(kind.fields) do fields[name] = row[name] end
        if kind.name ~= "personas" then return fields end
        -- What the file does not hold may be in the account under its id.
        fields.objectives_id = new_id[row.objectives_id] or row.objectives_id
        fields.guardrails_id = new_id[row.guardrails_id] or row.guardrails_id
        if row.document_ids then
            fields.document_ids = {}
            for index, id in ipairs(row.document_ids) do fields.document_ids[index] = new_id[id] or id end
        end
        return fields
    end

    for _, kind in ipairs(KINDS) do refuse_twins(kind, snapshot.kinds[kind.name] or {}) end
    for _, kind in ipairs(KINDS) do
        for _, row in ipairs(snapshot.kinds[kind.name] or {}) do
            local record, change
            if kind.name == "documents" then
                record, change = document(row)
            else
                record, change = tavus[kind.name].ensure(fields_of(kind, row))
            end
            new_id[row[kind.id]] = record[kind.id]
            report[#report + 1] = {
                kind = kind.name, old_id = row[kind.id], new_id = record[kind.id], change = change,
            }
            -- Said as it happens: what was made before a failure is there.
            if change == "created" or change == "updated" then
                local did = ctx.dry_run and "would be " .. change or change
                print(("%s  %s  %s -> %s"):format(did, kind.name, row[kind.id], record[kind.id]))
            end
        end
    end
    return json.array(report)
end
