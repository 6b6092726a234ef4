/// What the live session and the service know, for completion. Asked on the editor's thread.
protocol NameSource: Sendable {
    /// Members of what the path leads to, in which digits may be a place in a list, read without running anything; of the globals for an empty path.
    /// Nil where that is no table, or the session is busy.
    func members(of path: [String]) -> LiveMembers?
    /// The name of the type of what the path leads to, as far as that is known without waiting: this is asked
    /// at every key.
    func type(of path: [String]) -> String?
    /// Ids and names of records; only reads that cost nothing.
    func identifiers(of resource: String) -> IdentifierList
    var recipeNames: [String] { get }
}

extension NameSource {
    func type(of path: [String]) -> String? { members(of: path)?.type }
}

/// The members of a table as it was.
struct LiveMembers: Sendable, Equatable {
    struct Member: Sendable, Equatable {
        var name: String
        /// The Lua type of its value.
        var type: String
    }

    var members: [Member] = []
    /// The `__name` of the table's metatable, such as "tavus.persona".
    var type: String?
}

struct IdentifierList: Sendable, Equatable {
    var identifiers: [NamedIdentifier] = []
    /// Why there are none, or fewer than there could be.
    var note: String?
}

/// What a command of the prompt takes.
enum MetaCommandArgument: Sendable, Equatable {
    case none, text, file, expression, command, recipe
    case words([String])
}

struct MetaCommandName: Sendable, Equatable {
    var name: String
    var summary: String
    var argument: MetaCommandArgument
}
