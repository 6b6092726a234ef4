import Foundation
import Glibc

/// An answer as it came over the socket.
struct RawAnswer: Sendable, Equatable {
    var status: Int
    /// Lower-case names; the last of equal names wins.
    var headers: [String: String]
    var body: String
}

/// What went wrong between the two ends of a connection.
struct RawSocketProblem: Error, Equatable, CustomStringConvertible {
    var description: String
}

/// HTTP over a bare socket: no client library stands between a fixture and the emulator.
enum RawSocket {
    private static let patience = 20

    /// Sends `request` on a new connection to 127.0.0.1 and reads until the other end closes.
    static func exchange(_ request: [UInt8], port: Int) async throws -> RawAnswer {
        // A blocked read must not hold one of the few threads the emulator's own tasks run on.
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result { try answer(in: received(after: request, port: port)) })
            }
            thread.start()
        }
    }

    private static func received(after request: [UInt8], port: Int) throws -> [UInt8] {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw problem("socket") }
        defer { close(socket) }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)

        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw problem("connect") }

        var rest = request[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw problem("send") }
            rest = rest.dropFirst(count)
        }

        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &chunk, chunk.count, 0)
            guard count >= 0 else { throw problem("recv, after \(bytes.count) bytes") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static func problem(_ step: String) -> RawSocketProblem {
        RawSocketProblem(description: "\(step): \(String(cString: strerror(errno)))")
    }
}

extension RawSocket {
    /// Reads one whole answer; bytes that are missing or left over are a problem.
    static func answer(in bytes: [UInt8]) throws -> RawAnswer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw RawSocketProblem(description: "no end of head in \(bytes.count) bytes")
        }
        var lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let statusLine = lines.removeFirst()
        let words = statusLine.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            throw RawSocketProblem(description: "status line '\(statusLine)'")
        }
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else {
                throw RawSocketProblem(description: "header line '\(line)'")
            }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let rest = Array(bytes[end.upperBound...])
        let body = try body(in: rest, status: status, headers: headers)
        guard let text = String(validating: body, as: UTF8.self) else {
            throw RawSocketProblem(description: "a body that is not UTF-8")
        }
        return RawAnswer(status: status, headers: headers, body: text)
    }

    private static func body(
        in rest: [UInt8], status: Int, headers: [String: String]
    ) throws -> [UInt8] {
        if status == 204 || status == 304 {
            guard rest.isEmpty else {
                throw RawSocketProblem(description: "\(rest.count) bytes behind a \(status)")
            }
            return []
        }
        if headers["transfer-encoding"]?.lowercased() == "chunked" { return try joined(rest) }
        guard let length = headers["content-length"].flatMap({ Int($0) }) else {
            throw RawSocketProblem(description: "neither content-length nor chunks")
        }
        guard rest.count == length else {
            throw RawSocketProblem(description: "content-length \(length), body \(rest.count)")
        }
        return rest
    }

    private static func joined(_ chunks: [UInt8]) throws -> [UInt8] {
        let newline = Array("\r\n".utf8)
        var rest = chunks[...]
        var body: [UInt8] = []
        while let line = rest.firstRange(of: newline) {
            let size = String(decoding: rest[..<line.lowerBound], as: UTF8.self)
                .prefix { $0 != ";" }
            guard let count = Int(size, radix: 16) else { break }
            rest = rest[line.upperBound...]
            guard rest.count >= count + 2, rest.dropFirst(count).starts(with: newline) else {
                break
            }
            if count == 0 {
                guard rest.count == 2 else { break }
                return body
            }
            body += rest.prefix(count)
            rest = rest.dropFirst(count + 2)
        }
        throw RawSocketProblem(description: "broken chunks, \(rest.count) bytes from the end")
    }
}
