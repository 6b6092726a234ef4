/// The Test Anything Protocol, version 13 (testanything.org).
struct TAPReport: SpecReport {
    private var number = 0

    mutating func beginning(of count: Int) -> String? { "TAP version 13\n1..\(count)" }

    mutating func text(for outcome: SpecOutcome) -> String? {
        number += 1
        // `#` would begin a directive.
        let name = "\(outcome.test.file.subject) \(outcome.test.name)"
            .replacing("\\", with: "\\\\").replacing("#", with: "\\#").replacing("\n", with: " ")
        switch outcome.status {
        case .success: return "ok \(number) - \(name)"
        case .pending:
            let why = outcome.message.map { " \($0.replacing("\n", with: " "))" } ?? ""
            return "ok \(number) - \(name) # SKIP\(why)"
        case .failure, .error: return "not ok \(number) - \(name)\n\(diagnosis(outcome))"
        }
    }

    mutating func end(_ summary: SpecSummary) -> String? { nil }

    private func diagnosis(_ outcome: SpecOutcome) -> String {
        let place = "\(outcome.test.file.path):\(outcome.line ?? outcome.test.line)"
        let text = [place, outcome.message, outcome.trace].compactMap(\.self).joined(
            separator: "\n")
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "  # \($0)" }.joined(separator: "\n")
    }
}
