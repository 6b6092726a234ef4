import Glibc

/// Takes connections on the loopback and never answers: for calls that are under way.
public final class SilentServer {
    private let listener: Int32
    public let port: UInt16
    private var accepted: [Int32] = []

    public init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard listener >= 0, code else { throw TerminalProblem("a server that keeps silent") }
    }

    public var address: String { "http://127.0.0.1:\(port)" }

    /// Waits until a request comes in, on a new connection or on one that is kept.
    public func takeRequest() throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            var watched = ([listener] + accepted).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&watched, nfds_t(watched.count), 20_000) > 0 else { break }
            if watched[0].revents != 0 { accepted.append(accept(listener, nil, nil)) }
            for connection in watched.dropFirst() where connection.revents != 0 {
                if readsSome(connection.fd) { return }
            }
        }
        throw TerminalProblem("a request to a silent server", ETIMEDOUT)
    }

    private func readsSome(_ connection: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        if read(connection, &buffer, buffer.count) > 0 { return true }
        close(connection)
        accepted.removeAll { $0 == connection }
        return false
    }

    deinit { for descriptor in accepted + [listener] { close(descriptor) } }
}
