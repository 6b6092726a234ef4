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

-- The ids that stand for one value or a list of them; nil for a table of fields.
local function identifiers(operation, field, value)
    local place = { names = field.id_names }
    if type(value) == "string" then return host.json.array { value } end
    for _, name in ipairs(field.id_names) do
        if type(rawget(value, name)) == "string" then
            return host.json.array { identifier(operation, place, value) }
        end
    end
    if rawget(value, 1) == nil then return nil end
    local ids = host.json.array {}
    for index, item in ipairs(value) do ids[index] = identifier(operation, place, item) end
    return ids
end

local function fields_argument(operation, verb, value)
    local sole = verb.sole_field
    if sole and (type(value) == "string" or sole.id_names and type(value) == "table") then
        -- rename(record, "New name") and attach(pal, tool) say what they mean.
        local meant = value
        if sole.id_names then meant = identifiers(operation, sole, value) end
        return meant and { [sole.name] = meant } or value
    end
    if value == nil or type(value) == "table" then return value end
    host.invalid(operation, ("expected a table of fields, got %s"):format(describe(value)))
end

-- What is sent is what the catalogue says; `bound` is the resource of one client. An answer may have
-- the records of another one: what is attached to a pal are tools.
function host.verb(bound, verb)
    local id, kind = verb.id, verb.answer
    local function finish(answer)
        if answer == nil or kind == "none" or kind == "object" then return answer end
        return host.records.adopt(bound.siblings[verb.answer_of], answer, kind)
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
            return call(fields_argument(id, verb, fields))
        end
    elseif #verb.path_fields == 1 then
        local field = verb.path_fields[1]
        return function(subject, fields, options)
            local sent = fields_argument(id, verb, fields)
            if verb.is_patch and options ~= nil then
                -- patch(record, operations, { force = true })
                sent = host.copy(fields_argument(id, verb, options))
                sent.operations = fields
            end
            return call(sent, identifier(id, field, subject))
        end
    end
    local first, second = verb.path_fields[1], verb.path_fields[2]
    return function(outer, inner, fields)
        return call(fields_argument(id, verb, fields),
            identifier(id, first, outer), identifier(id, second, inner))
    end
end
