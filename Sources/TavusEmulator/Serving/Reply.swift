import NIOCore
import NIOHTTP1

/// An answer with what its head tells beside it, as bytes of HTTP/1.1.
struct Reply: Sendable {
    let answer: Answer
    let id: RequestID
    let body: ByteBuffer

    init(_ answer: Answer, id: RequestID) {
        self.answer = answer
        self.id = id
        body = answer.text.map { ByteBuffer(string: $0.body) } ?? Self.json(answer)
    }

    private static func json(_ answer: Answer) -> ByteBuffer {
        guard let bytes = answer.body?.bytes() else { return ByteBuffer() }
        guard let name = answer.repeatedAs else { return ByteBuffer(bytes: bytes) }
        // The text of the object is made once, and put into itself.
        var body = ByteBufferAllocator().buffer(capacity: 2 * bytes.count + 32)
        body.writeBytes(bytes)
        body.moveWriterIndex(to: bytes.count - 1)
        body.writeStaticString(",\"")
        body.writeString(name)
        body.writeStaticString("\":[")
        body.writeBytes(bytes)
        body.writeStaticString("]}")
        return body
    }

    /// The head with its blank line, and room for the body behind it.
    ///
    /// - Parameters:
    ///   - common: the lines that all answers have, ``ServingLoop/commonLines()``.
    ///   - isLast: whether the connection ends with this answer.
    func head(to request: HTTPRequestHead, common: String, isLast: Bool) -> ByteBuffer {
        var head = Self.head(answer.status, common, room: body.readableBytes)
        head.writeStaticString("x-request-id: ")
        id.write(into: &head)
        head.writeStaticString("\r\n")
        if !answer.allow.isEmpty {
            head.writeString("allow: \(answer.allow.joined(separator: ", "))\r\n")
        }
        if let time = answer.retryAfter { head.writeString("retry-after: \(time)\r\n") }
        if let text = answer.text {
            head.writeString("content-type: \(text.type)\r\n")
        } else if answer.body != nil {
            head.writeStaticString("content-type: application/json\r\n")
        }
        // RFC 9110, 8.6: a 204 has no length; that of a 304 would be another answer's.
        if answer.status != 204 && answer.status != 304 {
            head.writeStaticString("content-length: ")
            head.writeString(String(body.readableBytes))
            head.writeStaticString("\r\n")
        }
        if isLast {
            head.writeStaticString("connection: close\r\n")
        } else if request.version == .http1_0 {
            head.writeStaticString("connection: keep-alive\r\n")
        }
        head.writeStaticString("\r\n")
        return head
    }

    /// What is said to bytes that are no HTTP, whole.
    static func malformed(common: String) -> ByteBuffer {
        let body: StaticString = #"{"error":"Malformed HTTP request"}"#
        var bytes = head(400, common, room: body.utf8CodeUnitCount)
        bytes.writeString(
            "content-type: application/json\r\ncontent-length: \(body.utf8CodeUnitCount)\r\n"
                + "connection: close\r\n\r\n")
        bytes.writeStaticString(body)
        return bytes
    }

    private static func head(_ status: Int, _ common: String, room: Int) -> ByteBuffer {
        var head = ByteBufferAllocator().buffer(capacity: 384 + room)
        if status == 200 {
            head.writeStaticString("HTTP/1.1 200 OK\r\n")
        } else {
            let phrase = HTTPResponseStatus(statusCode: status).reasonPhrase
            head.writeString("HTTP/1.1 \(status) \(phrase)\r\n")
        }
        head.writeString(common)
        return head
    }
}
