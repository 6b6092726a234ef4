import JSONValue

/// A call that can be typed as it stands, and the same call as the catalogue takes it.
public struct APIExample: Sendable, Hashable {
    public let lua: String
    public let ids: [String]
    public let fields: JSONValue?

    public init(_ lua: String, ids: [String] = [], fields: JSONValue? = nil) {
        self.lua = lua
        self.ids = ids
        self.fields = fields
    }
}
