// Made by scripts/generate from Sources/REPL/Lua. Edit those files, then run it again.
// swift-format-ignore-file

enum LuaSources {
    static let breakpoint: StaticString = ##"""
-- repl(): a prompt in the middle of a script, which sees and sets the locals of the function that calls it.
local driver, host = ...

if not debug then return end -- strangers' scripts have no way to look into functions

local getinfo, getlocal, setlocal = debug.getinfo, debug.getlocal, debug.setlocal
local getupvalue, setupvalue = debug.getupvalue, debug.setupvalue
local running, rawget = coroutine.running, rawget

-- The level of `f` on the stack of `thread`, which is paused.
local function level_of(thread, f)
    local level = 0
    while true do
        local info = getinfo(thread, level, "f")
        if info == nil or info.func == f then return info and level end
        level = level + 1
    end
end

-- Where a variable of the paused function stands: the innermost local of this name, or an upvalue.
local function locate(thread, f, name)
    local level, found = level_of(thread, f), nil
    local index = 1
    while level do
        local local_name = getlocal(thread, level, index)
        if local_name == nil then break end
        if local_name == name then found = index end
        index = index + 1
    end
    if found then return "local", level, found end
    index = 1
    while true do
        local upvalue_name = getupvalue(f, index)
        if upvalue_name == nil then return nil end
        if upvalue_name == name then return "upvalue", f, index end
        index = index + 1
    end
end

local function scope_of(thread, f)
    return function(kept, globals)
        return setmetatable({}, {
            __index = function(_, name)
                local kind, place, index = locate(thread, f, name)
                if kind == "local" then return (select(2, getlocal(thread, place, index))) end
                if kind == "upvalue" then return (select(2, getupvalue(place, index))) end
                local value = rawget(kept, name)
                if value ~= nil then return value end
                return globals[name]
            end,
            __newindex = function(_, name, value)
                local kind, place, index = locate(thread, f, name)
                if kind == "local" then setlocal(thread, place, index, value)
                elseif kind == "upvalue" then setupvalue(place, index, value)
                elseif rawget(kept, name) ~= nil then kept[name] = value
                else globals[name] = value end
            end,
        })
    end
end

-- The innermost function of the script. Frames of modules have bracketed names, and the first call of
-- repl() has more of them, as it builds the module.
local function caller()
    for level = 3, math.huge do
        local info = getinfo(level, "fSl")
        if info == nil or info.short_src:byte() ~= 91 then return info end
    end
end

-- Stops here for a prompt; gives the last value that was shown there.
function driver.breakpoint()
    local info = caller()
    local place = info and ("%s:%d"):format(info.short_src, info.currentline) or "?"
    local outer = driver.enter(info and scope_of(running(), info.func))
    local _ <close> = setmetatable({}, { __close = function() driver.leave(outer) end })
    host.pause(place, driver.evaluate, driver.show, driver.detach, driver.attach, driver.wait_job,
        driver.reap_job, driver.members)
    return driver.last()
end
"""##

    static let driver: StaticString = ##"""
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
"""##

    static let snapshot: StaticString = ##"""
-- Snapshots of values for the prompt, made without running code of the script but `__tostring`.
--
-- A table crosses as JSON: numbers, booleans and short strings as themselves, the rest as an object whose
-- first letter says what it is: s(tring that was cut), b(ytes), t(able), r(eference), o(ther).
local driver = ...

-- Scripts may replace what the library offers: what is used later is taken now.
local next, rawget, rawlen, rawequal, type = next, rawget, rawlen, rawequal, type
local getmetatable, tostring, pcall, select = getmetatable, tostring, pcall, select
local math_type, huge, sort, concat = math.type, math.huge, table.sort, table.concat
local sub, gsub, format, byte, utf8_len = string.sub, string.gsub, string.format, string.byte, utf8.len
local getinfo, getlocal = debug and debug.getinfo, debug and debug.getlocal
local json = require "json"
local array, null = json.array, json.null

-- What people read, and what programs do. `text` is the bytes of all strings, `keys` the keys looked at.
local SHORT = {
    depth = 5, items = 1000, members = 400, bytes = 2000, nodes = 20000, text = 1 << 18, keys = 200000,
}
local LONG = {
    depth = 90, items = 200000, members = 50000, bytes = 1 << 20, nodes = 400000, text = 1 << 25,
    keys = 2000000,
}
local LIMITS = { json = LONG, lua = LONG, whole = LONG }

-- Of a larger table the first keys in order are not looked for: any will do.
local SORTED = 50000
-- What is left of a string where all strings together are too long.
local LEAST = 80

-- State of one snapshot: limits, what is left of them, number of each table.
local limits, nodes_left, text_left, keys_left, numbers, count

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\""] = "\\\"", ["\\"] = "\\\\" }

-- As it stands between the quotes of a Lua string.
local function escaped_bytes(text)
    return (gsub(text, "[^ !#-Z%[%]^-~]", function(character)
        return ESCAPES[character] or format("\\x%02X", byte(character))
    end))
end

-- At most so many bytes of a text, and whether they are UTF-8. Only these are looked at: scanning the rest
-- of a list of large strings could take seconds.
local function beginning(text, most)
    if #text <= most then return text, utf8_len(text) ~= nil end
    local shown = sub(text, 1, most)
    local length, bad = utf8_len(shown)
    if length then return shown, true end
    -- A character that only the cut splits: the cut goes before it.
    if utf8_len(text, bad, bad) then return sub(text, 1, bad - 1), true end
    return shown, false
end

