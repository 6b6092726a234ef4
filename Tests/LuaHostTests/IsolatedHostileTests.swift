import Glibc
import LuaShim
import Testing

@testable import LuaHost

/// Scripts that mean harm, each in a process of its own.
@Suite(.timeLimit(.minutes(1))) struct IsolatedHostileTests {
    @Test func aCrashEndsTheRunAndTheNextOneBeginsAnew() async throws {
        let probe = Probe()
        let session = try await probe.isolated()
        let run = Task { try await session.run("probe.ready() while true do end") }
        await probe.ready.wait()
        let worker = try #require(session.workerProcess)
        kill(worker, SIGSEGV)
        let error = await #expect(throws: LuaWorkerDied.self) { try await run.value }
        #expect(error.map(String.init) == "the script crashed its process (SIGSEGV)")
        #expect(try await session.run("return 1") == [1])
        #expect(session.workerProcess != worker)
        await session.close()
        #expect(isGone(worker))
    }

    @Test func aWorkerThatDiesBetweenRunsIsMissedOnce() async throws {
        let session = try await Probe().isolated()
        _ = try await session.run("return 1")
        kill(try #require(session.workerProcess), SIGKILL)
        await #expect(throws: LuaWorkerDied(cause: .signal(SIGKILL))) {
            try await session.run("return 1")
        }
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    /// Stock Lua 5.4.4 overflows its C stack in this.
    @Test func aChainOfClosersDoesNoHarm() async throws {
        let session = try await Probe().isolated()
        let source = """
            local function chain(next)
              local co = coroutine.create(function()
                local guard <close> = setmetatable({}, {__close = function()
                  if next then coroutine.close(next) end
                end})
                coroutine.yield()
              end)
              coroutine.resume(co)
              return co
            end
            local co
            for i = 1, 200000 do co = chain(co) end
            coroutine.close(co)
            return 'survived'
            """
        do {
            #expect(try await session.run(source) == ["survived"])
        } catch let error as LuaWorkerDied {
            #expect(error.cause == .signal(SIGSEGV))
        }
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    /// Lua looks at no interrupt in there.
    @Test func aPatternThatNeverEndsEndsAtTheDeadline() async throws {
        let session = try await Probe().isolated {
            $0.limits.wallClock = .milliseconds(300)
            $0.cleanupGrace = .milliseconds(200)
        }
        var shortest = Duration.seconds(60)
        for _ in 1...3 where shortest > .milliseconds(1300) {  // the machine may be busy
            let start = ContinuousClock.now
            await #expect(throws: LuaLimitReached(limit: .wallClock(.milliseconds(300)))) {
                try await session.run(
                    "return string.find(('a'):rep(30), ('a?'):rep(30) .. ('a'):rep(30) .. 'b')")
            }
            shortest = min(shortest, .now - start)
        }
        #expect(shortest < .milliseconds(1300))
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    @Test(arguments: [
        "local t = {} while true do t[#t + 1] = ('x'):rep(1 << 16) .. #t end",
        "local s = 'x' while true do s = s .. s end",
        "local t = {} while true do t = {t} end",
        "local t = {} for i = 1, 1e9 do t[i] = i end",
    ])
    func memoryEndsInAnErrorThatTheScriptCanCatch(source: String) async throws {
        let session = try await Probe().isolated { $0.limits.memory = .mib(16) }
        let values = try await session.run(
            "local ok, e = pcall(function() \(source) end) return ok, tostring(e):match('not enough memory')"
        )
        #expect(values == [false, "not enough memory"])
        let error = await #expect(throws: ScriptError.self) { try await session.run(source) }
        #expect(error?.message.hasPrefix("not enough memory") == true)
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    @Test func tooMuchOutputEndsTheRun() async throws {
        let probe = Probe()
        let session = try await probe.isolated { $0.limits.output = .kib(8) }
        let worker: Int32?
        _ = try await session.run("print('first')")
        worker = session.workerProcess
        await #expect(throws: LuaLimitReached(limit: .output(.kib(8)))) {
            try await session.run("while true do pcall(print, 'line') end")
        }
        #expect(probe.transcript.text(.standardOutput).utf8.count <= 6 + 8 << 10)
        #expect(session.workerProcess == worker)
        await session.close()
    }

    @Test func manyTasksThatCallWaitForTheirTurn() async throws {
        let probe = Probe()
        let session = try await probe.isolated { $0.limits.wallClock = .milliseconds(500) }
        await #expect(throws: LuaLimitReached.self) {
            try await session.run(
                """
                for i = 1, 20000 do probe.task.spawn(probe.hang) end
                probe.task.sleep(100)
                """)
        }
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    // What must not be there ---------------------------------------------------------------------

    @Test func nothingOfThisProcessIsThere() async throws {
        setenv("LUAHOST_SECRET", "sentinel-7c1e", 1)
        let probe = Probe()
        let session = try await probe.isolated()
        let run = Task { try await session.run("probe.hang()") }
        await probe.ready.wait()
        let worker = try #require(session.workerProcess)
        #expect(contents("/proc/\(worker)/environ") == "")
        #expect(contents("/proc/\(worker)/cmdline") == "\(Program.worker)\0--run-lua-worker\0")
        #expect(names(in: "/proc/\(worker)/fd") == ["0"])
        #expect(names(in: "/proc/\(worker)/task").count == 1)
        let status = contents("/proc/\(worker)/status") ?? ""
        #expect(status.contains("NoNewPrivs:\t1\n"))
        #expect(status.contains("Seccomp:\t2\n") || luashim_is_thread_sanitized())
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        await session.close()
    }

    @Test func nothingIsLeftOfManySessions() async throws {
        let before = names(in: "/proc/self/fd").count
        var workers: [Int32] = []
        for round in 0..<200 {
            let session = try await Probe().isolated()
            #expect(try await session.run("return \(round)") == [.integer(Int64(round))])
            workers.append(try #require(session.workerProcess))
            if round % 2 == 0 { await session.close() }  // the others are dropped
        }
        // A session that was dropped closes on its own thread.
        while !workers.allSatisfy(isGone) { await Task.yield() }
        while names(in: "/proc/self/fd").count > before + 40 { await Task.yield() }
    }

    @Test func aSessionThatIsDroppedEndsItsWorker() async throws {
        let probe = Probe()
        var session: LuaSession? = try await probe.isolated()
        _ = try await session?.run("pcall(probe.fail)")
        let worker = try #require(session?.workerProcess)
        #expect(!isGone(worker))
        session = nil
        while !isGone(worker) { await Task.yield() }
        await probe.cage.isEmpty()
    }
}

/// Whether there is no such process, not even one that nobody has collected.
private func isGone(_ process: Int32) -> Bool {
    kill(process, 0) != 0
}

private func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}

private func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if !name.hasPrefix(".") { names.append(name) }
    }
    return names
}
