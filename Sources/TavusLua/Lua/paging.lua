-- each, all, find: lists without page numbers.
local _, host = ...

local paging = {}
host.paging = paging

local LARGEST_PAGE = 100

function host.identity(bound, record)
    for _, name in ipairs(bound.resource.id_names) do
        if record[name] ~= nil then return record[name] end
    end
end

-- Forgets the pager of a loop that was left early; a closing session forgets all of them by itself.
local forgetful = { __gc = function(state) pcall(host.forget_pager, state.pager) end }

local function begin(bound, filters)
    local query = host.copy(filters)
    if query.page ~= nil then
        host.invalid(bound.resource.name .. ".each",
            "page: it begins at the first page; list{ page = … } gives one page")
    end
    query.limit = query.limit or LARGEST_PAGE
    return setmetatable({ query = query, pager = host.pager(bound.resource.name) }, forgetful)
end

-- The rows of the next page that no earlier page had, and whether another page follows.
local function fetch(bound, state)
    local page = bound.verbs.list(state.query)
    local rows, ids = page.data or {}, host.json.array {}
    for place, row in ipairs(rows) do ids[place] = host.identity(bound, row) or "" end
    local step = host.page(state.pager, ids, page.total_count)
    local fresh = {}
    for _, place in ipairs(step.fresh) do fresh[#fresh + 1] = rows[place] end
    state.query.page = step.next
    return fresh, step.next ~= nil
end

-- An iterator over all pages, fetched as the loop needs them. A row met twice, because something was
-- created between two pages, is given once. No request is open between two steps.
function paging.each(bound, filters)
    local state = begin(bound, filters)
    local rows, position, more = {}, 0, true
    return function()
        while true do
            position = position + 1
            if rows[position] then return rows[position] end
            if not more then return nil end
            rows, more = fetch(bound, state)
            position = 0
        end
    end
end

function paging.all(bound, filters)
    local found = host.json.array {}
    for record in paging.each(bound, filters) do found[#found + 1] = record end
    return found
end

local function matches(record, wanted)
    for key, value in next, wanted do
        if record[key] ~= value then return false end
    end
    return true
end

local function tester(bound, wanted)
    if type(wanted) == "function" then return wanted end
    if type(wanted) == "table" then
        return function(record) return matches(record, wanted) end
    end
    if type(wanted) ~= "string" then
        host.invalid(bound.resource.name .. ".find",
            "expected a name, a table of fields or a function, got " .. type(wanted))
    end
    local name = bound.resource.name_field
    return function(record)
        return record[name] == wanted or host.identity(bound, record) == wanted
    end
end

-- The first record with this name or id, these field values, or for which the function says true.
function paging.find(bound, wanted)
    local test = tester(bound, wanted)
    for record in paging.each(bound) do
        if test(record) then return record end
    end
end
