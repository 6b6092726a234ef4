import _StringProcessing

/// A regular expression of a header.
struct TextPattern {
    private let expression: Regex<AnyRegexOutput>

    /// Nil for what is none.
    init?(_ pattern: String) {
        do { expression = try Regex(pattern) } catch { return nil }
    }

    /// Whether it matches the whole text.
    func matches(_ text: String) -> Bool {
        do { return try expression.wholeMatch(in: text) != nil } catch { return false }
    }
}
