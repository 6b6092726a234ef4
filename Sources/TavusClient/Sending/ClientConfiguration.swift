import Logging

/// How a client reaches its target, and what bounds it.
public struct ClientConfiguration: Sendable {
    /// How long each part of a call may take. Zero is no limit, for `total` and `head` alone.
    public struct Timeouts: Sendable, Equatable {
        /// Name look-up, TCP and TLS together, and the wait for a free connection.
        public var connect: Duration = .seconds(5)
        /// From the request's end to the answer's head.
        public var head: Duration = .seconds(30)
        /// Between two pieces of the answer's body.
        public var idleBody: Duration = .seconds(15)
        /// The whole call with all its attempts and the pauses between them, from the moment the
        /// policies let it pass.
        public var total: Duration = .seconds(90)

        public init() {}

        /// The same with another bound on the whole call. Who allows a call ten minutes expects an
        /// answer that takes nine, so the wait for the head gets all of it too.
        public func allowing(_ total: Duration) -> Timeouts {
            var changed = self
            changed.total = total
            changed.head = total
            return changed
        }
    }

    /// How much of an answer is taken.
    public struct Limits: Sendable, Equatable {
        /// Bytes of one answer's body, after decompression.
        public var bodyBytes = 32 << 20
        /// Connections kept to one host; further calls wait for one of them.
        public var connections = 256

        public init() {}
    }

    public var target: TavusTarget
    /// Asked once, at the first call; an emulator starts here. After a failure the next call asks
    /// again.
    public var endpoint: @Sendable () async throws -> TavusEndpoint
    public var timeouts = Timeouts()
    public var limits = Limits()
    public var retries = RetryRules()
    /// What calls of this client share with others for their repeats.
    public var retryBudget = RetryBudget.shared
    /// A number from 0 to 1 for each pause, and the pause itself: tests have ones of their own.
    package var draw: @Sendable () -> Double = { Double.random(in: 0...1) }
    package var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    public var policies: [any GatePolicy] = []
    /// Runs once, before the first call is prepared: the place for the line that names the target.
    public var onFirstCall: (@Sendable () -> Void)?
    /// Hears what became of each write whose caller was cancelled after it had been sent.
    public var onSettledWrite: (@Sendable (SettledWrite) -> Void)?
    /// Gets one debug line a call: method, path, status and time; never a body, header or query. A
    /// notice for each repeat, with its reason. A warning for what in a request looks like a mistake,
    /// and for each settled write.
    public var logger: Logger
    /// Sent as `user-agent: tavlua/<version>`.
    public var version: String

    public init(
        target: TavusTarget, version: String = "0",
        logger: Logger = Logger(label: "tavlua", factory: { _ in SwiftLogNoOpLogHandler() }),
        endpoint: @escaping @Sendable () async throws -> TavusEndpoint
    ) {
        self.target = target
        self.version = version
        self.logger = logger
        self.endpoint = endpoint
    }
}
