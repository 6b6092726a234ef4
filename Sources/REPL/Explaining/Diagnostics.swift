import TavusAPI

/// Errors as a person reads them: what it was, where in the entry, and what was meant.
struct Diagnostics: Sendable {
    private let columns: Int?
    /// What was meant by a name that is not there, given the names before it.
    private let suggest: @Sendable (String, [String]) -> String?

    init(columns: Int?, suggest: @escaping @Sendable (String, [String]) -> String?) {
        self.columns = columns
        self.suggest = suggest
    }

    /// What is shown when an entry fails.
    func brief(_ failure: EntryFailure) -> StyledText {
        if let explained = keyword(failure) { return explained }
        var lines = [
            StyledText(DisplayText.safe(Self.firstLine(failure.message), limit: 1000), .error)
        ]
        lines += furtherLines(failure.message)
        if let facts = facts(of: failure) { lines.append(facts) }
        if let row = failure.row { lines += rows(row, failure) }
        let frames = failure.frames
        if frames.count > 1 {
            lines += frames.prefix(8).map {
                StyledText("  in \(DisplayText.safe($0, limit: 200))", .note)
            }
            if frames.count > 8 { lines.append(StyledText("  … .trace shows all", .note)) }
        }
        return lines.joined(separator: "\n")
    }

    /// What `.trace` shows.
    func full(_ failure: EntryFailure) -> StyledText {
        let lines = (failure.error.message + "\n" + failure.error.traceback)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.enumerated().map { index, line in
            let text = DisplayText.safe(line.replacing("\t", with: "  "))
            return StyledText(text, index == 0 ? .error : .plain)
        }
        return shown.joined(separator: "\n")
    }

    private static func firstLine(_ text: String) -> String {
        String(text.prefix { !$0.isNewline })
    }

    private func furtherLines(_ message: String) -> [StyledText] {
        message.split(separator: "\n").dropFirst().prefix(20).map {
            StyledText(DisplayText.safe($0, limit: 1000))
        }
    }

    // MARK: API errors

    /// The request, what is known of its effect, and the name the server gave it.
    private func facts(of failure: EntryFailure) -> StyledText? {
        guard failure.field("code") != nil, let outcome = failure.field("outcome") else {
            return nil
        }
        var facts: [String] = []
        if let method = failure.field("method"), let path = failure.field("path") {
            facts.append("\(method) \(path)")
        }
        switch outcome {
        case "not_sent": facts.append("nothing was sent")
        case "refused": facts.append("nothing was changed")
        case "unknown":
            facts.append("it is not known whether it happened: look before you send it again")
        case "done" where failure.field("method") != nil: facts.append("it was done")
        default: break
        }
        if let id = failure.field("request_id") { facts.append("request \(id)") }
        guard !facts.isEmpty else { return nil }
        let text = facts.map { DisplayText.safe($0, limit: 200) }.joined(separator: " · ")
        return StyledText("  " + text, .note)
    }

    // MARK: The row

    private func rows(_ row: EntryFailure.Row, _ failure: EntryFailure) -> [StyledText] {
        let target = CaretTarget(message: failure.message, row: row.text)
        // The entry stands right above: alone it needs no second look.
        guard row.isOneOfSeveral || target != nil else { return [] }
        let margin = row.isOneOfSeveral ? "  \(row.number) | " : "  "
        var lines = [StyledText(margin, .note) + StyledText(DisplayText.safe(row.text, limit: 400))]
        if let target {
            let blanks =
                CellWidth.of(margin) + CellWidth.of(DisplayText.safe(target.before(row.text)))
            var caret = StyledText.blanks(blanks)
            caret.append(String(repeating: "^", count: max(1, target.length)), .error)
            if let meant = target.name.flatMap({ suggest($0, target.path) }) {
                caret.append(" did you mean \(meant)?", .warning)
            }
            lines.append(caret)
        }
        return lines
    }

    // MARK: Keywords

    /// `tavus.conversations.end(c)`: a keyword where a name is expected.
    private func keyword(_ failure: EntryFailure) -> StyledText? {
        guard failure.error.isSyntaxError || failure.message.contains("<name> expected near"),
            let row = failure.row, let target = CaretTarget(keywordIn: row.text)
        else { return nil }
        let word = target.name ?? ""
        let path = target.path.joined(separator: ".")
        var advice = "write \(path)[\"\(word)\"]"
        if let resource = target.path.last, target.path.first == "tavus",
            let operation = Catalogue.operation("\(resource).\(word)")
        {
            advice = "the operation is tavus.\(operation.resource).\(operation.luaVerb)(id)"
        }
        let blanks = StyledText.blanks(2 + CellWidth.of(target.before(row.text)))
        return StyledText("`\(word)` is a Lua keyword; \(advice)", .error)
            + StyledText("\n  \(DisplayText.safe(row.text, limit: 400))\n") + blanks
            + StyledText(String(repeating: "^", count: target.length), .error)
    }
}
