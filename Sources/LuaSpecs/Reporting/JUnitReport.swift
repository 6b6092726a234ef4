/// XML as JUnit's runners write it and build servers read it. Schema: Jenkins xunit plugin, junit-10.xsd.
struct JUnitReport: SpecReport {
    mutating func beginning(of count: Int) -> String? { nil }
    mutating func text(for outcome: SpecOutcome) -> String? { nil }

    mutating func end(_ summary: SpecSummary) -> String? {
        var suites: [(path: String, outcomes: [SpecOutcome])] = []
        for outcome in summary.outcomes {
            let path = outcome.test.file.path
            if let index = suites.firstIndex(where: { $0.path == path }) {
                suites[index].outcomes.append(outcome)
            } else {
                suites.append((path, [outcome]))
            }
        }
        let counts = Self.counts(summary.outcomes, seconds: summary.seconds)
        return
            ([
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<testsuites name=\"tavlua\"\(counts)>",
            ]
            + suites.map { Self.suite($0.path, $0.outcomes) } + ["</testsuites>"])
            .joined(separator: "\n")
    }

    private static func counts(_ outcomes: [SpecOutcome], seconds: Double) -> String {
        func count(_ status: SpecOutcome.Status) -> Int { outcomes.count { $0.status == status } }
        return
            " tests=\"\(outcomes.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\""
            + " skipped=\"\(count(.pending))\" time=\"\(seconds.fixed(3))\""
    }

    private static func suite(_ path: String, _ outcomes: [SpecOutcome]) -> String {
        let seconds = outcomes.reduce(0) { $0 + $1.seconds }
        // The root's attribute of this name is not part of a suite's in all schemas.
        let counts = counts(outcomes, seconds: seconds)
        return
            (["  <testsuite name=\"\(escaped(path))\"\(counts)>"] + outcomes.map(testCase)
            + ["  </testsuite>"]).joined(separator: "\n")
    }

    private static func testCase(_ outcome: SpecOutcome) -> String {
        let (test, message) = (outcome.test, outcome.message ?? "")
        let head =
            "    <testcase classname=\"\(escaped(test.file.subject))\" name=\"\(escaped(test.name))\""
            + " time=\"\(outcome.seconds.fixed(3))\""
        var inside: [String] = []
        switch outcome.status {
        case .success: break
        case .pending:
            inside.append(
                "<skipped" + (message.isEmpty ? "" : " message=\"\(escaped(message))\"") + "/>")
        case .failure, .error:
            let name = outcome.status == .failure ? "failure" : "error"
            let line = outcome.line ?? test.line
            let text = [message, outcome.trace, "at \(test.file.path):\(line)"].compactMap(\.self)
            let first = message.split(separator: "\n").first.map(String.init) ?? ""
            inside.append(
                "<\(name) message=\"\(escaped(first))\">\(escaped(text.joined(separator: "\n")))</\(name)>"
            )
        }
        if !outcome.output.isEmpty {
            inside.append("<system-out>\(escaped(outcome.output))</system-out>")
        }
        guard !inside.isEmpty else { return head + "/>" }
        return head + ">\n" + inside.map { "      \($0)" }.joined(separator: "\n")
            + "\n    </testcase>"
    }

    /// Control characters have no place in XML 1.0, spelled in any way.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\t": result += "&#9;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
