import Glibc
import Synchronization
import TavusAPI

/// What a prompt remembers: the entries of all sessions, and what this one did. From any thread.
public final class REPLMemory: Sendable {
    private struct State {
        var store: HistoryStore?
        var model: HistoryModel
        var log = SessionLog()
        var fault: HistoryFault?
    }

    private let state: Mutex<State>
    private let secrets: @Sendable () -> [String]

    /// Reads the history.
    /// - Parameters:
    ///   - path: of the history; nil: nothing is read or stored.
    ///   - secrets: values that are never stored, at the moment they are asked for.
    public init(path: String?, settings: REPLSettings, secrets: @escaping @Sendable () -> [String])
    {
        self.secrets = secrets
        var store = path.map { HistoryStore(path: $0, limit: settings.historySize) }
        let loaded = store?.load()
        let model = HistoryModel(
            entries: loaded?.entries ?? [], limit: settings.historySize,
            isPrivate: settings.isPrivate)
        state = Mutex(State(store: store, model: model, fault: loaded?.fault))
    }

    /// Why the history could not be read.
    var problem: String? { state.withLock { $0.fault?.description } }

    /// Texts that the arrow keys recall, oldest first.
    var recent: [String] { state.withLock { $0.model.items.map(\.entry.text) } }

    var isPrivate: Bool {
        get { state.withLock { $0.model.isPrivate } }
        set { state.withLock { $0.model.isPrivate = newValue } }
    }

    /// Takes an entry that was just read.
    /// - Returns: what is to be said, the first time that it cannot be stored.
    func remember(_ text: String, place: String) -> String? {
        let redaction = redaction
        return state.withLock { state in
            let entry = HistoryEntry(text, time: Int64(time(nil)), place: place)
            guard let stored = state.model.add(entry) else { return nil }
            state.store?.redaction = redaction
            return state.store?.append(stored)?.description
        }
    }

    func entry(_ number: Int) -> String? { state.withLock { $0.model.entry(number) } }

    func newest(_ count: Int) -> [(number: Int, text: String)] {
        state.withLock { $0.model.items.suffix(max(0, count)).map { ($0.number, $0.entry.text) } }
    }

    func search(_ words: String) -> [(number: Int, text: String)] {
        state.withLock { $0.model.search(words).map { ($0.number, $0.entry.text) } }
    }

    /// What an earlier entry goes on with; none that deletes is ever offered.
    func suggestion(for prefix: String) -> String? {
        state.withLock { $0.model.suggestion(for: prefix, unless: Self.isDestructive) }
    }

    /// By the names that the API has for it, as nothing is run to find out.
    private static func isDestructive(_ text: String) -> Bool {
        [".delete", ":delete", "DELETE", ".reset"].contains { text.contains($0) }
    }

    /// Notes what came of an entry.
    func log(_ entry: LoggedEntry) { state.withLock { $0.log.append(entry) } }

    /// What this session did so far.
    var sessionLog: SessionLog { state.withLock { $0.log } }

    /// Entries as a script or a recipe.
    func script(
        of log: SessionLog, as form: SavedScript.Form, version: String
    ) throws -> SavedScript {
        let context = SavedScript.Context(
            version: version, time: Int64(time(nil)), redaction: redaction)
        return try SavedScript(log, as: form, context: context)
    }

    var redaction: Redaction { Redaction(secrets: secrets()) }

    /// The text without secrets, for whatever is shown or stored.
    func redacted(_ text: String) -> String { redaction.redacting(text) }
}
