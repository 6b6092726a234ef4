import Glibc
import Logging
import LuaHost
import TavusAPI
import TavusClient
import TavusEmulator
import TavusLua

/// What the scripts of this process talk to: an account and its client, and the emulator where
/// there is no account. Neither is opened before the first call.
struct Backend: Sendable {
    let account: Account
    let client: TavusClient
    private let settings: HostSettings
    private let emulator: LocalEmulator?

    /// - Throws: ``ConfigurationError``.
    init(_ settings: HostSettings) throws {
        self.settings = settings
        account = try Self.account(settings, profile: settings.profile)
        emulator = account.target == .emulator ? LocalEmulator(settings) : nil
        client = Self.client(account, settings: settings, emulator: emulator)
        guard !settings.isQuiet else { return }
        for note in account.notes { StandardError.line("tavlua: \(note)") }
    }

    /// The modules of a session.
    var modules: [LuaModule] {
        TavusModule(
            client: client, connect: connect,
            extensions: [emulator?.luaExtension ?? LocalEmulator.absence],
            clock: emulator?.clock ?? WallClock.now
        ).modules
    }

    /// Ends connections, and the emulator if it was started.
    func close() async {
        await client.close()
        await emulator?.stop()
    }

    @Sendable private func connect(_ connection: TavusModule.Connection) async throws -> TavusClient
    {
        let account = try Self.account(settings, profile: connection.profile)
        return Self.client(account, settings: settings, emulator: emulator)
    }

    private static func account(
        _ settings: HostSettings, profile: String?
    ) throws(ConfigurationError) -> Account {
        try Credentials.resolve(
            flags: AccountFlags(
                emulator: settings.usesEmulator, live: settings.usesLive,
                baseURL: settings.baseURL, apiKeyFile: settings.keyFile, profile: profile),
            environment: ProcessEnvironment.variables)
    }

    private static func client(
        _ account: Account, settings: HostSettings, emulator: LocalEmulator?
    ) -> TavusClient {
        var configuration = ClientConfiguration(
            target: account.target, version: Version.text, logger: logger(settings)
        ) {
            if let endpoint = account.endpoint { return endpoint }
            guard let emulator else {
                throw ConfigurationError(.noKey, "this account has no key and the target is live")
            }
            return try await emulator.endpoint()
        }
        if let seconds = settings.requestTimeout {
            configuration.timeouts = configuration.timeouts.allowing(.seconds(seconds))
        }
        if let seconds = settings.connectTimeout {
            configuration.timeouts.connect = .seconds(seconds)
        }
        if !settings.isQuiet { configuration.policies = [Warnings()] }
        configuration.onFirstCall = { announce(account, settings: settings) }
        configuration.onSettledWrite = { StandardError.line($0.summary) }
        return TavusClient(configuration)
    }

    /// Says once where calls go.
    private static func announce(_ account: Account, settings: HostSettings) {
        guard !settings.isQuiet else { return }
        let isDefault = account.target == .emulator && !settings.usesEmulator
        StandardError.line(
            account.summary + (isDefault ? " (no API key; nothing leaves this machine)" : ""))
    }

    private static func logger(_ settings: HostSettings) -> Logger {
        guard settings.verbosity > 0 else {
            return Logger(label: "tavlua") { _ in SwiftLogNoOpLogHandler() }
        }
        var logger = Logger(label: "tavlua") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = settings.verbosity > 1 ? .trace : .debug
        return logger
    }
}

/// Says on standard error what looks like a slip in a call, and lets the call pass: the service may
/// know more than the catalogue.
private struct Warnings: GatePolicy {
    func admit(_ request: TavusRequest) {
        for warning in request.warnings {
            let name = request.operation.map { "tavus.\($0.id)" } ?? request.method.rawValue
            StandardError.line("\(name): warning: \(DisplayText.safe(warning, limit: 500))")
        }
    }
}

/// Seconds since 1970.
enum WallClock {
    @Sendable static func now() async throws -> Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}

/// The variables of this process.
enum ProcessEnvironment {
    static var variables: [String: String] {
        var found: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return found
    }
}
