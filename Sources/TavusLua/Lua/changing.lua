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
        local data = rawget(fields, "data")
        local first = type(data) == "table" and data[1]
        return rawget(fields, "objective_name") or type(first) == "table" and first.objective_name
    end,
    guardrails = function(fields) return rawget(fields, "guardrails_name") or rawget(fields, "name") end,
}

function host.name_of(bound, fields)
    local named = naming[bound.resource.name]
    if named then return named(fields) or nil end
    local name = bound.resource.name_field
    return name and rawget(fields, name)
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

-- How the record is found: by its name, or where the fields have `key`, by the field of that name.
local function tester_for(bound, operation, fields, key)
    if key == nil then
        local name = host.name_of(bound, fields)
        if type(name) ~= "string" then
            host.invalid(operation,
                ("needs the name (%s) by which the record is found, or key = \"field\""):format(
                    bound.resource.name_field))
        end
        return function(record) return host.name_of(bound, record) == name end
    end
    if type(key) ~= "string" or fields[key] == nil or type(fields[key]) == "table" then
        host.invalid(operation, "key: expected the name of a field that is given, and is no table")
    end
    return function(record)
        -- Rows of lists may have less than records: to miss one would be to create it again.
        if rawget(record, key) == nil then record = bound.verbs.get(record) end
        return rawget(record, key) == fields[key]
    end
end

-- Creates the record of this name, or changes the one there is. Gives the record, "created",
-- "updated" or "unchanged", and whether anything changed.
function host.ensure(bound, given)
    local operation = bound.resource.name .. ".ensure"
    if type(given) ~= "table" then
        host.invalid(operation, "expected a table of fields, got " .. type(given))
    end
    local fields = host.copy(given)
    local key = fields.key
    fields.key = nil
    local found = host.paging.find(bound, tester_for(bound, operation, fields, key))
    if not found then return bound.verbs.create(fields), "created", true end
    local change = bound.resource.verbs.update and update_metadata or host.update
    local record, what = change(bound, found, fields)
    return record, what, what ~= "unchanged"
end
