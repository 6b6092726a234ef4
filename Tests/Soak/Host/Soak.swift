import Foundation
import LuaHost
import Synchronization

struct Failure: Error, LuaConvertibleError {
    let canary = Canary()
    var luaMessage: String { "it failed" }
    var luaFields: [(String, LuaValue)] { [("code", "failed"), ("status", 500)] }
}

/// What is done again and again. Bounds are what was measured, times one and a half; but half a MiB of
/// growth is what the allocator's own steps come to.
struct Soak {
    let report: Report
    /// 1, or 10 for a tenth of the work.
    let divisor: Int
    let gate = Gate()

    private var module: LuaModule {
        LuaModule("soak", isGlobal: true) {
            LuaFunction("turn") { (list: [Int]) in Array(list.reversed()) }
            LuaFunction("echo") { $0.values }
            LuaFunction.async("later") { arguments in
                await Task.yield()
                return arguments.values
            }
            LuaFunction("fail") { () throws -> Void in throw Failure() }
            LuaFunction("fail_later") { () async throws -> Void in
                await Task.yield()
                throw Failure()
            }
            LuaFunction("park") { [gate] () async in await gate.wait() }
            LuaChunk(
                name: "soak",
                source: """
                    local module, host, task = ...
                    for name, f in pairs(host) do module[name] = f end
                    module.spawn = task.spawn
                    """)
        }
    }

    private func session(output: LuaOutput = .standard) async throws -> LuaSession {
        try await LuaHost(output: output).session(modules: [module])
    }

    /// Bytes in use of Lua after a full collection; twice, because finalizers keep for one more.
    private func bytesInUse(_ session: LuaSession) async throws -> Int {
        try await session.run("collectgarbage() collectgarbage()")
        return await session.memoryInUse.bytes
    }

    func tasksInFlight() async throws {
        let count = 10_000 / divisor
        let session = try await session()
        var start = residentBytes()
        for round in 1...10 {
            gate.close(until: count)
            let sum: Int = try await session.run(
                """
                local tasks, sum = {}, 0
                for i = 1, ... do tasks[i] = soak.spawn(function() soak.park() return i end) end
                for i = 1, ... do sum = sum + tasks[i]:await() end
                return sum
                """, count
            ).value()
            report.note("round \(round), lost tasks", count * (count + 1) / 2 - sum, most: 0)
            if round == 1 {
                let peak = gate.residentAtOpening.load(ordering: .relaxed)
                report.note(
                    "memory of a task in flight", (peak - start) / count, most: 6_300, unit: " B")
                start = residentBytes()
            }
        }
        report.noteGrowth("growth in rounds 2 to 10", from: start, most: 3_400)
        await session.close()
    }

    func errors() async throws {
        let session = try await session()
        for name in ["fail", "fail_later"] {
            let source = """
                for _ = 1, ... do
                  local ok, e = pcall(soak.\(name))
                  assert(not ok and e.code == 'failed' and e:is('failed'))
                end
                """
            try await session.run(source, 1_000 / divisor)
            let bytes = try await bytesInUse(session)
            let start = residentBytes()
            try await session.run(source, 10_000 / divisor)
            report.noteGrowth("soak.\(name), growth", from: start, most: 512)
            let left = try await bytesInUse(session) - bytes
            // The weak tables that tie errors to Swift's shrink at their next use only.
            report.note("soak.\(name), bytes left in Lua", left, most: 7_000)
            try await Canary.settle()
            report.note("soak.\(name), errors alive", Canary.count, most: 0)
        }
        await session.close()
    }

    func sessions() async throws {
        let current = Mutex<LuaSession?>(nil)
        let isOver = Atomic(false)
        let interrupters = Atomic(4)
        for _ in 0..<4 {
            Thread.detachNewThread {
                while !isOver.load(ordering: .relaxed) {
                    current.withLock { $0 }?.interrupt()
                    usleep(50)
                }
                interrupters.subtract(1, ordering: .relaxed)
            }
        }
        let count = 500 / divisor
        var survivors = 0
        var start = 0
        for number in 1...count {
            let session = try await session()
            current.withLock { $0 = session }
            do {
                try await session.run(
                    "while true do pcall(soak.\(number % 2 == 0 ? "echo" : "later"), {1}) end")
            } catch is LuaCancelled {
                survivors -= 1
            }
            survivors += 1
            if number % 3 > 0 { await session.close() }  // the others by their end
            if number == count / 5 { start = residentBytes() }
        }
        current.withLock { $0 = nil }
        isOver.store(true, ordering: .relaxed)
        while interrupters.load(ordering: .relaxed) > 0 {
            try await Task.sleep(for: .milliseconds(1))
        }
        report.note("scripts that outlived their interrupt", survivors, most: 0)
        report.noteGrowth("growth after the first fifth", from: start, most: 512)
    }

    func handles() async throws {
        let session = try await session()
        try await session.run(
            "local n = 0 function count(by) soak.later(1) n = n + by return n, {n, soak.echo('x')} end"
        )
        let function: LuaFunctionRef = try await session.global("count")
        let count = 2_000 / divisor
        async let runs = Task {
            var runs = 0
            while !Task.isCancelled {
                do { try await session.run("for i = 1, 20 do soak.later({i}) end") } catch { break }
                runs += 1
            }
            return runs
        }
        let background = await runs
        var start = 0
        let seen = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var seen: [Int] = []
                    for _ in 0..<count / 8 { seen.append(try await function.call(1).value()) }
                    return seen
                }
            }
            start = residentBytes()
            return try await group.reduce(into: Set<Int>()) { $0.formUnion($1) }
        }
        background.cancel()
        let between = await background.value
        report.note("lost calls", count - seen.count, most: 0)
        report.noteGrowth("growth, with \(between) runs meanwhile", from: start, most: 2_100)
        await session.close()
    }

    func tables() async throws {
        let session = try await session()
        let source = """
            local list = {1, 2, 3, 4, 5, 6, 7, 8}
            for i = 1, ... do
              list[8] = i
              local turned = soak.turn(list)
              assert(turned[1] == i)
              if i % 10 == 0 then
                local t = soak.echo({name = 'Rio', list = turned, nested = {{id = i}}})
                assert(t.nested[1].id == i and t.list[1] == i)
              end
            end
            """
        try await session.run(source, 1_000)
        let bytes = try await bytesInUse(session)
        let start = residentBytes()
        try await session.run(source, 100_000 / divisor)
        report.note("bytes left in Lua", try await bytesInUse(session) - bytes, most: 1_000)
        report.noteGrowth("growth", from: start, most: 512)
        await session.close()
    }

    func output() async throws {
        let total = 100 << 20 / divisor
        let session = try await session(output: .stream())
        let start = residentBytes()
        let reader = Task {
            var bytes = 0
            var events = 0
            var peak = 0
            for await event in session.output {
                bytes += event.bytes.count
                events += 1
                guard events % 32 == 0 else { continue }
                peak = max(peak, residentBytes())
                try await Task.sleep(for: .milliseconds(1))
            }
            return (bytes, peak)
        }
        try await session.run(
            "local piece = ('x'):rep(1023) .. '\\n' for _ = 1, ... do io.write(piece) end",
            total / 1024)
        await session.close()
        let (bytes, peak) = try await reader.value
        report.note("lost bytes", total - bytes, most: 0)
        report.note("growth at most", (peak - start) >> 10, most: 512, unit: " KiB")
    }
}
