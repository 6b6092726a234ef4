/// An IPv4 or IPv6 address, from any spelling that the system's own resolver takes for one.
///
/// `127.1`, `0177.0.0.1`, `2130706433` and `::ffff:127.0.0.1` are all 127.0.0.1: a check of the text
/// alone would let them through.
public struct LuaNetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// Four bytes, or sixteen.
    public let bytes: [UInt8]

    /// - Returns: nil for what is a name.
    public init?(_ text: String) {
        let zoneless = text.prefix { $0 != "%" }
        guard let bytes = Self.v4(zoneless) ?? Self.v6(zoneless) else { return nil }
        self.init(bytes: bytes)
    }

    /// - Parameter bytes: four or sixteen, the most significant first. Addresses of IPv4 within IPv6
    ///   become those of IPv4.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        self.bytes = bytes.starts(with: mapped) && bytes.count == 16 ? Array(bytes[12...]) : bytes
    }

    /// Whether it may belong to anybody on the Internet: neither this machine nor a private network, a
    /// link, a group, or what is reserved.
    public var isGlobal: Bool {
        if bytes.count == 4 { return Self.isGlobal4(bytes[0], bytes[1], bytes[2]) }
        if let inner = embedded { return inner.isGlobal }
        guard bytes[0] & 0xe0 == 0x20 else { return false }  // 2000::/3 is all that is handed out
        return !bytes.starts(with: [0x20, 0x01, 0x0d, 0xb8])  // documentation
            && !bytes.starts(with: [0x20, 0x01, 0x00])  // Teredo, ORCHID, benchmarks
            && !bytes.starts(with: [0x3f, 0xff])  // documentation
    }

    /// The IPv4 address that traffic to this one ends up at: 6to4 and NAT64.
    private var embedded: LuaNetworkAddress? {
        if bytes.starts(with: [0x20, 0x02]) {
            return LuaNetworkAddress(bytes: Array(bytes[2..<6]))
        }
        let translated: [UInt8] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]
        return bytes.starts(with: translated) ? LuaNetworkAddress(bytes: Array(bytes[12...])) : nil
    }

    /// IANA, "IPv4 Special-Purpose Address Registry", 2025-10.
    private static func isGlobal4(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
        switch (a, b, c) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (192, 168, _): false
        case (100, 64...127, _), (172, 16...31, _), (198, 18...19, _): false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 51, 100), (203, 0, 113): false
        case (224..., _, _): false
        default: true
        }
    }

    /// One to four numbers, decimal, octal or hexadecimal; the last one fills what is left.
    private static func v4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var numbers: [UInt64] = []
        for part in parts {
            guard let number = number(part) else { return nil }
            numbers.append(number)
        }
        let last = numbers.removeLast()
        let rest = 4 - numbers.count
        guard numbers.allSatisfy({ $0 < 256 }), last < 1 << (8 * UInt64(rest)) else { return nil }
        return numbers.map { UInt8($0) }
            + (0..<rest).reversed().map { UInt8(truncatingIfNeeded: last >> (8 * UInt64($0))) }
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard let first = text.utf8.first, first >= 48, first <= 57 else { return nil }
        if text.lowercased().hasPrefix("0x") { return UInt64("0" + text.dropFirst(2), radix: 16) }
        return UInt64(text, radix: first == 48 && text.utf8.count > 1 ? 8 : 10)
    }

    private static func v6(_ text: Substring) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard text.contains(":"), halves.count <= 2, let head = groups(halves[0]) else {
            return nil
        }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = groups(halves[1]), head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups of four digits, the last of which may be an IPv4 address.
    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            if index == groups.count - 1, group.contains(".") {
                guard group.split(separator: ".").count == 4, let last = v4(group) else {
                    return nil
                }
                bytes += last
            } else {
                guard (1...4).contains(group.utf8.count), group.allSatisfy(\.isHexDigit),
                    let number = UInt16(group, radix: 16)
                else { return nil }
                bytes += [UInt8(number >> 8), UInt8(number & 0xff)]
            }
        }
        return bytes
    }

    public var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }
}
