import Dispatch
import JSONValue
import LuaHost
import Synchronization
import TavusAPI

/// What the editor asks while an entry is being typed, answered from the session, the catalogue and the
/// history. On the editor's thread, which may wait a little.
final class PromptServices: EditorServices {
    private struct State {
        var driver: LuaDriver?
        var identifiers: [String: (list: IdentifierList, read: ContinuousClock.Instant)] = [:]
        /// Names of types by path; nil where there is none.
        var types: [[String]: (type: String?, read: ContinuousClock.Instant)] = [:]
        /// When the session was last too busy to answer.
        var lastBusy: ContinuousClock.Instant?
        /// When Enter was pressed last.
        var entered: ContinuousClock.Instant?
    }

    private let host: any REPLHost
    private let settings: REPLSettings
    private let memory: REPLMemory
    private let state = Mutex(State())

    /// Milliseconds that Tab waits for the session, which may be busy with a job, and for the service.
    private let patience: Int
    private static let lifetime = Duration.seconds(60)
    /// An entry may make anything of a variable.
    private static let typeLifetime = Duration.seconds(1)
    private static let mostTypes = 100

    init(
        host: any REPLHost, settings: REPLSettings, memory: REPLMemory, patience: Int = 300
    ) {
        self.patience = patience
        self.host = host
        self.settings = settings
        self.memory = memory
    }

    func attach(_ driver: LuaDriver?) { state.withLock { $0.driver = driver } }
    /// When the entry that was just read was entered: from then on ^C is meant for it, and not for what is typed.
    func takeEntered() -> ContinuousClock.Instant {
        state.withLock { state in
            defer { state.entered = nil }
            return state.entered ?? .now
        }
    }
    func forgetIdentifiers() { state.withLock { $0.identifiers = [:] } }

    private var completer: Completer {
        Completer(names: self, commands: MetaCommand.names)
    }

    // MARK: EditorServices

    func tidied(_ buffer: EditBuffer) -> EditBuffer? {
        CommandLine(buffer.text) == nil ? Chunker().closingRowMovedOut(in: buffer) : nil
    }

    func verdict(of text: String) -> EntryVerdict {
        state.withLock { $0.entered = .now }
        if CommandLine(text) != nil || text.first == "!" { return .complete }
        return Chunker().verdict(of: text)
    }

    func styles(of buffer: EditBuffer) -> [Style] {
        settings.colorsInput
            ? Highlighter.styles(of: buffer)
            : Array(repeating: .plain, count: buffer.scalars.count)
    }

    func suggestion(for buffer: EditBuffer) -> String? {
        guard settings.suggests, !buffer.scalars.isEmpty else { return nil }
        return memory.suggestion(for: buffer.text)
    }

    func signature(for buffer: EditBuffer) -> String? {
        settings.showsSignatures ? completer.signature(for: buffer) : nil
    }

    func completion(for buffer: EditBuffer) -> Completion? { completer.completion(for: buffer) }

    func help(for buffer: EditBuffer) -> StyledText? {
        completer.topic(at: buffer).flatMap { topic in
            // About most words there is nothing to say.
            try? HelpPages().brief(topic)
        }
    }

    func editedOutside(_ text: String) -> String? {
        do {
            return try OutsideEditor.edit(text)
        } catch {
            return nil
        }
    }

    /// What was meant by a name that is not there; see ``Diagnostics``.
    func suggestion(for name: String, in path: [String]) -> String? {
        Suggestions.nearest(to: name, in: path, names: self)
    }
}

// MARK: Names

extension PromptServices: NameSource {
    func members(of path: [String]) -> LiveMembers? {
        let (driver, lastBusy) = state.withLock { ($0.driver, $0.lastBusy) }
        // One Tab asks several times: it is not to wait several times.
        if let lastBusy, .now - lastBusy < .milliseconds(patience) { return nil }
        guard let driver else { return nil }
        let found = waited { try await driver.members(of: path) }
        if found == nil { state.withLock { $0.lastBusy = .now } }
        return found
    }

    func type(of path: [String]) -> String? {
        let (driver, known) = state.withLock { state in
            let known = state.types[path]
            if state.types.count > Self.mostTypes { state.types = [:] }
            // Noted beforehand, so that the next key does not ask again meanwhile.
            state.types[path] = (known?.type, .now)
            return (state.driver, known)
        }
        if let known, .now - known.read < Self.typeLifetime { return known.type }
        Task { [weak self] in
            let found = try? await driver?.members(of: path)  // nil: it has no type now
            self?.state.withLock { $0.types[path] = (found?.type, .now) }
        }
        return known?.type
    }

    var recipeNames: [String] { host.recipeNames }

    func identifiers(of resource: String) -> IdentifierList {
        let known = state.withLock { $0.identifiers[resource] }
        if let known, .now - known.read < Self.lifetime { return known.list }
        guard mayAsk else {
            return IdentifierList(
                note: "ids are not asked for on a live target before you list some;"
                    + " complete_ids = true changes that")
        }
        let host = host
        let found = waited { try await host.identifiers(of: resource) }
        guard let found else {
            return known?.list ?? IdentifierList(note: "the list of ids took too long")
        }
        let list = IdentifierList(identifiers: found)
        state.withLock { $0.identifiers[resource] = (list, .now) }
        return list
    }

    private var mayAsk: Bool {
        if let chosen = settings.completesIDs { return chosen }
        return !host.place.isLive || host.calls.hasListed
    }

    /// What the work gives, unless it fails or takes longer; then it is cancelled.
    private func waited<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) -> T? {
        let box = Box<T>()
        let done = DispatchSemaphore(value: 0)
        let task = Task {
            // Who asked wants names or nothing: why there are none is said elsewhere.
            if let value = try? await work() { box.value.withLock { $0 = value } }
            done.signal()
        }
        let limit = DispatchTime.now() + .milliseconds(patience)
        guard done.wait(timeout: limit) == .success else {
            task.cancel()
            return nil
        }
        return box.value.withLock { $0 }
    }
}

private final class Box<T: Sendable>: Sendable {
    let value = Mutex<T?>(nil)
}