local function string_of(text)
    local most = limits.bytes
    if most > text_left then most = text_left > LEAST and text_left or LEAST end
    local shown, is_utf8 = beginning(text, most)
    text_left = text_left - #shown
    local cut = #text - #shown
    if not is_utf8 then return { b = escaped_bytes(shown), cut = cut } end
    return cut == 0 and shown or { s = shown, cut = cut }
end

-- Text of the script about a value, on its way to people alone.
local function note(text, most)
    local shown, is_utf8 = beginning(text, most)
    return (is_utf8 and shown or escaped_bytes(shown)) .. (#shown < #text and "…" or "")
end

-- `function(a, b) · sweep.lua:3`
local function function_of(value)
    local info = getinfo and getinfo(value, "Su")
    if not info then return "function" end
    if info.what == "C" then return "function · built in" end
    local names = {}
    for position = 1, info.nparams do names[position] = getlocal(value, position) end
    if info.isvararg then names[#names + 1] = "..." end
    return format("function(%s) · %s:%d", concat(names, ", "), note(info.short_src, 100), info.linedefined)
end

local function described(value)
    local ok, text = pcall(tostring, value)
    if not ok then text = "error in __tostring: " .. (type(text) == "string" and text or type(text)) end
    return { o = note(text, limits.bytes) }
end

-- Whether a `__tostring` says what to show. Behind `__metatable` it shows only by what it does. The errors
-- of the host are shown by their fields, which is what one looks for in them.
local function describes_itself(value, metatable)
    if type(metatable) == "table" then return rawget(metatable, "__tostring") ~= nil end
    if metatable == nil or metatable == "error" then return false end
    local ok, text = pcall(tostring, value)
    return not ok or gsub(text, "^.-: 0x%x+$", "") ~= ""
end

local RANK = { number = 1, string = 2 }

local function before(one, other)
    local kind, other_kind = type(one), type(other)
    local rank, other_rank = RANK[kind] or 3, RANK[other_kind] or 3
    if rank ~= other_rank then return rank < other_rank end
    if rank < 3 then return one < other end
    return false -- others stay as they come
end

-- How many items stand at 1, 2, … without a gap.
local function item_count(value)
    local size = rawlen(value)
    local first = size < limits.items and size or limits.items
    for index = 1, first do
        if rawget(value, index) == nil then return index - 1 end
    end
    if size == 0 or rawget(value, size) ~= nil then return size end
    return first
end

local snapshot

-- The first keys in order of those that are no items, how many there are, and whether all were looked at.
local function first_keys(value, items)
    local keys, found, total, most, last = {}, 0, 0, limits.members, nil
    local allowed = keys_left > 2 * most and keys_left or 2 * most
    local looked_at, is_whole, key = 0, true, next(value)
    while key ~= nil do
        looked_at = looked_at + 1
        if not (math_type(key) == "integer" and key >= 1 and key <= items) then
            total = total + 1
            if last == nil or total <= SORTED and before(key, last) then
                found = found + 1
                keys[found] = key
            end
            if found == 2 * most then
                sort(keys, before)
                for position = found, most + 1, -1 do keys[position] = nil end
                found, last = most, keys[most]
            end
        end
        if looked_at == allowed then
            -- A long list has its items first: what else it has comes after the last of them.
            if total > 0 or items < allowed then is_whole = next(value, key) == nil break end
            key, allowed = items, 2 * allowed
        end
        key = next(value, key)
    end
    keys_left = keys_left - looked_at
    return keys, found, total, is_whole
end

local function members_of(value, items, depth, taken)
    local keys, found, total, is_whole = first_keys(value, items)
    if not is_whole then taken.more = true end
    if total == 0 then return end
    sort(keys, before)
    local names, values = {}, {}
    for position = 1, found < limits.members and found or limits.members do
        if nodes_left <= 0 then break end
        names[position] = snapshot(keys[position], depth + 1)
        values[position] = snapshot(rawget(value, keys[position]), depth + 1)
    end
    taken.keys, taken.values, taken.members = array(names), array(values), total
end

local function table_of(value, depth)
    if numbers[value] then return { r = numbers[value] } end
    local metatable = getmetatable(value)
    if describes_itself(value, metatable) then return described(value) end
    count = count + 1
    numbers[value] = count
    local taken = { t = count }
    local name = metatable
    if type(metatable) == "table" then name = rawget(metatable, "__name") end
    if type(name) == "string" and (name ~= metatable or name == "error") then taken.type = note(name, 100) end
    if depth > limits.depth or nodes_left <= 0 then
        taken.deep = next(value) ~= nil
        return taken
    end
    local total = item_count(value)
    local items, shown = {}, total < limits.items and total or limits.items
    for index = 1, shown do
        if nodes_left <= 0 then break end
        items[index] = snapshot(rawget(value, index), depth + 1)
    end
    if total > 0 then taken.items, taken.count = array(items), total end
    members_of(value, total, depth, taken)
    return taken
end

function snapshot(value, depth)
    nodes_left = nodes_left - 1
    local kind = type(value)
    if value == nil then return null end
    if kind == "string" then return string_of(value) end
    if kind == "boolean" then return value end
    if kind == "number" then
        if value ~= value or value == huge or value == -huge then return { f = tostring(value) } end
        return value
    end
    if kind == "table" then return table_of(value, depth) end
    if rawequal(value, null) then return { o = "json.null" } end
    if kind == "function" then return { o = function_of(value) } end
    return described(value)
end

-- The snapshots of all its arguments, as one array.
function driver.take(mode, ...)
    limits = LIMITS[mode] or SHORT
    nodes_left, text_left, keys_left = limits.nodes, limits.text, limits.keys
    numbers, count = {}, 0
    local taken = {}
    for position = 1, select("#", ...) do
        taken[position] = snapshot((select(position, ...)), 1)
    end
    numbers = nil
    return array(taken)
end
"""##

}
