import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// A connection was ended on purpose; nothing is to be answered on it.
struct ConnectionDropped: Error {}

extension Answer {
    /// The answer as Hummingbird sends it, after its delay.
    ///
    /// - Throws: ``ConnectionDropped`` when there is none to send any more.
    func response(isHead: Bool, on channel: any Channel) async throws -> Response {
        if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
        if case .dropped(let isReset) = delivery {
            try await channel.drop(isReset: isReset)
            throw ConnectionDropped()
        }
        var headers = HTTPFields()
        if !allow.isEmpty { headers[.allow] = allow.joined(separator: ", ") }
        headers[.retryAfter] = retryAfter
        let status = HTTPResponse.Status(code: status)
        guard let (type, bytes) = content, !isHead else {
            return Response(status: status, headers: headers)
        }
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: responseBody(bytes, channel))
    }

    private var content: (type: String, bytes: ByteBuffer)? {
        if let text { return (text.type, ByteBuffer(string: text.body)) }
        return body.map { ("application/json", ByteBuffer(bytes: $0.bytes())) }
    }

    private func responseBody(_ bytes: ByteBuffer, _ channel: any Channel) -> ResponseBody {
        switch delivery {
        case .whole(0), .dropped: return ResponseBody(byteBuffer: bytes)
        case .whole(let byteDelay):
            return ResponseBody(contentLength: bytes.readableBytes) { writer in
                for byte in bytes.readableBytesView {
                    try await Task.sleep(for: .seconds(byteDelay))
                    try await writer.write(ByteBuffer(bytes: [byte]))
                }
                try await writer.finish(nil)
            }
        case .truncated(let count):
            let length = bytes.readableBytes
            let kept = bytes.getSlice(at: 0, length: min(count ?? length / 2, length))
            return ResponseBody(contentLength: length) { writer in
                if let kept { try await writer.write(kept) }
                try await channel.drop(isReset: false)
                throw ConnectionDropped()
            }
        }
    }
}

extension Channel {
    /// Ends the connection: with FIN, or with RST, which drops what was sent and not yet received.
    fileprivate func drop(isReset: Bool) async throws {
        if isReset, let options = self as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await close()
    }
}
