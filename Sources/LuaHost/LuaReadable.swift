import LuaShim

/// A Swift type that arguments and results of Lua can be read as.
///
/// Numbers, `Bool`, `String`, ``LuaString``, optionals, arrays and dictionaries of `Decodable` elements,
/// ``LuaValue`` and ``LuaFunctionRef`` are. A type of one's own that is `Decodable` only has to say so:
///
/// ```swift
/// struct Order: Decodable, LuaReadable { var sku: String; var count: Int? }
/// LuaFunction("price") { (order: Order) in … }
/// ```
/// Another type makes itself from a ``LuaValue``.
public protocol LuaReadable: SendableMetatype {
    /// - Throws: ``LuaConversionError``, which says where in the value what was expected.
    init(luaValue: LuaValue) throws
    /// The next argument of a call. The default reads its ``LuaValue``.
    static func read(from arguments: inout LuaArgumentReader) throws -> Self
}

extension LuaReadable {
    public static func read(from arguments: inout LuaArgumentReader) throws -> Self {
        let position = arguments.position
        do {
            return try Self(luaValue: try arguments.next())
        } catch let error as LuaConversionError {
            arguments.position = position
            throw arguments.refusal(error.description)
        }
    }
}

/// A value that is not what was asked for.
public struct LuaConversionError: Error, Equatable, LuaConvertibleError, CustomStringConvertible {
    /// Where in the value, such as `properties.max_call_duration` or `rows[3].name`; empty at the top.
    public let path: String
    public let reason: String

    public init(path: String = "", reason: String) {
        self.path = path
        self.reason = reason
    }

    public init(expected: String, found: LuaValue) {
        self.init(reason: "\(expected) expected, got \(found.typeName)")
    }

    public var description: String {
        path.isEmpty ? reason : "field '\(path)': \(reason)"
    }
    public var luaMessage: String { description }
    public var luaFields: [(String, LuaValue)] { [("code", "invalid_argument")] }
}

extension Int64: LuaReadable {
    public init(luaValue: LuaValue) throws {
        switch luaValue {
        case .integer(let value): self = value
        case .number(let value):
            guard let exact = Int64(exactly: value) else {
                throw LuaConversionError(reason: "number has no integer representation")
            }
            self = exact
        default: throw LuaConversionError(expected: "integer", found: luaValue)
        }
    }

    @inlinable public static func read(from arguments: inout LuaArgumentReader) throws -> Int64 {
        try arguments.integer()
    }
}

extension Int: LuaReadable {
    public init(luaValue: LuaValue) throws { self = Int(try Int64(luaValue: luaValue)) }

    @inlinable public static func read(from arguments: inout LuaArgumentReader) throws -> Int {
        Int(try arguments.integer())
    }
}

/// Integers that hold less than Lua's.
extension LuaReadable where Self: FixedWidthInteger & Decodable {
    public init(luaValue: LuaValue) throws {
        let value = try Int64(luaValue: luaValue)
        guard let exact = Self(exactly: value) else {
            throw LuaConversionError(
                reason: "integer from \(Self.min) to \(Self.max) expected, got \(value)")
        }
        self = exact
    }
}

extension Int32: LuaReadable {}
extension Int16: LuaReadable {}
extension Int8: LuaReadable {}
extension UInt: LuaReadable {}
extension UInt64: LuaReadable {}
extension UInt32: LuaReadable {}
extension UInt16: LuaReadable {}
extension UInt8: LuaReadable {}

extension Double: LuaReadable {
    public init(luaValue: LuaValue) throws {
        switch luaValue {
        case .integer(let value): self = Double(value)
        case .number(let value): self = value
        default: throw LuaConversionError(expected: "number", found: luaValue)
        }
    }

    @inlinable public static func read(from arguments: inout LuaArgumentReader) throws -> Double {
        try arguments.number()
    }
}

extension Float: LuaReadable {
    public init(luaValue: LuaValue) throws { self = Float(try Double(luaValue: luaValue)) }
}

extension Bool: LuaReadable {
    /// A boolean; unlike Lua's conditions this does not take other values for true.
    public init(luaValue: LuaValue) throws {
        guard case .boolean(let value) = luaValue else {
            throw LuaConversionError(expected: "boolean", found: luaValue)
        }
        self = value
    }

    @inlinable public static func read(from arguments: inout LuaArgumentReader) throws -> Bool {
        try arguments.boolean()
    }
}

extension LuaString: LuaReadable {
    public init(luaValue: LuaValue) throws {
        guard case .string(let text) = luaValue else {
            throw LuaConversionError(expected: "string", found: luaValue)
        }
        self = text
    }

    @inlinable public static func read(from arguments: inout LuaArgumentReader) throws -> LuaString
    {
        LuaString(bytes: Array(try arguments.bytes()))
    }
}

extension String: LuaReadable {
    /// Text; bytes that are no UTF-8 are refused, since a ``LuaString`` would keep them.
    public init(luaValue: LuaValue) throws {
        guard let text = try LuaString(luaValue: luaValue).utf8 else {
            throw LuaConversionError(reason: "invalid UTF-8 in string")
        }
        self = text
    }

    public static func read(from arguments: inout LuaArgumentReader) throws -> String {
        let position = arguments.position
        guard let text = String(validating: try arguments.bytes(), as: UTF8.self) else {
            arguments.position = position
            throw arguments.refusal("invalid UTF-8 in string")
        }
        return text
    }
}

extension LuaValue: LuaReadable {
    public init(luaValue: LuaValue) throws { self = luaValue }
}

extension LuaFunctionRef: LuaReadable {
    public init(luaValue: LuaValue) throws {
        guard case .function(let function) = luaValue else {
            throw LuaConversionError(expected: "function", found: luaValue)
        }
        self = function
    }
}

extension Optional: LuaReadable where Wrapped: LuaReadable {
    public init(luaValue: LuaValue) throws {
        if case .nil = luaValue { self = nil } else { self = try Wrapped(luaValue: luaValue) }
    }

    public static func read(from arguments: inout LuaArgumentReader) throws -> Wrapped? {
        guard !arguments.isAbsent else {
            arguments.position += 1
            return nil
        }
        return try Wrapped.read(from: &arguments)
    }
}

/// All arguments that are left, for functions that take any number.
public struct LuaRest: LuaReadable {
    public let values: [LuaValue]

    public init(luaValue: LuaValue) throws { values = [luaValue] }
    private init(values: [LuaValue]) { self.values = values }

    public static func read(from arguments: inout LuaArgumentReader) throws -> LuaRest {
        LuaRest(values: try arguments.rest())
    }
}
