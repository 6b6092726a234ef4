import LuaShim

/// A Swift function that Lua can call.
///
/// ```swift
/// LuaFunction("add") { (a: Int, b: Int?) in a + (b ?? 1) }
/// LuaFunction("fetch") { (request: FetchRequest) async throws in try await client.fetch(request) }
/// LuaFunction("sum") { arguments in [.integer(try arguments.integer(0))] }
/// ```
/// Parameters are ``LuaReadable`` and read in order; optional ones may be left out, and what a script
/// passes beyond them is ignored. An argument that does not fit raises the error of Lua's own library:
/// `bad argument #2 to 'add' (integer expected, got string)`.
///
/// A synchronous body runs on the session's own thread, in Lua's time: it should be short, and nothing
/// interrupts it. An async body starts on that thread too, and goes on elsewhere after its first
/// suspension; to the script the call looks blocking, while other Lua tasks go on. It is cancelled when
/// its run or its Lua task is. Neither may await a run of its own session, which waits for the call;
/// an async body may call a ``LuaFunctionRef`` of it.
public struct LuaFunction: Sendable {
    public typealias Body = @Sendable (LuaArguments) throws -> [LuaValue]
    public typealias AsyncBody = @Sendable (LuaArguments) async throws -> [LuaValue]

    /// Reads the arguments of a call and adds its results.
    @usableFromInline typealias Immediate =
        @Sendable (inout LuaArgumentReader, inout LuaResultWriter) throws -> Void
    /// Reads the arguments of a call, and returns what is to be done with them.
    @usableFromInline typealias Deferred =
        @Sendable (inout LuaArgumentReader) throws -> @Sendable () async throws -> [LuaValue]

    @usableFromInline enum Kind: Sendable {
        case sync(Immediate)
        case async(Deferred)
    }

    public let name: String
    /// After this an async body is cancelled, and the script gets a catchable error with the code
    /// `timeout`. Nil: the body has its own ideas about that.
    public var timeout: Duration?
    /// What a session must be granted before the body runs. What depends on arguments, the body checks
    /// itself, with ``LuaContext/grants``.
    public private(set) var requirements: [LuaCapability] = []
    @usableFromInline let kind: Kind

    var isAsync: Bool {
        if case .async = kind { true } else { false }
    }

    /// A function of any arguments.
    public init(_ name: String, _ body: @escaping Body) {
        self.name = name
        kind = .sync { arguments, results in
            let all = try arguments.all(name)
            for value in try body(all) { try results.add(value) }
        }
    }

    public static func async(_ name: String, _ body: @escaping AsyncBody) -> LuaFunction {
        LuaFunction(
            name: name,
            kind: .async { arguments in
                let all = try arguments.all(name)
                return { try await body(all) }
            })
    }

    @inlinable public init<each Argument: LuaReadable, Result: LuaWritable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        self.init(
            name: name,
            kind: .sync { arguments, results in
                try body(repeat try (each Argument).read(from: &arguments)).write(to: &results)
            })
    }

    @inlinable public init<each Argument: LuaReadable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) throws -> Void
    ) {
        self.init(
            name: name,
            kind: .sync { arguments, _ in
                try body(repeat try (each Argument).read(from: &arguments))
            })
    }

    @inlinable public init<each Argument: LuaReadable & Sendable, Result: LuaWritable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) {
        self.init(
            name: name,
            kind: .async { arguments in
                let values = (repeat try (each Argument).read(from: &arguments))
                return { [try await body(repeat each values).luaValue] }
            })
    }

    @inlinable public init<each Argument: LuaReadable & Sendable>(
        _ name: String, _ body: @escaping @Sendable (repeat each Argument) async throws -> Void
    ) {
        self.init(
            name: name,
            kind: .async { arguments in
                let values = (repeat try (each Argument).read(from: &arguments))
                return {
                    try await body(repeat each values)
                    return []
                }
            })
    }

    @usableFromInline init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The same function, refused with a ``LuaPermissionError`` where one of these is not granted.
    public func requiring(_ capabilities: LuaCapability...) -> LuaFunction {
        var function = self
        function.requirements += capabilities
        return function
    }

    /// The same function with a ``timeout``.
    public func timeout(_ timeout: Duration) -> LuaFunction {
        var function = self
        function.timeout = timeout
        return function
    }
}

/// A function as sessions call it.
final class HostFunction: Sendable {
    let name: String
    // Two fields and no enum: a call then takes neither a copy nor a reference of its own.
    let immediate: LuaFunction.Immediate
    let deferred: LuaFunction.Deferred?
    let timeout: Duration?

    init(_ function: LuaFunction) {
        name = function.name
        timeout = function.timeout
        let requirements = function.requirements
        switch function.kind {
        case .sync(let body) where requirements.isEmpty:
            immediate = body
            deferred = nil
        case .sync(let body):
            immediate = { arguments, results in
                try arguments.grants.check(requirements)
                try body(&arguments, &results)
            }
            deferred = nil
        case .async(let body):
            immediate = { _, _ in }
            deferred = { arguments in
                try arguments.grants.check(requirements)
                return try body(&arguments)
            }
        }
    }
}
