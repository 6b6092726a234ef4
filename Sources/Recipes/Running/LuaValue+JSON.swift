import JSONValue
import LuaHost

extension LuaValue {
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .nil
        case .bool(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .string(let text): self = .string(text)
        case .array, .object: self = .json(value.bytes())
        }
    }
}

extension JSONValue {
    /// What a script hands over as data; nil for functions, numbers that are none, and other bytes than UTF-8.
    public init?(_ value: LuaValue) {
        switch value {
        case .nil: self = .null
        case .boolean(let flag): self = .bool(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number) where number.isFinite: self = .number(number)
        case .string(let text):
            guard let text = text.utf8 else { return nil }
            self = .string(text)
        case .json(let bytes):
            do { self = try JSONValue(parsing: bytes) } catch { return nil }
        case .number, .function, .opaque: return nil
        }
    }
}
