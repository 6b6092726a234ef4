import LuaHost
import Recipes
import TavusClient
import TavusLua

/// One run of Lua code of whatever kind: makes the session, watches over it, and says with which status to end.
struct HostedRun {
    let settings: HostSettings
    var profile: LuaProfile
    /// What was piped in deletes on a live target only with `--yes`: it is what somebody would have typed
    /// at the prompt, which asks.
    var guardsLive = false
    /// Nil: standard output and standard error, but in a dry run.
    var output: LuaOutput?
    /// What a plan of the run depends on, at an account's place. Without it the run cannot be planned.
    var origin: ((String) -> PlanOrigin)?
    /// Modules beside those that every script has; they may ask what the run may do.
    var modules: @Sendable (Backend) -> [LuaModule] = { _ in [] }
    /// Nil: what the profile gives.
    var grants: LuaGrants?

    init(_ settings: HostSettings, profile: LuaProfile = .trusted) {
        self.settings = settings
        self.profile = profile
    }

    /// - Parameter body: the run itself; what it throws is reported.
    func run(_ body: (LuaSession, Backend) async throws -> Void) async -> Int32 {
        let report = ErrorReport(isVerbose: settings.verbosity > 0)
        do {
            let breakpoints = profile == .trusted ? try Breakpoints(settings) : nil
            let backend =
                try breakpoints?.host.backend
                ?? Backend(settings, voice: Backend.Voice(guardsLive: guardsLive))
            // Before the run, which may take long: the plan holds for the script that was read.
            let planned =
                backend.gate.plan == nil ? nil : origin.map { $0(backend.account.place) }
            let host = LuaHost(
                profile: profile, output: output ?? backend.gate.output,
                allowsBinaryChunks: settings.allowsBinaryChunks)
            let all = breakpoints.map { $0.host.modules(with: $0.connection) } ?? backend.modules
            let session = try await host.session(modules: all + modules(backend), grants: grants)
            let watch = RunWatch(session: session, backend: backend, timeout: settings.timeout)
            breakpoints?.serve(watch)
            let status = await run(body, session, backend, watch: watch, report: report)
            watch.end()
            await session.close()
            await backend.close()
            return planned.map {
                backend.gate.end(with: status, origin: $0, isVerbose: settings.verbosity > 0)
            } ?? status
        } catch {
            return report.print(error)
        }
    }

    private func run(
        _ body: (LuaSession, Backend) async throws -> Void, _ session: LuaSession,
        _ backend: Backend, watch: RunWatch, report: ErrorReport
    ) async -> Int32 {
        // A signal between the start of the program and the start of the run.
        guard !watch.hasStopped else { return watch.statusOfEnd() }
        do {
            try await body(session, backend)
            return ExitStatus.success
        } catch let exit as ScriptExit {
            return exit.status
        } catch is LuaCancelled {
            return watch.statusOfEnd()
        } catch {
            return report.print(error)
        }
    }
}
