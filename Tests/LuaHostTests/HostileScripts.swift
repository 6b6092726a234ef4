import LuaHost
import Testing

/// A script that means harm: it wants the machine's time, its memory, or what belongs to others.
struct HostileScript: Sendable, CustomTestStringConvertible {
    enum Ending: Sendable, Equatable {
        /// It never ends by itself; a limit ends it.
        case stopped
        /// It meets an error, or gives up, or is stopped.
        case any
        /// It tries all it can, and returns "held".
        case held
    }

    let name: String
    let ending: Ending
    let source: String
    /// The thinnest wall that holds it. What only `.isolated` holds would take a recipe's process along.
    var heldBy = LuaProfile.recipe
    /// Enough for what it has to build first.
    var memory = ByteCount.mib(64)
    var testDescription: String { name }

    init(
        _ name: String, _ ending: Ending, heldBy: LuaProfile = .recipe,
        memory: ByteCount = .mib(64), _ source: String
    ) {
        self.name = name
        self.ending = ending
        self.heldBy = heldBy
        self.memory = memory
        self.source = source
    }

    /// Those that a profile has to survive.
    static func corpus(for profile: LuaProfile) -> [HostileScript] {
        (loops + libraryLoops + bombs + depths + escapes).filter {
            profile == .isolated || $0.heldBy == .recipe
        }
    }

    private static let loops = [
        HostileScript("bare loop", .stopped, "while true do end"),
        HostileScript("goto", .stopped, "::again:: goto again"),
        HostileScript(
            "protected loop", .stopped,
            "while true do pcall(function() while true do end end) end"),
        HostileScript(
            "message handler", .stopped, "xpcall(error, function() while true do end end)"),
        HostileScript(
            "calls without end", .stopped, "local function f() return f() end return f()"),
        HostileScript(
            "two to the hundredth protected calls", .stopped,
            "local function f() pcall(f) pcall(f) end f()"),
        HostileScript(
            "coroutines that resume each other", .stopped,
            """
            local co
            co = coroutine.wrap(function() while true do coroutine.yield() end end)
            while true do pcall(co) end
            """),
        HostileScript(
            "metamethods", .stopped,
            """
            local t = setmetatable({}, {__index = function() while true do end end})
            return t.x
            """),
        HostileScript(
            "comparison", .stopped,
            """
            local mt = {__lt = function() while true do end end}
            return setmetatable({}, mt) < setmetatable({}, mt)
            """),
        HostileScript(
            "pairs that never end", .stopped,
            "for _ in pairs(setmetatable({}, {__pairs = function() return type, 1, 1 end})) do end"),
        HostileScript(
            "closer", .stopped,
            """
            local guard <close> = setmetatable({}, {__close = function() while true do end end})
            """),
        HostileScript(
            "closers within closers", .stopped,
            """
            local function again()
              local guard <close> = setmetatable({}, {__close = again})
            end
            while true do pcall(again) end
            """),
        HostileScript(
            "closers of a thousand coroutines", .stopped,
            """
            local function loop() while true do end end
            for i = 1, 1000 do
              local co = coroutine.create(function()
                local guard <close> = setmetatable({}, {__close = loop})
                coroutine.yield()
              end)
              coroutine.resume(co)
              coroutine.close(co)
            end
            """),
        HostileScript(
            "ten thousand closers, each without end", .stopped,
            """
            local function loop() while true do end end
            local function nest(n)
              local guard <close> = setmetatable({}, {__close = loop})
              if n == 0 then loop() end
              return 1 + nest(n - 1)
            end
            nest(10000)
            """),
        HostileScript(
            "such closers in coroutines in coroutines", .stopped,
            """
            local function loop() while true do end end
            local function nest(n)
              local guard <close> = setmetatable({}, {__close = function() pcall(loop) end})
              if n == 0 then loop() end
              return coroutine.wrap(function() return 1 + nest(n - 1) end)()
            end
            while true do pcall(nest, 100) end
            """),
        HostileScript(
            "error value whose text takes for ever", .stopped,
            "error(setmetatable({}, {__tostring = function() while true do end end}))"),
        HostileScript(
            "tasks that wait for one another", .any,
            """
            local a, b
            a = probe.task.spawn(function() b:await() end)
            b = probe.task.spawn(function() a:await() end)
            a:await()
            """),
        HostileScript("sleep", .stopped, "while true do pcall(probe.task.sleep, 1e9) end"),
        HostileScript("call that hangs", .stopped, "while true do pcall(probe.hang) end"),
    ]

