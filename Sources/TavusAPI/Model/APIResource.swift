/// A kind of record, such as conversations.
public struct APIResource: Sendable, Hashable {
    /// The name of its Lua table and of its path: "conversations".
    public let name: String
    /// One of them, in messages: "conversation".
    public let singular: String
    /// The field with the id, as the reference names it.
    public let idField: String
    /// Further fields in which records carry the same id.
    public let idAliases: [String]
    /// The field with the name that people know the record by.
    public let nameField: String?
    /// Newer names of the resource itself: "pals" for personas.
    public let aliases: [String]
    /// The number of the first page of its list.
    public let firstPage: Int
    public let lifecycle: Lifecycle?
    /// The fields that a table of records shows.
    public let columns: [String]
    /// Where a list has its rows and their number, if not in `data` and `total_count`.
    public let page: PageFields
    /// Newer names that answers carry beside the reference's.
    public let outputAliases: [OutputAlias]
    /// Fields that a JSON Patch can only replace as a whole.
    public let wholeFields: [String]
    public let summary: String
    public let source: String

    /// A newer name under which a field's value is shown too.
    public struct OutputAlias: Sendable, Hashable {
        public let name: String
        public let field: String

        public init(_ name: String, of field: String) {
            self.name = name
            self.field = field
        }
    }

    /// The members of a list's answer.
    public struct PageFields: Sendable, Hashable {
        public let rows: String
        public let total: String

        public init(rows: String = "data", total: String = "total_count") {
            self.rows = rows
            self.total = total
        }
    }

    public init(
        name: String, singular: String, idField: String, idAliases: [String] = [],
        nameField: String? = nil, aliases: [String] = [], firstPage: Int = 1,
        lifecycle: Lifecycle? = nil, columns: [String], page: PageFields = PageFields(),
        outputAliases: [OutputAlias] = [], wholeFields: [String] = [], summary: String,
        source: String
    ) {
        self.name = name
        self.singular = singular
        self.idField = idField
        self.idAliases = idAliases
        self.nameField = nameField
        self.aliases = aliases
        self.firstPage = firstPage
        self.lifecycle = lifecycle
        self.columns = columns
        self.page = page
        self.outputAliases = outputAliases
        self.wholeFields = wholeFields
        self.summary = summary
        self.source = source
    }
}
