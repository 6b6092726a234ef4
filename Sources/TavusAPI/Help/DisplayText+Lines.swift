extension DisplayText {
    /// Safe text with its line breaks kept, for messages of several lines.
    public static func safeLines(_ text: String, limit: Int = .max) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { safe($0, limit: limit) }.joined(separator: "\n")
    }
}
