import Glibc
import LuaShim
import Testing

@testable import LuaHost

/// A worker that a script owns, and the host that has to survive it.
@Suite(.timeLimit(.minutes(1))) struct IsolatedLiarTests {
    /// A run of a worker that does this; the program's work is in Tests/LyingWorker.
    private func run(
        _ deed: String, limits: LuaLimits = LuaLimits(wallClock: .seconds(20))
    ) async throws {
        let path = "/tmp/luahost-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).\(deed)"
        try #require(symlink(Program.liar, path) == 0)
        defer { unlink(path) }
        let module = LuaModule(
            "host",
            functions: [
                LuaFunction("quick") { $0.values },
                .async("slow") { _ in
                    // Deaf to its cancellation for a while.
                    await Task.detached { try? await Task.sleep(for: .milliseconds(300)) }.value
                    return []
                },
                LuaFunction("failing") { _ in throw PlainError() },
            ])
        var host = LuaHost(limits: limits, profile: .isolated, output: .handler { _, _ in })
        host.workerExecutable = path
        host.cleanupGrace = .milliseconds(100)
        let session = try await host.session(modules: [module])
        do {
            _ = try await session.run("return 1")
            #expect(await session.memoryInUse > 0)
        } catch {
            if !(error is ScriptError) { #expect(session.workerProcess == nil) }
            await session.close()
            throw error
        }
        await session.close()
    }

    static let lies = [
        ("huge", "it sent too large a message"),
        ("stub", "it sent half a message"),
        ("no_kind", "it sent a message of no kind"),
        ("ready_twice", "it sent a message of no kind"),
        ("hang_up", "it closed its connection"),
        ("no_function", "it called a function that is not there"),
        ("negative_function", "it called a function that is not there"),
        ("one_call_twice", "it called twice as one"),
        ("no_call", "it cancelled no call of its own"),
        ("no_stream", "it wrote to no stream"),
        ("other_run", "it ended another run"),
        ("no_outcome", "its run ended in no known way"),
        ("timed_out", "its run ended in no known way"),
        ("missing_values", "its run ended with malformed values"),
        ("many_values", "its run ended with malformed values"),
        ("no_type", "it called with malformed values"),
        ("half_a_number", "it called with malformed values"),
        ("odd_boolean", "it called with malformed values"),
        ("long_text", "it called with malformed values"),
        ("short_text", "it called with malformed values"),
        ("broken_json", "it called with malformed values"),
        ("forged_function", "it called with malformed values"),
        ("forged_type", "it called with malformed values"),
        ("flood_calls", "it had more calls in flight than it may"),
        ("hoard_errors", "it held more errors than it has memory for"),
    ]

    @Test(arguments: lies)
    func aLieIsFoundOut(deed: String, what: String) async throws {
        var limits = LuaLimits(wallClock: .seconds(20))
        if deed == "hoard_errors" { limits.memory = .mib(1) }
        await #expect(throws: LuaWorkerDied(cause: .misbehaved(what))) {
            try await run(deed, limits: limits)
        }
    }

    @Test func bytesThatMeanNothingAreFoundOut() async throws {
        let error = await #expect(throws: LuaWorkerDied.self) { try await run("garbage") }
        guard case .misbehaved = error?.cause else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anEndIsNamed() async throws {
        await #expect(throws: LuaWorkerDied(cause: .exited(status: 7))) { try await run("leave") }
        let crash = await #expect(throws: LuaWorkerDied.self) { try await run("crash") }
        #expect(crash.map(String.init) == "the script crashed its process (SIGSEGV)")
    }

    @Test func aReportOfAnErrorMayBeEmpty() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await run("failed_without_report")
        }
        #expect(error?.message == "")
    }

    @Test func aRunThatEndsBeforeItsCallsIsOver() async throws {
        try await run("finish_and_leave_calls")
    }

    @Test func noNumberOfBytesOverflows() async throws {
        try await run("boast", limits: LuaLimits(memory: ByteCount(.max)))
    }

    /// What is no lie yet, but never ends, ends at the deadline, and holds little memory until then.
    @Test(arguments: [
        "half", "flood_quick_calls", "call_and_cancel", "flood_warnings", "release_all",
        "ignore_signals", "silent",
    ])
    func whatNeverEndsEndsAtTheDeadline(deed: String) async throws {
        let start = ContinuousClock.now
        let before = residentBytes()
        await #expect(throws: LuaLimitReached(limit: .wallClock(.milliseconds(300)))) {
            try await run(deed, limits: LuaLimits(wallClock: .milliseconds(300)))
        }
        #expect(.now - start < .seconds(30))
        #expect(residentBytes() - before < 512 << 20)  // with that of tests beside this one
    }

    @Test func tooMuchOutputIsFoundOut() async throws {
        let limits = LuaLimits(wallClock: .seconds(20), output: .kib(64))
        await #expect(throws: LuaWorkerDied(cause: .misbehaved("it wrote more than it may"))) {
            try await run("flood_output", limits: limits)
        }
    }

    @Test(arguments: [
        ("gone", "its worker ended before it was ready (the script's process ended with status 3)"),
        ("unready", "its worker is none of this version"),
    ])
    func aProgramThatIsNoWorkerIsNamed(deed: String, reason: String) async throws {
        await #expect(throws: SessionUnavailable(reason: reason)) { try await run(deed) }
    }

    @Test func aWorkerThatCannotBeRunIsNamed() async throws {
        var host = LuaHost(profile: .isolated)
        host.workerExecutable = "/none"
        await #expect(throws: SessionUnavailable(reason: "its worker /none cannot be run")) {
            _ = try await host.session()
        }
        host.workerExecutable = nil
        await #expect(throws: SessionUnavailable.self) { _ = try await host.session() }
    }

    // The sandbox --------------------------------------------------------------------------------

    // There is no filter under ThreadSanitizer, and these would do what they say.
    @Test(
        .enabled(if: !luashim_is_thread_sanitized()),
        arguments: [
            "open_file", "open_socket", "execute", "fork_process", "start_thread", "signal_parent",
            "signal_thread", "trace_parent", "read_memory", "map_code", "make_code",
            "send_descriptor",
            "double_descriptor", "control_descriptor", "change_process", "raise_limit",
            "remove_file",
            "make_ring", "make_memory_file",
        ])
    func aStepOutOfTheSandboxIsTheLast(deed: String) async throws {
        let error = await #expect(throws: LuaWorkerDied.self) { try await run(deed) }
        #expect(
            error.map(String.init)
                == "the script was killed: it tried to leave its sandbox (SIGSYS)")
    }

    @Test(.enabled(if: !luashim_is_thread_sanitized()))
    func theSandboxIsNotWhatEndsAnAbort() async throws {
        await #expect(throws: LuaWorkerDied(cause: .signal(SIGABRT))) { try await run("own_death") }
    }
}

/// What this process holds of the machine's memory.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var numbers = [CChar](repeating: 0, count: 100)
    guard fgets(&numbers, 100, file) != nil else { return 0 }
    let words = String(decoding: numbers.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        .split(separator: " ")
    return (Int(words[1]) ?? 0) * 4096
}
