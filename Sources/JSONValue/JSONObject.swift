/// The members of a JSON object in their order. Two objects are equal whatever their orders are.
///
/// A member that is set again keeps its place; a new one goes to the end.
///
/// Most objects are small, and looking through a few names is faster than hashing one. So there is one
/// array of members, and an index beside it once there are many.
public struct JSONObject: Sendable {
    fileprivate struct Member: Sendable {
        let name: String
        var value: JSONValue
    }

    /// Names are equal when their bytes are: `String` alone would merge equivalent spellings.
    private struct Name: Hashable, Sendable {
        let text: String

        static func == (left: Name, right: Name) -> Bool { left.text.hasSameBytes(as: right.text) }
    }

    /// From this many members on there is an index.
    private static let many = 17

    private var members: [Member] = []
    /// The place of each member, by name; `nil` as long as there are few.
    private var places: [Name: Int]?

    public init() {}

    /// Of two members with one name the last wins.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.members.reserveCapacity(members.underestimatedCount)
        for (name, value) in members { self[name] = value }
    }

    /// The member of this name. Setting nil removes it; setting `.null` stores a null.
    public subscript(key: String) -> JSONValue? {
        get { place(of: key).map { members[$0].value } }
        set {
            guard let newValue else {
                _ = removeValue(forKey: key)
                return
            }
            if let place = place(of: key) {
                members[place].value = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    public var keys: some RandomAccessCollection<String> { members.lazy.map(\.name) }
    public var values: some RandomAccessCollection<JSONValue> { members.lazy.map(\.value) }
    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }

    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        guard let place = place(of: key) else { return nil }
        let member = members.remove(at: place)
        // All places behind it have changed.
        if places != nil { makeIndex() }
        return member.value
    }

    /// Makes room, so that many members can be set without growing step by step.
    public mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    private func place(of name: String) -> Int? {
        guard let places else { return members.firstIndex { $0.name.hasSameBytes(as: name) } }
        return places[Name(text: name)]
    }

    private mutating func append(_ name: String, _ value: JSONValue) {
        // Most objects have some members: an array makes room for one, then two, then four.
        if members.capacity == 0 { members.reserveCapacity(4) }
        members.append(Member(name: name, value: value))
        if places != nil {
            places?[Name(text: name)] = members.count - 1
        } else if members.count >= Self.many {
            makeIndex()
        }
    }

    private mutating func makeIndex() {
        guard members.count >= Self.many else {
            places = nil
            return
        }
        let numbered = members.enumerated().map { (Name(text: $1.name), $0) }
        places = Dictionary(uniqueKeysWithValues: numbered)
    }
}

extension JSONObject: Sequence {
    public struct Iterator: IteratorProtocol {
        fileprivate var members: IndexingIterator<[JSONObject.Member]>

        public mutating func next() -> (key: String, value: JSONValue)? {
            members.next().map { (key: $0.name, value: $0.value) }
        }
    }

    public func makeIterator() -> Iterator { Iterator(members: members.makeIterator()) }
    public var underestimatedCount: Int { count }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }

    /// Adds up the members' hashes: equal objects may have different orders.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var own = Hasher()
            own.combine(member.name)
            own.combine(member.value)
            sum &+= own.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}
