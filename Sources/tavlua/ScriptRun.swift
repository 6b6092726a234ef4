import LuaHost
import TavusClient
import TavusLua

/// One run of a script: makes the session, runs, reports, and says with which status to end.
struct ScriptRun {
    private let invocation: ScriptInvocation
    private let settings: HostSettings

    init(_ invocation: ScriptInvocation, settings: HostSettings) {
        self.invocation = invocation
        self.settings = settings
    }

    func run() async -> Int32 {
        let report = ErrorReport(isVerbose: settings.verbosity > 0)
        do {
            let backend = try Backend(settings)
            let host = LuaHost(
                profile: settings.isIsolated ? .isolated : .trusted,
                allowsBinaryChunks: settings.allowsBinaryChunks)
            let session = try await host.session(modules: backend.modules)
            let watch = RunWatch(session: session, backend: backend, timeout: settings.timeout)
            let status = await run(in: session, watch: watch, report: report)
            watch.end()
            await session.close()
            await backend.close()
            return status
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
