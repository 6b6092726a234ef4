/// A path into a JSON value (RFC 6901): `/layers/llm/tools/0`. The empty path is the whole value.
public struct JSONPointer: Sendable, Hashable {
    /// The names and indices on the way, without escapes.
    public var tokens: [String]

    public init(tokens: [String] = []) {
        self.tokens = tokens
    }

    /// - Throws: ``JSONPointerError`` for a path without a leading slash, and for a `~` that is
    ///   neither `~0` nor `~1`.
    public init(parsing text: String) throws(JSONPointerError) {
        if text.utf8.isEmpty {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else {
            throw JSONPointerError(text: text, reason: "a path begins with / or is empty")
        }
        tokens = []
        for part in text.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            guard let token = Self.unescape(part) else {
                throw JSONPointerError(text: text, reason: "~ stands only in ~0 and ~1")
            }
            tokens.append(token)
        }
    }

    private static func unescape(_ part: Substring.UTF8View.SubSequence) -> String? {
        var bytes: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The path one step further.
    public func appending(_ token: String) -> JSONPointer {
        JSONPointer(tokens: tokens + [token])
    }

    /// Whether `other` lies below this path, and is not this path.
    public func isAncestor(of other: JSONPointer) -> Bool {
        tokens.count < other.tokens.count
            && zip(tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The path as it is written, with escapes.
    public var description: String {
        var bytes: [UInt8] = []
        for token in tokens {
            bytes.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): bytes.append(contentsOf: "~0".utf8)
                case UInt8(ascii: "/"): bytes.append(contentsOf: "~1".utf8)
                default: bytes.append(byte)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a text is not a path.
public struct JSONPointerError: Error, Hashable, CustomStringConvertible {
    public let text: String
    public let reason: String

    public var description: String { "\(JSONValue.string(text)): \(reason)" }
}

extension JSONValue {
    /// The value at a path; nil where the path leads nowhere.
    public func value(at pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            let next =
                switch value {
                case .object(let object): object[token]
                case .array: JSONPointer.index(token).flatMap { value[$0] }
                default: JSONValue?.none
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }
}

extension JSONPointer {
    /// The array index that a token spells: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return first == 0x30 && digits.count > 1 ? nil : Int(token)
    }
}
