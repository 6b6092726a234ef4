/// A version by Semantic Versioning 2.0.0: `1.4.0`, `2.0.0-rc.1`, `1.4.0+linux`.
///
/// Ordered by precedence (section 11 there); where that is equal, by build metadata, so that sorting has one
/// result. Text of another shape, also `v1.0.0` or `1.0`, is none.
public struct SemanticVersion: Sendable, Hashable, CustomStringConvertible {
    public let major: Int
    public let minor: Int
    public let patch: Int
    /// The words after `-`; none for a release.
    public let prerelease: [PrereleaseWord]
    /// The text after `+`, without it; it has no part in precedence.
    public let build: String

    public init(
        _ major: Int, _ minor: Int, _ patch: Int, prerelease: [PrereleaseWord] = [],
        build: String = ""
    ) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.prerelease = prerelease
        self.build = build
    }

    /// - Returns: `nil` for what is not a version, or longer than 128 bytes.
    public init?(_ text: String) {
        guard text.utf8.count <= 128 else { return nil }
        let halves = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            .map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1],
            let patch = numbers[2]
        else { return nil }
        var prerelease: [PrereleaseWord] = []
        if parts.count == 2 {
            for text in parts[1].split(separator: ".", omittingEmptySubsequences: false) {
                guard let word = PrereleaseWord(text) else { return nil }
                prerelease.append(word)
            }
        }
        if halves.count == 2 {
            let words = halves[1].split(separator: ".", omittingEmptySubsequences: false)
            guard words.allSatisfy(PrereleaseWord.isWord) else { return nil }
        }
        self.init(
            major, minor, patch, prerelease: prerelease,
            build: halves.count == 2 ? String(halves[1]) : "")
    }

    public var description: String {
        let words = prerelease.isEmpty ? "" : "-" + prerelease.map(\.text).joined(separator: ".")
        return "\(major).\(minor).\(patch)\(words)\(build.isEmpty ? "" : "+" + build)"
    }

    public var isPrerelease: Bool { !prerelease.isEmpty }

    /// The version without build metadata, which ranges do not look at.
    var withoutBuild: SemanticVersion {
        SemanticVersion(major, minor, patch, prerelease: prerelease)
    }

    /// Digits alone, without leading zeros, that fit an `Int`.
    static func number(_ text: Substring) -> Int? {
        guard PrereleaseWord.isNumber(text), text == "0" || text.first != "0" else { return nil }
        return Int(text)
    }
}

extension SemanticVersion: Comparable {
    public static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        let numbers = (left.major, left.minor, left.patch)
        let others = (right.major, right.minor, right.patch)
        if numbers != others { return numbers < others }
        if left.prerelease != right.prerelease {
            // A release comes after everything that led to it.
            if left.prerelease.isEmpty || right.prerelease.isEmpty { return left.isPrerelease }
            return left.prerelease.lexicographicallyPrecedes(right.prerelease)
        }
        return left.build < right.build
    }
}
