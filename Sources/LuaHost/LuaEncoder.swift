import JSONValue

extension LuaWritable where Self: Encodable {
    public var luaValue: LuaValue {
        get throws {
            let node = EncodedNode()
            try LuaEncoder(node: node, path: []).encode(self)
            return LuaValue(try node.value(at: []))
        }
    }
}

extension Array: LuaWritable where Element: Encodable {}
extension Dictionary: LuaWritable where Key == String, Value: Encodable {}
extension Set: LuaWritable where Element: Encodable {}

extension LuaValue {
    fileprivate init(_ value: JSONValue) {
        switch value {
        case .null: self = .nil
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .string(text)
        case .array, .object: self = .json(value.bytes())
        }
    }
}

/// A value that is being put together, by containers that may be filled in any order.
private final class EncodedNode {
    enum Content {
        case value(JSONValue)
        case list([EncodedNode])
        case members([(any CodingKey, EncodedNode)])
    }

    var content: Content = .value(.null)

    /// - Throws: for floats that JSON does not have; at the top Lua can be given those, too.
    func value(at path: [any CodingKey]) throws -> JSONValue {
        switch content {
        case .value(.number(let number)) where !number.isFinite && !path.isEmpty:
            throw LuaConversionError(path: LuaPath.text(path), reason: "\(number) cannot be sent")
        case .value(let value): return value
        case .list(let elements):
            return .array(
                try elements.enumerated().map { try $1.value(at: path + [LuaPath.IndexKey($0)]) })
        case .members(let members):
            return .object(
                JSONObject(
                    try members.map { ($0.stringValue, try $1.value(at: path + [$0])) }))
        }
    }

    func append() -> EncodedNode {
        let node = EncodedNode()
        if case .list(var elements) = content {
            content = .value(.null)  // so that the array is not copied
            elements.append(node)
            content = .list(elements)
        }
        return node
    }

    func add(_ key: any CodingKey) -> EncodedNode {
        let node = EncodedNode()
        if case .members(var members) = content {
            content = .value(.null)
            members.append((key, node))
            content = .members(members)
        }
        return node
    }
}

/// Encodes Swift types as a table that crosses as JSON.
private struct LuaEncoder: Encoder {
    let node: EncodedNode
    let path: [any CodingKey]
    var codingPath: [any CodingKey] { path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = node.content {} else { node.content = .members([]) }
        return KeyedEncodingContainer(EncodedMembers(node: node, codingPath: path))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list = node.content {} else { node.content = .list([]) }
        return EncodedElements(node: node, codingPath: path)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        EncodedSingle(node: node, codingPath: path)
    }

    func encode<T: Encodable>(_ value: T) throws {
        if let json = value as? JSONValue {
            node.content = .value(json)
        } else {
            try value.encode(to: self)
        }
    }
}

private struct EncodedSingle: SingleValueEncodingContainer {
    let node: EncodedNode
    let codingPath: [any CodingKey]

    private func set(_ integer: some FixedWidthInteger) {
        node.content = .value(
            Int64(exactly: integer).map(JSONValue.integer) ?? .number(Double(integer)))
    }

    func encodeNil() { node.content = .value(.null) }
    func encode(_ value: Bool) { node.content = .value(.bool(value)) }
    func encode(_ value: String) { node.content = .value(.string(value)) }
    func encode(_ value: Double) { node.content = .value(.number(value)) }
    func encode(_ value: Float) { node.content = .value(.number(Double(value))) }
    func encode(_ value: Int) { set(value) }
    func encode(_ value: Int8) { set(value) }
    func encode(_ value: Int16) { set(value) }
    func encode(_ value: Int32) { set(value) }
    func encode(_ value: Int64) { set(value) }
    func encode(_ value: UInt) { set(value) }
    func encode(_ value: UInt8) { set(value) }
    func encode(_ value: UInt16) { set(value) }
    func encode(_ value: UInt32) { set(value) }
    func encode(_ value: UInt64) { set(value) }
    func encode<T: Encodable>(_ value: T) throws {
        try LuaEncoder(node: node, path: codingPath).encode(value)
    }
}

private struct EncodedMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: EncodedNode
    let codingPath: [any CodingKey]

    private func member(_ key: any CodingKey) -> LuaEncoder {
        LuaEncoder(node: node.add(key), path: codingPath + [key])
    }

    mutating func encodeNil(forKey key: Key) { _ = member(key) }
    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try member(key).encode(value)
    }
    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> { member(key).container(keyedBy: keyType) }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        member(key).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { LuaEncoder(node: node, path: codingPath) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { member(key) }
}

private struct EncodedElements: UnkeyedEncodingContainer {
    let node: EncodedNode
    let codingPath: [any CodingKey]
    var count: Int {
        if case .list(let elements) = node.content { elements.count } else { 0 }
    }

    private func element() -> LuaEncoder {
        LuaEncoder(node: node.append(), path: codingPath + [LuaPath.IndexKey(count - 1)])
    }

    mutating func encodeNil() { _ = element() }
    mutating func encode<T: Encodable>(_ value: T) throws { try element().encode(value) }
    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> { element().container(keyedBy: keyType) }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        element().unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { element() }
}
