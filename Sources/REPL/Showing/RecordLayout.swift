import TavusAPI

/// A record as aligned pairs, a field a line.
struct RecordLayout {
    let columns: Int
    /// Tables that something refers to.
    let referenced: Set<Int>
    /// However long its values are.
    var isWhole = false

    /// Cells that a value needs beside its name; with less it stands below.
    private static let least = 16

    func text(_ record: TableSnapshot) -> StyledText {
        let fields = ordered(record)
        let width = min(32, fields.map { CellWidth.of(Self.name($0.key)) }.max() ?? 0)
        let isNarrow = columns - width - 4 < Self.least
        var lines = fields.map { field in
            isNarrow
                ? StyledText("  ") + StyledText(Self.name(field.key), .fieldName) + "\n    "
                    + value(field.value, indent: 4)
                : StyledText("  ") + StyledText(Self.name(field.key), .fieldName).fitted(to: width)
                    + "  " + value(field.value, indent: width + 4)
        }
        if referenced.contains(record.number) {
            lines.insert(StyledText("  <\(record.number)>", .reference), at: 0)
        }
        if record.memberCount > fields.count {
            lines.append(StyledText("  … \(record.memberCount - fields.count) more fields", .note))
        }
        return lines.joined(separator: "\n")
    }

    private func value(_ value: ValueSnapshot, indent: Int) -> StyledText {
        TreeLayout(columns: columns - indent, referenced: referenced, isWhole: isWhole).text(value)
            .lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    /// The columns of its kind first, then the others by name.
    private func ordered(_ record: TableSnapshot) -> [TableSnapshot.Member] {
        let first = Catalogue.resource(ofType: record.typeName)?.columns ?? []
        let rank = Dictionary(uniqueKeysWithValues: first.enumerated().map { ($1, $0) })
        return record.members.enumerated().sorted { one, other in
            let ranks = (
                rank[Self.name(one.element.key)] ?? .max, rank[Self.name(other.element.key)] ?? .max
            )
            return ranks.0 == ranks.1 ? one.offset < other.offset : ranks.0 < ranks.1
        }.map(\.element)
    }

    static func name(_ key: ValueSnapshot) -> String {
        if case .string(let text, _) = key { return DisplayText.safe(text, limit: 60) }
        return ScalarText.text(key)?.plain ?? "?"
    }
}

extension Catalogue {
    /// The resource of a record by the name of its type: "tavus.persona".
    static func resource(ofType type: String?) -> APIResource? {
        guard let type, type.hasPrefix("tavus.") else { return nil }
        let singular = type.dropFirst("tavus.".count)
        return resources.first { $0.singular == singular }
    }
}
