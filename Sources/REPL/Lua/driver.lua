-- The prompt inside Lua: runs entries, keeps their results and top-level locals, and knows its jobs.
-- `driver` also has what snapshot.lua put there. Scripts reach none of this but what is in `kept`.
local driver, host, task = ...

local pack, unpack, running, sort = table.pack, table.unpack, coroutine.running, table.sort
local tointeger, tonumber = math.tointeger, tonumber
local package, print = package, print
local getinfo = debug and debug.getinfo
local getmetatable, setmetatable, rawget, next = getmetatable, setmetatable, rawget, next
local type, tostring, load, error, pcall = type, tostring, load, error, pcall
local globals = _G

-- Results and locals that entries leave behind, seen before the globals. `out` has the last results.
local OLDEST = 200
local kept = { out = {}, ["\0values"] = function(...) return ... end }
local assigned = {}          -- names that entries have set since the last one ended
local last_is_theirs = false -- the user has a variable `_` of his own
local foreground             -- the coroutine of the entry that the prompt waits for
local detached = {}          -- those of entries that became jobs, by number

local environment = setmetatable({}, {
    __index = setmetatable(kept, { __index = globals }),
    __newindex = function(_, name, value)
        assigned[name] = true
        if name == "_" and not last_is_theirs then
            last_is_theirs = true
            host.note("_ is your variable now; out[#out] has the last result")
        end
        if rawget(kept, name) ~= nil then kept[name] = value else globals[name] = value end
    end,
    __pairs = function() return next, globals, nil end,
})

-- Where entries run: here, or in a function that called repl().
local current = environment
function driver.enter(scope)
    local outer = current
    current = scope and scope(kept, globals) or environment
    return outer
end
function driver.leave(outer) current = outer end

-- What the last entry gave.
function driver.last() return kept._ end

-- Top-level locals of an entry, passed on by a line that the prompt appends to it.
kept["\0keep"] = function(...)
    for position = 1, select("#", ...), 2 do
        local name, value = select(position, ...)
        assigned[name] = true
        kept[name] = value
    end
end

local function remember(number, results)
    local out = kept.out
    if results.n == 0 or type(out) ~= "table" then return end
    out[number] = results[1]
    kept["_" .. number] = results[1]
    if number > OLDEST then
        out[number - OLDEST], kept["_" .. (number - OLDEST)] = nil, nil
    end
    if not last_is_theirs then
        kept.__, kept._ = kept._, results[1]
    end
end

-- A stop is no error that a script made.
local function is_stop(failure) return type(failure) == "userdata" and getmetatable(failure) == nil end

local function message_of(failure)
    local described, text = pcall(tostring, failure)
    return described and utf8.len(text) and text or "error value without text"
end

local function type_name(value)
    local metatable = type(value) == "table" and getmetatable(value)
    local name = type(metatable) == "table" and rawget(metatable, "__name")
    return type(name) == "string" and name or nil
end

