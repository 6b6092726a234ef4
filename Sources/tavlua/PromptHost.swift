import Glibc
import LuaHost
import REPL
import Synchronization
import TavusAPI
import TavusClient
import TavusLua

/// What the prompt needs of this program: accounts, sessions, and the calls that pass through the gate.
final class PromptHost: REPLHost {
    private struct State {
        var settings: HostSettings
        var backend: Backend
    }

    private let state: Mutex<State>
    private let live: LiveFlag
    private let voice: Backend.Voice
    let calls = CallLog()
    let notices = NoticeBoard()
    let gate: CallGate

    /// - Parameter announces: where calls go is said before the first one, and what a call needs is asked on
    ///   the terminal, as for a script; the prompt does both itself.
    /// - Throws: ``ConfigurationError``.
    init(_ settings: HostSettings, announces: Bool = false) throws {
        let live = LiveFlag()
        gate = CallGate(assumesYes: settings.assumesYes) { live.isSet }
        voice = Backend.Voice(
            announces: announces, asksItself: !announces,
            policies: [PromptPolicy(calls: calls, gate: gate)],
            say: { [notices] in if !notices.post($0) { StandardError.line($0) } })
        let backend = try Backend(settings, voice: voice)
        live.isSet = backend.account.target == .live
        self.live = live
        state = Mutex(State(settings: settings, backend: backend))
    }

    var backend: Backend { state.withLock { $0.backend } }

    func openSession(with connection: REPLConnection) async throws -> LuaSession {
        try await LuaHost(output: connection.output).session(modules: modules(with: connection))
    }

    func modules(with connection: REPLConnection) -> [LuaModule] {
        backend.modules(extensions: [Self.waiting]) + connection.modules
    }

    /// Lets the prompt show what `tavus.<resource>.wait` waits for.
    private static let waiting = TavusExtension(
        functions: [],
        chunk: LuaChunk(
            name: "tavus.repl",
            source: """
                local _, host = ...
                function host.wait_watcher(bound)
                    local resource = bound.resource
                    return require "tavlua.repl".watch_wait(resource.singular, resource.id_field,
                        resource.lifecycle and resource.lifecycle.field or "status")
                end
                """))

    var place: REPLPlace {
        let account = backend.account
        guard account.target == .live else { return REPLPlace(word: "emulator", isLive: false) }
        if case .profile(let name)? = account.keySource {
            return REPLPlace(word: "live:\(name)", isLive: true)
        }
        return REPLPlace(word: "live", isLive: true)
    }

    var banner: String? {
        "tavlua \(Version.text) · \(LuaHost.luaVersion) · \(place.word) · .help"
    }

    var version: String { Version.text }

    var secrets: [String] { backend.account.endpoint.map { [$0.key.raw] } ?? [] }

    var facts: [(name: String, value: String)] {
        let (settings, account) = state.withLock { ($0.settings, $0.backend.account) }
        var facts = [("target", String(account.summary.dropFirst("target: ".count)))]
        if account.target == .emulator {
            let file = settings.emulatorData ?? StateFolder.emulatorData
            facts.append(("emulator data", settings.isFresh ? "in memory" : file))
        }
        facts += [
            ("history", StateFolder.history),
            ("settings", PromptConfiguration.paths()?.settings ?? "none"),
            ("init script", PromptConfiguration.paths()?.script ?? "none"),
            ("tavlua", Version.text),
            ("lua", LuaHost.luaVersion),
        ]
        return facts
    }

    func choose(profile: String) throws {
        let old = try state.withLock { state in
            var settings = state.settings
            settings.profile = profile == "emulator" ? nil : profile
            settings.usesEmulator = profile == "emulator"
            settings.usesLive = false
            settings.keyFile = nil
            settings.baseURL = nil
            let backend = try Backend(settings, voice: voice)
            defer {
                state.settings = settings
                state.backend = backend
            }
            return state.backend
        }
        live.isSet = place.isLive
        Task { await old.close() }
    }

    func login(profile: String) throws -> any REPLLogin {
        try ProfileLogin(profile: profile, beside: backend.account)
    }

    func identifiers(of resource: String) async throws -> [NamedIdentifier] {
        guard let found = Catalogue.resource(resource),
            let list = Catalogue.operation("\(found.name).list"), list.effect == .read
        else { return [] }
        let limit = list.query.contains { $0.name == "limit" }
        let request = try list.request(ids: [], fields: limit ? ["limit": 100] : nil)
        let answer = try await backend.quietClient.send(request)
        return found.named(in: answer)
    }

    func name(of id: String, in resource: String) async -> String? {
        guard let found = Catalogue.resource(resource), found.nameField != nil,
            let get = Catalogue.operation("\(found.name).get"), get.effect == .read
        else { return nil }
        // Without its name the question still has the id.
        guard let request = try? get.request(ids: [id], fields: nil),
            let answer = try? await backend.quietClient.send(request)
        else { return nil }
        return found.named(in: answer).first { $0.id == id }?.name
    }

    func interruptCalls() { backend.interrupt() }

    func abort() { ProcessEnd.exit(128 + SIGINT) }

    func close() async { await backend.close() }
}

/// Whether calls go to a live account now; the gate is older than the account.
private final class LiveFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool {
        get { flag.load(ordering: .relaxed) }
        set { flag.store(newValue, ordering: .relaxed) }
    }
}
