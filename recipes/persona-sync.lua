--[==[ [recipe]
name = "persona-sync"
version = "1.0.0"
summary = "Makes the account's personas what a folder of YAML files says."
description = """
Each file holds the fields of one persona, as tavus.personas.create takes them; without a persona_name the
file's name is it. A persona that is there is changed by the smallest JSON Patch, and left alone where
nothing differs. With --prune, personas of the same prefix that no file names are deleted."""
license = "MIT"
keywords = ["personas", "yaml", "gitops"]
host = ">=0.1"
effects = "delete"
idempotent = true
examples = [
  { run = "--dry-run persona-sync --folder personas", help = "shows what would change" },
  "persona-sync --folder personas --prefix 'Shop: ' --prune",
]

[permissions]
operations = ["personas.create", "personas.list", "personas.get", "personas.patch", "personas.delete"]
read = ["{folder}"]
budget = { personas = 100 }

[params.folder]
type = "path<in>"
required = true
help = "a folder of .yaml files"

[params.prefix]
type = "string"
default = ""
help = "put before each name; only such personas are ever deleted"

[params.prune]
type = "bool"
default = false
help = "delete personas with the prefix that no file names"

[output]
type = "array"
items.properties.persona_name = { type = "string" }
items.properties.persona_id = { type = "string" }
items.properties.change = { enum = ["created", "updated", "unchanged", "deleted"] }
]==]
local files, yaml = require "files", require "yaml"

return function(args)
    if args.prune and args.prefix == "" then
        error("--prune needs a --prefix: without one every persona of the account would be at stake", 0)
    end

    local wanted, names = {}, {}
    for _, file in ipairs(files.list(args.folder)) do
        local stem = file:match("^(.+)%.ya?ml$")
        if stem then
            local fields = yaml.read(args.folder .. "/" .. file)
            if type(fields) ~= "table" then error(file .. ": expected the fields of a persona", 0) end
            fields.persona_name = args.prefix .. (fields.persona_name or stem)
            if names[fields.persona_name] then
                error(("%s and %s name the same persona"):format(names[fields.persona_name], file), 0)
            end
            names[fields.persona_name] = file
            wanted[#wanted + 1] = fields
        end
    end
    if #wanted == 0 then error(args.folder .. " has no .yaml file", 0) end

    local changes = {}
    for _, fields in ipairs(wanted) do
        local persona, what = tavus.personas.ensure(fields)
        changes[#changes + 1] = {
            persona_name = fields.persona_name, persona_id = persona.persona_id, change = what,
        }
    end

    if args.prune then
        local stale = {}
        for persona in tavus.personas.each { persona_type = "user" } do
            local name = persona.persona_name or ""
            if name:sub(1, #args.prefix) == args.prefix and not names[name] then
                stale[#stale + 1] = persona
            end
        end
        for _, persona in ipairs(stale) do
            persona:delete()
            changes[#changes + 1] = {
                persona_name = persona.persona_name, persona_id = persona.persona_id, change = "deleted",
            }
        end
    end
    return changes
end
