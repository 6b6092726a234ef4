/// What crosses between Lua and Swift.
///
/// A table crosses as JSON text in both directions, so that neither side walks the other's structures:
/// keys come out sorted, `json.null` and array marks are honoured, integers and floats stay distinct.
/// A table that JSON cannot hold (cycles, mixed keys, functions inside) is an error that names the place.
/// Userdata and threads do not cross; they arrive as ``opaque(_:)`` and leave as nil.
public enum LuaValue: Sendable, Equatable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(LuaString)
    /// JSON text. As an argument it is valid and compact; as a result it is checked while it is read.
    case json([UInt8])
    case function(LuaFunctionRef)
    /// The type name of a value that stays in Lua, such as `thread`.
    case opaque(String)

    public static func string(_ text: String) -> LuaValue {
        .string(LuaString(text))
    }

    public static func json(_ text: String) -> LuaValue {
        .json(Array(text.utf8))
    }

    /// The name that Lua's own messages use for the type of this value.
    public var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .json: "table"
        case .function: "function"
        case .opaque(let name): name
        }
    }
}

extension LuaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(LuaString(value)) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(nilLiteral: ()) { self = .nil }
}

extension [LuaValue] {
    /// The first value, as a Swift type: `let n: Int = try await session.run("return 1 + 1").value()`.
    /// - Throws: ``LuaConversionError``.
    public func value<T: LuaReadable>(as type: T.Type = T.self) throws -> T {
        try T(luaValue: first ?? .nil)
    }

    /// Several values: `let (name, count) = try results.values(as: String.self, Int?.self)`.
    public func values<each T: LuaReadable>(as types: repeat (each T).Type) throws -> (
        repeat each T
    ) {
        var index = 0
        func next<U: LuaReadable>(_ type: U.Type) throws -> U {
            defer { index += 1 }
            do {
                return try U(luaValue: index < count ? self[index] : .nil)
            } catch let error as LuaConversionError {
                throw LuaConversionError(
                    path: error.path, reason: "result \(index + 1): \(error.reason)")
            }
        }
        return (repeat try next(each types))
    }
}
