import TavusAPI

/// What became of one attempt at a call that gave no usable answer: as much of it as decides whether
/// there is another attempt.
enum Mishap: Sendable, Equatable {
    /// Nothing of the request has left: no name, no route, no connection in time.
    case unsent(isTimeout: Bool)
    /// Nothing has left, and nothing would the next time: TLS that is not trusted, a proxy's password.
    case barred
    /// It left on a connection that had served a call before, and not a byte came back. Servers close
    /// such connections at any moment; whether this one had read the request before is not known.
    case stale
    /// It left, and the answer is missing, damaged or breaks off.
    case broken
    /// It left, and the answer did not come, or not go on, in time.
    case silent
    /// What came is not worth asking for again, and says nothing of the effect.
    case illegible
    /// The server did it; what it says about it is no use.
    case unusable
    /// A complete answer that is no success.
    case answered(status: Int, code: ErrorCode, retryAfter: Double?)
    /// Ended from this side.
    case cancelled(wasSent: Bool)

    /// What is known about the effect of an attempt that ended so.
    func outcome(isWrite: Bool) -> TavusError.Outcome {
        switch self {
        case .unsent, .barred, .cancelled(wasSent: false): .notSent
        case .stale, .broken, .silent, .illegible, .cancelled(wasSent: true): .unknown
        case .unusable: .done
        case .answered(let status, let code, _):
            isWrite && Self.mayHaveActed(status, code) ? .unknown : .refused
        }
    }

    private static func mayHaveActed(_ status: Int, _ code: ErrorCode) -> Bool {
        // 302 and 303 are also how a server says "done, see there"; the others refuse to act here.
        if (300..<400).contains(status) { return ![301, 304, 307, 308].contains(status) }
        // No status of HTTP, and 101 of a request that asked for no other protocol, say nothing at all.
        if !(200..<600).contains(status) { return true }
        // A server that broke down, or gave up waiting, may have done it before.
        return code == .serverError || code == .timeout
    }

    /// Whether time ran out: the sign of a service that is overloaded.
    var isTimeout: Bool {
        switch self {
        case .silent, .unsent(isTimeout: true): true
        default: false
        }
    }
}
