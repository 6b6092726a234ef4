--[==[ [recipe]
name = "account-snapshot"
version = "1.0.0"
summary = "Writes what an account is made of to one JSON file."
description = """
Personas, objectives, guardrails and documents with all their fields; videos and replicas as they are listed,
for the record. account-restore reads the file. Secrets inside personas (keys of language models) are written
as the service gives them: keep the file as you keep those."""
license = "MIT"
keywords = ["backup", "personas", "guardrails"]
host = ">=0.1"
effects = "read"
examples = [
  "account-snapshot --out account.json",
  { run = "account-snapshot --out rules.json --kinds guardrails,objectives", help = "only these" },
]

[permissions]
operations = ["*.list", "*.get"]
write = ["{out}"]

[params.out]
type = "path<out>"
required = true
help = "the file; replaced if it is there"

[params.kinds]
type = "list<string>"
default = ["personas", "objectives", "guardrails", "documents", "videos", "replicas"]
help = "what to write"

[output]
type = "array"
items.properties.kind = { type = "string" }
items.properties.records = { type = "integer" }
]==]
local files, json = require "files", require "json"

-- What a list leaves out, `get` has; only these are read one by one.
local WHOLE = { personas = true, objectives = true, guardrails = true }
local FILTER = { personas = { persona_type = "user" }, replicas = { replica_type = "user" } }

local function is_listed(kind) return type(tavus[kind].all) == "function" end

return function(args)
    for _, kind in ipairs(args.kinds) do
        local known, listed = pcall(is_listed, kind)
        if not (known and listed) then
            error(("%q is no kind of record that can be listed"):format(kind), 0)
        end
    end
    local snapshot, counts = { version = 1, taken_at = tavus.now(), kinds = {} }, {}
    for _, kind in ipairs(args.kinds) do
        local rows = tavus[kind].all(FILTER[kind] or {})
        if WHOLE[kind] then
            rows = tavus.map(rows, function(row) return tavus[kind].get(row) end, { concurrency = 8 })
        end
        snapshot.kinds[kind] = json.array(rows)
        counts[#counts + 1] = { kind = kind, records = #rows }
    end
    files.write(args.out, json.pretty(snapshot) .. "\n")
    return counts
end
