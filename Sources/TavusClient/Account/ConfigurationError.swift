/// Why no call can be made with the settings given: a flag, a variable, a key file or a profile.
///
/// The message is one line that names the setting, says what was found and what to do. It never
/// shows more of a key than its last two characters.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the program exits with because of it.
    public enum Kind: Int32, Sendable {
        /// Flags that exclude each other, or a flag with a value that cannot be.
        case usage = 64
        /// A key is needed and there is none.
        case noKey = 4
        /// A variable, key file, profile or proxy setting that cannot be used.
        case configuration = 78
    }

    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var exitStatus: Int32 { kind.rawValue }
    public var description: String { message }
}
