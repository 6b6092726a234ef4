/// Attempts to get at what a recipe does not have. Each returns "held" when all of them fail.
extension HostileScript {
    static let escapes = [
        HostileScript(
            "the real globals, by load", .held,
            """
            for _, chunk in ipairs {'return _ENV', 'return _G', 'return _G._G', 'return _ENV._G'} do
              assert(load(chunk)() == _G)
              assert(load(chunk, 'x', 'bt')() == _G)
              assert(load(function() local c = chunk chunk = nil return c end)() == _G)
            end
            assert(not pcall(load('return io.open')))
            return 'held'
            """),
        HostileScript(
            "the real globals, by error values and tracebacks", .held,
            """
            local ok, err = pcall(probe.fail)
            for key, value in pairs(err) do assert(type(key) == 'string' and type(value) ~= 'table') end
            assert(type(getmetatable(err)) == 'string')
            assert(not pcall(setmetatable, err, {}))
            xpcall(probe.fail, function(e) err = e end)
            assert(type(debug.traceback()) == 'string' and not debug.getinfo)
            assert(not debug.getupvalue and not debug.getregistry and not debug.sethook)
            return 'held'
            """),
        HostileScript(
            "the methods of strings", .held,
            """
            assert(getmetatable('') == false)
            assert(not pcall(setmetatable, '', {}))
            assert(not pcall(rawset, '', 'rep', 1))
            assert(not pcall(function() local s = '' s.rep = print end))
            string.upper = function() return 'mine' end
            assert(('x'):upper() == 'X' and ('x').dump == nil and ('x').__index == nil)
            return 'held'
            """),
        HostileScript(
            "finalizers", .held,
            """
            assert(not pcall(setmetatable, {}, {__gc = print}))
            assert(not pcall(setmetatable, {}, {__gc = false}))
            local mt = {}
            do
              local late = setmetatable({}, mt)
              mt.__gc = function() GOTCHA = true end
            end
            for i = 1, 1e5 do local t = {} end
            assert(not pcall(setmetatable, {}, mt))
            local inherited = setmetatable({}, setmetatable({}, {__index = {__gc = print}}))
            return GOTCHA and 'ran' or 'held'
            """),
        HostileScript(
            "compiled chunks", .held,
            """
            assert(string.dump == nil)
            local compiled = '\\27Lua\\x54\\0\\x19\\x93\\r\\n\\x1a\\n\\4\\8\\8xV\\0\\0'
            for _, mode in ipairs {'b', 'bt', 't'} do
              local f, message = load(compiled, 'x', mode)
              assert(f == nil and message:find('attempt to load a binary chunk', 1, true), message)
            end
            return 'held'
            """),
        HostileScript(
            "files, processes and the environment", .held,
            """
            for _, name in ipairs {'io', 'package', 'dofile', 'loadfile', 'loadstring'} do
              assert(_G[name] == nil, name)
            end
            for _, name in ipairs {'execute', 'getenv', 'remove', 'rename', 'setlocale', 'tmpname'} do
              assert(os[name] == nil, name)
            end
            for _, name in ipairs {'io', 'os', 'package', 'debug', '_G', 'string', 'lfs', '/etc/passwd'} do
              assert(not pcall(require, name), name)
            end
            return 'held'
            """),
        HostileScript(
            "the collector", .held,
            """
            for _, option in ipairs {'stop', 'collect', 'step', 'incremental', 'generational'} do
              assert(not pcall(collectgarbage, option))
            end
            assert(not pcall(collectgarbage))
            assert(math.type(collectgarbage('count')) == 'float')
            return 'held'
            """),
        HostileScript(
            "the task that runs it", .held,
            """
            local main = coroutine.running()
            assert(not coroutine.close or not pcall(coroutine.close, main))
            assert(not coroutine.resume(main))
            assert(not pcall(coroutine.yield))
            local task = probe.task.spawn(function() end)
            assert(type(getmetatable(task)) == 'string')
            assert(not pcall(setmetatable, task, {}))
            assert(not pcall(task.await, {}) and not pcall(task.await, probe))
            task:await()
            return 'held'
            """),
        HostileScript(
            "marks and metatables that runs share", .held,
            """
            local json = require 'json'
            assert(getmetatable(json.array {}) == 'json.array')
            assert(getmetatable(json.null) == false)
            assert(getmetatable(json.decode '[]') == 'json.array')
            assert(not pcall(setmetatable, probe, {}) or true)
            return 'held'
            """),
        HostileScript(
            "warnings for others", .held,
            """
            warn('@off')
            warn('@on')
            return 'held'
            """),
    ]
}
