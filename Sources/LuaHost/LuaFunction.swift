/// A Swift function that Lua can call.
///
/// ```swift
/// LuaFunction("add") { arguments in [.integer(try arguments.integer(0) + arguments.integer(1))] }
/// LuaFunction.async("fetch") { arguments in [.json(try await client.fetch(arguments.string(0)))] }
/// ```
/// A synchronous body runs on the session's own thread, in Lua's time: it should be short, and nothing
/// interrupts it. An async body starts on that thread too, and goes on elsewhere after its first
/// suspension; to the script the call looks blocking, while other Lua tasks go on. It is cancelled when
/// its run or its Lua task is. Neither may await a run of its own session, which waits for the call.
public struct LuaFunction: Sendable {
    public typealias Body = @Sendable (LuaArguments) throws -> [LuaValue]
    public typealias AsyncBody = @Sendable (LuaArguments) async throws -> [LuaValue]

    enum Kind: Sendable {
        case sync(Body)
        case async(AsyncBody)
    }

    public let name: String
    let kind: Kind

    public init(_ name: String, _ body: @escaping Body) {
        self.init(name: name, kind: .sync(body))
    }

    public static func async(_ name: String, _ body: @escaping AsyncBody) -> LuaFunction {
        LuaFunction(name: name, kind: .async(body))
    }

    private init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
