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
