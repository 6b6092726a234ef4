import JSONValue
import NIOCore
import NIOHTTP1

/// One whole request, as it came off the wire.
struct Request: Sendable {
    static let largestBody = 2 * 1024 * 1024

    let head: HTTPRequestHead
    /// `nil` for none, or an empty one.
    private var bytes: ByteBuffer?
    private var isTooLarge = false

    init(_ head: HTTPRequestHead) { self.head = head }

    var headers: HTTPHeaders { head.headers }
    var method: String { head.method.rawValue }
    /// The target up to its first question mark.
    var path: Substring { target.path }
    /// What follows the first question mark; empty without one.
    var query: Substring { target.query }

    private var target: (path: Substring, query: Substring) {
        guard let mark = head.uri.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            return (head.uri[...], "")
        }
        return (head.uri[..<mark], head.uri[head.uri.utf8.index(after: mark)...])
    }

    /// In bytes.
    var bodySize: Int { bytes?.readableBytes ?? 0 }

    /// Adds a part of the body. What goes beyond ``largestBody`` is counted and dropped.
    mutating func append(_ part: ByteBuffer) {
        let size = (bytes?.readableBytes ?? 0) + part.readableBytes
        guard !isTooLarge, size <= Self.largestBody else {
            isTooLarge = true
            bytes = nil
            return
        }
        var part = part
        if bytes == nil { bytes = part } else { bytes?.writeBuffer(&part) }
    }

    /// - Throws: 413, 415 and 400 for a body that is too large, of another type, or no JSON.
    func body() throws -> JSONValue? {
        guard !isTooLarge else {
            throw Refusal(413, "The body is larger than \(Self.largestBody) bytes")
        }
        guard let bytes, bytes.readableBytes > 0 else { return nil }
        try Doorkeeper.requireJSON(headers)
        do {
            return try bytes.withUnsafeReadableBytes { try JSONValue(parsing: $0) }
        } catch let error as JSONParseError {
            throw Refusal(400, "Invalid JSON at offset \(error.offset): \(error.reason)")
        }
    }
}
