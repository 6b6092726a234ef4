/// What a script may do to the world beyond its own memory. The host checks it before any effect.
///
/// ```swift
/// var grants = LuaGrants.none
/// grants.readable = ["/srv/reports"]
/// grants.hosts = ["api.example.com", "*.cdn.example.com"]
/// let session = try await LuaHost(profile: .recipe).session(modules: [reports], grants: grants)
/// ```
public struct LuaGrants: Sendable, Equatable {
    /// Files and folders that may be read.
    public var readable: LuaFileRoots
    /// Files and folders that may be written, and in which files may be made.
    public var writable: LuaFileRoots
    /// Names of environment variables.
    public var environment: LuaNames
    /// Host names such as `api.example.com`, all below one (`*.example.com`), and addresses. Names grant
    /// no private address that they resolve to, `localhost` excepted: see ``check(_:of:)``.
    public var hosts: LuaNames
    public var listens: Bool
    /// Capabilities that modules define, such as `tavus.read`.
    public var named: LuaNames

    public init(
        readable: LuaFileRoots = .none, writable: LuaFileRoots = .none,
        environment: LuaNames = .none, hosts: LuaNames = .none, listens: Bool = false,
        named: LuaNames = .none
    ) {
        self.readable = readable
        self.writable = writable
        self.environment = environment
        self.hosts = hosts
        self.listens = listens
        self.named = named
    }

    public static let all = LuaGrants(
        readable: .all, writable: .all, environment: .all, hosts: .all, listens: true, named: .all)
    public static let none = LuaGrants()

    /// What both grant, never more than either.
    public func narrowed(to other: LuaGrants) -> LuaGrants {
        LuaGrants(
            readable: readable.intersection(other.readable),
            writable: writable.intersection(other.writable),
            environment: environment.intersection(other.environment),
            hosts: LuaNames(hostsIn: hosts, and: other.hosts),
            listens: listens && other.listens,
            named: named.intersection(other.named))
    }

    public func permits(_ capability: LuaCapability) -> Bool {
        switch capability {
        case .readFile(let path): readable.contains(path)
        case .writeFile(let path): writable.contains(path)
        case .environment(let name): environment.contains(name)
        case .host(let host): hosts.containsHost(host)
        case .listen: listens
        case .named(let name): named.contains(name)
        }
    }

    /// - Throws: an error that names what is missing. For files this says what may be tried;
    ///   ``open(_:for:)`` is what holds against links and races.
    public func check(_ capability: LuaCapability) throws(LuaPermissionError) {
        guard permits(capability) else { throw LuaPermissionError(capability) }
    }

    /// Checks an address that a host name resolved to, or a redirection leads to, before connecting.
    ///
    /// A name that anybody can register may resolve to 127.0.0.1 or to a machine of one's own network.
    public func check(_ address: LuaNetworkAddress, of host: String) throws(LuaPermissionError) {
        try check(.host(host))
        guard !address.isGlobal, hosts != .all, !hosts.containsAddress(address),
            !(hosts.contains("localhost") && LuaNames.normalized(host) == "localhost")
        else { return }
        throw LuaPermissionError(
            .host(host), reason: "it leads to \(address), which is no public address")
    }
}

/// Some names, or all there are.
public enum LuaNames: Sendable, Hashable, ExpressibleByArrayLiteral {
    case all
    case only(Set<String>)

    public static let none = LuaNames.only([])

    public init(arrayLiteral names: String...) { self = .only(Set(names)) }

    public func contains(_ name: String) -> Bool {
        switch self {
        case .all: true
        case .only(let names): names.contains(name)
        }
    }

    public func intersection(_ other: LuaNames) -> LuaNames {
        switch (self, other) {
        case (.all, let names), (let names, .all): names
        case (.only(let names), .only(let others)): .only(names.intersection(others))
        }
    }
}
