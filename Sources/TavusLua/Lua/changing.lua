-- update and ensure: say what a record should be, and let the difference be sent.
local _, host = ...

-- Takes the fields of `answer` into the record that the caller holds, if he holds one.
local function take(subject, answer)
    if type(subject) ~= "table" then return answer end
    for key, value in next, answer do subject[key] = value end
    return subject
end

-- The smallest patch that makes the partial object true: members are merged, arrays replaced,
-- json.null removes. Gives the record, "updated" or "unchanged", and the patch.
function host.update(bound, subject, partial, options)
    if type(partial) ~= "table" then
        host.invalid(bound.resource.name .. ".update",
            "expected a table of the fields to change, got " .. type(partial))
    end
    local current = bound.verbs.get(subject)
    local patch = host.merge_patch(current, partial, host.json.array(bound.resource.whole_fields))
    if #patch == 0 then return take(subject, current), "unchanged", patch end
    local answer = bound.verbs.patch(subject, patch, options)
    -- The service answers with the object or with a message alone.
    if type(answer) ~= "table" or host.identity(bound, answer) == nil then
        answer = bound.verbs.get(subject)
    end
    return take(subject, answer), "updated", patch
end

-- Objectives and guardrails are created with other names than they answer with.
-- Reference, "Create Objectives" and "Create Guardrails", 2025-11.
local naming = {
    objectives = function(fields)
        local first = type(fields.data) == "table" and fields.data[1]
        return fields.objective_name or type(first) == "table" and first.objective_name
    end,
    guardrails = function(fields) return fields.guardrails_name or fields.name end,
}

function host.name_of(bound, fields)
    local named = naming[bound.resource.name]
    if named then return named(fields) or nil end
    local name = bound.resource.name_field
    return name and fields[name]
end

-- Metadata that has an operation of its own instead of a patch: send what differs.
local function update_metadata(bound, record, fields)
    local changes = {}
    for _, name in ipairs(bound.resource.verbs.update.body_fields) do
        if fields[name] ~= nil then changes[name] = fields[name] end
    end
    if #host.merge_patch(record, changes) == 0 then return record, "unchanged" end
    local answer = bound.verbs.update(record, changes)
    return take(record, type(answer) == "table" and answer or changes), "updated"
end

-- Creates the record of this name, or changes the one there is. Gives the record, and "created",
-- "updated" or "unchanged".
function host.ensure(bound, fields)
    local operation = bound.resource.name .. ".ensure"
    if type(fields) ~= "table" then
        host.invalid(operation, "expected a table of fields, got " .. type(fields))
    end
    local name = host.name_of(bound, fields)
    if type(name) ~= "string" then
        host.invalid(operation, ("needs the name (%s) by which the record is found"):format(
            bound.resource.name_field))
    end
    local found = host.paging.find(bound, function(record) return host.name_of(bound, record) == name end)
    if not found then return bound.verbs.create(fields), "created" end
    if bound.resource.verbs.update then return update_metadata(bound, found, fields) end
    return host.update(bound, found, fields)
end
