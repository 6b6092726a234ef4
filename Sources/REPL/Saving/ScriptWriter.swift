import LuaHost

/// Writes the entries of a plan as one file of Lua.
struct ScriptWriter {
    private let plan: ScriptPlan
    private let log: SessionLog
    private let form: SavedScript.Form
    private let context: SavedScript.Context
    /// The table of the parameters, and the function that prints results.
    private let parameters: String
    private let show: String

    init(
        plan: ScriptPlan, log: SessionLog, form: SavedScript.Form, context: SavedScript.Context
    ) {
        var plan = plan
        show = plan.freeName("show")
        parameters = form == .script ? plan.freeName("params") : "args"
        self.plan = plan
        self.log = log
        self.form = form
        self.context = context
    }

    var text: String {
        let entries = body
        let needsShow = plan.drafts.contains { isPrinted($0) }
        let parts = (needsShow ? [showFunction] : []) + [entries]
        switch form {
        case .script:
            let settings = plan.parameters.isEmpty ? [] : [parameterTable]
            return ([remarks] + settings + parts).joined(separator: "\n")
        case .recipe(let name):
            return recipeHeader(name) + "return function(args, ctx)\n"
                + Self.indented(parts.joined(separator: "\n")) + "end\n"
        }
    }

    // MARK: Entries

    private var body: String {
        var lines = ""
        var lastMinute = ""
        for (index, draft) in plan.drafts.enumerated() {
            let minute = UTCTime(draft.entry.time).minute
            if draft.entry.time > 0 && minute != lastMinute {
                lines += (lines.isEmpty ? "" : "\n") + "-- \(minute)\n"
                lastMinute = minute
            }
            lines += code(of: draft, isLast: index == plan.drafts.count - 1) + "\n"
            for capture in draft.captures { lines += "local \(capture.name) = \(capture.path)\n" }
        }
        return lines
    }

    private func code(of draft: ScriptDraft, isLast: Bool) -> String {
        let text = edited(draft)
        guard draft.isExpression else { return statements(text, of: draft) }
        let givesResult = isLast && form != .script && draft.captures.isEmpty
        if let name = draft.resultName {
            return "local \(name) = \(text)" + (givesResult ? "\nreturn \(name)" : "")
        }
        if givesResult { return "return \(text)" }
        if isPrinted(draft) { return "\(show)(\(text))" }
        // A call is a statement; other expressions are none, and may still do something.
        return LuaSyntax.problem(in: text) == nil ? separated(text, draft) : "local _ = \(text)"
    }

    private func isPrinted(_ draft: ScriptDraft) -> Bool {
        let isResult = form != .script && draft.entry == plan.drafts.last?.entry
        return draft.isExpression && draft.entry.isShown && draft.resultName == nil
            && !(isResult && draft.captures.isEmpty)
    }

