/// Takes secrets out of text before it is stored, and leaves the rest useful.
///
/// Three kinds are found: secrets that are known, in the spellings of ``KnownSecret``; text that is
/// shaped like a key, such as the 32 hexadecimal digits of a Tavus key; and what is given to a name that
/// says so, such as `api_key = "…"` (``SecretFields``). A variable in that place stays, as do ids,
/// UUIDs and shorter hashes.
/// ```swift
/// Redaction().redacting(#"layers = { llm = { api_key = "hunter2" } }"#)
///     // layers = { llm = { api_key = "‹redacted›" } }
/// ```
public struct Redaction: Sendable {
    public static let mark = "‹redacted›"
    private let secrets: [KnownSecret]

    /// - Parameter secrets: such as the keys of the account; those of less than eight bytes are words like
    ///   "local", common in plain sentences, and are not looked for.
    public init(secrets: [String] = []) {
        self.secrets = Set(secrets).filter { $0.utf8.count >= KnownSecret.minBytes }.map(
            KnownSecret.init)
    }

    public func redacting(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var found = SecretFields.values(in: bytes) + SecretShapes.found(in: bytes)
        for secret in secrets { found += secret.places(in: bytes) }
        return SecretPlaces.replaced(found, in: text, by: Self.mark)
    }
}
