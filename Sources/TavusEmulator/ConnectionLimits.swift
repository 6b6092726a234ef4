extension TavusEmulator {
    /// What one client may cost the others.
    public struct ConnectionLimits: Sendable, Equatable {
        /// Connections at once; further ones wait until one ends.
        public var connections: Int
        /// How long the head of a request may take.
        public var headTime: Duration
        /// How long a connection may be silent, between requests or within a body.
        public var idleTime: Duration

        public init(
            connections: Int = 256, headTime: Duration = .seconds(10),
            idleTime: Duration = .seconds(65)
        ) {
            precondition(connections > 0, "An emulator without connections answers nobody")
            self.connections = connections
            self.headTime = headTime
            self.idleTime = idleTime
        }
    }
}
