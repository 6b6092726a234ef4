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

return function(args, ctx)
    if args.prune and args.prefix == "" then
        error("--prune needs a --prefix: without one every persona of the account would be at stake", 0)
    end

    local wanted, names = {}, {}
    for _, file in ipairs(files.list(args.folder)) do
        local stem = file:match("^(.+)%.ya?ml$")
        if stem then
            local fields = yaml.read(args.folder .. "/" .. file)
            if type(fields) ~= "table" or #fields > 0 then
                error(file .. ": expected the fields of a persona", 0)
            end
            fields.persona_name = args.prefix .. (fields.persona_name or stem)
            if names[fields.persona_name] then
                error(("%s and %s name the same persona"):format(names[fields.persona_name], file), 0)
            end
            names[fields.persona_name] = file
            wanted[#wanted + 1] = { file = file, fields = fields }
        end
    end
    if #wanted == 0 then error(args.folder .. " has no .yaml file", 0) end

    -- Said as it happens: what was changed before a failure is changed.
    local changes, would = {}, ctx.dry_run and "would be " or ""
    local function note(name, id, what)
        changes[#changes + 1] = { persona_name = name, persona_id = id, change = what }
        if what ~= "unchanged" then print(("%s%-9s  %s  %s"):format(would, what, id, name)) end
    end

    -- Listed once: a list for each file would be one for each persona of the account.
    local own, named = tavus.personas.all { persona_type = "user" }, {}
    for _, persona in ipairs(own) do
        local name = persona.persona_name or ""
        named[name] = named[name] or persona
    end
    local function ensure(fields)
        local persona = named[fields.persona_name]
        if persona then return tavus.personas.update(persona, fields) end
        return tavus.personas.create(fields), "created"
    end

    for _, want in ipairs(wanted) do
        local ok, persona, what = pcall(ensure, want.fields)
        if not ok then
            print(("failed     %s"):format(want.file))
            error(persona, 0)
        end
        note(want.fields.persona_name, persona.persona_id, what)
    end

    for _, persona in ipairs(args.prune and own or {}) do
        local name = persona.persona_name or ""
        if name:sub(1, #args.prefix) == args.prefix and not names[name] then
            persona:delete()
            note(name, persona.persona_id, "deleted")
        end
    end
    return changes
end
