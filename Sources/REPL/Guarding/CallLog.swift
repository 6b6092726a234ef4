import Synchronization

/// The calls that sessions make: what is under way, and the last that ended.
public final class CallLog: Sendable {
    /// A call, with nothing in it that is secret.
    public struct Call: Sendable, Equatable {
        /// "personas.create"; nil for a call by method and path.
        public var operation: String?
        public var method: String
        /// With the query: "/v2/personas?limit=2".
        public var path: String
        /// JSON text.
        public var body: String?
        public var began: ContinuousClock.Instant

        public init(
            operation: String?, method: String, path: String, body: String?,
            began: ContinuousClock.Instant = .now
        ) {
            self.operation = operation
            self.method = method
            self.path = path
            self.body = body
            self.began = began
        }

        /// "tavus.personas.create", or "GET /v2/personas".
        var name: String { operation.map { "tavus.\($0)" } ?? "\(method) \(path)" }
    }

    /// A call that has ended.
    public struct Exchange: Sendable, Equatable {
        public var call: Call
        public var elapsed: Duration
        public var status: Int?
        public var headers: [Header]
        /// The body as it came.
        public var answer: String?
        /// One line, where it failed.
        public var problem: String?

        public struct Header: Sendable, Equatable {
            public var name: String
            public var value: String

            public init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        public init(
            call: Call, elapsed: Duration, status: Int?, headers: [Header] = [], answer: String?,
            problem: String?
        ) {
            self.call = call
            self.elapsed = elapsed
            self.status = status
            self.headers = headers
            self.answer = answer
            self.problem = problem
        }
    }

    private struct State {
        var underWay: [Int: Call] = [:]
        var began = 0
        var last: Exchange?
        var hasListed = false
        var operations: [String] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// - Returns: what ``end(_:_:)`` is told.
    public func begin(_ call: Call) -> Int {
        state.withLock { state in
            state.began += 1
            state.underWay[state.began] = call
            if let operation = call.operation, !state.operations.contains(operation) {
                state.operations.append(operation)
            }
            return state.began
        }
    }

    public func end(_ number: Int, _ exchange: Exchange) {
        state.withLock { state in
            state.underWay[number] = nil
            state.last = exchange
            if exchange.call.operation?.hasSuffix(".list") == true { state.hasListed = true }
        }
    }

    /// Whether a list was asked for: on a live target Tab then may, too.
    var hasListed: Bool { state.withLock { $0.hasListed } }

    public var last: Exchange? { state.withLock { $0.last } }

    /// The operations that were called since this was last asked.
    func takeOperations() -> [String] {
        state.withLock { state in
            defer { state.operations = [] }
            return state.operations
        }
    }

    /// How many are under way, and the one that began first.
    var underWay: (count: Int, first: Call?) {
        state.withLock { state in
            (state.underWay.count, state.underWay.min { $0.key < $1.key }?.value)
        }
    }
}
