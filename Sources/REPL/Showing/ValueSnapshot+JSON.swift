import JSONValue

extension ValueSnapshot {
    /// What `snapshot.lua` took: the values of an array.
    static func list(_ json: JSONValue) -> [ValueSnapshot] {
        (json.arrayValue ?? []).map { ValueSnapshot($0) }
    }

    init(_ json: JSONValue) {
        switch json {
        case .null: self = .nil
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .string(text, bytesCut: 0)
        case .array: preconditionFailure("snapshot.lua makes no arrays of its own")
        case .object(let object): self.init(object)
        }
    }

    private init(_ object: JSONObject) {
        let cut = object["cut"]?.integerValue.map { Int($0) } ?? 0
        if let text = object["s"]?.stringValue {
            self = .string(text, bytesCut: cut)
        } else if let text = object["b"]?.stringValue {
            self = .bytes(text, bytesCut: cut)
        } else if let number = object["r"]?.integerValue {
            self = .reference(Int(number))
        } else if let text = object["f"]?.stringValue {
            self = .number(
                text.hasSuffix("inf") ? (text.first == "-" ? -.infinity : .infinity) : .nan)
        } else if let number = object["t"]?.integerValue {
            self = .table(TableSnapshot(number: Int(number), object))
        } else {
            self = .opaque(object["o"]?.stringValue ?? "?")
        }
    }
}

extension TableSnapshot {
    fileprivate init(number: Int, _ object: JSONObject) {
        let keys = ValueSnapshot.list(object["keys"] ?? .null)
        let values = ValueSnapshot.list(object["values"] ?? .null)
        let type = object["type"]?.stringValue
        self.init(
            number: number, typeName: type, items: ValueSnapshot.list(object["items"] ?? .null),
            itemCount: object["count"]?.integerValue.map { Int($0) },
            members: zip(keys, values).map { Member(key: $0, value: $1) },
            memberCount: object["members"]?.integerValue.map { Int($0) },
            hasMoreMembers: object["more"]?.boolValue ?? false,
            isTooDeep: object["deep"]?.boolValue ?? false, isArray: type == "json.array")
    }

    /// The value of the member with this name.
    subscript(name: String) -> ValueSnapshot? {
        members.first { $0.key == .string(name, bytesCut: 0) }?.value
    }
}
