import JSONValue

extension LuaReadable where Self: Decodable {
    public init(luaValue: LuaValue) throws {
        do {
            self = try LuaDecoder(value: try JSONValue(luaValue), path: []).decode(Self.self)
        } catch DecodingError.keyNotFound(let key, let context) {
            let path = LuaPath.text(context.codingPath + [key])
            throw LuaConversionError(path: path, reason: "it is missing")
        } catch DecodingError.dataCorrupted(let context) {
            throw LuaConversionError(
                path: LuaPath.text(context.codingPath), reason: context.debugDescription)
        }
    }
}

extension Array: LuaReadable where Element: Decodable {}
extension Dictionary: LuaReadable where Key == String, Value: Decodable {}
extension Set: LuaReadable where Element: Decodable {}

extension JSONValue {
    /// A value that came from Lua.
    init(_ value: LuaValue) throws {
        switch value {
        case .nil: self = .null
        case .boolean(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text):
            guard let valid = text.utf8 else {
                throw LuaConversionError(reason: "invalid UTF-8 in string")
            }
            self = .string(valid)
        case .json(let text): self = try JSONValue(parsing: text)
        case .function, .opaque:
            throw LuaConversionError(reason: "a \(value.typeName) cannot be read as data")
        }
    }

    /// Lua's word for its type.
    fileprivate var luaTypeName: String {
        switch self {
        case .null: "nil"
        case .bool: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .array, .object: "table"
        }
    }
}

/// Places in a table, as a script's author writes them: `rows[3].name`, counted from 1.
enum LuaPath {
    static func text(_ path: [any CodingKey]) -> String {
        path.reduce(into: "") { text, key in
            if let index = key.intValue, key is IndexKey {
                text += "[\(index + 1)]"
            } else {
                text += text.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
    }

    struct IndexKey: CodingKey {
        let index: Int
        init(_ index: Int) { self.index = index }
        init?(intValue: Int) { index = intValue }
        init?(stringValue: String) { nil }
        var intValue: Int? { index }
        var stringValue: String { String(index) }
    }
}

/// Decodes Swift types from a table that crossed as JSON.
private struct LuaDecoder: Decoder {
    let value: JSONValue
    let path: [any CodingKey]

    var codingPath: [any CodingKey] { path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let object = value.objectValue else { throw mismatch("table") }
        return KeyedDecodingContainer(Members(decoder: self, object: object))
    }

    /// An empty table may be a list: nothing in Lua tells the two apart.
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        if let elements = value.arrayValue { return Elements(decoder: self, elements: elements) }
        guard let object = value.objectValue else { throw mismatch("list") }
        guard object.isEmpty else {
            throw LuaConversionError(
                path: LuaPath.text(path), reason: "list expected, got a table with named fields")
        }
        return Elements(decoder: self, elements: [])
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        Single(decoder: self)
    }

    func mismatch(_ expected: String) -> LuaConversionError {
        LuaConversionError(
            path: LuaPath.text(path), reason: "\(expected) expected, got \(value.luaTypeName)")
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if let json = value as? T { return json }
        return try T(from: self)
    }

    func bool() throws -> Bool {
        guard let value = value.boolValue else { throw mismatch("boolean") }
        return value
    }

    func string() throws -> String {
        guard let value = value.stringValue else { throw mismatch("string") }
        return value
    }

    func number() throws -> Double {
        guard let value = value.numberValue else { throw mismatch("number") }
        return value
    }

    func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        guard let number = value.numberValue else { throw mismatch("integer") }
        if let exact = value.integerValue.map(T.init(exactly:)) ?? T(exactly: number) {
            return exact
        }
        let found = value.serialized()
        let reason =
            number == number.rounded()
            ? "integer from \(T.min) to \(T.max) expected, got \(found)"
            : "integer expected, got \(found)"
        throw LuaConversionError(path: LuaPath.text(path), reason: reason)
    }
}

private struct Single: SingleValueDecodingContainer {
    let decoder: LuaDecoder
    var codingPath: [any CodingKey] { decoder.path }

    func decodeNil() -> Bool { decoder.value.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.bool() }
    func decode(_ type: String.Type) throws -> String { try decoder.string() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.number() }
    func decode(_ type: Float.Type) throws -> Float { Float(try decoder.number()) }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer(type) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: LuaDecoder
    let object: JSONObject
    var codingPath: [any CodingKey] { decoder.path }
    var allKeys: [Key] { object.keys.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

    private func member(_ key: any CodingKey) throws -> LuaDecoder {
        guard let value = object[key.stringValue] else {
            throw DecodingError.keyNotFound(
                key, DecodingError.Context(codingPath: decoder.path, debugDescription: ""))
        }
        return LuaDecoder(value: value, path: decoder.path + [key])
    }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).value.isNull }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try member(key).decode(type)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> { try member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

private struct Elements: UnkeyedDecodingContainer {
    let decoder: LuaDecoder
    let elements: [JSONValue]
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.path }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    private mutating func next() throws -> LuaDecoder {
        guard !isAtEnd else {
            throw LuaConversionError(
                path: LuaPath.text(decoder.path), reason: "more than \(elements.count) expected")
        }
        defer { currentIndex += 1 }
        return LuaDecoder(
            value: elements[currentIndex],
            path: decoder.path + [LuaPath.IndexKey(currentIndex)])
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> { try next().container(keyedBy: type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try next() }
}
