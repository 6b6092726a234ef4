// Made by scripts/generate from Sources/TavusLua/Lua. Edit those files, then run it again.
// swift-format-ignore-file

enum LuaSources {
    static let changing: StaticString = ##"""
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
"""##

    static let help: StaticString = ##"""
-- The global `help`: help(tavus.personas.create), help("personas"), help().
local help = ...

setmetatable(help, {
    __call = function(_, subject) print(require "tavus".help(subject)) end,
    __tostring = function() return "help(x) explains x, e.g. help(tavus.conversations.create)" end,
})
"""##

    static let paging: StaticString = ##"""
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
"""##

    static let reconciling: StaticString = ##"""
-- reconcile: what became of a write whose answer was lost. It reads, and sends nothing again.
local _, host, task = ...

-- The clocks of server and client differ, and a name that was given a minute ago is rarely given again.
local MARGIN = 60
-- So many older rows in a list that never went back to newer ones, and the rest is older too.
local ENOUGH_OLDER_ROWS = 10

local lost = setmetatable({}, { __mode = "k" })   -- error object -> the call it is about

-- Remembers a write that may have been done.
function host.remember(bound, verb, problem, fields, ids)
    if type(problem) ~= "table" or verb.effect == "read" then return end
    if problem.outcome == "unknown" or problem.outcome == "done" then
        lost[problem] = { bound = bound, verb = verb, fields = fields or {}, ids = ids }
    end
end

-- Whether a row can be what these fields made: a name must be the same, and no other id stand in
-- its place. Texts are not compared, as services trim and complete them.
local function agrees(bound, row, fields)
    local name = host.name_of(bound, fields)
    if name ~= nil and host.name_of(bound, row) ~= name then return false end
    for key, value in next, fields do
        local is_id = type(key) == "string" and key:find("_id$") and type(value) == "string"
        if is_id and type(row[key]) == "string" and row[key] ~= value then return false end
    end
    return true
end

local function created_at(row)
    local ok, seconds = pcall(host.timestamp, row.created_at)
    return ok and seconds or nil
end

-- The rows since then that agree. Lists come newest first as a rule, which no source promises: so the
-- search ends early only where the rows say so themselves.
local function candidates(bound, fields, since)
    local found, older, is_falling, last = {}, 0, true, math.huge
    for row in host.paging.each(bound) do
        local at = created_at(row)
        -- The answer that brought the row has told how far the server's clock is behind.
        local first = since - host.clock_lead(bound.client)
        if at and at > last then is_falling = false end
        last = at or last
        if at and at < first then
            older = older + 1
            if is_falling and older >= ENOUGH_OLDER_ROWS then break end
        elseif agrees(bound, row, fields) then
            found[#found + 1] = row
        end
    end
    return found
end

local function search(bound, fields, since, patience)
    local deadline, pause = host.elapsed() + patience, 0.5
    while true do
        local found = candidates(bound, fields, since)
        if #found == 1 then return "found", found[1] end
        if #found > 1 then return "several", found end
        local left = deadline - host.elapsed()
        if left <= 0 then return "not_found" end
        task.sleep(math.min(pause, left))
        pause = pause * 2
    end
end

local function options_of(operation, options)
    if options ~= nil and type(options) ~= "table" then
        host.invalid(operation, "expected a table of options, got " .. type(options))
    end
    options = options or {}
    return options.since, host.seconds(options.wait or 10, operation, "wait")
end

-- A write on a record that exists: the record as it is now.
local function look(call)
    local ok, record = pcall(call.bound.verbs.get, table.unpack(call.ids))
    if ok then return "found", record end
    if type(record) == "table" and record.code == "not_found" then return "not_found" end
    error(record, 0)
end

local function reconcile_error(problem, options)
    local call = lost[problem]
    if not call then
        local outcome = type(problem) == "table" and problem.method and problem.outcome
        if outcome == "not_sent" or outcome == "refused" then return "not_found" end
        host.invalid("reconcile", outcome and problem.method ~= "GET"
            and "a call by path does not say what it makes; use tavus.<resource>.reconcile({ … }, "
                .. "{ since = err.sent_at }) with the fields that were sent"
            or "expected the error of a write whose outcome is unknown")
    end
    if call.verb.effect ~= "create" then return look(call) end
    local since, patience = options_of(call.verb.id, options)
    since = since or host.target_time(problem.sent_at) - MARGIN
    return search(call.bound, call.fields, since, patience)
end

-- err:reconcile(), err:reconcile{ wait = "30s" }
task.error_methods.reconcile = reconcile_error

-- tavus.<resource>.reconcile(err), or with the fields that were sent: reconcile({ … }, { since = seconds })
function host.reconcile(bound, subject, options)
    if type(subject) == "table" and lost[subject] then return reconcile_error(subject, options) end
    local operation = bound.resource.name .. ".reconcile"
    if type(subject) ~= "table" or host.name_of(bound, subject) == nil then
        host.invalid(operation, ("expected the error, or the fields that were sent with %s"):format(
            bound.resource.name_field))
    end
    local since, patience = options_of(operation, options)
    if type(since) ~= "number" then
        host.invalid(operation, "since: expected the seconds of err.sent_at or of an earlier tavus.now()")
    end
    return search(bound, subject, since - MARGIN, patience)
end
"""##

    static let records: StaticString = ##"""
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
"""##

    static let support: StaticString = ##"""
-- What the other files of this module share: errors, durations, nearest names.
-- They are handed over in `host`, the table of the host's functions, which scripts never see.
local _, host = ...

-- Raises an error object. `fields` has at least `code` and `message`.
function host.raise(fields)
    host.fail(fields)
end

function host.invalid(operation, message)
    host.fail { code = "invalid_argument", operation = operation, message = message, outcome = "not_sent" }
end

-- What pcall(host.f, …) gave. A table that cannot be JSON is refused on its way out of Lua, in words
-- about the host's function; the script's author knows the operation.
function host.answer(operation, ok, ...)
    if ok then return ... end
    local problem = ...
    local inner = type(problem) == "string"
        and problem:match("bad argument #%d+ to '[%w_?]+' %((.*)%)$")
    if inner then host.invalid(operation, inner) end
    error(problem, 0)
end

local SECONDS = { ms = 0.001, s = 1, m = 60, h = 3600, d = 86400 }

-- 90, "90s", "45m", "6h", "2d", "1h30m" -> seconds
function host.seconds(value, operation, name)
    if math.type(value) and value >= 0 and value < math.huge then return value end
    if type(value) == "string" then
        if tonumber(value) and tonumber(value) >= 0 then return tonumber(value) end
        local total, rest = 0, value
        while rest ~= "" do
            local amount, unit, tail = rest:match("^(%d+%.?%d*)(%a+)(.*)$")
            if not (amount and SECONDS[unit]) then total = nil break end
            total, rest = total + tonumber(amount) * SECONDS[unit], tail
        end
        if total and value ~= "" then return total end
    end
    host.invalid(operation, ("%s: expected seconds or text such as \"90s\", \"45m\" or \"6h\", got %s")
        :format(name, type(value) == "string" and ("%q"):format(value) or tostring(value)))
end

-- An `__index` that explains a name that is not there.
function host.missing(prefix, what)
    return function(self, key)
        if type(key) ~= "string" then return nil end
        local names = {}
        for name in next, self do
            if type(name) == "string" then names[#names + 1] = name end
        end
        local near = host.nearest(key, names)
        host.invalid(nil, ("%s%s: there is no such %s.%s"):format(prefix, key, what,
            near and (" Did you mean \"%s\"?"):format(near) or " help() lists them."))
    end
end

-- Copies the members of `fields`, so that what the caller passed is never changed.
function host.copy(fields)
    local copied = {}
    for key, value in next, fields or {} do copied[key] = value end
    return copied
end

-- Further fields of `tavus`, brought by other rooms: host.extend("emulator", { … })
host.extensions = {}
function host.extend(name, extension) host.extensions[name] = extension end
"""##

    static let tavus: StaticString = ##"""
-- The module itself: resources and the functions beside them. Runs at the first use of `tavus`.
local tavus, host, task = ...

host.json = require "json"

local comfort = {
    each = function(bound) return function(...) return host.paging.each(bound, ...) end end,
    all = function(bound) return function(...) return host.paging.all(bound, ...) end end,
    find = function(bound) return function(...) return host.paging.find(bound, ...) end end,
    wait = function(bound)
        return function(subject, goal, options) return host.wait(bound, subject, goal, options) end
    end,
    update = function(bound)
        return function(...) return host.update(bound, ...) end
    end,
    ensure = function(bound) return function(fields) return host.ensure(bound, fields) end end,
    reconcile = function(bound)
        return function(subject, options) return host.reconcile(bound, subject, options) end
    end,
}

-- Which comforts a resource has follows from the verbs and the lifecycle in the catalogue.
local function comforts_of(resource)
    local verbs, names = resource.verbs, {}
    if verbs.list and verbs.list.answer == "list" then names = { "each", "all", "find" } end
    if resource.lifecycle then names[#names + 1] = "wait" end
    if verbs.patch and not verbs.update then names[#names + 1] = "update" end
    if verbs.create and verbs.list then names[#names + 1] = "reconcile" end
    if resource.has_ensure then names[#names + 1] = "ensure" end
    return names
end

local operations = setmetatable({}, { __mode = "k" })   -- function -> operation id, for help

local function bind(client, target, resource, siblings)
    local bound =
        { client = client, target = target, resource = resource, verbs = {}, siblings = siblings }
    siblings[resource.name] = bound
    for name, verb in next, resource.verbs do
        local call = host.verb(bound, verb)
        operations[call] = verb.id
        bound.verbs[name] = call
        bound.verbs[verb.lua] = call
    end
    for _, name in ipairs(comforts_of(resource)) do
        local call = comfort[name](bound)
        operations[call] = resource.name .. "." .. name
        bound.verbs[name] = call
    end
    bound.metatable = host.records.metatable(bound)
    local name = "tavus." .. resource.name
    return setmetatable(bound.verbs,
        { __index = host.missing(name .. ".", "operation"), __name = name })
end

-- Fills `into` with the API as one client sees it.
local function populate(into, client)
    local description, siblings = host.describe(), {}
    into.target = host.target(client)
    for _, resource in ipairs(description) do
        local verbs = bind(client, into.target, resource, siblings)
        operations[verbs] = resource.name
        into[resource.name] = verbs
        for _, alias in ipairs(resource.aliases) do into[alias] = verbs end
        if client == 0 then
            package.loaded["tavus." .. resource.name] = verbs   -- names the functions in tracebacks
        end
    end
    function into.request(method, path, options)
        return host.answer("request", pcall(host.request, client, method, path, options))
    end
    return into
end

populate(tavus, 0)

tavus.all, tavus.map, tavus.spawn, tavus.try = task.all, task.map, task.spawn, task.try
function tavus.sleep(duration) return task.sleep(host.seconds(duration, "sleep", "duration")) end
function tavus.diff(from, to) return host.diff(from, to) end
function tavus.timestamp(text) return host.timestamp(text) end
function tavus.now() return host.now() end
function tavus.response(record) return host.records.response(record) end

-- A second client of the same shape: tavus.connect{ profile = "acme" }
function tavus.connect(options)
    local client = populate({}, host.connect(options or {}))
    return setmetatable(client,
        { __index = host.missing("tavus.", "resource or function"), __name = "tavus" })
end

-- "csv" or "csv.decode" for what `require "csv"` gave.
local function module_topic(subject)
    for _, name in ipairs(host.module_names()) do
        local module = package.loaded[name]
        if module == subject then return name end
        for member, value in next, type(module) == "table" and module or {} do
            if value == subject then return name .. "." .. member end
        end
    end
end

function tavus.help(subject)
    if subject == nil then return host.help() end
    local topic = operations[subject] or (type(subject) == "string" and subject)
    if type(subject) == "table" and not topic then
        local metatable = getmetatable(subject)
        topic = type(metatable) == "table" and metatable.__name
    end
    return host.help(topic or module_topic(subject) or tostring(subject))
end

for name, extension in next, host.extensions do tavus[name] = extension end
setmetatable(tavus, { __index = host.missing("tavus.", "resource or function"), __name = "tavus" })
"""##

    static let verbs: StaticString = ##"""
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
"""##

    static let waiting: StaticString = ##"""
-- wait: polls until a record is where one wants it, or cannot get there any more.
local _, host, task = ...

local function has_event(record, kind)
    for _, event in ipairs(record.events or {}) do
        if event.event_type == kind then return true end
    end
    return false
end

local function over(record) return record.status ~= "active" end

-- For each goal of a conversation: whether it is reached, and whether it is out of reach.
local conversation_goals = {
    joined = {
        reached = function(record) return has_event(record, "system.replica_joined") end,
        lost = over,
    },
    ended = { reached = over, lost = function() return false end },
    transcript = {
        reached = function(record) return has_event(record, "application.transcription_ready") end,
        -- The transcript comes after the end; a call that was never joined has none.
        lost = function(record) return over(record) and not has_event(record, "system.replica_joined") end,
    },
}

local function contains(list, value)
    for _, item in ipairs(list) do
        if item == value then return true end
    end
    return false
end

local function lifecycle_goals(lifecycle)
    local goal = {
        reached = function(record) return contains(lifecycle.succeeded, record[lifecycle.field]) end,
        lost = function(record) return contains(lifecycle.failed, record[lifecycle.field]) end,
    }
    local goals = {}
    for _, state in ipairs(lifecycle.succeeded) do goals[state] = goal end
    return goals, lifecycle.succeeded[1]
end

local function reason(record)
    return record.error_message or record.status_details or record.shutdown_reason or record.error_details
end

local function give_up(bound, record, goal, code, what)
    local id = host.identity(bound, record)
    host.raise {
        code = code, operation = bound.resource.name .. ".wait", outcome = "done",
        subject = ("%s %s"):format(bound.resource.singular, id),
        message = ("%s %s: %s"):format(what, goal, tostring(reason(record) or record.status)),
    }
end

-- Polls quickly at first and then at most every `slowest` seconds; training takes hours.
local SLOWEST = { conversations = 5, documents = 10, videos = 10, replicas = 60 }

local function goals_of(bound)
    if bound.resource.name == "conversations" then return conversation_goals, "joined" end
    return lifecycle_goals(bound.resource.lifecycle)
end

local function arguments(operation, goal, options)
    if type(goal) == "table" and options == nil then return nil, goal end
    if options ~= nil and type(options) ~= "table" then
        host.invalid(operation, "expected a table of options, got " .. type(options))
    end
    return goal, options or {}
end

-- wait(record), wait(record, goal), wait(record, { timeout = "6h" }), wait(record, goal, options)
function host.wait(bound, subject, goal, options)
    local operation = bound.resource.name .. ".wait"
    goal, options = arguments(operation, goal, options)
    local goals, default = goals_of(bound)
    goal = goal or default
    local wanted = goals[goal]
    if not wanted then
        local names = {}
        for name in next, goals do names[#names + 1] = name end
        table.sort(names)
        host.invalid(operation, ("cannot wait for %s; one waits for %s"):format(
            tostring(goal), table.concat(names, ", ")))
    end
    if host.planning and host.planning.takes(bound, subject, goal) then
        return type(subject) == "table" and subject or bound.verbs.get(subject)
    end
    local timeout = options.timeout and host.seconds(options.timeout, operation, "timeout")
    local pace = options.interval and host.seconds(options.interval, operation, "interval")
    local is_quick = bound.target == "emulator" and not host.time_is_virtual()
    local slowest = is_quick and 1 or SLOWEST[bound.resource.name] or 10
    local watching <close> = host.wait_watcher and host.wait_watcher(bound) or nil
    local delay, deadline = pace or 0.25, timeout and host.elapsed() + timeout
    while true do
        local record = bound.verbs.get(subject, bound.resource.is_verbose and { verbose = true } or nil)
        if watching then watching(record) end
        if wanted.reached(record) then
            if type(subject) == "table" then
                for key, value in next, record do subject[key] = value end
                return subject
            end
            return record
        end
        if wanted.lost(record) then give_up(bound, record, goal, "failed", "did not become") end
        local left = deadline and deadline - host.elapsed() or math.huge
        if left <= 0 then give_up(bound, record, goal, "timeout", "timed out before it was") end
        task.sleep(math.min(delay, left))
        if not pace then delay = math.min(delay * 1.5, slowest) end
    end
end
"""##

}
