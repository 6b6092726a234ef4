/// A version of which the last numbers may be missing: `1`, `1.2`, `1.2.3-rc.1`.
struct PartialVersion {
    /// The first version that begins so.
    let first: SemanticVersion
    /// How many numbers were given: 1 to 3.
    private let count: Int

    init?(_ text: Substring) {
        if let version = SemanticVersion(String(text)) {
            first = version.withoutBuild
            count = 3
            return
        }
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
            .map(SemanticVersion.number)
        guard numbers.count <= 2, let major = numbers[0] else { return nil }
        guard numbers.count == 2 else {
            first = SemanticVersion(major, 0, 0)
            count = 1
            return
        }
        guard let minor = numbers[1] else { return nil }
        first = SemanticVersion(major, minor, 0)
        count = 2
    }

    var isWhole: Bool { count == 3 }

    /// The first version after all that begin so; `nil` where no number is larger.
    var next: SemanticVersion? {
        switch count {
        case 1: SemanticVersion(after: first.major, 0, 0)
        case 2: SemanticVersion(first.major, after: first.minor, 0)
        default: SemanticVersion(first.major, first.minor, after: first.patch)
        }
    }

    /// The first version that `~` refuses.
    var nextMinor: SemanticVersion? {
        count == 1 ? next : SemanticVersion(first.major, after: first.minor, 0)
    }

    /// The first version that `^` refuses: the leftmost number that is not 0 has changed.
    var nextBreaking: SemanticVersion? {
        if first.major > 0 || count == 1 { return SemanticVersion(after: first.major, 0, 0) }
        if first.minor > 0 || count == 2 { return SemanticVersion(0, after: first.minor, 0) }
        return SemanticVersion(0, 0, after: first.patch)
    }
}

extension SemanticVersion {
    fileprivate init?(after major: Int, _ minor: Int, _ patch: Int) {
        guard major < .max else { return nil }
        self.init(major + 1, minor, patch)
    }

    fileprivate init?(_ major: Int, after minor: Int, _ patch: Int) {
        guard minor < .max else { return nil }
        self.init(major, minor + 1, patch)
    }

    fileprivate init?(_ major: Int, _ minor: Int, after patch: Int) {
        guard patch < .max else { return nil }
        self.init(major, minor, patch + 1)
    }
}
