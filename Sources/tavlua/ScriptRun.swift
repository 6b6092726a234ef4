import LuaHost
import TavusClient
import TavusLua

/// One run of a script: makes the session, runs, reports, and says with which status to end.
struct ScriptRun {
    private let invocation: ScriptInvocation
    private let settings: HostSettings
    private let guardsLive: Bool

    /// - Parameter guardsLive: what was piped in deletes on a live target only with `--yes`: it is what
    ///   somebody would have typed at the prompt, which asks.
    init(_ invocation: ScriptInvocation, settings: HostSettings, guardsLive: Bool = false) {
        self.invocation = invocation
        self.settings = settings
        self.guardsLive = guardsLive
    }

    func run() async -> Int32 {
        let report = ErrorReport(isVerbose: settings.verbosity > 0)
        do {
            let breakpoints = settings.isIsolated ? nil : try Breakpoints(settings)
            let backend =
                try breakpoints?.host.backend
                ?? Backend(settings, voice: Backend.Voice(guardsLive: guardsLive))
            // Before the run, which may take long: the plan holds for the script that was read.
            let origin =
                backend.gate.plan == nil
                ? nil : invocation.origin(account: backend.account.place)
            let host = LuaHost(
                profile: settings.isIsolated ? .isolated : .trusted,
                output: backend.gate.output, allowsBinaryChunks: settings.allowsBinaryChunks)
            let modules =
                breakpoints.map { $0.host.modules(with: $0.connection) } ?? backend.modules
            let session = try await host.session(modules: modules)
            let watch = RunWatch(session: session, backend: backend, timeout: settings.timeout)
            breakpoints?.serve(watch)
            let status = await run(in: session, watch: watch, report: report)
            watch.end()
            await session.close()
            await backend.close()
            return origin.map {
                backend.gate.end(with: status, origin: $0, isVerbose: settings.verbosity > 0)
            } ?? status
        } catch {
            return report.print(error)
        }
    }

    private func run(in session: LuaSession, watch: RunWatch, report: ErrorReport) async -> Int32 {
        // A signal between the start of the program and the start of the run.
        guard !watch.hasStopped else { return watch.statusOfEnd() }
        do {
            _ = try await session.run(
                invocation.source, arguments: invocation.arguments, scriptName: invocation.name,
                command: invocation.command)
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
