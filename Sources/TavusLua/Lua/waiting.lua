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
