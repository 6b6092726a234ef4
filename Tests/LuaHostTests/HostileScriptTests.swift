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

    /// Runs a script under a watchdog, and says how far it went beyond its time.
    private func run(_ script: HostileScript, in profile: LuaProfile) async throws -> Duration {
        let probe = Probe()
        var host = LuaHost(
            limits: LuaLimits(memory: script.memory), profile: profile, output: .handler { _, _ in }
        )
        host.cleanupGrace = .milliseconds(500)
        let session = try await host.session(modules: [probe.module])
        let start = ContinuousClock.now
        let watchdog = Task {
            try await Task.sleep(for: Self.wallClock)
            session.interrupt()
        }
        let ending: HostileScript.Ending
        do {
            let values = try await session.run(script.source)
            ending = values == ["held"] ? .held : .any
        } catch is LuaCancelled {
            ending = .stopped
        } catch let error as ScriptError {
            if script.ending != .any { Issue.record("\(error)") }
            ending = .any
        }
        let overtime = .now - start - Self.wallClock
        watchdog.cancel()
        _ = try? await watchdog.value
        if script.ending != .any { #expect(ending == script.ending) }
        #expect(try await session.run("return ('x'):rep(3)") == ["xxx"])
        await session.close()
        return overtime
    }
}
