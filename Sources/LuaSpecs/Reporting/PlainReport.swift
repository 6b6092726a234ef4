/// For people: a line for each test as it ends, and what failed in full at the end.
struct PlainReport: SpecReport {
    private var file = ""

    mutating func beginning(of count: Int) -> String? { nil }

    mutating func text(for outcome: SpecOutcome) -> String? {
        var lines: [String] = []
        if outcome.test.file.path != file {
            file = outcome.test.file.path
            lines.append(file)
        }
        let mark =
            switch outcome.status {
            case .success: "  ok      "
            case .failure: "  FAILED  "
            case .error: "  ERROR   "
            case .pending: "  pending "
            }
        let isLong = outcome.seconds >= 0.5
        let time = isLong ? " (\(outcome.seconds.fixed(1)) s)" : ""
        lines.append(mark + outcome.test.name + time)
        return lines.joined(separator: "\n")
    }

    mutating func end(_ summary: SpecSummary) -> String? {
        var lines = summary.outcomes.filter(\.isFailed).flatMap(Self.details)
        var counts = ["\(summary.count(.success)) passed"]
        for (status, word) in [
            (SpecOutcome.Status.failure, "failed"), (.error, "with errors"), (.pending, "pending"),
        ] where summary.count(status) > 0 {
            counts.append("\(summary.count(status)) \(word)")
        }
        let seed = summary.seed.map { ", seed \($0)" } ?? ""
        lines += ["", "\(counts.joined(separator: ", ")) in \(summary.seconds.fixed(2)) s\(seed)"]
        return lines.joined(separator: "\n")
    }

    private static func details(of outcome: SpecOutcome) -> [String] {
        let place = "\(outcome.test.file.path):\(outcome.line ?? outcome.test.line)"
        var lines = ["", "\(place): \(outcome.test.name)"]
        lines += indented(outcome.message ?? "without a message")
        if outcome.status == .error, let trace = outcome.trace { lines += indented(trace) }
        if !outcome.output.isEmpty { lines += ["  It wrote:"] + indented(outcome.output, by: 4) }
        return lines
    }

    private static func indented(_ text: String, by count: Int = 2) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines.map { $0.isEmpty ? "" : String(repeating: " ", count: count) + $0 }
    }
}
