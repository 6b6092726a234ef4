/// One clause of a ``VersionRange``, as the versions between two bounds.
struct VersionClause: Sendable, Hashable {
    /// The first version that will do.
    private let start: SemanticVersion?
    /// The first version after those that will do.
    private let end: SemanticVersion?
    /// `start` itself is too early: `>1.2.3`.
    private let isAfterStart: Bool
    /// `end` itself will do: `<=1.2.3`, and the one version of `=1.2.3`.
    private let includesEnd: Bool
    /// The version that was written, where all three numbers were.
    private let written: SemanticVersion?

    static let any = VersionClause()

    static func exactly(_ version: SemanticVersion) -> VersionClause {
        let version = version.withoutBuild
        return VersionClause(from: version, to: version, includesEnd: true, written: version)
    }

    init?(_ text: Substring) {
        let text = text.trimmingSpaces()
        if text == "*" {
            self = .any
            return
        }
        let sign = text.prefix { "<>=^~".contains($0) }
        guard let partial = PartialVersion(text.dropFirst(sign.count).trimmingSpaces()) else {
            return nil
        }
        let (first, next) = (partial.first, partial.next)
        let isWhole = partial.isWhole
        let written = isWhole ? first : nil
        switch sign {
        case "", "=":
            self = isWhole ? .exactly(first) : VersionClause(from: first, to: next)
        case ">=": self.init(from: first, written: written)
        case ">":
            self.init(
                from: isWhole ? first : next, isAfterStart: isWhole, written: written)
        case "<": self.init(to: first, written: written)
        case "<=": self.init(to: isWhole ? first : next, includesEnd: isWhole, written: written)
        case "^": self.init(from: first, to: partial.nextBreaking, written: written)
        case "~": self.init(from: first, to: partial.nextMinor, written: written)
        default: return nil
        }
    }

    private init(
        from start: SemanticVersion? = nil, to end: SemanticVersion? = nil,
        isAfterStart: Bool = false, includesEnd: Bool = false, written: SemanticVersion? = nil
    ) {
        self.start = start
        self.end = end
        self.isAfterStart = isAfterStart
        self.includesEnd = includesEnd
        self.written = written
    }

    func holds(for version: SemanticVersion) -> Bool {
        if let start, isAfterStart ? version <= start : version < start { return false }
        if let end, includesEnd ? version > end : version >= end { return false }
        return true
    }

    func names(prereleaseOf version: SemanticVersion) -> Bool {
        guard let written, written.isPrerelease else { return false }
        return (written.major, written.minor, written.patch)
            == (version.major, version.minor, version.patch)
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    func trimmingSpaces() -> Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
