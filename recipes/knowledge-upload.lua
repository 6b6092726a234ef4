--[==[ [recipe]
name = "knowledge-upload"
version = "1.0.0"
summary = "Adds documents to the knowledge base, and to a persona once they are ready."
description = """
A document whose address is in the knowledge base already is used as it is. All are waited for; those that
cannot be processed are listed with their reason, and the persona gets the others."""
license = "MIT"
keywords = ["documents", "knowledge", "personas"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  "knowledge-upload --rows pages.csv --tags handbook",
  { run = "knowledge-upload --rows pages.csv --persona p5317866 -o table", help = "and the persona reads them" },
]

[permissions]
operations = ["documents.create", "documents.list", "documents.get", "personas.get", "personas.patch"]
read = ["{rows}"]
budget = { documents = 200 }

[params.rows]
type = "rows"
columns = ["url"]
required = true
help = "CSV or JSON Lines with a column url, and name if you like"

[params.tags]
type = "list<string>"
help = "given to each document"

[params.persona]
type = "id<persona>"
help = "whose knowledge they become"

[params.timeout]
type = "duration"
default = "1h"
help = "how long to wait for one document"

[output]
type = "array"
items.properties.url = { type = "string" }
items.properties.document_id = { type = "string" }
items.properties.status = { type = "string" }
items.properties.problem = { type = "string" }
]==]
local json = require "json"

-- What the run's own rights or budget refuse concerns all rows that are left: the run ends with it.
local REFUSED = { permission_denied = true, budget_exceeded = true }

return function(args, ctx)
    local seen = {}
    for line, row in ipairs(args.rows) do
        if row.url == "" then error(("row %d has no url"):format(line), 0) end
        if seen[row.url] then
            error(("rows %d and %d have the same url, %s"):format(seen[row.url], line, row.url), 0)
        end
        seen[row.url] = line
    end
    -- Nothing is made for a persona that is not there.
    if args.persona then tavus.personas.get(args.persona) end

    local function stored()
        local known = {}
        for document in tavus.documents.each() do
            if document.status ~= "error" then known[document.document_url or ""] = document end
        end
        return known
    end

    local known, refusal = stored(), nil
    local function create(row)
        if refusal then error(refusal, 0) end
        local document, err = tavus.try(tavus.documents.create, {
            document_url = row.url, document_name = row.name ~= "" and row.name or nil, tags = args.tags,
        })
        -- The answer was lost or unreadable: the document may be there all the same.
        if not document and (err.outcome == "unknown" or err.outcome == "done") then
            document = stored()[row.url]
        end
        return document or error(err, 0)
    end

    local results = tavus.map(args.rows, function(row)
        local document, err = known[row.url], nil
        local is_planned = ctx.dry_run and not document
        if not document then document, err = tavus.try(create, row) end
        if document then
            local _, failure = tavus.try(document.wait, document, { timeout = args.timeout })
            err = failure
        end
        if err and REFUSED[err.code] then refusal = err end
        return {
            url = row.url, document_id = document and document.document_id,
            status = err and err.code or is_planned and "planned" or document.status,
            problem = err and err.message,
        }
    end, { concurrency = 4 })
    if refusal then
        for _, row in ipairs(results) do
            if row.document_id then print(("%s  %s  %s"):format(row.document_id, row.status, row.url)) end
        end
        error(refusal, 0)
    end

    if args.persona then
        local persona = tavus.personas.get(args.persona)
        local ids, has = {}, {}
        for _, id in ipairs(persona.document_ids or {}) do ids[#ids + 1], has[id] = id, true end
        local before = #ids
        for _, row in ipairs(results) do
            if not row.problem and not has[row.document_id] then
                ids[#ids + 1], has[row.document_id] = row.document_id, true
            end
        end
        if #ids > before then tavus.personas.update(persona, { document_ids = ids }) end
    end
    return json.array(results)
end
