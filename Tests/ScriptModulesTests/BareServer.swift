import Foundation
import Synchronization

/// Answers every connection with the same bytes, and keeps what the last one sent.
final class BareServer: Sendable {
    let port: Int
    private let listener: Int32
    private struct State {
        var count = 0
        var request = ""
        var waiting: [CheckedContinuation<String, Never>] = []
    }
    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    init(_ answer: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        self.listener = listener
        port = Int(in_port_t(bigEndian: address.sin_port))
        let thread = Thread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                let request = Self.read(connection)
                _ = answer.withCString { send(connection, $0, strlen($0), 0x4000) }
                close(connection)
                self?.note(request)
            }
        }
        thread.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The last request, once there is one.
    func request() async -> String {
        await withCheckedContinuation { continuation in
            let text = state.withLock { state -> String? in
                if state.count == 0 { state.waiting.append(continuation) }
                return state.count == 0 ? nil : state.request
            }
            if let text { continuation.resume(returning: text) }
        }
    }

    private func note(_ request: String) {
        let waiting = state.withLock { state in
            state.count += 1
            state.request = request
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: request) }
    }

    /// Head and body, by its length.
    private static func read(_ connection: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let head = text.range(of: "\r\n\r\n") {
                let length =
                    text[..<head.lowerBound].lowercased().components(
                        separatedBy: "content-length: "
                    )
                    .dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
                if text[head.upperBound...].utf8.count >= length { return text }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return text }
            bytes += chunk[..<count]
        }
    }
}
