import Crypto

/// Says which files exactly: SHA-256 of a tree's listing.
public struct TreeHash: Sendable, Hashable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let hex: String

    /// - Returns: `nil` for other text than 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard SHA256Text.isHex(hex) else { return nil }
        self.hex = hex
    }

    /// From `sha256-…`.
    public init?(_ text: String) {
        guard text.hasPrefix("sha256-") else { return nil }
        self.init(hex: String(text.dropFirst(7)))
    }

    init(of listing: String) { hex = SHA256Text.hex(of: Array(listing.utf8)) }

    public var description: String { "sha256-" + hex }

    /// `sha256-4f1c0a92…`, for people.
    public var short: String { "sha256-" + hex.prefix(8) + "…" }
}

/// SHA-256 as text.
enum SHA256Text {
    static func hex(of bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        let isDone: Void? = bytes.withContiguousStorageIfAvailable {
            hash.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        if isDone == nil { Array(bytes).withUnsafeBytes { hash.update(bufferPointer: $0) } }
        return HexText.of(hash.finalize())
    }

    static func isHex(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy(HexText.isDigit)
    }
}

/// Bytes as lower-case hexadecimal digits.
enum HexText {
    private static let digits = Array("0123456789abcdef".utf8)

    static func of(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
