/// A Lua value as it was at one moment, cut to limits; holds nothing of Lua. Made on the session's thread
/// without running code of the script but `__tostring` and `__name`.
public indirect enum ValueSnapshot: Sendable, Equatable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// Valid UTF-8, of which so many bytes more were left out.
    case string(String, bytesCut: Int)
    /// A string that is no UTF-8, as it stands between the quotes of a Lua literal: `\xNN` for each byte
    /// that is not printable ASCII.
    case bytes(String, bytesCut: Int)
    case table(TableSnapshot)
    /// The table with this ``TableSnapshot/number``, shown elsewhere.
    case reference(Int)
    /// A function, userdata or thread, as `tostring` shows it; or what a `__tostring` gave.
    case opaque(String)
}

public struct TableSnapshot: Sendable, Equatable {
    /// Tells tables of one snapshot apart.
    public var number: Int
    /// The `__name` of its metatable, such as "tavus.persona".
    public var typeName: String?
    /// The items of its sequence part, 1 to n.
    public var items: [ValueSnapshot]
    /// How many items there are in all.
    public var itemCount: Int
    /// The other members, names sorted.
    public var members: [Member]
    public var memberCount: Int
    /// The table is too large to count: there may be more than ``memberCount``.
    public var hasMoreMembers: Bool
    /// It is deeper than the limit: neither items nor members were read.
    public var isTooDeep: Bool
    /// It is a `json.array`, empty or not.
    public var isArray: Bool

    public struct Member: Sendable, Equatable {
        public var key: ValueSnapshot
        public var value: ValueSnapshot

        public init(key: ValueSnapshot, value: ValueSnapshot) {
            self.key = key
            self.value = value
        }
    }

    public init(
        number: Int, typeName: String? = nil, items: [ValueSnapshot] = [], itemCount: Int? = nil,
        members: [Member] = [], memberCount: Int? = nil, hasMoreMembers: Bool = false,
        isTooDeep: Bool = false, isArray: Bool = false
    ) {
        self.number = number
        self.typeName = typeName
        self.items = items
        self.itemCount = itemCount ?? items.count
        self.members = members
        self.memberCount = memberCount ?? members.count
        self.hasMoreMembers = hasMoreMembers
        self.isTooDeep = isTooDeep
        self.isArray = isArray
    }
}
