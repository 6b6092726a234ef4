extension TavusEmulator {
    /// What one emulator listens on, keeps and pretends.
    public struct Options: Sendable {
        /// Where state lives. Processes that open the same file share its rows and its clock.
        public enum Storage: Sendable, Equatable {
            /// Gone when the emulator stops.
            case memory
            /// An SQLite file; it and its folder are made when missing.
            case file(String)
        }

        /// The speeds that leave every time one that can be written.
        public static let speeds = 1e-6...1e9

        public var storage: Storage
        /// 0 asks the system for a free port.
        public var port: Int
        /// The only key that is accepted; `nil` accepts any that is not empty.
        public var apiKey: String?
        /// Conversations that may be active at once. 3 is what one app records for the Starter plan.
        public var concurrencyLimit: Int
        /// Divides every duration: of calls and of processing. It applies to what is created from
        /// now on; what exists keeps the boundaries it was created with.
        public var speed: Double
        /// Seconds of the live service in one second of training, rendering and document processing.
        public var processingScale: Double
        /// What is said where the sources of the API disagree.
        public var dialect: Dialect
        /// Minutes that all calls may last together, from their creation to their end. When they
        /// are used up, new conversations and videos are answered 402; `nil` is no limit.
        public var credits: Double?
        /// Opens the paths below `/__emulator/`, which steer the emulator; `nil` leaves them closed.
        public var steeringToken: String?
        /// Whether somebody joins a call, so that it has a transcript with two sides.
        public var simulatesParticipant: Bool
        /// Whether webhooks are delivered to other machines, too. Otherwise only loopback addresses
        /// get them, and the others are listed as refused.
        public var webhooksReachOut: Bool
        /// Whether they are delivered at all; otherwise they are listed as waiting.
        public var deliversWebhooks = true
        public var connectionLimits: ConnectionLimits
        /// Seconds since 1970; tests inject their own.
        public var wallTime: @Sendable () -> Double
        /// Called after each answer, on any thread.
        public var onRequest: (@Sendable (RequestLogEntry) -> Void)?

        public init(
            storage: Storage = .memory, port: Int = 0, apiKey: String? = nil,
            concurrencyLimit: Int = 3, speed: Double = 1, processingScale: Double = 240,
            dialect: Dialect = .init(), credits: Double? = nil,
            steeringToken: String? = nil, simulatesParticipant: Bool = true,
            webhooksReachOut: Bool = false, connectionLimits: ConnectionLimits = .init(),
            wallTime: @escaping @Sendable () -> Double = EmulatorClock.systemTime,
            onRequest: (@Sendable (RequestLogEntry) -> Void)? = nil
        ) {
            precondition(Self.speeds.contains(speed), "The emulator's speed must be 1e-6 to 1e9")
            precondition(
                Self.speeds.contains(processingScale), "The processing scale must be 1e-6 to 1e9")
            self.storage = storage
            self.port = port
            self.apiKey = apiKey
            self.concurrencyLimit = concurrencyLimit
            self.speed = speed
            self.processingScale = processingScale
            self.dialect = dialect
            self.credits = credits
            self.steeringToken = steeringToken
            self.simulatesParticipant = simulatesParticipant
            self.webhooksReachOut = webhooksReachOut
            self.connectionLimits = connectionLimits
            self.wallTime = wallTime
            self.onRequest = onRequest
        }
    }

    /// One answered request, for a log line.
    public struct RequestLogEntry: Sendable, Equatable {
        public let method: String
        /// As it was sent, with its query.
        public let path: String
        public let status: Int
        /// Seconds from head to answer.
        public let duration: Double
    }
}
