import LuaHost

/// What a function of these modules could not do, as a script sees it: the function, the code and a
/// sentence.
public struct ModuleError: LuaConvertibleError, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// An argument that no call of the function could take.
        case invalidArgument = "invalid_argument"
        /// Text or a file whose content is not what it should be; a script that ends with it ends with 65.
        case invalidData = "invalid_data"
        /// The system would not do it: no such file, a full disk.
        case failed
    }

    public let code: Code
    /// Such as `csv.decode`.
    public let function: String
    public let message: String

    public init(_ code: Code, in function: String, _ message: String) {
        self.code = code
        self.function = function
        self.message = message
    }

    public var description: String { "\(function): \(message)" }
    public var luaMessage: String { description }
    public var luaFields: [(String, LuaValue)] {
        [
            ("code", .string(code.rawValue)), ("operation", .string(function)),
            ("message", .string(message)),
        ]
    }
}
