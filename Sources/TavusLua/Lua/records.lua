-- Records: plain tables with the API's fields, and the resource's verbs as methods.
local _, host = ...

local records = {}
host.records = records

-- The transcript of an ended conversation stands inside one of its verbose events.
local function transcript(conversation)
    for _, event in ipairs(rawget(conversation, "events") or {}) do
        if event.event_type == "application.transcription_ready" then
            return event.properties and event.properties.transcript
        end
    end
end

local computed = { conversations = { transcript = transcript } }

local function refresh(bound, record)
    local fresh = bound.verbs.get(record)
    for key in next, record do
        if rawget(fresh, key) == nil then record[key] = nil end
    end
    for key, value in next, fresh do record[key] = value end
    return record
end

-- The methods of a record are the functions of its resource that take its id first.
local function methods(bound)
    local found = {}
    for name, verb in next, bound.verbs do
        local shape = bound.resource.verbs[name]
        if not shape or shape.is_method then found[name] = verb end
    end
    for _, name in ipairs { "each", "all", "find", "ensure", "reconcile", "list", "create" } do
        found[name] = nil
    end
    local get = bound.resource.verbs.get
    if get and get.is_method then
        function found.refresh(record) return refresh(bound, record) end
    end
    return found
end

-- The metatable of this client's records of one resource.
function records.metatable(bound)
    local found = methods(bound)
    local lazily = computed[bound.resource.name]
    local index = found
    if lazily then
        index = function(record, key)
            local compute = lazily[key]
            if compute then return compute(record) end
            return found[key]
        end
    end
    return { __index = index, __name = "tavus." .. bound.resource.singular }
end

-- How the answers came from which records and pages were made; beside them, so that `pairs` and
-- `json.encode` see the API's fields alone.
local responses = setmetatable({}, { __mode = "k" })

function records.note(answer, status, attempts, request_id)
    if type(answer) == "table" then
        responses[answer] = { status = status, attempts = attempts, request_id = request_id }
    end
    return answer
end

-- tavus.response(record) -> { status =, attempts =, request_id = }, or nil for what no call gave.
function records.response(record)
    local response = responses[record]
    return response and host.copy(response)
end

-- Every page looks the same to a script: { data = {…}, total_count = n }. What is no list of records is left
-- as it is; who needs all of them refuses it (`paging.rows`).
local function adopt_list(bound, answer)
    local page = bound.resource.page
    if getmetatable(answer) == getmetatable(host.json.array {}) then
        local whole = { data = answer }
        responses[whole] = responses[answer]
        answer = whole
    elseif answer.data == nil and answer[page.rows] ~= nil then
        answer.data, answer[page.rows] = answer[page.rows], nil
        answer.total_count, answer[page.total] = answer[page.total], nil
    end
    if type(answer.data) ~= "table" then return answer end
    for _, record in ipairs(answer.data) do
        if type(record) == "table" then setmetatable(record, bound.metatable) end
    end
    return answer
end

-- The metatable for an answer; in a dry run one that nothing was sent for knows less than others.
local function metatable_for(bound, answer)
    local response = host.planning and responses[answer]
    if response and response.attempts == 0 then return host.planning.metatable(bound) end
    return bound.metatable
end

-- Gives a decoded answer its methods. Reference, "Get Persona", 2025-11: the record stands in
-- `data[0]`; the live service answers it flat. Both become the flat record.
function records.adopt(bound, answer, kind)
    if kind == "map" then
        for _, record in next, answer.data or {} do setmetatable(record, bound.metatable) end
        return answer
    elseif kind == "list" then
        return adopt_list(bound, answer)
    end
    local id, data = bound.resource.id_field, rawget(answer, "data")
    if type(data) == "table" and type(data[1]) == "table" and data[1][id] ~= nil then
        if answer[id] == nil then
            responses[data[1]] = responses[answer]
            answer = data[1]
        elseif answer[id] == data[1][id] then
            answer.data = nil
        end
    end
    return setmetatable(answer, metatable_for(bound, answer))
end
