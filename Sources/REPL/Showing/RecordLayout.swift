import TavusAPI

/// A record of the API as aligned pairs, a field a line.
struct RecordLayout {
    let columns: Int

    func text(_ record: TableSnapshot) -> StyledText {
        let fields = ordered(record)
        let width = min(32, fields.map { CellWidth.of(Self.name($0.key)) }.max() ?? 0)
        let indent = width + 4
        let lines = fields.map { field in
            let label = StyledText(Self.name(field.key), .fieldName).fitted(to: width)
            let tree = TreeLayout(columns: columns - indent, value: field.value)
            let value = tree.text(field.value).lines.joined(
                separator: "\n" + String(repeating: " ", count: indent))
            return StyledText("  ") + label + StyledText("  ") + value
        }
        var all = lines.joined(separator: "\n")
        if record.memberCount > fields.count {
            all.append("\n  … \(record.memberCount - fields.count) more fields", .note)
        }
        return all
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
