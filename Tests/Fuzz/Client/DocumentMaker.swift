import JSONValue

/// Reads JSON documents and patches out of bytes; where they end, everything is small.
struct DocumentMaker {
    /// Names that need escapes, digits that may be indices, and letters that are equal only canonically.
    private static let names = ["a", "b", "a/b", "m~n", "", "0", "1", "-", "é", "e\u{301}"]

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    private mutating func draw(_ limit: Int) -> Int {
        limit > 0 ? Int(rest.popFirst() ?? 0) % limit : 0
    }

    mutating func flip() -> Bool { draw(2) == 1 }

    private mutating func name() -> String { Self.names[draw(Self.names.count)] }

    private mutating func key(of members: JSONObject) -> String {
        Array(members.keys)[draw(members.count)]
    }

    mutating func value(depth: Int) -> JSONValue {
        switch draw(depth > 0 ? 8 : 5) {
        case 0: return .null
        case 1: return .bool(flip())
        case 2: return .integer(Int64(draw(4)))
        case 3: return .number(Double(draw(4)) / 2)
        case 4: return .string(name())
        case 5: return .array((0..<draw(5)).map { _ in value(depth: depth - 1) })
        default:
            var members: JSONObject = [:]
            for _ in 0..<draw(5) { members[name()] = value(depth: depth - 1) }
            return .object(members)
        }
    }

    /// The value with a few places changed.
    mutating func changed(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(var items) where draw(8) > 0:
            let place = draw(items.count + 1)
            switch draw(3) {
            case 0: items.insert(self.value(depth: 2), at: place)
            case 1 where place < items.count: items.remove(at: place)
            default: if place < items.count { items[place] = changed(items[place]) }
            }
            return .array(items)
        case .object(var members) where draw(8) > 0:
            let key = members.isEmpty || flip() ? name() : key(of: members)
            switch draw(3) {
            case 0: members[key] = self.value(depth: 2)
            case 1: members[key] = nil
            default: members[key] = members[key].map { changed($0) }
            }
            return .object(members)
        default: return self.value(depth: 2)
        }
    }

    /// Some operations whose paths mostly lead somewhere.
    mutating func patch(for document: JSONValue) -> JSONPatch {
        JSONPatch(
            operations: (0..<draw(4)).map { _ in
                let path = pointer(into: document)
                switch draw(6) {
                case 0: return .add(path, value(depth: 2))
                case 1: return .remove(path)
                case 2: return .replace(path, value(depth: 2))
                case 3: return .move(from: pointer(into: document), to: path)
                case 4: return .copy(from: pointer(into: document), to: path)
                default: return .test(path, document.value(at: path) ?? value(depth: 1))
                }
            })
    }

    private mutating func pointer(into document: JSONValue) -> JSONPointer {
        var pointer = JSONPointer()
        var value = document
        while draw(4) > 0 {
            var token = name()
            switch value {
            case .array(let items): token = draw(8) > 0 ? "\(draw(items.count + 1))" : token
            case .object(let members) where !members.isEmpty && draw(8) > 0:
                token = key(of: members)
            default: return draw(4) > 0 ? pointer : pointer.appending(token)
            }
            pointer = pointer.appending(token)
            guard let next = document.value(at: pointer) else { break }
            value = next
        }
        return pointer
    }
}
