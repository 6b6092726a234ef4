import JSONValue
import LuaHost
import TavusAPI

extension LuaArguments {
    /// The argument as a JSON value; tables have come as JSON text.
    func json(at index: Int) throws -> JSONValue {
        switch self[index] {
        case .nil: .null
        case .boolean(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string: .string(try string(index))
        case .json(let text): try JSONValue(parsing: text)
        default:
            throw ArgumentError(message: "argument #\(index + 1) cannot be sent as JSON")
        }
    }

    /// The table at this place, or nil where there is none.
    func object(at index: Int) throws -> JSONValue? {
        if case .nil = self[index] { return nil }
        return try json(at: index)
    }

    /// The operation named by the argument.
    func operation(at index: Int) throws -> APIOperation {
        let id = try string(index)
        guard let operation = Catalogue.operation(id) else {
            preconditionFailure("the Lua module made up the operation \(id)")
        }
        return operation
    }
}
