-- A dry run: records that are only planned know what was sent, and tell when a script asks for more.
local _, host = ...

local planning = {}
host.planning = planning

-- Where in the script the function that was called stands: the first line that is not the module's.
local function place()
    for line in debug.traceback("", 3):gmatch("[^\n]+") do
        local where = line:match("^%s+(.-:%d+): in ")
        if where and not where:find("^tavus%.?%a*:") then return where end
    end
end

-- The metatable of planned records of one resource: methods as ever, and an account of each field that
-- only the service will know.
local metatables = setmetatable({}, { __mode = "k" })

function planning.metatable(bound)
    local found = metatables[bound]
    if found then return found end
    local plain = bound.metatable
    local function usual(record, key)
        local index = plain.__index
        if type(index) == "function" then return index(record, key) end
        return index[key]
    end
    found = {
        __name = plain.__name,
        __index = function(record, key)
            local method = usual(record, key)
            local id = host.identity(bound, record)
            if method ~= nil or type(key) ~= "string" or type(id) ~= "string" then return method end
            return host.plan_unknown(bound.resource.name, id, key, place())
        end,
    }
    metatables[bound] = found
    return found
end

-- Whether nothing would ever come of waiting for a record; it is then taken to get there.
function planning.takes(bound, record, goal)
    local id = type(record) == "table" and host.identity(bound, record) or record
    if type(id) ~= "string" or not host.plan_concerns(bound.resource.name, id) then return false end
    host.plan_assume(("%s %s becomes %s"):format(bound.resource.singular, id, goal))
    return true
end

-- The records that the plan makes, as they would stand in a list.
function planning.made(bound)
    local records = host.plan_made(bound.resource.name)
    for _, record in ipairs(records) do setmetatable(record, planning.metatable(bound)) end
    return records
end
