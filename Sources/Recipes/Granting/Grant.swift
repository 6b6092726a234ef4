import JSONValue

/// What a user has allowed a recipe of others, for one state of its files and one account.
///
/// Another state of the files is another recipe: nobody has looked at it yet.
public struct Grant: Sendable, Equatable {
    /// Of the recipe's files: `sha256-…`.
    public let tree: String
    /// Whose money it may spend: see ``Account/place``.
    public let account: String
    /// For people.
    public let name: String
    public let permissions: RecipePermissions
    /// In seconds since 1970.
    public let expires: Int64

    /// So long an answer counts.
    public static let lifetime: Int64 = 90 * 86_400

    public init(
        tree: String, account: String, name: String, permissions: RecipePermissions, expires: Int64
    ) {
        self.tree = tree
        self.account = account
        self.name = name
        self.permissions = permissions
        self.expires = expires
    }

    var json: JSONValue {
        [
            "tree": .string(tree), "account": .string(account), "name": .string(name),
            "permissions": .object(permissions.json), "expires": .integer(expires),
        ]
    }

    /// - Returns: nil for what this release cannot read; then it is asked for again.
    init?(_ json: JSONValue) {
        guard let tree = json["tree"]?.stringValue, let account = json["account"]?.stringValue,
            let name = json["name"]?.stringValue, let table = json["permissions"]?.objectValue,
            let expires = json["expires"]?.integerValue
        else { return nil }
        let permissions: RecipePermissions
        do { permissions = try RecipePermissions(table) } catch { return nil }
        self.init(
            tree: tree, account: account, name: name, permissions: permissions, expires: expires)
    }
}
