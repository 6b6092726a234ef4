/// Where a recipe comes from, which decides how far it is trusted.
public enum RecipeProvenance: String, Sendable, Hashable {
    /// A path that the user names, or a bare name in the project's folder `recipes`.
    case own
    /// Part of this program.
    case shipped
    /// Somebody else's: from the store, or with an owner's name in the project's folder `recipes`.
    case installed
}
