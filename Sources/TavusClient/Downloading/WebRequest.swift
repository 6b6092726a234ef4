/// A request to a server that is not the Tavus API. It carries what it is given and no key of ours.
public struct WebRequest: Sendable {
    public struct Limits: Sendable, Equatable {
        /// Bytes of the answer's body, after decompression.
        public var bodyBytes = 32 << 20
        /// Look-up and connecting, for each address of the host.
        public var connect: Duration = .seconds(5)
        /// Everything, with all redirects.
        public var total: Duration = .seconds(60)
        /// Redirects that are followed, for GET and HEAD alone; of other methods they are the answer.
        public var redirects = 0

        public init() {}
    }

    public var method: String
    public var address: WebAddress
    /// In their order. They stay behind when a redirect leads to another origin.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]?
    public var limits = Limits()
    /// Whether the answer may come as gzip and is unpacked. Not for what is compared byte by byte.
    public var acceptsGzip = false

    public init(
        _ method: String = "GET", _ address: WebAddress,
        headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
    }
}

/// The answer to a ``WebRequest``, whatever its status.
public struct WebAnswer: Sendable {
    public let status: Int
    /// In the order of the wire.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// Where it came from, after all redirects.
    public let address: WebAddress

    public init(
        status: Int, headers: [(name: String, value: String)], body: [UInt8], address: WebAddress
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.address = address
    }

    /// The first header of this name, in whatever case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
