/// The arguments of one call from Lua, with accessors that complain as Lua's own library does.
///
/// Positions count from 0 here and from 1 in messages, as a script's author counts:
/// `bad argument #1 to 'greet' (string expected, got nil)`.
public struct LuaArguments: Sendable {
    public let values: [LuaValue]
    public let functionName: String
    let grantsInForce: GrantsInForce

    /// - Parameter grants: what the body may do; in a session those of the session.
    public init(_ values: [LuaValue], functionName: String, grants: LuaGrants = .none) {
        self.init(values, functionName: functionName, grantsInForce: GrantsInForce(grants))
    }

    init(_ values: [LuaValue], functionName: String, grantsInForce: GrantsInForce) {
        self.values = values
        self.functionName = functionName
        self.grantsInForce = grantsInForce
    }

    /// What the calling session is granted at this moment: a body checks it before each effect.
    public var grants: LuaGrants { grantsInForce.current }

    public var count: Int { values.count }

    /// The argument at `position`, or nil beyond the last.
    public subscript(position: Int) -> LuaValue {
        values.indices.contains(position) ? values[position] : .nil
    }

    /// The bytes of a string; numbers are not converted.
    public func bytes(_ position: Int) throws(LuaArgumentError) -> [UInt8] {
        guard case .string(let text) = self[position] else { throw mismatch(position, "string") }
        return text.bytes
    }

    public func string(_ position: Int) throws(LuaArgumentError) -> String {
        guard case .string(let text) = self[position] else { throw mismatch(position, "string") }
        guard let valid = text.utf8 else {
            throw LuaArgumentError(position, of: functionName, "invalid UTF-8 in string")
        }
        return valid
    }

    /// An integer, or a float with an exact integral value, as Lua itself converts.
    public func integer(_ position: Int) throws(LuaArgumentError) -> Int64 {
        switch self[position] {
        case .integer(let value): return value
        case .number(let value):
            guard let exact = Int64(exactly: value) else {
                throw LuaArgumentError(
                    position, of: functionName, "number has no integer representation")
            }
            return exact
        default: throw mismatch(position, "integer")
        }
    }

    public func number(_ position: Int) throws(LuaArgumentError) -> Double {
        switch self[position] {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        default: throw mismatch(position, "number")
        }
    }

    /// A boolean; unlike Lua's conditions it does not take other values for true.
    public func boolean(_ position: Int) throws(LuaArgumentError) -> Bool {
        guard case .boolean(let value) = self[position] else { throw mismatch(position, "boolean") }
        return value
    }

    /// The JSON text of a table.
    public func json(_ position: Int) throws(LuaArgumentError) -> [UInt8] {
        guard case .json(let text) = self[position] else { throw mismatch(position, "table") }
        return text
    }

    public func optionalBytes(_ position: Int) throws(LuaArgumentError) -> [UInt8]? {
        isAbsent(position) ? nil : try bytes(position)
    }

    public func optionalString(_ position: Int) throws(LuaArgumentError) -> String? {
        isAbsent(position) ? nil : try string(position)
    }

    public func optionalInteger(_ position: Int) throws(LuaArgumentError) -> Int64? {
        isAbsent(position) ? nil : try integer(position)
    }

    public func optionalNumber(_ position: Int) throws(LuaArgumentError) -> Double? {
        isAbsent(position) ? nil : try number(position)
    }

    public func optionalBoolean(_ position: Int) throws(LuaArgumentError) -> Bool? {
        isAbsent(position) ? nil : try boolean(position)
    }

    public func optionalJSON(_ position: Int) throws(LuaArgumentError) -> [UInt8]? {
        isAbsent(position) ? nil : try json(position)
    }

    private func isAbsent(_ position: Int) -> Bool {
        self[position] == .nil
    }

    private func mismatch(_ position: Int, _ expected: String) -> LuaArgumentError {
        let found = position < count ? self[position].typeName : "no value"
        return LuaArgumentError(position, of: functionName, "\(expected) expected, got \(found)")
    }
}

/// A call from Lua with an argument that does not fit.
public struct LuaArgumentError: Error, Equatable, LuaConvertibleError, CustomStringConvertible {
    /// Counted from 0.
    public let position: Int
    public let functionName: String
    public let reason: String

    public init(_ position: Int, of functionName: String, _ reason: String) {
        self.position = position
        self.functionName = functionName
        self.reason = reason
    }

    public var description: String {
        "bad argument #\(position + 1) to '\(functionName)' (\(reason))"
    }

    public var luaMessage: String { description }
    public var luaFields: [(String, LuaValue)] { [("code", "invalid_argument")] }
}
