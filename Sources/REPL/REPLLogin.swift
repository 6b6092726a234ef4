/// A profile that `.login` is about to make; see ``REPLHost/login(profile:)``.
public protocol REPLLogin: Sendable {
    /// Whether a profile of this name is there, which would be written over.
    var exists: Bool { get }
    /// The service that the key is for.
    var baseURL: String { get }
    /// Tries the key by one read that costs nothing.
    /// - Throws: where no key can be like this; never with the key in the message.
    func check(_ key: String) async throws -> REPLKeyVerdict
    /// Keeps the key for its owner alone.
    func store(_ key: String) throws
}

/// What the service says to a key.
public enum REPLKeyVerdict: Sendable, Equatable {
    case accepted
    case refused(String)
    /// It did not say: it is out of reach, for instance.
    case unknown(String)
}
