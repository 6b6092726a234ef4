import JSONValue

extension TavusRequest {
    /// The secrets that travel with this call besides the account's key: what ``JSONValue/hidingSecrets()``
    /// hides of its body, values of its query with such names, and tokens and passwords in addresses.
    package var secretTexts: [String] {
        var found = body?.secretTexts ?? []
        for (name, value) in query {
            if SecretName.isHiddenInAnswers(name) { found.append(value) }
            found += Redaction.secrets(inAddress: value)
        }
        body?.forEachText { found += Redaction.secrets(inAddress: $0) }
        return found
    }
}

extension Redaction {
    /// The values that ``redacting(_:)`` would take out of an address; of other text none.
    static func secrets(inAddress text: String) -> [String] {
        guard text.firstRange(of: "://") != nil else { return [] }
        let bytes = Array(text.utf8)
        let places = SecretFields.values(in: bytes) + SecretShapes.passwords(in: bytes)
        return places.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}

extension JSONValue {
    fileprivate func forEachText(_ body: (String) -> Void) {
        switch self {
        case .string(let text): body(text)
        case .array(let items): for item in items { item.forEachText(body) }
        case .object(let members): for (_, member) in members { member.forEachText(body) }
        case .null, .bool, .integer, .number: break
        }
    }
}
