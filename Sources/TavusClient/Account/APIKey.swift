import TavusAPI

/// An API key that shows itself nowhere: descriptions, dumps and mirrors give its last two
/// characters at most.
///
/// Only this package can read the key: to put it into the `x-api-key` header, and to take it out of what
/// is stored.
public struct APIKey: Sendable, Equatable {
    package let raw: String

    /// The key that servers on this machine get when none was given.
    static let local = APIKey(checked: "local")

    /// - Parameters:
    ///   - raw: printable ASCII without spaces; whatever else could end the header early or be read
    ///     differently by proxy and server.
    ///   - source: where it came from, for the message: "TAVUS_API_KEY", a file's path.
    /// - Throws: ``ConfigurationError``, which names the source and never the key.
    public init(_ raw: String, from source: String = "the API key") throws(ConfigurationError) {
        guard !raw.isEmpty else {
            throw ConfigurationError(
                .noKey, "\(source) is empty. Put your Tavus API key there, without quotes.")
        }
        if let problem = Self.problem(in: raw) {
            throw ConfigurationError(
                .configuration,
                "\(source) holds \(problem). A key is printable ASCII without spaces;"
                    + " copy it again from the Tavus portal.")
        }
        self.raw = raw
    }

    private init(checked raw: String) {
        self.raw = raw
    }

    private static func problem(in raw: String) -> String? {
        for (place, byte) in raw.utf8.enumerated() where !(0x21...0x7e).contains(byte) {
            let found =
                switch byte {
                case 0x0a, 0x0d: "a line break"
                case 0x09, 0x20: "a space"
                case 0x00: "a NUL byte"
                case 0x80...: "a character that is not ASCII"
                default: "a control character"
                }
            return "\(found) at byte \(place + 1)"
        }
        return nil
    }

    /// What may be shown of it: `…f3`; of a short key nothing at all.
    public var hint: String {
        raw.utf8.count >= 8 ? "…" + raw.suffix(2) : "…"
    }

    /// The text with this key taken out, however it is escaped or encoded there: for everything that a
    /// server sent and a person may see.
    func redacting(_ text: String) -> String {
        KnownSecret(raw).replaced(in: text, by: "[key \(hint)]")
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "key \(hint)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
