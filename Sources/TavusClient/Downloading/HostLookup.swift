import Glibc
import NIOCore
import NIOPosix

/// Asks the system's resolver, so that addresses can be judged before anything is sent to them.
enum HostLookup {
    /// - Parameter host: a name or an address; IPv6 without brackets.
    /// - Returns: addresses as text for connecting and as bytes for judging, in the resolver's order.
    static func addresses(
        of host: String, on loop: any EventLoop, until deadline: NIODeadline
    ) async throws -> [(text: String, bytes: [UInt8])] {
        let promise = loop.makePromise(of: [(text: String, bytes: [UInt8])].self)
        // getaddrinfo blocks, so it has a thread of NIO's. Its answer after the deadline meets a promise that
        // was fulfilled, and is dropped there.
        NIOThreadPool.singleton.submit { _ in
            promise.completeWith(Result { try resolve(host) })
        }
        let timer = loop.scheduleTask(deadline: deadline) {
            promise.fail(WebError(.timeout, "no address of \(host) in time"))
        }
        defer { timer.cancel() }
        return try await promise.futureResult.get()
    }

    private static func resolve(_ host: String) throws -> [(text: String, bytes: [UInt8])] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &first)
        guard status == 0 else {
            throw WebError(
                .connection,
                "cannot find the host \(host): \(String(cString: gai_strerror(status)))")
        }
        defer { freeaddrinfo(first) }
        var found: [(text: String, bytes: [UInt8])] = []
        var next = first
        while let entry = next {
            next = entry.pointee.ai_next
            guard let address = entry.pointee.ai_addr, let bytes = bytes(of: address) else {
                continue
            }
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                address, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
                NI_NUMERICHOST)
            let shown = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            if status == 0 { found.append((String(decoding: shown, as: UTF8.self), bytes)) }
        }
        return found
    }

    private static func bytes(of address: UnsafeMutablePointer<sockaddr>) -> [UInt8]? {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
            }
        default: nil
        }
    }
}
