--[==[ [recipe]
name = "guardrail-rollout"
version = "1.0.0"
summary = "Puts a set of guardrails on all personas of a name."
description = """
The file holds the guardrails as tavus.guardrails.create takes them, in YAML: name and data. The set is made
or changed to be that, and each persona whose name matches gets it; those that have it are left alone."""
license = "MIT"
keywords = ["guardrails", "personas", "policy"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  { run = "--dry-run guardrail-rollout --file rules.yaml --personas 'Support *'", help = "shows what would change" },
  "guardrail-rollout --file rules.yaml",
]

[permissions]
operations = [
    "guardrails.create", "guardrails.list", "guardrails.get", "guardrails.patch", "personas.list",
    "personas.get", "personas.patch",
]
read = ["{file}"]
budget = { guardrails = 1 }

[params.file]
type = "path<in>"
required = true
help = "YAML with name and data"

[params.personas]
type = "string"
default = "*"
help = "only personas named so; * stands for anything"

[output]
type = "array"
items.properties.persona_name = { type = "string" }
items.properties.persona_id = { type = "string" }
items.properties.change = { enum = ["updated", "unchanged"] }
]==]
local json, yaml, log = require "json", require "yaml", require "log"

local function pattern(glob)
    return "^" .. glob:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0"):gsub("%*", ".*") .. "$"
end

return function(args, ctx)
    local rules = yaml.read(args.file)
    if type(rules) ~= "table" or not rules.name or type(rules.data) ~= "table" or #rules.data == 0 then
        error(args.file .. ": expected a name and a list data of guardrails", 0)
    end
    local guardrails, what = tavus.guardrails.ensure(rules)
    log.info("guardrails " .. what, { guardrails_id = guardrails.guardrails_id })

    local wanted, changes = pattern(args.personas), {}
    for _, persona in ipairs(tavus.personas.all { persona_type = "user" }) do
        if (persona.persona_name or ""):match(wanted) then
            local _, change = tavus.personas.update(
                persona, { guardrails_id = guardrails.guardrails_id })
            changes[#changes + 1] = {
                persona_name = persona.persona_name, persona_id = persona.persona_id, change = change,
            }
            -- Said as it happens: after a failure nobody else knows who has the rules.
            if change == "updated" then
                local did = ctx.dry_run and "would be updated" or "updated"
                print(("%s  %s  %s"):format(did, persona.persona_id, persona.persona_name))
            end
        end
    end
    if #changes == 0 then log.warn("no persona of the account is named so", { personas = args.personas }) end
    return json.array(changes)
end