    private func statements(_ text: String, of draft: ScriptDraft) -> String {
        if draft.returns {
            return "\(separated("(function()", draft, always: true))\n\(text)\nend)()"
        }
        // Two entries may have labels of one name, which one function may not.
        let hasLabel = draft.pieces.indices.contains { draft.word($0) == "::" }
        return hasLabel ? "do\n\(text)\nend" : separated(text, draft)
    }

    /// Lua reads `(` at the beginning of a line as a call of what the line before ends with.
    private func separated(_ text: String, _ draft: ScriptDraft, always: Bool = false) -> String {
        let first = draft.pieces.indices.first { draft.pieces[$0].kind != .comment }
        let isOpen = first.map { draft.word($0) == "(" } ?? false
        return isOpen || always ? ";" + text : text
    }

    // MARK: Replacing

    private func edited(_ draft: ScriptDraft) -> String {
        var text = draft.text
        for edit in draft.edits.sorted(by: { $0.part.lowerBound > $1.part.lowerBound }) {
            let value =
                switch edit.replacement {
                case .expression(let value): value
                case .parameter(let name): "\(parameters).\(name)"
                }
            let piece = draft.pieces[edit.piece]
            guard piece.kind == .string, let content = piece.content else {
                text.replaceSubrange(edit.part, with: value.utf8)
                continue
            }
            let whole = joined(value, edit: edit, content: content, in: draft)
            text.replaceSubrange(piece.range, with: whole.utf8)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What a string becomes: the value, with what stood before and after it added by `..`.
    private func joined(
        _ value: String, edit: ScriptDraft.Edit, content: Range<Int>, in draft: ScriptDraft
    ) -> String {
        let range = draft.pieces[edit.piece].range
        func text(_ range: Range<Int>) -> String {
            String(decoding: draft.text[range], as: UTF8.self)
        }
        let (open, close) = (
            text(range.lowerBound..<content.lowerBound), text(content.upperBound..<range.upperBound)
        )
        var parts = [value]
        if edit.part.lowerBound > content.lowerBound {
            parts.insert(open + text(content.lowerBound..<edit.part.lowerBound) + close, at: 0)
        }
        if edit.part.upperBound < content.upperBound {
            let rest = text(edit.part.upperBound..<content.upperBound)
            // A long string loses a line break at its beginning.
            let isLong = open.first == "["
            parts.append(
                open + (isLong && rest.first?.isNewline == true ? "\n" : "") + rest + close)
        }
        let whole = parts.joined(separator: " .. ")
        return needsBrackets(edit.piece, in: draft, isJoined: parts.count > 1)
            ? "(\(whole))" : whole
    }

    private func needsBrackets(_ piece: Int, in draft: ScriptDraft, isJoined: Bool) -> Bool {
        let before = draft.word(piece - 1)
        if isJoined {
            let isApart = ["(", ",", "=", "{", ";", ""].contains(before)
            return !isApart || ![")", ",", "}", ";", ""].contains(draft.word(piece + 1))
        }
        // f "id" is a call.
        guard piece > 0 else { return false }
        let keywords = ["return", "and", "or", "not", "in", "if", "elseif", "while", "until"]
        let isName = draft.pieces[piece - 1].kind == .name && !keywords.contains(String(before))
        return isName || before == ")" || before == "]"
    }

    // MARK: Around the entries

    private var remarks: String {
        let made = UTCTime(context.time)
        let kept = plan.drafts.count
        let failed = log.entries.count { $0.outcome != .succeeded && !$0.isMeta }
        let places = plan.drafts.map(\.entry.place).filter { !$0.isEmpty }
        var unique: [String] = []
        for place in places where !unique.contains(place) { unique.append(place) }
        let target = unique.isEmpty ? "" : ", entered against \(unique.joined(separator: " and "))"
        var lines =
            "-- Saved from a prompt of tavlua \(context.version) at \(made.day) \(made.minute) UTC:\n"
            + "-- \(kept) \(kept == 1 ? "entry" : "entries")\(target).\n"
        if failed > 0 {
            lines += "-- \(failed) that failed \(failed == 1 ? "is" : "are") left out.\n"
        }
        return lines
    }

    private var parameterTable: String {
        var lines = "-- Records from elsewhere: put yours here.\nlocal \(parameters) = {\n"
        for parameter in plan.parameters {
            let origin = parameter.lostBy.map { " -- made by entry \($0), kept in no variable" }
            lines += "  \(parameter.name) = \"\(parameter.value)\",\(origin ?? "")\n"
        }
        return lines + "}\n"
    }

    private var showFunction: String {
        """
        -- Prints results, tables as JSON.
        local function \(show)(...)
          for position = 1, select("#", ...) do
            local value = select(position, ...)
            local isJSON, text = pcall(require "json".pretty, value)
            print(type(value) == "table" and isJSON and text or value)
          end
        end

        """
    }

    private func recipeHeader(_ name: String) -> String {
        let made = UTCTime(context.time)
        var operations: [String] = []
        for operation in plan.drafts.flatMap(\.entry.operations)
        where !operations.contains(operation) {
            operations.append(operation)
        }
        let listed = operations.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        var lines = """
            --[==[ [recipe]
            name = "\(name)"
            version = "0.1.0"
            summary = "Saved from a prompt on \(made.day)"
            host = ">=\(context.version)"
            permissions.operations = [\(listed)]

            """
        for parameter in plan.parameters { lines += header(of: parameter) }
        return lines + "]==]\n"
    }

    private func header(of parameter: ScriptPlan.Parameter) -> String {
        let type = ScriptPlan.resource(ofField: parameter.name).map { "id<\($0.singular)>" }
        let value =
            if let entry = parameter.lostBy {
                "required = true\nhelp = \"the record that entry \(entry) made\"\n"
            } else {
                "default = \"\(parameter.value)\"\n"
            }
        return "[params.\(parameter.name)]\ntype = \"\(type ?? "string")\"\n" + value
    }

    /// Two spaces before each line that does not begin inside a string.
    static func indented(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let strings = LuaPieces.of(bytes).filter { $0.kind == .string || $0.kind == .comment }
        var next = strings[...]
        var lines: [UInt8] = []
        for (place, byte) in bytes.enumerated() {
            while let first = next.first, first.range.upperBound <= place { next.removeFirst() }
            let isInside = next.first.map { $0.range.lowerBound < place } ?? false
            let isStart = place == 0 || bytes[place - 1] == UInt8(ascii: "\n")
            if isStart && !isInside && byte != UInt8(ascii: "\n") { lines += "  ".utf8 }
            lines.append(byte)
        }
        return String(decoding: lines, as: UTF8.self)
    }
}
