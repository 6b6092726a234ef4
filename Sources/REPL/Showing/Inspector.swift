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

    /// The results of an entry; nothing for none.
    func show(_ values: [ValueSnapshot]) -> Page {
        guard !values.isEmpty else { return Page("", size: size) }
        switch mode {
        case .json: return Page(LiteralText.json(values), size: size)
        case .lua: return Page(LiteralText.lua(values), size: size)
        case .auto, .table, .tree: break
        }
        guard values.count > 1 else {
            return Page(values.first.map { text($0) } ?? "", size: size)
        }
        let scalars = values.compactMap { ScalarText.text($0) }
        let line = scalars.joined(separator: "  ")
        if scalars.count == values.count, line.width <= columns, !line.plain.contains("\n") {
            return Page(line, size: size)
        }
        let numbered = values.enumerated().map { index, value in
            let shown = text(value)
            let number = StyledText("\(index + 1): ", .note)
            return shown.lines.count > 1 ? number + "\n" + shown : number + shown
        }
        return Page(numbered.joined(separator: "\n"), size: size)
    }

    private func text(_ value: ValueSnapshot) -> StyledText {
        mode == .tree ? tree(value) : laidOut(value) ?? tree(value)
    }

    private func tree(_ value: ValueSnapshot) -> StyledText {
        TreeLayout(columns: columns, value: value).text(value)
    }

    /// Records and lists of them; nil for anything else.
    private func laidOut(_ value: ValueSnapshot) -> StyledText? {
        guard case .table(let table) = value else { return nil }
        if Catalogue.resource(ofType: table.typeName) != nil, table.memberCount > 0 {
            return RecordLayout(columns: columns).text(table)
        }
        if let list = records(table.items), table.memberCount == 0 {
            return listed(list, of: table.itemCount)
        }
        // An answer of list: { data = {…}, total_count = n }
        guard case .table(let data)? = table["data"], table.itemCount == 0,
            let list = records(data.items)
        else { return nil }
        var total = data.itemCount
        if case .integer(let count)? = table["total_count"] { total = max(total, Int(count)) }
        return listed(list, of: total)
    }

    private func records(_ items: [ValueSnapshot]) -> [TableSnapshot]? {
        guard !items.isEmpty else { return nil }
        var records: [TableSnapshot] = []
        for item in items {
            guard case .table(let record) = item else { return nil }
            records.append(record)
        }
        return records
    }

    private func listed(_ records: [TableSnapshot], of total: Int) -> StyledText? {
        guard let table = TableLayout(records, columns: columns) else { return nil }
        guard total > records.count else { return table.text }
        return table.text + StyledText("\n  … \(records.count) of \(total)", .note)
    }
}
