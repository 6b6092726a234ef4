import JSONValue
import LuaHost
import TavusAPI
import TavusClient

/// The Lua module `tavus`: every operation of the catalogue as a function, records with methods,
/// and the functions beside them, over one client or several.
///
/// ```swift
/// let tavus = TavusModule(client: client)
/// let session = try await LuaHost().session(modules: tavus.modules)
/// try await session.run(.text("print(#tavus.personas.all())", chunkName: "=demo"))
/// ```
///
/// Nothing of it is compiled before a script first names `tavus`.
public struct TavusModule: Sendable {
    /// What a script may pass to `tavus.connect{ … }`.
    public struct Connection: Sendable, Equatable {
        public var profile: String?
    }

    let clients: ClientTable
    let extensions: [TavusExtension]
    let clock: @Sendable () async throws -> Double
    let virtualClock: LuaVirtualClock?

    /// - Parameters:
    ///   - client: what `tavus.<resource>.<verb>` sends through; the caller closes it.
    ///   - connect: makes the client of `tavus.connect`; without it the function says that this host
    ///     has no other account.
    ///   - extensions: further fields of `tavus`.
    ///   - clock: the target's time in seconds since 1970, given by `tavus.now()`; an emulator may
    ///     be ahead of the wall clock.
    ///   - virtualClock: that of the session's host, if it has one: deadlines of `wait` go by it, and an
    ///     emulator is not asked more often than the service would be.
    public init(
        client: TavusClient,
        connect: (@Sendable (Connection) async throws -> TavusClient)? = nil,
        extensions: [TavusExtension] = [],
        clock: @escaping @Sendable () async throws -> Double,
        virtualClock: LuaVirtualClock? = nil
    ) {
        self.clients = ClientTable(first: client, connect: connect)
        self.extensions = extensions
        self.clock = clock
        self.virtualClock = virtualClock
    }

    /// The modules to give a session: `tavus`, and the global function `help`.
    public var modules: [LuaModule] {
        let chunks =
            [
                LuaChunk(name: "tavus.support", source: LuaSources.support),
                LuaChunk(name: "tavus.records", source: LuaSources.records),
                LuaChunk(name: "tavus.verbs", source: LuaSources.verbs),
                LuaChunk(name: "tavus.paging", source: LuaSources.paging),
                LuaChunk(name: "tavus.waiting", source: LuaSources.waiting),
                LuaChunk(name: "tavus.changing", source: LuaSources.changing),
                LuaChunk(name: "tavus.reconciling", source: LuaSources.reconciling),
            ] + extensions.map(\.chunk) + [LuaChunk(name: "tavus", source: LuaSources.tavus)]
        let functions =
            callFunctions + pagingFunctions + describingFunctions + valueFunctions
            + extensions.flatMap(\.functions)
        return [
            LuaModule("tavus", isGlobal: true, functions: functions, chunks: chunks),
            LuaModule(
                "help", isGlobal: true,
                chunks: [LuaChunk(name: "help", source: LuaSources.help)]),
        ]
    }
}

/// A further field of `tavus`, such as `tavus.emulator`.
public struct TavusExtension: Sendable {
    let functions: [LuaFunction]
    let chunk: LuaChunk

    /// - Parameters:
    ///   - functions: put into the table `host` that the chunk gets; prefix their names.
    ///   - chunk: runs as `chunk(tavus, host, task)` before the module is filled, and stores its
    ///     table with `host.extend(name, table)`.
    public init(functions: [LuaFunction], chunk: LuaChunk) {
        self.functions = functions
        self.chunk = chunk
    }
}
