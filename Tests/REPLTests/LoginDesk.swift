import Synchronization

@testable import REPL

/// A service and a folder of profiles that remember what they were given.
final class LoginDesk: Sendable {
    private struct State {
        var events: [String] = []
        var profiles: Set<String>
    }

    private let state: Mutex<State>
    private let verdict: REPLKeyVerdict

    init(_ verdict: REPLKeyVerdict = .accepted, profiles: Set<String> = []) {
        self.verdict = verdict
        state = Mutex(State(profiles: profiles))
    }

    /// What was done, such as "check k", "store acme k", "choose acme".
    var events: [String] { state.withLock { $0.events } }

    fileprivate func note(_ event: String) { state.withLock { $0.events.append(event) } }

    func choose(_ profile: String) { note("choose \(profile)") }

    func login(_ profile: String) -> any REPLLogin {
        let exists = state.withLock { $0.profiles.contains(profile) }
        return Login(desk: self, name: profile, exists: exists)
    }

    private struct Login: REPLLogin {
        let desk: LoginDesk
        let name: String
        let exists: Bool
        let baseURL = "https://service"

        func check(_ key: String) async throws -> REPLKeyVerdict {
            desk.note("check \(key)")
            return desk.verdict
        }

        func store(_ key: String) throws { desk.note("store \(name) \(key)") }
    }
}
