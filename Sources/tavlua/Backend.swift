import Logging
import LuaHost
import Recipes
import ScriptModules
import Synchronization
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
    /// For what the prompt asks by itself: nothing of it is announced, logged or asked about.
    let quietClient: TavusClient
    private let emulator: LocalEmulator?
    private let ownsEmulator: Bool
    private let isOutermost: Bool
    private let usage: Usage
    private let voice: Voice
    /// What the run may do and spend.
    let gate: RunGate

    /// How a program speaks beside its results.
    struct Voice: Sendable {
        /// Says where calls go before the first one.
        var announces = true
        /// Deletes on a live target need `--yes`, as nobody can be asked.
        var guardsLive = false
        /// The prompt asks before it deletes.
        var asksItself = false
        /// What calls pass last.
        var policies: [any GatePolicy] = []
        var say: @Sendable (String) -> Void = { StandardError.line($0) }
        /// What `require "log"` writes; nil is standard error, unless that is to be quiet.
        var log: (@Sendable (String) -> Void)?
    }

    /// What all clients of a run have in common, those of recipes that it calls included.
    private final class Usage: Sendable {
        private struct State {
            var clients: [TavusClient] = []
            var announced: Set<String> = []
        }

        /// Whether a call was made: only then is there something to close.
        let hasCalled = Atomic(false)
        private let state = Mutex(State())

        func add(_ client: TavusClient) { state.withLock { $0.clients.append(client) } }

        func remove(_ client: TavusClient) {
            state.withLock { $0.clients.removeAll { $0 === client } }
        }

        var clients: [TavusClient] { state.withLock { $0.clients } }

        /// Whether nothing was said of this target so far.
        func isNew(_ target: String) -> Bool {
            state.withLock { $0.announced.insert(target).inserted }
        }
    }

    /// - Parameter shared: an emulator of somebody else, who stops it.
    /// - Throws: ``ConfigurationError``.
    init(
        _ settings: HostSettings, voice: Voice = Voice(), emulator shared: LocalEmulator? = nil
    ) throws {
        self.settings = settings
        self.voice = voice
        account = try Self.account(settings, profile: settings.profile)
        emulator = account.target == .emulator ? shared ?? LocalEmulator(settings) : nil
        ownsEmulator = shared == nil
        isOutermost = true
        usage = Usage()
        gate = try RunGate(settings.rights, permitted: settings.permitted)
        client = Self.client(
            account, settings: settings, emulator: emulator, usage: usage, voice: voice, gate: gate)
        var quiet = settings
        quiet.isQuiet = true
        quiet.verbosity = 0
        quietClient = Self.client(
            account, settings: quiet, emulator: emulator, usage: usage, voice: Voice(), gate: nil)
        guard !settings.isQuiet else { return }
        for note in account.notes { voice.say("tavlua: \(note)") }
    }

    /// The same account, emulator and run for code that this run calls. Who asked for it closes it.
    init(inside outer: Backend, gate: RunGate) {
        settings = outer.settings
        voice = outer.voice
        account = outer.account
        emulator = outer.emulator
        ownsEmulator = false
        isOutermost = false
        usage = outer.usage
        self.gate = gate
        client = Self.client(
            account, settings: settings, emulator: emulator, usage: usage, voice: voice, gate: gate)
        quietClient = outer.quietClient
    }

    /// The modules of a session.
    var modules: [LuaModule] { modules(extensions: []) }

    func modules(extensions: [TavusExtension]) -> [LuaModule] {
        TavusModule(
            client: client, connect: connect,
            extensions: [emulator?.luaExtension ?? EmulatorTable.absence]
                + [gate.plan?.luaExtension].compactMap { $0 } + extensions,
            clock: emulator?.clock ?? WallClock.now, virtualClock: settings.clock
        ).modules + [
            CSVModule.module, FilesModule.module, YAMLModule.module,
            HTTPModule.module(
                environment: ProcessEnvironment.variables, version: Version.text,
                admit: { [gate] in try gate.admit($0) }, send: settings.web),
            ScriptLog(settings, say: voice.log).module,
        ]
    }

    /// Gives writes that have left a moment to be answered; the rest may be cancelled now.
    func interrupt() {
        for client in usage.clients { client.interrupt() }
    }

    /// Ends connections, and the emulator if it was started.
    func close() async {
        if !isOutermost { usage.remove(client) }
        guard usage.hasCalled.load(ordering: .relaxed) else { return }
        guard isOutermost else { return await client.close() }
        for client in usage.clients { await client.close() }
        await quietClient.close()
        if ownsEmulator { await emulator?.stop() }
    }

    @Sendable private func connect(_ connection: TavusModule.Connection) async throws -> TavusClient
    {
        let account = try Self.account(settings, profile: connection.profile)
        return Self.client(
            account, settings: settings, emulator: emulator, usage: usage, voice: voice, gate: gate)
    }

    static func account(
        _ settings: HostSettings, profile: String?
    ) throws(ConfigurationError) -> Account {
        try Credentials.resolve(
            flags: AccountFlags(
                emulator: settings.usesEmulator, live: settings.usesLive,
                baseURL: settings.baseURL, apiKeyFile: settings.keyFile, profile: profile),
            environment: ProcessEnvironment.variables)
    }

    private static func client(
        _ account: Account, settings: HostSettings, emulator: LocalEmulator?, usage: Usage,
        voice: Voice, gate: RunGate?
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
        if let clock = settings.clock {
            configuration.pause = { try await clock.sleep(for: $0 / .seconds(1)) }
        }
        if let seconds = settings.maxWait { configuration.retries.maxWait = .seconds(seconds) }
        configuration.policies = [ClosedOutput()]
        // With -v the client logs them itself.
        if !settings.isQuiet && settings.verbosity == 0 {
            configuration.policies += [Warnings(say: voice.say)]
        }
        if voice.guardsLive && account.target == .live && gate?.plan == nil {
            configuration.policies.append(PipedDeletes(assumesYes: settings.assumesYes))
        }
        let isAsked = voice.asksItself
        configuration.policies +=
            gate?.policies(for: account, asksItself: isAsked, say: voice.say) ?? []
        configuration.policies += voice.policies
        configuration.onFirstCall = {
            usage.hasCalled.store(true, ordering: .relaxed)
            if voice.announces, usage.isNew(account.summary) {
                announce(account, settings: settings)
            }
        }
        configuration.onSettledWrite = { voice.say($0.summary) }
        let client = TavusClient(configuration)
        if gate != nil { usage.add(client) }
        return client
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
