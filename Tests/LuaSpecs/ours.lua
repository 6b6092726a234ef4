-- Collects or runs specs with our library under stock Lua, without the program around it:
--   lua5.4 ours.lua collect FILE        which of its name, line, pending and name of each test
--   lua5.4 ours.lua run FILE NAME NTH   its status, line and message, then its trace
local here = arg[0]:match("^(.*)/") or "."
local library = os.getenv("LUASPECS") or here .. "/../../Sources/LuaSpecs/Lua"

table.insert(package.searchers, 2, function(name)
    local file = name == "spec" and "spec" or name:match("^spec%.([%w_]+)$")
    local path = file and ("%s/%s.lua"):format(library, file)
    local chunk = path and loadfile(path)
    return chunk or ("\n\tno file of the library for '%s'"):format(name)
end)

-- Stands in for the host: golden values are told back, so that a test sees what arrived.
package.loaded["spec.host"] = {
    golden = function(name, value)
        if value == name then return nil end
        return ("golden value %s differs: a %s"):format(name, type(value))
    end,
}

-- What a state for strangers' code lacks; `require` itself is there.
local open, stderr = io.open, io.stderr
local arguments = table.pack(...)
if os.getenv("LUASPECS_BARE") then
    debug, io, os, package = { traceback = debug.traceback }, nil, nil, nil  -- luacheck: ignore
end

local spec = require "spec"

local function read(path)
    local file <close> = assert(open(path, "rb"))
    return file:read "a"
end

local command, path, name, nth = table.unpack(arguments)
if command == "collect" then
    for _, test in ipairs(spec.collect(read(path), path)) do
        print(("%d\t%d\t%s\t%s"):format(test.nth, test.line, test.pending and "pending" or "-", test.name))
    end
elseif command == "run" then
    local result = spec.run(read(path), path, { name = name, nth = math.tointeger(nth) })
    print(("%s\t%s\t%s"):format(result.status, result.line or "", result.message or ""))
    if result.trace then print(result.trace) end
else
    stderr:write("ours.lua: collect FILE, or run FILE NAME NTH\n")
    os.exit(64)
end
