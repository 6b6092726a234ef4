import Synchronization

/// The grants of one session, which only ever shrink.
final class GrantsInForce: Sendable {
    private let state: Mutex<LuaGrants>

    init(_ grants: LuaGrants) { state = Mutex(grants) }

    var current: LuaGrants { state.withLock { $0 } }

    func narrow(to grants: LuaGrants) {
        state.withLock { $0 = $0.narrowed(to: grants) }
    }
}

extension LuaSession {
    /// What the session's scripts are granted at this moment.
    public nonisolated var grants: LuaGrants { core.grants.current }

    /// Takes away what `grants` does not contain, for all calls from now on; there is no way back.
    public nonisolated func narrowGrants(to grants: LuaGrants) {
        core.grants.narrow(to: grants)
    }
}

extension LuaGrants {
    func check(_ capabilities: [LuaCapability]) throws(LuaPermissionError) {
        for capability in capabilities { try check(capability) }
    }
}

extension LuaArgumentReader {
    /// What the calling session is granted at this moment.
    var grants: LuaGrants { home._withUnsafeGuaranteedRef { $0.grants.current } }

    /// Every argument, for a body that takes them as they come.
    mutating func all(_ functionName: String) throws -> LuaArguments {
        LuaArguments(
            try rest(), functionName: functionName,
            grantsInForce: home._withUnsafeGuaranteedRef { $0.grants })
    }
}

/// Who calls: a parameter that takes no argument of the script.
///
/// ```swift
/// LuaFunction("read") { (context: LuaContext, path: String) async throws -> String in
///     let file = try context.grants.open(path, for: .reading)
/// ```
public struct LuaContext: LuaReadable, Sendable {
    private let grantsInForce: GrantsInForce

    /// What the calling session is granted at this moment: a body checks it before each effect.
    public var grants: LuaGrants { grantsInForce.current }

    public init(luaValue: LuaValue) throws { grantsInForce = GrantsInForce(.none) }
    private init(_ grants: GrantsInForce) { grantsInForce = grants }

    public static func read(from arguments: inout LuaArgumentReader) throws -> LuaContext {
        LuaContext(arguments.home._withUnsafeGuaranteedRef { $0.grants })
    }
}

extension LuaProfile {
    /// What sessions are granted unless their host says otherwise.
    var defaultGrants: LuaGrants { self == .trusted ? .all : .none }
}
