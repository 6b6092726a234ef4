-- each, all, find: lists without page numbers.
local _, host = ...

local paging = {}
host.paging = paging

local LARGEST_PAGE = 100

function host.identity(bound, record)
    for _, name in ipairs(bound.resource.id_names) do
        local id = rawget(record, name)
        if id ~= nil then return id end
    end
end

-- Forgets the pager of a loop that was left early; a closing session forgets all of them by itself.
local forgetful = {
    __gc = function(state)
        if state.pager then pcall(host.forget_pager, state.pager) end
    end,
}

-- each(filters), or each(pal, filters) where the list is one of another record.
local function begin(bound, ...)
    local list = bound.resource.verbs.list
    local owners, arguments = {}, table.pack(...)
    for place = 1, #list.path_fields do owners[place] = arguments[place] end
    local query = host.copy(arguments[#owners + 1])
    if query.page ~= nil then
        host.invalid(bound.resource.name .. ".each",
            "page: it begins at the first page; list{ page = … } gives one page")
    end
    if list.is_paged then query.limit = query.limit or LARGEST_PAGE end
    return setmetatable({
        query = query, owners = owners,
        pager = list.is_paged and host.pager(bound.resource.name) or nil,
    }, forgetful)
end

-- The rows of a page. Taken for no rows, an answer of another shape would make a search that is asked before
-- something is paid for once more say that there is nothing.
local function rows_of(bound, page)
    local rows = page.data
    local problem = type(rows) ~= "table" and "the answer has no list of rows"
    for place, row in ipairs(problem and {} or rows) do
        if type(row) ~= "table" then
            problem = ("row %d of the answer is no record"):format(place)
            break
        end
    end
    if not problem and #rows == 0 and next(rows) ~= nil then
        problem = "the answer has an object in place of its rows"
    end
    if problem then
        host.fail {
            code = "undecodable", operation = bound.resource.verbs.list.id, message = problem,
            outcome = "done",
        }
    end
    return rows
end

-- What tells a row from others, as text; "" where nothing does.
local function row_name(bound, row)
    local id = host.identity(bound, row)
    return (type(id) == "string" or math.type(id)) and tostring(id) or ""
end

-- The rows of the next page that no earlier page had, and whether another page follows.
local function fetch(bound, state)
    local arguments = { table.unpack(state.owners) }
    arguments[#arguments + 1] = state.query
    local page = bound.verbs.list(table.unpack(arguments))
    local rows, ids = rows_of(bound, page), host.json.array {}
    if not state.pager then return rows, false end
    for place, row in ipairs(rows) do ids[place] = row_name(bound, row) end
    local step = host.page(state.pager, ids, math.tointeger(page.total_count))
    local fresh = {}
    for _, place in ipairs(step.fresh) do fresh[#fresh + 1] = rows[place] end
    state.query.page = step.next
    return fresh, step.next ~= nil
end

-- An iterator over all pages, fetched as the loop needs them. A row met twice, because something was
-- created between two pages, is given once. No request is open between two steps. In a dry run the
-- records that it would have made come last.
function paging.each(bound, ...)
    local state = begin(bound, ...)
    local rows, position, more = {}, 0, true
    local planned = #state.owners == 0 and host.planning
    return function()
        while true do
            position = position + 1
            if rows[position] then return rows[position] end
            if more then
                rows, more = fetch(bound, state)
            elseif planned then
                rows, planned = planned.made(bound), nil
            else
                return nil
            end
            position = 0
        end
    end
end

function paging.all(bound, ...)
    local found = host.json.array {}
    for record in paging.each(bound, ...) do found[#found + 1] = record end
    return found
end

local function matches(record, wanted)
    for key, value in next, wanted do
        if rawget(record, key) ~= value then return false end
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
        return rawget(record, name) == wanted or host.identity(bound, record) == wanted
    end
end

-- The first record with this name or id, these field values, or for which the function says true.
-- find(wanted), or find(pal, wanted) where the list is one of another record.
function paging.find(bound, ...)
    local arguments = table.pack(...)
    local owners = #bound.resource.verbs.list.path_fields
    local test = tester(bound, arguments[owners + 1])
    for record in paging.each(bound, table.unpack(arguments, 1, owners)) do
        if test(record) then return record end
    end
end
