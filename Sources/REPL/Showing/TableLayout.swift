import TavusAPI

/// Records of one kind as a table: the columns of the catalogue, cut to the terminal.
struct TableLayout {
    private let columns: Int
    private let names: [String]
    private let rows: [[StyledText]]

    private static let gap = 2
    private static let narrowest = 8

    /// Nil where there is nothing to put into columns.
    init?(_ records: [TableSnapshot], columns: Int) {
        guard let type = records.first?.typeName, records.allSatisfy({ $0.typeName == type }),
            let resource = Catalogue.resource(ofType: type)
        else { return nil }
        self.columns = columns
        // A column that no record fills only takes room.
        names = resource.columns.filter { name in records.contains { $0[name] != nil } }
        guard !names.isEmpty else { return nil }
        rows = records.map { [names] record in names.map { Self.cell(record[$0], name: $0) } }
    }

    /// The header and a line for each record.
    var text: StyledText {
        let widths = fittedWidths()
        let lines = [header(widths)] + rows.map { line($0, widths) }
        return lines.joined(separator: "\n")
    }

    private func header(_ widths: [Int]) -> StyledText {
        line(names.map { StyledText($0, .heading) }, widths)
    }

    private func line(_ cells: [StyledText], _ widths: [Int]) -> StyledText {
        var line = StyledText("  ")
        for (index, width) in widths.enumerated() {
            if index > 0 { line.append(String(repeating: " ", count: Self.gap)) }
            line.append(cells[index].fitted(to: width, pads: index < widths.count - 1))
        }
        return line
    }

    /// The first column is the id: it keeps its width, as nothing can be done with half of it. The widest of
    /// the others give way first, then the last ones go.
    private func fittedWidths() -> [Int] {
        var widths = names.indices.map { index in
            max(CellWidth.of(names[index]), rows.map { $0[index].width }.max() ?? 0)
        }
        while total(widths) > columns {
            let candidates = widths.indices.dropFirst()
            if let widest = candidates.max(by: { widths[$0] < widths[$1] }),
                widths[widest] > Self.narrowest
            {
                widths[widest] -= 1
            } else if widths.count > 1 {
                widths.removeLast()
            } else {
                return [max(Self.narrowest, columns - 2)]
            }
        }
        return widths
    }

    private func total(_ widths: [Int]) -> Int {
        widths.reduce(2) { $0 + $1 } + Self.gap * (widths.count - 1)
    }

    private static func cell(_ value: ValueSnapshot?, name: String) -> StyledText {
        switch value {
        case nil, .nil: return ""
        case .string(let text, let cut):
            // The day is what one looks for in a list; the record has the rest.
            let isTime = name.hasSuffix("_at") && APITimestamp.parse(text) != nil
            let shown = isTime ? String(text.prefix(10)) : text
            return StyledText(DisplayText.safe(shown) + (cut > 0 ? "…" : ""))
        case .table(let table)?:
            return StyledText(table.itemCount > 0 ? "[\(table.itemCount)]" : "{…}", .note)
        case let value?: return ScalarText.text(value) ?? ""
        }
    }
}
