import Glibc
import LuaShim
import Testing

@testable import LuaHost

/// Other people's scripts at their worst. A machine that runs them is to be as it was a second after
/// their time is over.
@Suite struct HostileScriptTests {
    static let wallClock = Duration.milliseconds(200)

    // One after the other: two memory bombs at once would measure the machine.
    @Test(.serialized, .timeLimit(.minutes(5)), arguments: HostileScript.corpus(for: .recipe))
    func aHostileScriptEndsInsideItsLimit(script: HostileScript) async throws {
        // ThreadSanitizer holds signals back from code that only runs Lua.
        if luashim_is_thread_sanitized() { return }
        var overtime = Duration.seconds(60)
        // Tests beside this one may hold it up.
        for _ in 1...3 where overtime >= .seconds(1) {
            overtime = min(overtime, try await run(script, in: .recipe))
        }
        #expect(overtime < .seconds(1) * Self.load)
    }

    /// How many programs share a processor: what the machine does besides is not the script's doing.
    private static var load: Double {
        var average = 0.0
        guard getloadavg(&average, 1) == 1 else { return 1 }
        return max(1, average / Double(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// In a process of its own all of them end by the kernel's clock, if not by Lua's.
    @Test(.serialized, .timeLimit(.minutes(5)), arguments: HostileScript.corpus(for: .isolated))
    func aHostileScriptEndsInsideItsLimitInAProcessOfItsOwn(script: HostileScript) async throws {
        var overtime = Duration.seconds(60)
        for _ in 1...3 where overtime >= .seconds(1) {
            overtime = min(overtime, try await run(script, in: .isolated))
        }
        #expect(overtime < .seconds(1) * Self.load)
    }

    /// Runs a script under a watchdog, and says how far it went beyond its time.
    private func run(_ script: HostileScript, in profile: LuaProfile) async throws -> Duration {
        let probe = Probe()
        var host = LuaHost(
            limits: LuaLimits(memory: script.memory, wallClock: Self.wallClock), profile: profile,
            output: .handler { _, _ in })
        host.cleanupGrace = .milliseconds(500)
        host.workerExecutable = Program.worker
        let session = try await host.session(modules: [probe.module])
        let start = ContinuousClock.now
        let ending: HostileScript.Ending
        do {
            let values = try await session.run(script.source)
            ending = values == ["held"] ? .held : .any
        } catch is LuaLimitReached {
            ending = .stopped
        } catch let error as LuaWorkerDied {
            if profile != .isolated { Issue.record("\(error)") }
            ending = script.ending == .stopped ? .stopped : .any
        } catch let error as ScriptError {
            if script.ending != .any { Issue.record("\(error)") }
            ending = .any
        }
        let overtime = .now - start - Self.wallClock
        if script.ending != .any { #expect(ending == script.ending) }
        let after = try await session.run("return ('x'):rep(3)", timeout: .seconds(60))
        #expect(after == ["xxx"])
        await session.close()
        return overtime
    }
}
