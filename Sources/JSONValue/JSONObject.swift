internal import OrderedCollections

/// The members of a JSON object in their order. Two objects are equal whatever their orders are.
///
/// A member that is set again keeps its place; a new one goes to the end.
public struct JSONObject: Sendable {
    /// Names are equal when their bytes are: `String` alone would merge equivalent spellings.
    struct Name: Hashable, Sendable {
        let text: String

        static func == (left: Name, right: Name) -> Bool { left.text.hasSameBytes(as: right.text) }
    }

    var storage: OrderedDictionary<Name, JSONValue> = [:]

    public init() {}

    /// Of two members with one name the last wins.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (name, value) in members { self[name] = value }
    }

    /// The member of this name. Setting nil removes it; setting `.null` stores a null.
    public subscript(key: String) -> JSONValue? {
        get { storage[Name(text: key)] }
        set { storage[Name(text: key)] = newValue }
    }

    public var keys: some RandomAccessCollection<String> { storage.keys.elements.lazy.map(\.text) }
    public var values: some RandomAccessCollection<JSONValue> { storage.values.elements }
    public var count: Int { storage.count }
    public var isEmpty: Bool { storage.isEmpty }

    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        storage.removeValue(forKey: Name(text: key))
    }

    /// Makes room, so that many members can be set without growing step by step.
    public mutating func reserveCapacity(_ count: Int) {
        storage.reserveCapacity(count)
    }
}

extension JSONObject: Sequence {
    public struct Iterator: IteratorProtocol {
        var elements: OrderedDictionary<Name, JSONValue>.Iterator

        public mutating func next() -> (key: String, value: JSONValue)? {
            elements.next().map { (key: $0.key.text, value: $0.value) }
        }
    }

    public func makeIterator() -> Iterator { Iterator(elements: storage.makeIterator()) }
    public var underestimatedCount: Int { count }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count
            && left.storage.allSatisfy { right.storage[$0.key] == $0.value }
    }

    /// Adds up the members' hashes: equal objects may have different orders.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (name, value) in storage {
            var member = Hasher()
            member.combine(name)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}
