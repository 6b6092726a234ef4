import REPL
import TavusAPI
import TavusClient

/// `.login` at the prompt: tries a key and stores it as a profile.
struct ProfileLogin: REPLLogin {
    private let draft: ProfileDraft

    /// - Throws: ``ConfigurationError`` for a name that no profile can have.
    init(profile name: String, beside account: Account) throws {
        // `.profile emulator` is the way back.
        guard name != "emulator" else {
            throw REPLProblem("\"emulator\" is no name for a profile: it stands for the emulator")
        }
        draft = try ProfileDraft(
            named: name, beside: account, environment: ProcessEnvironment.variables)
    }

    var exists: Bool { draft.exists }
    var baseURL: String { draft.baseURL }

    func check(_ text: String) async throws -> REPLKeyVerdict {
        let endpoint = try draft.endpoint(with: try Self.key(text))
        var configuration = ClientConfiguration(target: .live, version: Version.text) { endpoint }
        // Somebody waits, and one who cannot be told is told so.
        configuration.timeouts = configuration.timeouts.allowing(.seconds(10))
        configuration.retries.attempts = 1
        let client = TavusClient(configuration)
        let verdict = await Self.verdict(of: client)
        await client.close()
        Signals.endOnClosedOutput()
        return verdict
    }

    /// By the smallest read there is: reads cost nothing.
    private static func verdict(of client: TavusClient) async -> REPLKeyVerdict {
        do {
            guard let list = Catalogue.operation("personas.list") else {
                return .unknown("this release does not know how")
            }
            _ = try await client.send(try list.request(ids: [], fields: ["limit": 1]))
            return .accepted
        } catch let error as TavusError where error.code == .authentication {
            return .refused(error.description)
        } catch {
            return .unknown("\(error)")
        }
    }

    func store(_ text: String) throws {
        try draft.store(try Self.key(text), replaces: draft.exists)
    }

    private static func key(_ text: String) throws(ConfigurationError) -> APIKey {
        try APIKey(text, from: "what you typed")
    }
}
