/// Which tests of those found are run, how often, and in which order.
public struct SpecSelection: Sendable {
    /// A test runs when its name has one of these in it; empty: all do.
    public var filters: [String] = []
    /// A test runs when it has one of these; empty: all do.
    public var tags: [String] = []
    /// Tests with one of these do not run.
    public var excludedTags: [String] = []
    public var isShuffled = false
    /// The order of a shuffled run depends on it alone.
    public var seed: UInt64 = 0
    public var repetitions = 1

    public init() {}

    /// Those of `all` that are to run, in the order in which they are.
    public func tests(of all: [SpecCase]) -> [SpecCase] {
        var random = SplitMix(state: seed)
        let chosen = all.filter { isChosen($0) }
        return (0..<max(1, repetitions)).flatMap { _ in
            isShuffled ? chosen.shuffled(using: &random) : chosen
        }
    }

    private func isChosen(_ test: SpecCase) -> Bool {
        let whole = "\(test.file.subject) \(test.name)"
        return (filters.isEmpty || filters.contains { whole.contains($0) })
            && (tags.isEmpty || tags.contains { test.tags.contains($0) })
            && !excludedTags.contains { test.tags.contains($0) }
    }
}

/// Numbers that follow from a seed. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", 2014.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
