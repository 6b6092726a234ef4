import JSONValue

/// The reason in an error's body, in the server's own words.
enum ServerText {
    /// Far more than is shown: what is searched for secrets has to end before a server's patience to make
    /// texts does.
    static let maxBytes = 16_384

    /// `message`, else `error`, else the text as it is; nil where there is none.
    ///
    /// The API uses both members, by case (reference, "Errors", 2025-11); a gateway in front of it
    /// may send HTML.
    /// - Parameter secrets: what is taken out before text is cut, as the cut would leave parts of it.
    static func reason(in body: some Collection<UInt8>, hiding secrets: CallSecrets) -> String? {
        guard !body.isEmpty else { return nil }
        // A body that is not JSON is no second error here: its text is the reason.
        guard let value = try? JSONValue(parsing: Array(body)) else {
            let text = secrets.redacting(String(decoding: body.prefix(maxBytes), as: UTF8.self))
            return plain(String(text.prefix(200)))
        }
        return member(of: value) ?? plain(value.stringValue ?? value.serialized(.compact))
    }

    private static func start(of text: String) -> String {
        text.utf8.count <= maxBytes
            ? text : String(decoding: text.utf8.prefix(maxBytes), as: UTF8.self)
    }

    private static func member(of value: JSONValue) -> String? {
        for name in ["message", "error"] {
            guard let found = value[name], !found.isNull else { continue }
            if let text = found.stringValue, let text = plain(text) { return text }
            if let inner = member(of: found) { return inner }
            if found.stringValue == nil { return start(of: found.serialized(.compact)) }
        }
        return nil
    }

    private static func plain(_ text: String) -> String? {
        let words = start(of: text).split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