-- The records among the results and the variables of an entry, for scripts made of a session.
local function born(results)
    local found = {}
    local function look(value, variable)
        local name = type_name(value)
        if not (name and name:find("^tavus%.")) then return end
        local record = { type = name, variable = variable, ids = {} }
        for key, id in next, value do
            if type(key) == "string" and key:find("_id$") and type(id) == "string" and utf8.len(id) then
                record.ids[key] = id
            end
        end
        found[#found + 1] = record
    end
    local names = {}
    for name in next, assigned do names[#names + 1] = type(name) == "string" and name or nil end
    sort(names)
    for _, name in next, names do
        if utf8.len(name) then look(rawget(kept, name) or rawget(globals, name), name) end
    end
    if results.n > 0 then look(results[1]) end
    assigned = {}
    return found
end

-- help(x) at the prompt also knows Lua's library, by its functions or by name, and Lua's keywords.
local function name_in_library(subject)
    if type(subject) ~= "function" then return subject end
    for module, members in next, package.loaded do
        for name, member in next, type(members) == "table" and members or {} do
            if member == subject then return module == "_G" and name or module .. "." .. name end
        end
    end
end

local function library_help(_, subject)
    local name = name_in_library(subject)
    local page = type(name) == "string" and host.help(name)
    if page then return print(page) end
    return globals.help(subject)
end
kept.help = setmetatable({}, {
    __call = library_help,
    __tostring = function() return tostring(globals.help) end,
})

-- `_PROMPT`, as in Lua's own interpreter: a string or what `tostring` makes one of; here also a function.
local function own_prompt()
    local wanted = rawget(kept, "_PROMPT") or rawget(globals, "_PROMPT")
    if wanted == nil then return nil end
    local ok, text = pcall(type(wanted) == "function" and wanted or tostring, wanted)
    if ok and type(text) == "string" and utf8.len(text) then return text end
    host.note("_PROMPT gives no text" .. (ok and "" or ": " .. message_of(text)))
end

-- Runs an entry, and gives a snapshot of its results, the records it made, and the prompt it wants.
function driver.evaluate(number, source, name, mode)
    local chunk, problem = load(source, "=" .. name, "t", current)
    if not chunk then error(problem, 0) end
    local own = running()
    foreground = own
    local _ <close> = setmetatable({}, { __close = function(_, failure)
        if foreground == own then foreground = nil end
        detached[number] = nil
        if failure ~= nil and not is_stop(failure) then kept.err = failure end
    end })
    local results = pack(chunk())
    remember(number, results)
    return driver.take(mode, unpack(results, 1, results.n)), born(results), own_prompt()
end

-- Shows values that an entry left, once more.
function driver.show(source, mode)
    local chunk, problem = load(source, "=show", "t", current)
    if not chunk then error(problem, 0) end
    return driver.take(mode, chunk())
end

-- The entry goes on, and the prompt does not wait for it any more, or waits again.
function driver.detach(number) detached[number], foreground = foreground, nil end
function driver.attach(number) foreground, detached[number] = detached[number], nil end

-- Jobs: what entries spawned. Their tasks live as long as the session does.

local jobs = {}
local spawn = task.spawn

local function finished(job, failure)
    local state = failure == nil and "done" or is_stop(failure) and "cancelled" or "failed"
    host.job_ended(job.id, state, state == "failed" and message_of(failure) or nil)
end

-- The function itself is called by the host, so that a job that computes without end can be killed: the
-- host needs no turn of Lua's for that. Its results and its error stay here.
local function body_of(job, f, ...)
    local arguments = pack(...)
    return function()
        job.results = pack(pcall(f, unpack(arguments, 1, arguments.n)))
    end
end

local function run_job(job, body)
    local _ <close> = setmetatable({}, { __close = function(_, failure) finished(job, failure) end })
    if not host.run_job(job.id, body) then job.task:cancel() end
    if not job.results[1] then error(job.results[2], 0) end
    return unpack(job.results, 2, job.results.n)
end

local function begin_job(f, ...)
    local place = getinfo and getinfo(3, "Sl")
    local job = {}
    job.task = spawn(run_job, job, body_of(job, f, ...)) -- it begins when this one waits
    job.id = host.job_began(place and ("%s:%d"):format(place.short_src, place.currentline) or "")
    jobs[job.id] = job
    return job.task
end

function task.spawn(f, ...)
    if type(f) ~= "function" then return spawn(f, ...) end -- for its message
    return (begin_job(f, ...))
end
kept.spawn = task.spawn

function driver.wait_job(id, mode)
    local job = jobs[id]
    local own = running()
    foreground = own
    local _ <close> = setmetatable({}, { __close = function()
        if foreground == own then foreground = nil end
    end })
    return driver.take(mode, job.task:await())
end

-- Somebody has seen how it ended; a failed task is not to be warned of when the session closes.
function driver.reap_job(id)
    local job = jobs[id]
    if job then job.task:join() end
end

-- Waiting: what tavus.<resource>.wait calls at each look at the record, and closes at its end. Nil where
-- the prompt does not wait for it.
local watching = {
    __call = function(self, record)
        if foreground ~= self.own then return end
        local state = record[self.field]
        local detail = record.training_progress or record.generation_progress or record.progress
        host.waits(self.kind, tostring(record[self.id_field]), state and tostring(state),
            detail and tostring(detail))
    end,
    __close = function(self)
        if foreground == self.own then host.waits() end
    end,
}

function driver.watch_wait(kind, id_field, field)
    if foreground == nil or running() ~= foreground then return nil end
    local watch = { own = foreground, kind = kind, id_field = id_field, field = field }
    return setmetatable(watch, watching)
end

-- What a name stands for, read without running anything.

local function raw_member(value, name)
    for _ = 1, 20 do
        if type(value) ~= "table" then return nil end
        local found = rawget(value, name)
        if found ~= nil then return found end
        local metatable = getmetatable(value)
        value = type(metatable) == "table" and rawget(metatable, "__index") or nil
    end
end

local function at_path(path)
    local value = kept
    for _, name in next, path do
        if type(value) == "string" then value = string end
        local found = raw_member(value, name)
        -- A step of digits is a place in a list: page.data[1]
        if found == nil then found = raw_member(value, tointeger(tonumber(name)) or name) end
        value = found
        if value == nil then return nil end
    end
    if type(value) == "string" then return string end
    return value
end

local MOST_NAMES = 10000

-- Names and types of the members of the value at a path, those behind `__index` tables included, in no
-- order; then the name of its type.
function driver.members(path)
    local start = at_path(path)
    local value, found, seen, count = start, {}, {}, 0
    for _ = 1, 20 do
        if type(value) ~= "table" then break end
        for name, member in next, value do
            if type(name) == "string" and not seen[name] and utf8.len(name) and count < MOST_NAMES then
                seen[name] = true
                count = count + 1
                found[2 * count - 1], found[2 * count] = name, type(member)
            end
        end
        local metatable = getmetatable(value)
        value = type(metatable) == "table" and rawget(metatable, "__index") or nil
    end
    return require "json".array(found), type_name(start)
end

-- Keeps the session's run going until the prompt ends.
function driver.serve() host.serve() end
