import JSONValue

/// One JSON object at the end.
struct JSONReport: SpecReport {
    mutating func beginning(of count: Int) -> String? { nil }
    mutating func text(for outcome: SpecOutcome) -> String? { nil }

    mutating func end(_ summary: SpecSummary) -> String? {
        var whole: JSONObject = ["tests": .array(summary.outcomes.map(Self.row))]
        for status in [SpecOutcome.Status.success, .failure, .error, .pending] {
            whole[status.rawValue] = .integer(Int64(summary.count(status)))
        }
        whole["seconds"] = .number(summary.seconds)
        if let seed = summary.seed { whole["seed"] = .string("\(seed)") }
        return JSONValue.object(whole).serialized(.init(isPretty: true))
    }

    private static func row(_ outcome: SpecOutcome) -> JSONValue {
        var row: JSONObject = [
            "file": .string(outcome.test.file.path), "name": .string(outcome.test.name),
            "line": .integer(Int64(outcome.line ?? outcome.test.line)),
            "status": .string(outcome.status.rawValue), "seconds": .number(outcome.seconds),
        ]
        row["message"] = outcome.message.map(JSONValue.string)
        row["trace"] = outcome.trace.map(JSONValue.string)
        if !outcome.output.isEmpty { row["output"] = .string(outcome.output) }
        return .object(row)
    }
}
