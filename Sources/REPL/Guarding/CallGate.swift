import Synchronization

/// What calls pass before they are sent: `.dry on` lets reads pass alone, and on a live target somebody is
/// asked before a record is deleted.
public final class CallGate: Sendable {
    /// A call that is about to be sent.
    public struct Call: Sendable, Equatable {
        public enum Effect: Sendable, Equatable { case reads, writes, destroys }

        /// "personas.delete"; nil for a call by method and path.
        public var operation: String?
        public var method: String
        public var path: String
        public var body: String?
        public var effect: Effect
        /// Resource and id of what it is about.
        public var subject: (resource: String, singular: String, id: String)?

        public init(
            operation: String?, method: String, path: String, body: String?, effect: Effect,
            subject: (resource: String, singular: String, id: String)?
        ) {
            self.operation = operation
            self.method = method
            self.path = path
            self.body = body
            self.effect = effect
            self.subject = subject
        }

        public static func == (one: Call, other: Call) -> Bool {
            one.operation == other.operation && one.method == other.method
                && one.path == other.path && one.body == other.body && one.effect == other.effect
                && one.subject?.id == other.subject?.id
        }

        var name: String { operation.map { "tavus.\($0)" } ?? "\(method) \(path)" }
    }

    /// Why a call is not sent.
    public struct Refusal: Sendable, Equatable {
        public var message: String
        public init(message: String) { self.message = message }
    }

    private struct State {
        var isDry = false
        /// Nil: nobody can be asked.
        var ask: (@Sendable (Call) async -> Answer)?
    }

    enum Answer: Sendable, Equatable {
        case yes, no
        /// The question could not be put.
        case notNow
    }

    private let state = Mutex(State())
    private let isLive: @Sendable () -> Bool
    private let assumesYes: Bool

    /// - Parameters:
    ///   - isLive: whether the target of calls is a live one at this moment.
    ///   - assumesYes: `--yes`: nobody is asked.
    public init(assumesYes: Bool = false, isLive: @escaping @Sendable () -> Bool) {
        self.assumesYes = assumesYes
        self.isLive = isLive
    }

    var isDry: Bool {
        get { state.withLock { $0.isDry } }
        set { state.withLock { $0.isDry = newValue } }
    }

    func onQuestion(_ ask: (@Sendable (Call) async -> Answer)?) {
        state.withLock { $0.ask = ask }
    }

    /// - Returns: why the call is not to be sent; nil: it passes.
    public func admit(_ call: Call) async -> Refusal? {
        guard call.effect != .reads else { return nil }
        let (isDry, ask) = state.withLock { ($0.isDry, $0.ask) }
        if isDry {
            return Refusal(message: "not sent, as .dry is on; .dry off lets it pass")
        }
        guard call.effect == .destroys, isLive(), !assumesYes else { return nil }
        guard let ask else {
            return Refusal(
                message: "not sent: it deletes on a live target, and nobody can be asked here;"
                    + " --yes lets it pass")
        }
        switch await ask(call) {
        case .yes: return nil
        case .no: return Refusal(message: "not sent: you did not confirm it")
        case .notNow:
            return Refusal(
                message: "not sent: it deletes on a live target, and a background job cannot ask;"
                    + " run it in the foreground, or start with --yes")
        }
    }
}
