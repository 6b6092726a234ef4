import TavusAPI

/// Decides what the ids and results in the entries of a session become.
struct ScriptPlan {
    struct Parameter: Equatable {
        var name: String
        var value: String
        /// The entry that made the record and kept it nowhere.
        var lostBy: Int?
    }

    private(set) var drafts: [ScriptDraft]
    private(set) var parameters: [Parameter] = []
    private(set) var notes: [String] = []
    private var names: ScriptNames
    /// Where the records that were made so far are.
    private var born: [String: (draft: Int, record: BornRecord)] = [:]

    init(_ entries: [LoggedEntry]) {
        drafts = entries.map(ScriptDraft.init)
        names = ScriptNames(taken: drafts)
    }

    /// A name that no entry uses.
    mutating func freeName(_ wanted: String) -> String { names.free(wanted) }

    mutating func resolve() {
        let ownUnderscore = drafts.firstIndex { $0.assigns("_") && !$0.declares("_") }
        for index in drafts.indices {
            // From where the user gave `_` a value, it is a variable like others.
            if index < ownUnderscore ?? drafts.count { resolveResults(in: index) }
            resolveStrings(in: index)
            for record in drafts[index].entry.born { born[record.id] = (index, record) }
        }
    }

    // MARK: Earlier results

    private mutating func resolveResults(in index: Int) {
        let draft = drafts[index]
        // In `for _, value in …` it is a name for nothing.
        guard !draft.declares("_") else { return }
        for piece in draft.pieces.indices where draft.isVariable(piece) {
            guard let (source, width) = result(named: piece, in: draft, before: index) else {
                continue
            }
            let range =
                draft.pieces[piece].range
                .lowerBound..<draft.pieces[piece + width - 1].range.upperBound
            drafts[index].edits.append(
                .init(piece: piece, part: range, replacement: .expression(name(resultOf: source))))
        }
    }

    /// The draft whose result a word stands for, and how many words it takes: `_`, `__`, `_3`, `out[3]`.
    func result(
        named piece: Int, in draft: ScriptDraft, before index: Int
    ) -> (draft: Int, width: Int)? {
        let word = draft.word(piece)
        guard word.hasPrefix("_") || word == "out" else { return nil }
        let shown = drafts[..<index].indices.lazy.filter {
            drafts[$0].isExpression && drafts[$0].entry.isShown
        }
        if word == "_" { return shown.last.map { ($0, 1) } }
        if word == "__" { return shown.dropLast().last.map { ($0, 1) } }
        var number = word.hasPrefix("_") ? Int(word.dropFirst()) : nil
        var width = 1
        if word == "out", draft.word(piece + 1) == "[", draft.word(piece + 3) == "]" {
            number = Int(draft.word(piece + 2))
            width = 4
        }
        guard let number else { return nil }
        return shown.first { drafts[$0].entry.number == number }.map { ($0, width) }
    }

    private mutating func name(resultOf index: Int) -> String {
        if let name = drafts[index].resultName { return name }
        let record = drafts[index].entry.born.first { $0.holder == .result }
        let name = names.numbered(record.map { Self.singular($0.field) } ?? "result")
        drafts[index].resultName = name
        return name
    }

    // MARK: Ids

    private mutating func resolveStrings(in index: Int) {
        let draft = drafts[index]
        for piece in draft.pieces.indices {
            guard draft.pieces[piece].kind == .string, let content = draft.pieces[piece].content
            else { continue }
            if let (id, part) = bornID(in: draft.text[content]) {
                drafts[index].edits.append(
                    .init(piece: piece, part: part, replacement: replacement(of: id, in: index)))
            } else if let field = IDPlace.field(of: piece, in: draft) {
                let value = String(decoding: draft.text[content], as: UTF8.self)
                let name = parameter(named: field, value: value, lostBy: nil)
                drafts[index].edits.append(
                    .init(piece: piece, part: content, replacement: .parameter(name)))
            }
        }
    }

    /// The first id that a string has as a word of its own.
    private func bornID(in text: ArraySlice<UInt8>) -> (String, Range<Int>)? {
        // UUIDs are one word with their hyphens, `call-p5317866` is two.
        for separators in [[], [UInt8(ascii: "-")]] {
            let words = text.split { byte in
                !LuaPieces.isNamePart(byte) && byte != UInt8(ascii: "-")
                    || separators.contains(byte)
            }
            for word in words {
                let id = String(decoding: word, as: UTF8.self)
                if born[id] != nil { return (id, word.startIndex..<word.endIndex) }
            }
        }
        return nil
    }

    private mutating func replacement(
        of id: String, in index: Int
    ) -> ScriptDraft.Replacement {
        guard let (source, record) = born[id] else { return .expression("nil") }
        switch record.holder {
        case .result where drafts[source].isExpression:
            return .expression("\(name(resultOf: source)).\(record.field)")
        case .variable(let path):
            let base = path.prefix { $0 != "." && $0 != "[" }
            let isSame = !drafts[(source + 1)..<max(index, source + 1)].contains {
                $0.assigns(base)
            }
            return .expression(
                "\(isSame ? path : capture(path, at: source, record)).\(record.field)")
        default:
            let number = drafts[source].entry.number
            return .parameter(parameter(named: record.field, value: id, lostBy: number))
        }
    }

    /// A variable of its own, as the one of the session gets another value before it is used again.
    private mutating func capture(_ path: String, at index: Int, _ record: BornRecord) -> String {
        if let made = drafts[index].captures.first(where: { $0.path == path }) { return made.name }
        let name = names.numbered(Self.singular(record.field))
        drafts[index].captures.append((name, path))
        return name
    }

    private mutating func parameter(named name: String, value: String, lostBy: Int?) -> String {
        if let known = parameters.first(where: { $0.value == value }) { return known.name }
        let taken = Set(parameters.map(\.name))
        var free = name
        var number = 1
        while taken.contains(free) {
            number += 1
            free = "\(name)_\(number)"
        }
        parameters.append(Parameter(name: free, value: value, lostBy: lostBy))
        if let lostBy {
            notes.append(
                "\(value) was made by entry \(lostBy), which kept it in no variable: give \(free)")
        }
        return free
    }

    /// The resource that a field has ids of, also under another name of it, as in `persona_id_2`.
    static func resource(ofField field: String) -> APIResource? {
        let bare = field.prefix { !$0.isNumber }
        let found = Catalogue.resources.filter { resource in
            ([resource.idField] + resource.idAliases).contains { bare == $0 || bare == $0 + "_" }
        }
        // A `uuid` may be one of several.
        return found.count == 1 ? found[0] : nil
    }

    /// "persona" for "persona_id".
    private static func singular(_ field: String) -> String {
        resource(ofField: field)?.singular
            ?? (field.hasSuffix("_id") ? String(field.dropLast(3)) : "record")
    }
}

/// The names that a script may take for its own variables.
struct ScriptNames {
    private var taken: Set<String>
    private var counts: [String: Int] = [:]

    init(taken drafts: [ScriptDraft]) {
        taken = ["json", "tavus", "print", "args", "ctx"]
        for draft in drafts {
            for piece in draft.pieces.indices where draft.pieces[piece].kind == .name {
                taken.insert(String(draft.word(piece)))
            }
        }
    }

    mutating func free(_ wanted: String) -> String {
        taken.insert(wanted).inserted ? wanted : numbered(wanted)
    }

    mutating func numbered(_ stem: String) -> String {
        while true {
            counts[stem, default: 0] += 1
            let name = "\(stem)_\(counts[stem, default: 0])"
            if taken.insert(name).inserted { return name }
        }
    }
}
