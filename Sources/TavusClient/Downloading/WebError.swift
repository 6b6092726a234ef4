/// Why a server that is not the Tavus API gave no answer.
public struct WebError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// An address that cannot be, or that the caller's rules do not allow. Nothing was sent there.
        case refused
        /// No connection, or one that broke.
        case connection
        case timeout
        case tooLarge
        case cancelled
    }

    public let kind: Kind
    /// One sentence that names the host.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
