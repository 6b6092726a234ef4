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
