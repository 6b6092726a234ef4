import TavusAPI

/// What must not stand in anything that is told about a call: the key it is made with, and the keys for other
/// services that it carries, tokens in its addresses included, which a server may repeat in its complaint.
struct CallSecrets: Sendable {
    private let key: APIKey
    private let carried: [KnownSecret]

    init(_ request: TavusRequest, key: APIKey) {
        self.key = key
        carried = Set(request.secretTexts).map(KnownSecret.init)
    }

    func redacting(_ text: String) -> String {
        carried.reduce(key.redacting(text)) { $1.replaced(in: $0, by: Redaction.mark) }
    }
}
