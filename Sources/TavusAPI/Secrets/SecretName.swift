/// Names that say that what is given to them is secret: `api_key`, `x-api-key`, `accessToken`, `PASSWORD`.
public enum SecretName {
    private static let endings = [
        "apikey", "authorization", "password", "passwd", "passphrase", "secret", "token",
        "secretkey", "accesskey", "privatekey",
        // Of addresses that open a file for a while, as clouds sign them.
        "signature",
    ]

    public static func isSecret(_ name: some BidirectionalCollection<UInt8>) -> Bool {
        // Most words end otherwise; the rest of the check costs an allocation.
        guard name.count >= 5, let last = name.last, "ynedt".utf8.contains(last | 0x20) else {
            return false
        }
        let letters = name.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
        let word = String(decoding: letters, as: UTF8.self).lowercased()
        return endings.contains { word.hasSuffix($0) }
    }

    /// Whether an answer's field of this name is hidden where the answer is shown.
    ///
    /// `meeting_token` is what a caller who asked for a private room waits for, and ends with the call
    /// (documentation, "Private rooms", 2026); keys that a record holds for other services are not.
    public static func isHiddenInAnswers(_ name: String) -> Bool {
        name != "meeting_token" && isSecret(name.utf8)
    }

    /// Whether a member of this name is hidden because what it belongs to is: all of `{token = {value = …}}`,
    /// but not the words by which a schema says what a parameter called `token` is.
    public static func passes(_ isSecret: Bool, to name: String) -> Bool {
        isSecret && name != "type" && name != "description"
    }
}
