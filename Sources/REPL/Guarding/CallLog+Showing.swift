import JSONValue
import TavusAPI

extension CallLog.Exchange {
    /// What was sent and what came back; the whole bodies, as far as the client kept them.
    /// - Parameter redact: takes secrets out of a text.
    func shown(redacting redact: (String) -> String) -> StyledText {
        var lines = [
            StyledText("\(call.method) ", .keyword) + StyledText(clean(call.path, redact), .name)
        ]
        lines += Self.body(call.body, redact)
        lines.append(outcome)
        lines += headers.map { header in
            StyledText(clean(header.name, redact), .fieldName)
                + StyledText(": \(clean(header.value, redact))")
        }
        lines += Self.body(answer, redact)
        if let problem { lines.append(StyledText(clean(problem, redact), .error)) }
        return lines.joined(separator: "\n")
    }

    private var outcome: StyledText {
        let style: Style = status.map { (200..<300).contains($0) ? .success : .error } ?? .error
        let (seconds, attoseconds) = elapsed.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        return StyledText(status.map { "\($0)" } ?? "no answer", style)
            + StyledText(" · \(milliseconds) ms", .note)
    }

    private func clean(_ text: String, _ redact: (String) -> String) -> String {
        DisplayText.safe(redact(text), limit: 500)
    }

    /// JSON with indentation; other text as it is.
    private static func body(_ text: String?, _ redact: (String) -> String) -> [StyledText] {
        guard let text, !text.isEmpty else { return [] }
        let clean = redact(text)
        guard let value = try? JSONValue(parsing: clean) else {
            return [StyledText(DisplayText.safe(clean, limit: 4000))]
        }
        return value.serialized(.pretty).split(separator: "\n").map { line in
            StyledText(DisplayText.safe(line))
        }
    }
}
