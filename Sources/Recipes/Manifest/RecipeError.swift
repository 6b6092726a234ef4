/// Why a recipe cannot be read, run, installed or shared; one problem, or all that were found at once.
public struct RecipeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What it is about; the raw value is the program's exit status.
    public enum Kind: Int32, Sendable {
        /// The recipe itself: its header, its files.
        case recipe = 1
        case permission = 5
        case budget = 6
        /// A hash, a lock or a signature does not match.
        case integrity = 9
        /// The command line.
        case usage = 64
        /// What a file holds that was given as a parameter.
        case data = 65
        case notFound = 66
        /// This program is too old for the recipe, or set up wrongly.
        case configuration = 78
    }

    public let kind: Kind
    /// At least one.
    public let problems: [RecipeProblem]

    /// - Precondition: there is a problem.
    public init(_ kind: Kind, _ problems: [RecipeProblem]) {
        precondition(!problems.isEmpty, "an error says what is wrong")
        self.kind = kind
        self.problems = problems
    }

    /// - Parameter key: the place in the header, if it is about one.
    public init(_ kind: Kind, _ text: String, key: [String] = []) {
        self.init(kind, [RecipeProblem(text, key: key)])
    }

    public var exitStatus: Int32 { kind.rawValue }

    /// A line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
