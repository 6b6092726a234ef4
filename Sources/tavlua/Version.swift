import Recipes

/// What `tavlua --version` says.
enum Version {
    static let text = "0.1.0"
    /// What recipes compare with what they need.
    static let semantic = SemanticVersion(0, 1, 0)
}
