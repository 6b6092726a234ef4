import FoundationEssentials
import NIOCore
import NIOPosix

/// Where a webhook may go: to this machine, unless the emulator was told to reach out; and never to
/// the addresses at which clouds tell a machine its secrets.
struct WebhookTarget: Sendable, Equatable {
    struct Refused: Error, Equatable {
        let why: String
    }

    let host: String
    /// The address that `host` was looked up to; `nil` where the host is an address or `localhost`.
    let address: String?

    /// - Throws: ``Refused`` with a sentence for the list of webhooks.
    init(_ url: String, reachesOut: Bool) async throws(Refused) {
        // The HTTP client takes URLs apart with the same parser, so both see the same host.
        guard let parsed = URL(string: url), let scheme = parsed.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parsed.host, !host.isEmpty
        else { throw Refused(why: "not an http or https URL") }
        self.host = host
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if bare.lowercased() == "localhost" {
            address = nil
        } else if let literal = Self.literal(bare) {
            try Self.check(literal, reachesOut: reachesOut)
            address = nil
        } else {
            guard reachesOut else { throw Self.stays }
            let resolved = try await Self.resolve(bare)
            try Self.check(resolved, reachesOut: true)
            address = resolved.ipAddress
        }
    }

    private static let stays = Refused(
        why: "not a loopback address, and the emulator was not told to reach out")

    private static func literal(_ text: String) -> SocketAddress? {
        do { return try SocketAddress(ipAddress: text, port: 0) } catch { return nil }
    }

    private static func check(
        _ address: SocketAddress, reachesOut: Bool
    ) throws(Refused) {
        guard let bytes = address.addressBytes else { throw Refused(why: "not an IP address") }
        guard !isForMachines(bytes) else {
            throw Refused(why: "a link-local address, where clouds keep a machine's secrets")
        }
        guard reachesOut || isLoopback(bytes) else { throw stays }
    }

    /// 127.0.0.0/8 and ::1.
    private static func isLoopback(_ bytes: [UInt8]) -> Bool {
        bytes.count == 4
            ? bytes[0] == 127 : bytes[15] == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
    }

    /// 169.254.0.0/16, fe80::/10, fd00:ec2::254, the metadata address of EC2 (AWS, "Instance metadata",
    /// 2025), and 100.100.100.200, that of Alibaba (ECS, "Instance metadata", 2025).
    private static func isForMachines(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else {
            return bytes[0] == 169 && bytes[1] == 254 || bytes == [100, 100, 100, 200]
        }
        if let inner = translated(bytes) { return isForMachines(inner) }
        return (bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80)
            || bytes == [0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54]
    }

    /// The IPv4 address that a network may make of an IPv6 one: 64:ff9b::a.b.c.d, ::a.b.c.d, 2002:ab:cd::
    /// (RFC 6052; RFC 4291, 2.5.5; RFC 3056).
    private static func translated(_ bytes: [UInt8]) -> [UInt8]? {
        let zeros = [UInt8](repeating: 0, count: 12)
        if bytes.starts(with: [0x20, 0x02]) { return Array(bytes[2..<6]) }
        let isCompatible = bytes.starts(with: zeros) && bytes[12] != 0
        let isTranslated = bytes.starts(with: [0, 0x64, 0xff, 0x9b] + zeros.dropLast(4))
        return isCompatible || isTranslated ? Array(bytes.suffix(4)) : nil
    }

    private static func resolve(_ host: String) async throws(Refused) -> SocketAddress {
        do {
            // It blocks.
            return try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(host, port: 0)
            }
        } catch {
            throw Refused(why: "\(host) has no address")
        }
    }
}

extension SocketAddress {
    /// Four or sixteen bytes; IPv4 that wears IPv6 (::ffff:a.b.c.d) is shown as what it is.
    fileprivate var addressBytes: [UInt8]? {
        switch self {
        case .v4(let address):
            return withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
            let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
            return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
        case .unixDomainSocket: return nil
        }
    }
}
