import Glibc
import Synchronization

/// A server on 127.0.0.1 made of bare sockets: it counts what arrives and answers with bytes, or not
/// at all. The n-th request gets the n-th step, and the last step repeats.
final class RawServer: Sendable {
    /// One request as it arrived.
    struct Arrival: Sendable, Equatable {
        var line: String
        /// In the order of the wire, names in lower case.
        var headers: [String]
        var body: String
        /// Counted from 1 in the order in which they were accepted.
        var connection: Int

        func header(_ name: String) -> String? {
            headers.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    enum Step: Sendable {
        /// These bytes; the connection stays open.
        case send([UInt8])
        /// These bytes, then an orderly close.
        case sendAndClose([UInt8])
        /// These bytes, then a reset.
        case sendAndReset([UInt8])
        /// These bytes, then silence until the client goes away.
        case sendAndHang([UInt8])
        /// These bytes over and over until the client goes away.
        case repeatForEver(first: [UInt8], then: [UInt8])
        /// These bytes, then the others every 10 ms until the client goes away.
        case drip(first: [UInt8], then: [UInt8])
        /// The answer when the test says so: until then silence.
        case whenReleased([UInt8])
    }

    let port: Int
    private let listener: Int32
    private let steps: [Step]
    private let gate = Gate()
    private let state = Mutex(State())

    private struct State {
        var arrivals: [Arrival] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    convenience init(_ steps: Step...) throws {
        try self.init(steps: steps)
    }

    init(steps: [Step]) throws {
        self.steps = steps
        (listener, port) = try Self.listen()
        Self.detach { self.acceptAll() }
    }

    var arrivals: [Arrival] { state.withLock { $0.arrivals } }
    var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Waits until this many requests have arrived.
    func hasReceived(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.arrivals.count < count { state.waiting.append((count, continuation)) }
                return state.arrivals.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    func release() { gate.open() }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        gate.open()
        for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    // MARK: Sockets

    struct SocketError: Error { var code = errno }

    private static func listen() throws -> (socket: Int32, port: Int) {
        let (listener, port) = try bound()
        guard Glibc.listen(listener, 512) == 0 else { throw SocketError() }
        return (listener, port)
    }

    private static func bound() throws -> (socket: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw SocketError() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw SocketError() }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Hands over a port on which nobody listens, nor can while `body` runs: it stays taken.
    static func withClosedPort<Result>(_ body: (Int) async throws -> Result) async throws -> Result
    {
        let (socket, port) = try bound()
        defer { close(socket) }
        return try await body(port)
    }

    private static func detach(_ body: @escaping @Sendable () -> Void) {
        final class Box {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private func acceptAll() {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { break }
            let number = state.withLock { state in
                state.connections += 1
                state.open.insert(socket)
                return state.isStopped ? 0 : state.connections
            }
            Self.detach {
                if number > 0 { self.serve(socket, number: number) }
                _ = self.state.withLock { $0.open.remove(socket) }
                close(socket)
            }
        }
        close(listener)
    }

    private func serve(_ socket: Int32, number: Int) {
        var buffer: [UInt8] = []
        while let arrival = Self.readRequest(socket, &buffer, connection: number) {
            let step = state.withLock { state in
                state.arrivals.append(arrival)
                return steps[min(state.arrivals.count, steps.count) - 1]
            }
            announce()
            guard perform(step, socket) else { return }
        }
    }

    private func announce() {
        let ready = state.withLock { state in
            let count = state.arrivals.count
            let ready = state.waiting.filter { $0.count <= count }
            state.waiting.removeAll { $0.count <= count }
            return ready
        }
        for (_, continuation) in ready { continuation.resume() }
    }

    /// Returns whether the connection goes on.
    private func perform(_ step: Step, _ socket: Int32) -> Bool {
        switch step {
        case .send(let bytes): return Self.write(bytes, to: socket)
        case .sendAndClose(let bytes):
            _ = Self.write(bytes, to: socket)
            return false
        case .sendAndReset(let bytes):
            _ = Self.write(bytes, to: socket)
            var atOnce = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
            return false
        case .sendAndHang(let bytes):
            guard Self.write(bytes, to: socket) else { return false }
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) > 0 {}
            return false
        case .repeatForEver(let first, let then):
            guard Self.write(first, to: socket) else { return false }
            while Self.write(then, to: socket) {}
            return false
        case .drip(let first, let then):
            guard Self.write(first, to: socket) else { return false }
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            while poll(&entry, 1, 10) == 0, Self.write(then, to: socket) {}
            return false
        case .whenReleased(let bytes):
            gate.wait()
            return Self.write(bytes, to: socket)
        }
    }

    private static func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func readRequest(
        _ socket: Int32, _ buffer: inout [UInt8], connection: Int
    ) -> Arrival? {
        func readMore() -> Bool {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(socket, &chunk, chunk.count, 0)
            if count > 0 { buffer += chunk[..<count] }
            return count > 0
        }
        var end = buffer.firstRange(of: Array("\r\n\r\n".utf8))
        while end == nil {
            guard readMore() else { return nil }
            end = buffer.firstRange(of: Array("\r\n\r\n".utf8))
        }
        guard let end else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n").map(String.init)
        let headers = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return name.lowercased() + line.dropFirst(name.count)
        }
        var arrival = Arrival(
            line: lines.first ?? "", headers: headers, body: "", connection: connection)
        let length = arrival.header("content-length").flatMap(Int.init) ?? 0
        while buffer.count < end.upperBound + length {
            guard readMore() else { return nil }
        }
        arrival.body = String(
            decoding: buffer[end.upperBound..<end.upperBound + length], as: UTF8.self)
        buffer.removeFirst(end.upperBound + length)
        return arrival
    }
}

/// Opens once, for any number of threads that wait.
private final class Gate: Sendable {
    private let pipes: (read: Int32, write: Int32)

    init() {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "no pipe")
        pipes = (ends[0], ends[1])
    }

    func open() { shutdownWriteEnd() }

    func wait() {
        var entry = pollfd(fd: pipes.read, events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, -1)
    }

    private func shutdownWriteEnd() {
        var byte: UInt8 = 1
        write(pipes.write, &byte, 1)
    }

    deinit {
        close(pipes.read)
        close(pipes.write)
    }
}
