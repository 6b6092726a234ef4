/// A way to tell of tests.
public protocol SpecReport {
    /// What is printed before the first test; nil for nothing.
    mutating func beginning(of count: Int) -> String?
    /// What is printed at once for a test.
    mutating func text(for outcome: SpecOutcome) -> String?
    /// What is printed at the end.
    mutating func end(_ summary: SpecSummary) -> String?
}

/// All of a run.
public struct SpecSummary: Sendable {
    public let outcomes: [SpecOutcome]
    public let duration: Duration
    /// Of a shuffled run.
    public let seed: UInt64?

    public init(_ outcomes: [SpecOutcome], duration: Duration, seed: UInt64?) {
        self.outcomes = outcomes
        self.duration = duration
        self.seed = seed
    }

    public func count(_ status: SpecOutcome.Status) -> Int {
        outcomes.count { $0.status == status }
    }

    /// Nothing failed, and something ran.
    public var isGood: Bool { !outcomes.isEmpty && !outcomes.contains(where: \.isFailed) }

    /// Duration in seconds.
    public var seconds: Double { duration / .seconds(1) }
}

/// The formats that reports come in.
public enum SpecFormat: String, Sendable, CaseIterable {
    case plain, tap, junit, json

    public func report() -> any SpecReport {
        switch self {
        case .plain: PlainReport()
        case .tap: TAPReport()
        case .junit: JUnitReport()
        case .json: JSONReport()
        }
    }
}

extension Double {
    /// With so many digits after the point.
    func fixed(_ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = Int((self * scale).rounded())
        let (front, rest) = whole.quotientAndRemainder(dividingBy: Int(scale))
        let text = String(rest)
        return "\(front)." + String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
