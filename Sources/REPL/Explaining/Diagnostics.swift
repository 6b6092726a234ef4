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
    func brief(_ failure: EntryFailure, showsCallers: Bool = true) -> StyledText {
        if let explained = keyword(failure) { return explained }
        var lines = [StyledText(DisplayText.safe(headline(failure), limit: 1000), .error)]
        lines += furtherLines(failure.message)
        if let facts = facts(of: failure) { lines.append(facts) }
        if let place = failure.location {
            lines.append(StyledText("  at \(DisplayText.safe(place, limit: 200))", .note))
        }
        if let row = failure.row { lines += rows(row, failure) }
        let frames = failure.frames
        if showsCallers, frames.count > 1 {
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

    /// The first line of the message, without what the line below says.
    private func headline(_ failure: EntryFailure) -> String {
        let file = failure.file.map { "\($0): " } ?? ""
        let line = file + failure.message.prefix { !$0.isNewline }
        guard let subject = failure.subject, line.hasSuffix(" (\(subject))") else { return line }
        return String(line.dropLast(subject.count + 3))
    }

    private func furtherLines(_ message: String) -> [StyledText] {
        message.split(separator: "\n").dropFirst().prefix(20).map {
            // Often Lua's own traceback, which xpcall(f, debug.traceback) puts there.
            StyledText(DisplayText.safe($0.replacing("\t", with: "  "), limit: 1000))
        }
    }

    // MARK: API errors

    /// The request, what is known of its effect, and the name the server gave it.
    private func facts(of failure: EntryFailure) -> StyledText? {
        guard failure.field("code") != nil, let outcome = failure.field("outcome") else {
            return nil
        }
        var facts = [failure.subject].compactMap { $0 }
        let method = failure.field("method")
        if let method, let path = failure.field("path") { facts.append("\(method) \(path)") }
        switch outcome {
        case "not_sent": facts.append("nothing was sent")
        case "refused": facts.append("nothing was changed")
        // Whether a reading was done does not matter to anybody.
        case "unknown" where method != "GET":
            facts.append("it is not known whether it happened: look before you send it again")
        case "done" where method != nil && method != "GET": facts.append("it was done")
        default: break
        }
        if let id = failure.field("request_id") { facts.append("request \(id)") }
        guard !facts.isEmpty else { return nil }
        let text = facts.map { DisplayText.safe($0, limit: 200) }.joined(separator: " · ")
        return StyledText("  " + text, .note)
    }

    // MARK: The row

    private func rows(_ row: EntryFailure.Row, _ failure: EntryFailure) -> [StyledText] {
        let target = CaretTarget(
            message: failure.message, field: failure.field("field"), row: row.text, above: row.above
        )
        // The entry stands right above: alone it needs no second look.
        guard row.isOneOfSeveral || target != nil else { return [] }
        let meant = target.flatMap { target in target.name.flatMap { suggest($0, target.path) } }
        let advice = meant.map { "did you mean \($0)?" }
        return before(row, failure) + excerpt(row, target, advice: advice)
    }

    /// Of a file, which nobody sees, the row before as well.
    private func before(_ row: EntryFailure.Row, _ failure: EntryFailure) -> [StyledText] {
        guard failure.file != nil || failure.location != nil, row.number > 1 else { return [] }
        let rows = row.above.split(separator: "\n", omittingEmptySubsequences: false)
        let width = "\(row.number)".count - "\(row.number - 1)".count
        let margin = "  " + String(repeating: " ", count: width) + "\(row.number - 1) | "
        let excerpt = RowExcerpt(String(rows[row.number - 2]), part: nil, room: room(margin))
        return [StyledText(margin, .note) + StyledText(excerpt.text)]
    }

    private func room(_ margin: String) -> Int {
        min(400, max(20, columns ?? .max) - 1 - margin.count)
    }

    private func excerpt(_ row: EntryFailure.Row, _ target: CaretTarget?, advice: String? = nil)
        -> [StyledText]
    {
        let margin = row.isOneOfSeveral ? "  \(row.number) | " : "  "
        let excerpt = RowExcerpt(row.text, part: target?.range, room: room(margin))
        var lines = [StyledText(margin, .note) + StyledText(excerpt.text)]
        if target != nil {
            var caret = StyledText.blanks(margin.count + excerpt.indent)
            caret.append(String(repeating: "^", count: excerpt.width), .error)
            if let advice { caret.append(" " + DisplayText.safe(advice), .warning) }
            lines.append(caret)
        }
        return lines
    }

    // MARK: Keywords

    /// `tavus.conversations.end(c)`: a keyword where the name of a member is expected.
    private func keyword(_ failure: EntryFailure) -> StyledText? {
        guard failure.message.hasPrefix("<name> expected near "), let row = failure.row,
            let target = CaretTarget(message: failure.message, row: row.text, above: row.above),
            let word = target.name, LuaName.keywords.contains(word),
            target.isMethod || !target.path.isEmpty
        else { return nil }
        var lines = [
            StyledText("`\(word)` is a Lua keyword; \(advice(on: word, target))", .error)
        ]
        if let place = failure.file {
            lines.append(StyledText("  at \(DisplayText.safe(place, limit: 200))", .note))
        }
        return (lines + excerpt(row, target)).joined(separator: "\n")
    }

    private func advice(on word: String, _ target: CaretTarget) -> String {
        let path = target.path.joined(separator: ".")
        if target.path.first == "tavus", let resource = target.path.last,
            let operation = Catalogue.operation("\(resource).\(word)")
        {
            return "the operation is tavus.\(operation.resource).\(operation.luaVerb)(id)"
        }
        // Operations that are keywords have the same other name as methods.
        if target.isMethod, Catalogue.operations.contains(where: { $0.luaVerb == word + "_" }) {
            return "the method is \(path):\(word)_()"
        }
        return "write \(path)[\"\(word)\"]"
    }
}
