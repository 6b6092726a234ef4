/// A Lua string: any bytes, not necessarily UTF-8, zero bytes included.
///
/// ```swift
/// let name: LuaString = "Rio"
/// name.utf8          // Optional("Rio")
/// LuaString(bytes: [0xff]).utf8   // nil
/// ```
public struct LuaString: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    public var bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text, or nil where the bytes are not valid UTF-8.
    public var utf8: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The text with invalid bytes shown as U+FFFD: for messages, never for data.
    public var description: String {
        String(decoding: bytes, as: UTF8.self)
    }
}
