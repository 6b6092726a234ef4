/// Collects what a module is made of.
@resultBuilder
public enum LuaModuleBuilder {
    public struct Contents: Sendable {
        var functions: [LuaFunction] = []
        var chunks: [LuaChunk] = []
    }

    public static func buildExpression(_ function: LuaFunction) -> Contents {
        Contents(functions: [function])
    }

    public static func buildExpression(_ functions: [LuaFunction]) -> Contents {
        Contents(functions: functions)
    }

    public static func buildExpression(_ chunk: LuaChunk) -> Contents {
        Contents(chunks: [chunk])
    }

    public static func buildBlock(_ parts: Contents...) -> Contents { buildArray(parts) }

    public static func buildArray(_ parts: [Contents]) -> Contents {
        Contents(functions: parts.flatMap(\.functions), chunks: parts.flatMap(\.chunks))
    }

    public static func buildOptional(_ part: Contents?) -> Contents { part ?? Contents() }
    public static func buildEither(first: Contents) -> Contents { first }
    public static func buildEither(second: Contents) -> Contents { second }
}

extension LuaModule {
    /// ```swift
    /// LuaModule("greet") {
    ///     LuaFunction("hello") { (name: String) in "hello \(name)" }
    ///     if canShout { LuaFunction("shout") { (name: String) in name.uppercased() } }
    /// }
    /// ```
    public init(
        _ name: String, isGlobal: Bool = false,
        @LuaModuleBuilder _ contents: () -> LuaModuleBuilder.Contents
    ) {
        let contents = contents()
        self.init(
            name, isGlobal: isGlobal, functions: contents.functions, chunks: contents.chunks)
    }
}
