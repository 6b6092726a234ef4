/// Names of hosts: case and a final dot do not matter, and `*.` stands for one label or more.
extension LuaNames {
    static func normalized(_ host: String) -> String {
        var name = host.lowercased()
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        if name.hasSuffix(".") { name.removeLast() }
        return name
    }

    /// An address is granted by itself alone, in whatever way either is spelled.
    func containsHost(_ host: String) -> Bool {
        guard case .only(let patterns) = self else { return true }
        let name = Self.normalized(host)
        guard !name.isEmpty else { return false }
        if let address = LuaNetworkAddress(name) { return containsAddress(address) }
        return patterns.contains { Self.covers(Self.normalized($0), name) }
    }

    func containsAddress(_ address: LuaNetworkAddress) -> Bool {
        guard case .only(let patterns) = self else { return true }
        return patterns.contains { LuaNetworkAddress(Self.normalized($0)) == address }
    }

    /// What both grant: of two patterns the narrower one, where one covers the other.
    init(hostsIn one: LuaNames, and other: LuaNames) {
        guard case .only(let patterns) = one, case .only(let others) = other else {
            self = one.intersection(other)
            return
        }
        func kept(_ patterns: Set<String>, in wider: LuaNames) -> Set<String> {
            patterns.filter { pattern in
                let name = Self.normalized(pattern)
                guard name.hasPrefix("*.") else { return wider.containsHost(name) }
                guard case .only(let others) = wider else { return true }
                return others.contains { Self.covers(Self.normalized($0), name) }
            }
        }
        self = .only(kept(patterns, in: other).union(kept(others, in: one)))
    }

    /// Whether a pattern grants a name, or all that another pattern grants.
    private static func covers(_ pattern: String, _ name: String) -> Bool {
        if pattern == name { return true }
        guard pattern.hasPrefix("*.") else { return false }
        let suffix = pattern.dropFirst()  // ".example.com"
        return suffix.count > 1 && name.hasSuffix(suffix) && name.count > suffix.count
    }
}
