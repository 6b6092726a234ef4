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
