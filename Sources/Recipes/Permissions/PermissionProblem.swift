/// What is wrong in a declaration of permissions, and where.
public struct PermissionProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// From the table of permissions on: `operations[2]`, `budget.videos`.
    public let place: String
    /// What was found, and what to write instead.
    public let message: String

    public init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }

    public var description: String { "permissions.\(place): \(message)" }
}
