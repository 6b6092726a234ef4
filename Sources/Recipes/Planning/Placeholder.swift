import JSONValue

/// What stands for a value that only the service will know: `<conversation_id#1>` for the id of the first
/// record that a plan creates.
public struct Placeholder: Sendable, Hashable {
    /// The field of the record.
    public let field: String
    /// Which record: creates of one plan are counted from 1.
    public let number: Int

    public init(field: String, number: Int) {
        self.field = field
        self.number = number
    }

    public var text: String { "<\(field)#\(number)>" }

    /// Reads a text that is a placeholder and nothing else.
    public init?(_ text: some StringProtocol) {
        guard let found = Self.all(in: text).first, found.range == text.startIndex..<text.endIndex
        else { return nil }
        self = found.placeholder
    }

    /// The placeholders in a text, in order: scripts build links and texts of them.
    static func all<Text: StringProtocol>(
        in text: Text
    ) -> [(placeholder: Placeholder, range: Range<Text.Index>)] {
        var found: [(Placeholder, Range<Text.Index>)] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            let inner = rest[rest.index(after: open)...]
            if let close = inner.firstIndex(of: ">"), let one = Self(inside: inner[..<close]) {
                let end = rest.index(after: close)
                found.append((one, open..<end))
                rest = rest[end...]
            } else {
                rest = inner
            }
        }
        return found
    }

    private init?(inside text: some StringProtocol) {
        let parts = text.split(separator: "#", omittingEmptySubsequences: false)
        let isField =
            parts[0].first.map { $0.isASCII && $0.isLowercase } ?? false
            && parts[0].utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        guard parts.count == 2, isField, let number = Int(parts[1]), number > 0,
            parts[1].utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        self.init(field: String(parts[0]), number: number)
    }
}

extension JSONValue {
    /// The placeholders anywhere in it.
    var placeholders: [Placeholder] {
        switch self {
        case .string(let text): Placeholder.all(in: text).map(\.placeholder)
        case .array(let items): items.flatMap(\.placeholders)
        case .object(let members): members.flatMap { $0.value.placeholders }
        case .null, .bool, .integer, .number: []
        }
    }

    /// The same with every placeholder replaced.
    func replacingPlaceholders(
        _ value: (Placeholder) throws -> JSONValue
    ) rethrows -> JSONValue {
        switch self {
        case .string(let text):
            // Alone it may stand for a number; inside a text only for a text.
            if let alone = Placeholder(text) { return try value(alone) }
            return .string(try text.replacingPlaceholders(value))
        case .array(let items): return .array(try items.map { try $0.replacingPlaceholders(value) })
        case .object(let members):
            return .object(
                JSONObject(
                    try members.map { ($0.key, try $0.value.replacingPlaceholders(value)) }))
        case .null, .bool, .integer, .number: return self
        }
    }
}

extension String {
    func replacingPlaceholders(_ value: (Placeholder) throws -> JSONValue) rethrows -> String {
        var text = self
        for (placeholder, range) in Placeholder.all(in: self).reversed() {
            let found = try value(placeholder)
            text.replaceSubrange(range, with: found.stringValue ?? found.serialized())
        }
        return text
    }
}
