import TavusAPI

/// How values are shown: records as pairs, lists of them as tables, the rest as trees, in the mode the user
/// chose.
struct Inspector: Sendable {
    private let mode: REPLSettings.DisplayMode
    private let size: TerminalSize?

    /// Where nothing tells how wide lines may be.
    private static let usualColumns = 100

    init(mode: REPLSettings.DisplayMode, size: TerminalSize?) {
        self.mode = mode
        self.size = size
    }

    /// The last column stays free: a full line would leave the cursor to the terminal's taste.
    private var columns: Int { max(20, (size?.columns ?? Self.usualColumns) - 1) }

    /// The first screenful of the results of an entry.
    func show(_ values: [ValueSnapshot]) -> Page { Page(text(values), size: size) }

    /// The results of an entry, their secrets hidden; nothing for none.
    func text(_ values: [ValueSnapshot]) -> LongText {
        let values = values.map(\.hidingSecrets)
        guard let first = values.first else { return LongText("") }
        switch mode {
        case .json: return LongText(LiteralText.json(values))
        case .lua: return LongText(LiteralText.lua(values))
        case .auto, .table, .tree: break
        }
        let referenced = ValueSnapshot.referenced(in: values)
        guard values.count > 1 else { return text(first, referenced) }
        let scalars = values.compactMap { ScalarText.text($0) }
        let line = scalars.joined(separator: "  ")
        if scalars.count == values.count, line.width <= columns { return LongText(line) }
        let numbered = values.enumerated().map { index, value in
            let shown = text(value, referenced).whole
            let number = StyledText("\(index + 1): ", .note)
            return shown.lines.count > 1 ? number + "\n" + shown : number + shown
        }
        return LongText(numbered.joined(separator: "\n"))
    }

    /// A value with nothing cut: the records of a list one below the other, each as pairs.
    func expanded(_ value: ValueSnapshot) -> LongText {
        let value = value.hidingSecrets
        let referenced = ValueSnapshot.referenced(in: [value])
        let layout = RecordLayout(columns: columns, referenced: referenced, isWhole: true)
        guard case .table(let table) = value else {
            return LongText(ScalarText.text(value, isWhole: true) ?? "")
        }
        var list = table
        if case .table(let data)? = table["data"], table.typeName == nil { list = data }
        if list.memberCount == 0, let records = RecordList(list)?.records {
            let blocks = records.enumerated().map { index, record in
                StyledText("── \(index + 1) of \(list.itemCount) ──", .note) + "\n"
                    + layout.text(record)
            }
            return LongText(blocks.joined(separator: "\n"))
        }
        if table.itemCount == 0, table.memberCount > 0 { return LongText(layout.text(table)) }
        return LongText(
            TreeLayout(columns: columns, referenced: referenced, isWhole: true).text(value))
    }

    private func text(_ value: ValueSnapshot, _ referenced: Set<Int>) -> LongText {
        if mode != .tree, let text = laidOut(value, referenced) { return text }
        let tree = TreeLayout(columns: columns, referenced: referenced)
        return LongText(tree.text(value), extent: tree.extent(of: value))
    }

    /// Records and lists of them; nil for anything else.
    private func laidOut(_ value: ValueSnapshot, _ referenced: Set<Int>) -> LongText? {
        guard case .table(let table) = value else { return nil }
        let isRecord = Catalogue.resource(ofType: table.typeName) != nil
        if table.itemCount > 0, table.memberCount == 0 {
            return listed(RecordList(table), of: table.itemCount)
        }
        guard table.itemCount == 0, table.memberCount > 0 else { return nil }
        if !isRecord, let answer = answer(table) { return answer }
        guard isRecord || (mode == .table && table.typeName == nil) else { return nil }
        return LongText(RecordLayout(columns: columns, referenced: referenced).text(table))
    }

    /// An answer of list: `{ data = {…}, total_count = n }`.
    private func answer(_ table: TableSnapshot) -> LongText? {
        guard case .table(let data)? = table["data"], data.memberCount == 0 else { return nil }
        // A table beside it would go unseen.
        let others = table.members.filter { $0.key != .string("data", bytesCut: 0) }
        guard others.allSatisfy({ ScalarText.text($0.value) != nil }) else { return nil }
        var total = data.itemCount
        if case .integer(let count)? = table["total_count"] {
            total = max(total, Int(clamping: count))
        }
        return listed(RecordList(data), of: total)
    }

    private func listed(_ list: RecordList?, of total: Int) -> LongText? {
        guard let records = list?.records else { return nil }
        guard
            let table = TableLayout(records, columns: columns)
                ?? (mode == .table ? TableLayout(any: records, columns: columns) : nil)
        else { return nil }
        let left =
            total > records.count ? StyledText("  … \(records.count) of \(total)", .note) : nil
        let notes = [left, table.note].compactMap { $0 }
        return LongText(
            table.body, rows: .init(header: table.header, total: total),
            end: notes.isEmpty ? nil : notes.joined(separator: "\n"))
    }
}

/// The items of a list that are tables, all of them.
private struct RecordList {
    var records: [TableSnapshot] = []

    /// Nil if there are none, or an item is anything else.
    init?(_ list: TableSnapshot) {
        var known: [Int: TableSnapshot] = [:]
        for item in list.items {
            switch item {
            case .table(let record):
                known[record.number] = record
                records.append(record)
            case .reference(let number):
                guard let record = known[number] else { return nil }
                records.append(record)
            default: return nil
            }
        }
        // Where the snapshot ran into its limits, the last ones lack fields that the records have.
        while let last = records.last, last.isTooDeep || last.members.count < last.memberCount,
            records.count > 1
        {
            records.removeLast()
        }
        if records.isEmpty { return nil }
    }
}

extension ValueSnapshot {
    /// The numbers of the tables that something refers to.
    static func referenced(in values: [ValueSnapshot]) -> Set<Int> {
        var numbers: Set<Int> = []
        for value in values { value.collectReferences(into: &numbers) }
        return numbers
    }

    private func collectReferences(into numbers: inout Set<Int>) {
        switch self {
        case .reference(let number): numbers.insert(number)
        case .table(let table):
            for item in table.items { item.collectReferences(into: &numbers) }
            for member in table.members {
                member.key.collectReferences(into: &numbers)
                member.value.collectReferences(into: &numbers)
            }
        default: break
        }
    }
}
