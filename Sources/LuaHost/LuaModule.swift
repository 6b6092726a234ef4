/// A module offered to scripts, built when it is first used.
///
/// `require(name)` builds it; with ``isGlobal`` so does the first index, call, length or `pairs` of the
/// global `name`, which is the module's own table from the start. Building collects the functions in a
/// table `host` (name → function), then runs each chunk as `chunk(module, host, task)`: the chunks fill
/// `module`. Without chunks the functions themselves become the module's fields. Before that nothing is
/// compiled and no function is registered, so an unused module costs one small table.
///
/// A session builds a module once; in the recipe profile each run does, for itself. What runs are to
/// share is then kept in Swift.
public struct LuaModule: Sendable {
    public let name: String
    public let isGlobal: Bool
    public let functions: [LuaFunction]
    public let chunks: [LuaChunk]

    public init(
        _ name: String, isGlobal: Bool = false, functions: [LuaFunction] = [],
        chunks: [LuaChunk] = []
    ) {
        self.name = name
        self.isGlobal = isGlobal
        self.functions = functions
        self.chunks = chunks
    }
}

/// Lua source text that fills a module.
public struct LuaChunk: Sendable {
    enum Text: Sendable {
        case literal(StaticString)
        case string(String)
    }

    public let name: String
    let text: Text

    /// - Parameter name: shown in messages and tracebacks as it is.
    public init(name: String, source: StaticString) {
        self.name = name
        text = .literal(source)
    }

    @_disfavoredOverload
    public init(name: String, source: String) {
        self.name = name
        text = .string(source)
    }
}