    /// Loops in C, which no hook reaches.
    private static let libraryLoops = [
        HostileScript("nothing, repeated", .any, "return #(''):rep(1e15)"),
        HostileScript(
            "pattern that backtracks", .stopped,
            "return ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(40) .. 'b')"),
        HostileScript(
            "pattern that backtracks, method by method", .stopped,
            """
            local s = ('a'):rep(3000)
            while true do
              for _, f in ipairs {string.match, string.gsub, string.find} do
                pcall(f, s, '.-.-.-.-.-b', '')
              end
              for _ in s:gmatch('.-.-.-.-.-b') do end
            end
            """),
        HostileScript(
            "balance that is never found", .stopped, "return ('('):rep(1e6):find('%b()')"),
        HostileScript(
            "set as long as the text", .stopped,
            "return ('a'):rep(1e6):find('[' .. ('b'):rep(1e6) .. ']')"),
        HostileScript(
            "capture, matched again and again", .stopped,
            "return ('a'):rep(1e6):find('(.*)%1b')"),
        HostileScript(
            "text that nearly contains another", .any,
            "return (('a'):rep(2e7)):find(('a'):rep(1e7) .. 'b', 1, true)"),
        HostileScript(
            "move over everything", .stopped, "table.move({}, 1, math.maxinteger - 1, 2)"),
        HostileScript(
            "insert into a table that claims to be long", .stopped,
            "table.insert(setmetatable({}, {__len = function() return 1e15 // 1 | 0 end}), 1, 0)"),
        HostileScript(
            "remove from one", .stopped,
            "table.remove(setmetatable({}, {__len = function() return 1e15 // 1 | 0 end}), 1)"),
        HostileScript(
            "concat of one whose elements are empty", .stopped,
            "local t = {} setmetatable(t, {__index = table.concat}) table.concat(t, '', 1, 1 << 60)"
        ),
        HostileScript(
            "sort of one by a comparison in C", .any,
            """
            local t = setmetatable({}, {__len = function() return (1 << 31) - 2 end})
            table.sort(t, rawequal)
            """),
        HostileScript(
            "sort by a C function that takes its time", .stopped,
            """
            local slow = setmetatable({}, {__index = table.concat})
            local compare = {__lt = function() return false end}
            local list = {}
            for i = 1, 1e5 do list[i] = slow end
            table.sort(list, function() return #table.concat(slow, '', 1, 1e9 // 1 | 0) > 0 end)
            """),
        HostileScript(
            "elements that take their time", .stopped,
            """
            local long = {}
            for i = 1, 3e5 do long[i] = i end
            local t = setmetatable(long, {__index = require('json').pretty})
            table.unpack(t, 3e5, 9e5)
            """),
        HostileScript(
            "texts that take their time", .stopped, memory: .mib(256),
            """
            local long = setmetatable({}, {__tostring = require('json').pretty})
            for i = 1, 3e5 do long[i] = i end
            local all = {}
            for i = 1, 1e5 do all[i] = long end
            return #string.format(('%s'):rep(1e5), table.unpack(all))
            """),
        HostileScript(
            "print of those", .stopped,
            """
            local long = setmetatable({}, {__tostring = require('json').encode})
            for i = 1, 3e5 do long[i] = {} end
            local all = {}
            for i = 1, 1e5 do all[i] = long end
            print(table.unpack(all))
            """),
        HostileScript(
            "reader that never stops", .stopped,
            "while true do load(function() return 'x = 1 -- ' end) end"),
        HostileScript(
            "reader that is a C function", .any,
            "while true do load(os.time) end"),
        HostileScript(
            "source without end", .any,
            "return load(('x = 1 '):rep(1e7))"),
        HostileScript(
            "format of dates", .any, "return os.date(('%c'):rep(1e7))"),
        HostileScript(
            "weak keys that lead to one another", .stopped, heldBy: .isolated, memory: .mib(256),
            """
            local keys, weak = {}, setmetatable({}, {__mode = 'k'})
            for i = 1, 300000 do keys[i] = {} end
            for i = #keys, 2, -1 do
              local j = math.random(i)
              keys[i], keys[j] = keys[j], keys[i]
            end
            for i = 1, #keys - 1 do weak[keys[i]] = keys[i + 1] end
            local first = keys[1]
            keys = nil
            while true do local t = {} end
            """),
    ]

