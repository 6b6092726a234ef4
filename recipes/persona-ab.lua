--[==[ [recipe]
name = "persona-ab"
version = "1.0.0"
summary = "Makes two personas from two prompts, and pairs of calls to compare them."
description = """
Both personas are copies of one but for the prompt. Each pair is two conversations with the same greeting, to
be held by the same tester. --cleanup ends the calls and deletes the personas of an earlier run."""
license = "MIT"
keywords = ["personas", "prompts", "experiments"]
host = ">=0.1"
effects = "delete"
examples = [
  { run = "persona-ab --base p5317866 --a 'You are brief.' --b @friendly.txt --test-mode", help = "nothing is billed" },
  "persona-ab --cleanup",
]

[permissions]
operations = [
    "personas.list", "personas.get", "personas.create", "personas.delete", "conversations.create",
    "conversations.list", "conversations.end",
]
budget = { personas = 2, conversations = 20 }

[params.base]
type = "id<persona>"
help = "copied twice"

[params.a]
type = "text"
help = "the first prompt; @FILE reads one"

[params.b]
type = "text"
help = "the second prompt"

[params.replica]
type = "id<replica>"
help = "whose face; else the one of the base"

[params.pairs]
type = "int"
default = 1
min = 1
max = 10
help = "how many pairs of calls"

[params.label]
type = "string"
default = "A/B"
help = "begins the names of all that is made"

[params.test_mode]
type = "bool"
default = false
help = "no replica joins, nothing is billed"

[params.cleanup]
type = "bool"
default = false
help = "end and delete what bears the label"

[output]
type = "array"
items.properties.pair = { type = "integer" }
items.properties.side = { enum = ["a", "b"] }
items.properties.persona_id = { type = "string" }
items.properties.conversation_url = { type = "string" }
]==]
local json = require "json"

local COPIED = {
    "pipeline_mode", "context", "default_replica_id", "document_ids", "document_tags", "layers",
    "objectives_id", "guardrails_id",
}

local function cleanup(label)
    local function bears(name) return name and name:sub(1, #label + 2) == label .. ": " end
    local removed = {}
    for _, call in ipairs(tavus.conversations.all { status = "active" }) do
        if bears(call.conversation_name) then
            call:end_()
            removed[#removed + 1] = { what = "ended " .. call.conversation_id }
        end
    end
    for _, persona in ipairs(tavus.personas.all { persona_type = "user" }) do
        if bears(persona.persona_name) then
            persona:delete()
            removed[#removed + 1] = { what = "deleted " .. persona.persona_id }
        end
    end
    return json.array(removed)
end

return function(args, ctx)
    if args.cleanup then return cleanup(args.label) end
    if not (args.base and args.a and args.b) then
        error("give --base and the two prompts --a and --b, or --cleanup", 0)
    end
    local base = tavus.personas.get(args.base)
    local replica = args.replica or base.default_replica_id
    if not replica then error("the base has no replica of its own: give one with --replica", 0) end
    -- Said as it is made: after a failure, --cleanup takes it away.
    local did = ctx.dry_run and "would make" or "made"
    local function note(where, name) print(("%s  %s  %s"):format(did, where, name)) end

    local personas = {}
    for _, side in ipairs { "a", "b" } do
        local fields = { persona_name = ("%s: %s"):format(args.label, side), system_prompt = args[side] }
        for _, name in ipairs(COPIED) do fields[name] = base[name] end
        personas[side] = tavus.personas.create(fields)
        note(personas[side].persona_id, fields.persona_name)
    end

    local links = {}
    for pair = 1, args.pairs do
        for _, side in ipairs { "a", "b" } do
            local name = ("%s: pair %d %s"):format(args.label, pair, side)
            local call = tavus.conversations.create {
                persona_id = personas[side].persona_id, replica_id = replica, conversation_name = name,
                test_mode = args.test_mode or nil,
                properties = { max_call_duration = 900 },
            }
            note(call.conversation_url, name)
            links[#links + 1] = {
                pair = pair, side = side, persona_id = personas[side].persona_id,
                conversation_url = call.conversation_url,
            }
        end
    end
    return links
end
