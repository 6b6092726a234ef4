import LuaHost

/// One run of a script.
struct ScriptRun {
    private let invocation: ScriptInvocation
    private let settings: HostSettings
    private let guardsLive: Bool

    /// - Parameter guardsLive: see ``HostedRun/guardsLive``.
    init(_ invocation: ScriptInvocation, settings: HostSettings, guardsLive: Bool = false) {
        self.invocation = invocation
        self.settings = settings
        self.guardsLive = guardsLive
    }

    /// - Returns: the exit status.
    func run() async -> Int32 {
        var run = HostedRun(settings, profile: settings.isIsolated ? .isolated : .trusted)
        run.guardsLive = guardsLive
        run.origin = { [invocation] in invocation.origin(account: $0) }
        return await run.run { session, _ in
            _ = try await session.run(
                invocation.source, arguments: invocation.arguments, scriptName: invocation.name,
                command: invocation.command)
        }
    }
}
