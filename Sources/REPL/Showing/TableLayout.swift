import TavusAPI

/// Records as a table, cut to the terminal.
struct TableLayout {
    private let columns: Int
    private let names: [String]
    private let cells: [[StyledText]]
    private let widths: [Int]
    /// Whether a column that does not fit is missed: the catalogue's are a choice of many anyway.
    private let namesHidden: Bool

    private static let gap = 2
    private static let narrowest = 8

    /// Records of one kind, with the columns of the catalogue. Nil where there is nothing to put into them.
    init?(_ records: [TableSnapshot], columns: Int) {
        guard let type = records.first?.typeName, records.allSatisfy({ $0.typeName == type }),
            let resource = Catalogue.resource(ofType: type)
        else { return nil }
        // A column that no record fills only takes room.
        let names = resource.columns.filter { name in records.contains { $0[name] != nil } }
        self.init(records, names: names, columns: columns, namesHidden: false)
    }

    /// Any tables with names, with a column for each name.
    init?(any records: [TableSnapshot], columns: Int) {
        guard records.allSatisfy({ $0.itemCount == 0 }) else { return nil }
        var names: Set<String> = []
        for member in records.flatMap(\.members) {
            guard case .string(let name, 0) = member.key else { return nil }
            names.insert(name)
        }
        let ordered = names.sorted { (Self.rank($0), $0) < (Self.rank($1), $1) }
        self.init(records, names: ordered, columns: columns, namesHidden: true)
    }

    /// What tells records apart comes first: it is what stays when there is no room.
    private static func rank(_ name: String) -> Int {
        if name == "id" || name.hasSuffix("_id") { return 0 }
        return name == "name" || name.hasSuffix("_name") ? 1 : 2
    }

    private init?(_ records: [TableSnapshot], names: [String], columns: Int, namesHidden: Bool) {
        guard !names.isEmpty else { return nil }
        let cells = records.map { record in names.map { Self.cell(record[$0], name: $0) } }
        self.columns = columns
        self.names = names
        self.cells = cells
        self.namesHidden = namesHidden
        let needed = names.indices.map { index in cells.map { $0[index].width }.max() ?? 0 }
        let headers = names.map { CellWidth.of(DisplayText.safe($0)) }
        widths = Self.fitted(zip(headers, needed).map { ($0, $1) }, columns: columns)
    }

    /// A line for each record.
    var body: StyledText { cells.map(line).joined(separator: "\n") }

    var header: StyledText {
        line(names.map { StyledText(DisplayText.safe($0), .heading) })
    }

    /// The columns that did not fit.
    var note: StyledText? {
        let hidden = names.dropFirst(widths.count).map { DisplayText.safe($0) }
        guard namesHidden, !hidden.isEmpty else { return nil }
        let text = StyledText("  … not shown: \(hidden.joined(separator: ", "))", .note)
        return text.fitted(to: columns, pads: false)
    }

    private func line(_ cells: [StyledText]) -> StyledText {
        var line = StyledText("  ")
        let last = cells.indices.prefix(widths.count).last { !cells[$0].isEmpty } ?? 0
        for index in 0...last {
            if index > 0 { line.append(String(repeating: " ", count: Self.gap)) }
            line.append(cells[index].fitted(to: widths[index], pads: index < last))
        }
        return line
    }

    /// As many columns as there is room for. The first is the id: it keeps its width, as nothing can be done
    /// with half of it. The widest of the others give way, those that only their header makes wide before
    /// the rest, down to where they say nothing any more.
    private static func fitted(_ natural: [(header: Int, needed: Int)], columns: Int) -> [Int] {
        for count in (1...natural.count).reversed() {
            var widths = natural.prefix(count).map { max($0.header, $0.needed) }
            var surplus = widths.reduce(2, +) + gap * (count - 1) - columns
            while surplus > 0 {
                let candidates = widths.indices.dropFirst().filter { widths[$0] > narrowest }
                let wide = candidates.filter { widths[$0] > natural[$0].needed }
                let widest = (wide.isEmpty ? candidates : wide).max { widths[$0] < widths[$1] }
                guard let widest else { break }
                widths[widest] -= 1
                surplus -= 1
            }
            if surplus <= 0 { return widths }
        }
        return [max(narrowest, columns - 2)]
    }

    private static func cell(_ value: ValueSnapshot?, name: String) -> StyledText {
        switch value {
        case nil, .nil: return ""
        case .string(let text, let cut):
            // The day is what one looks for in a list; the record has the rest.
            let isTime = name.hasSuffix("_at") && APITimestamp.parse(text) != nil
            let shown = isTime ? text.prefix(10) : text.prefix(400)
            let isCut = cut > 0 || (!isTime && shown.endIndex < text.endIndex)
            return StyledText(DisplayText.safe(shown) + (isCut ? "…" : ""))
        case .table(let table)?:
            return StyledText(table.itemCount > 0 ? "[\(table.itemCount)]" : "{…}", .note)
        case let value?: return ScalarText.text(value) ?? ""
        }
    }
}
