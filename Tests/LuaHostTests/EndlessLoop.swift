import LuaShim
import Testing

@testable import LuaHost

/// A script that never ends by itself.
struct EndlessLoop: Sendable, CustomTestStringConvertible {
    let name: String
    let source: String
    /// More than the grace its closers get: processor time, so it may take longer.
    var grace = Duration.zero
    var testDescription: String { name }
    var callsHost: Bool {
        ["echo", "hang", "task.sleep", "fail"].contains { source.contains("probe.\($0)") }
    }

    /// ThreadSanitizer holds signals back from code that only runs Lua.
    static let interruptible = all.filter { !luashim_is_thread_sanitized() || $0.callsHost }

    /// What interrupts those others there.
    static let interrupts =
        luashim_is_thread_sanitized() ? LuaInterrupts.countHook(every: 1000) : .signal

    /// Each says that it is ready, and then never ends by itself.
    static let all = [
        EndlessLoop(name: "bare loop", source: "probe.ready() while true do end"),
        EndlessLoop(
            name: "pcall loop",
            source: "probe.ready() while true do pcall(function() while true do end end) end"),
        EndlessLoop(
            name: "loop of short pcalls",
            source: "probe.ready() while true do pcall(error, 'x') end"),
        EndlessLoop(
            name: "xpcall loop",
            source: """
                probe.ready()
                while true do
                  xpcall(function() while true do end end, function(e) return e.field end)
                end
                """),
        EndlessLoop(
            name: "loop in a message handler",
            source: "xpcall(error, function() probe.ready() while true do end end)"),
        EndlessLoop(
            name: "coroutine loop",
            source: "coroutine.wrap(function() probe.ready() while true do end end)()"),
        EndlessLoop(
            name: "nested coroutines under pcall",
            source: """
                probe.ready()
                while true do
                  pcall(coroutine.wrap(function()
                    pcall(coroutine.wrap(function() while true do end end))
                  end))
                end
                """),
        EndlessLoop(
            name: "resume loop",
            source: """
                local co = coroutine.create(function() while true do coroutine.yield() end end)
                probe.ready()
                while true do coroutine.resume(co) end
                """),
        EndlessLoop(
            name: "loop of coroutines that fail",
            source: """
                probe.ready()
                while true do coroutine.resume(coroutine.create(function() error('x') end)) end
                """),
        EndlessLoop(
            name: "loop of synchronous calls",
            source: "probe.ready() while true do probe.echo(1) end"),
        EndlessLoop(
            name: "loop of failing calls",
            source: "probe.ready() while true do pcall(probe.fail) end"),
        EndlessLoop(
            name: "loop of asynchronous calls",
            source: "probe.ready() while true do probe.echo_later(1) end"),
        EndlessLoop(
            name: "loop of allocations",
            source: "probe.ready() while true do local t = {} for i = 1, 100 do t[i] = {i} end end"),
        EndlessLoop(name: "parked call", source: "pcall(probe.hang)"),
        EndlessLoop(
            name: "parked call in a generator",
            source: "pcall(coroutine.wrap(function() pcall(probe.hang) end))"),
        EndlessLoop(
            name: "blocked call",
            source: "table.sort({2, 1}, function() pcall(probe.hang) end)"),
        EndlessLoop(
            name: "sleep",
            source: "probe.ready() while true do pcall(probe.task.sleep, 1000) end"),
        EndlessLoop(
            name: "awaited task",
            source: "pcall(function() probe.task.spawn(probe.hang):await() end)"),
        EndlessLoop(
            name: "task awaited in a comparator",
            source: """
                table.sort({2, 1}, function() probe.task.spawn(probe.hang):await() end)
                """),
        EndlessLoop(
            name: "many tasks",
            source: """
                local list = {}
                for i = 1, 100 do list[i] = i end
                probe.task.map(list, function(i) while true do pcall(probe.hang) end end)
                """),
        EndlessLoop(
            name: "tostring of a result",
            source: """
                error(setmetatable({}, {__tostring = function()
                  probe.ready()
                  while true do end
                end}))
                """),
        EndlessLoop(
            name: "module that is being built",
            source:
                "package.preload.slow = function() probe.ready() while true do end end require 'slow'"
        ),
        EndlessLoop(
            name: "__close that loops for ever",
            source: """
                local guard <close> = setmetatable({}, {__close = function() while true do end end})
                probe.ready()
                while true do end
                """,
            grace: .seconds(3)),
        EndlessLoop(
            name: "two such closers and a pcall",
            source: """
                local function loop() while true do end end
                pcall(function()
                  local a <close> = setmetatable({}, {__close = loop})
                  local b <close> = setmetatable({}, {__close = loop})
                  probe.ready()
                  loop()
                end)
                """,
            grace: .seconds(3)),
        EndlessLoop(
            name: "such a closer in a bare coroutine",
            source: """
                local function loop() while true do end end
                coroutine.wrap(function()
                  local a <close> = setmetatable({}, {__close = loop})
                  probe.ready()
                  loop()
                end)()
                """,
            grace: .seconds(3)),
        EndlessLoop(
            name: "closer that raises an error of its own",
            source: """
                while true do
                  pcall(function()
                    local a <close> = setmetatable({}, {__close = function() error('mine') end})
                    probe.ready()
                    while true do end
                  end)
                end
                """),
        EndlessLoop(
            name: "closer in coroutine.close",
            source: """
                local co = coroutine.create(function()
                  local a <close> = setmetatable({}, {__close = function()
                    probe.ready()
                    while true do end
                  end})
                  coroutine.yield()
                end)
                coroutine.resume(co)
                while true do coroutine.close(co) end
                """),
        EndlessLoop(
            name: "loop in a reader of load",
            source: "probe.ready() while true do load(function() while true do end end) end"),
        EndlessLoop(
            name: "finalizer that waits",
            source: """
                setmetatable({}, {__gc = function() probe.hang() end})
                collectgarbage()
                while true do probe.task.sleep(60) end
                """),
    ]
}