    private static let bombs = [
        HostileScript("table that grows", .any, "local t = {} while true do t[#t + 1] = t end"),
        HostileScript(
            "string that doubles", .any, "local s = 'x' while true do s = s .. s end"),
        HostileScript(
            "strings that double, protected", .stopped,
            "while true do pcall(function() local s = 'x' while true do s = s .. s end end) end"),
        HostileScript("huge repetition", .any, "return #('x'):rep(1 << 40)"),
        HostileScript("huge padding", .any, "return #string.pack('c1000000000', '')"),
        HostileScript(
            "huge concat", .any,
            "local t = {} for i = 1, 1e4 do t[i] = ('x'):rep(1e4) end return #table.concat(t)"),
        HostileScript(
            "table that holds itself many times over", .any,
            """
            local t = {}
            for i = 1, 100 do t = {t, t} end
            return t
            """),
        HostileScript(
            "the same as an argument", .any,
            """
            local t = {}
            for i = 1, 100 do t = {t, t} end
            while true do pcall(probe.echo, t) end
            """),
        HostileScript(
            "closures and coroutines", .any,
            "local all = {} while true do all[#all + 1] = coroutine.create(function() end) end"),
        HostileScript(
            "task bomb", .any,
            "local function f() while true do probe.task.spawn(f) end end f()"),
        HostileScript(
            "tasks that spawn as they end", .any,
            """
            local function f() probe.task.spawn(f) probe.task.spawn(f) end
            f()
            while true do pcall(probe.task.sleep, 1e9) end
            """),
        HostileScript(
            "errors by the thousand", .stopped, "while true do pcall(probe.fail) end"),
        HostileScript("output flood", .stopped, "while true do print(('x'):rep(1000)) end"),
        HostileScript("warning flood", .stopped, "while true do warn('x') end"),
        HostileScript(
            "error with a million fields", .any,
            "local t = {} for i = 1, 1e6 do t['x' .. i] = i end error(t)"),
        HostileScript(
            "long names in a traceback", .any, memory: .mib(256),
            """
            for i = 1, 2e5 do rawset(probe, 'name' .. i, i) end
            while true do pcall(probe.fail) pcall(debug.traceback) pcall(string.rep) end
            """),
        HostileScript("a million results", .any, "return table.unpack({}, 1, 900000)"),
    ]

    private static let depths = [
        HostileScript(
            "recursion", .any, "local function f() return 1 + f() end return f()"),
        HostileScript(
            "protected recursion", .any, "local function f() return pcall(f) end return f()"),
        HostileScript(
            "recursion in a message handler", .any,
            "local function f() return xpcall(error, f) end return f()"),
        HostileScript(
            "recursion by tostring", .any,
            """
            local t = setmetatable({}, {})
            getmetatable(t).__tostring = tostring
            return tostring(t)
            """),
        HostileScript(
            "recursion by concatenation", .any,
            """
            local mt = {}
            function mt.__concat(a, b) return a .. setmetatable({}, mt) end
            return setmetatable({}, mt) .. 'x'
            """),
        HostileScript(
            "coroutines in coroutines", .any,
            "local function f() return coroutine.wrap(f)() end return f()"),
        HostileScript(
            "200 000 nested coroutine.close", .any, memory: .mib(512),
            """
            local co
            for i = 1, 200000 do
              local inner = co
              co = coroutine.create(function()
                local guard <close> = setmetatable({}, {__close = function()
                  if inner then coroutine.close(inner) end
                end})
                coroutine.yield()
              end)
              coroutine.resume(co)
            end
            coroutine.close(co)
            """),
        HostileScript(
            "parentheses", .any, "return load('return ' .. ('('):rep(1e6) .. '1')"),
        HostileScript(
            "captures", .any, "return ('x'):rep(1e5):find(('('):rep(1e5))"),
        HostileScript(
            "chain of __index", .any,
            "local t = {} for i = 1, 1e5 do t = setmetatable({}, {__index = t}) end return t.x"),
        HostileScript(
            "JSON", .any, "return require('json').decode(('['):rep(1e6))"),
        HostileScript(
            "sort within sort", .any,
            "local function f() table.sort({3, 2, 1}, f) return true end f()"),
        HostileScript(
            "gsub within gsub", .any,
            "local function f(s) return (s:gsub('.', f)) end return f('xx')"),
    ]
}
