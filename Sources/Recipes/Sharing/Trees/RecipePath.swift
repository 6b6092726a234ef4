import TavusAPI

/// What a file inside a recipe may be called.
///
/// Names are printable ASCII: then no two spellings of a letter name two files on one machine and one file on
/// another, and nothing looks like what it is not. A path has at most 100 bytes, which is what the name field of
/// a ustar archive holds.
enum RecipePath {
    static let maxBytes = 100

    /// - Returns: why this is no path of a recipe; nil where it is one.
    static func problem(
        _ path: String, limits: RecipeLimits = .standard, upTo maxBytes: Int = maxBytes
    ) -> String? {
        let shown = "\"\(DisplayText.safe(path, limit: 120))\""
        guard !path.isEmpty else { return "a file has no name" }
        guard path.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            return "\(shown): names of files are printable ASCII"
        }
        if path.hasPrefix("/") { return "\(shown) is an absolute path" }
        if let character = path.first(where: { "\\:*?\"<>|".contains($0) }) {
            return "\(shown): names of files have no \(character)"
        }
        guard path.utf8.count <= maxBytes else {
            return "\(shown) is longer than \(maxBytes) bytes"
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= limits.depth + 1 else {
            return "\(shown) lies deeper than \(limits.depth) folders"
        }
        for part in parts {
            if part.isEmpty || part == "." || part == ".." {
                return "\(shown) has a part \"\(part)\""
            }
            // Windows would drop them, and so make two names one.
            if part.last == "." || part.last == " " || part.first == " " {
                return "\(shown) has a part that begins or ends with a space or ends with a dot"
            }
        }
        return nil
    }

    /// Whether it names something that a person's tools left there (`.git`, `.DS_Store`): no part of a recipe,
    /// in whatever form it comes.
    static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").contains { $0.first == "." && $0 != "." && $0 != ".." }
    }
}
