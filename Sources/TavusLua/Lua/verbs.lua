-- One function per operation of the catalogue.
local _, host = ...

local function describe(value)
    if type(value) == "string" then return ("string %q"):format(value) end
    return value == nil and "nothing" or type(value)
end

-- The id that stands for `value`, which is an id or a record that has it.
local function identifier(operation, field, value)
    if type(value) == "string" then return value end
    if type(value) == "table" then
        for _, name in ipairs(field.names) do
            local id = rawget(value, name)
            if type(id) == "string" then return id end
        end
        host.invalid(operation, ("the record has no %s"):format(field.names[1]))
    end
    host.invalid(operation, ("%s: expected an id or a record, got %s"):format(
        field.names[1], describe(value)))
end

local function fields_argument(operation, verb, resource, value)
    if value == nil or type(value) == "table" then return value end
    -- rename(record, "New name") says what it means.
    if verb.verb == "rename" and type(value) == "string" and resource.name_field then
        return { [resource.name_field] = value }
    end
    host.invalid(operation, ("expected a table of fields, got %s"):format(describe(value)))
end

-- What is sent is what the catalogue says; `bound` is the resource of one client.
function host.verb(bound, verb)
    local id, resource, kind = verb.id, bound.resource, verb.answer
    local function finish(answer)
        if answer == nil or kind == "none" or kind == "object" then return answer end
        return host.records.adopt(bound, answer, kind)
    end
    local client = bound.client
    local function call(fields, ...)
        local ok, answer, status, attempts, request_id = pcall(host.call, client, id, fields, ...)
        if ok then
            return finish(host.records.note(answer, status, attempts, request_id))
        end
        host.remember(bound, verb, answer, fields, { ... })
        return host.answer(id, false, answer)
    end
    if #verb.path_fields == 0 then
        return function(fields)
            return call(fields_argument(id, verb, resource, fields))
        end
    elseif #verb.path_fields == 1 then
        local field = verb.path_fields[1]
        return function(subject, fields)
            return call(fields_argument(id, verb, resource, fields), identifier(id, field, subject))
        end
    end
    local first, second = verb.path_fields[1], verb.path_fields[2]
    return function(outer, inner, fields)
        return call(fields_argument(id, verb, resource, fields),
            identifier(id, first, outer), identifier(id, second, inner))
    end
end
