import JSONValue
import ScriptModules
import TavusAPI

/// The result of a recipe as text for standard output.
public struct RecipeResultText {
    /// Columns that come first, in this order; those that the header's `output` names.
    private let columns: [String]
    /// How many cells of a terminal a text takes.
    private let width: (String) -> Int

    public init(columns: [String] = [], width: @escaping (String) -> Int = { $0.count }) {
        self.columns = columns
        self.width = width
    }

    /// - Returns: lines with their ends; empty for a list of nothing in formats that have a line for each item.
    public func text(_ value: JSONValue, as format: RecipeOutputFormat) throws -> String {
        switch format {
        case .json: return value.serialized(.pretty) + "\n"
        case .jsonl: return items(value).map { $0.serialized() + "\n" }.joined()
        case .csv: return separated(value, ",")
        case .tsv: return separated(value, "\t")
        case .yaml: return try YAMLWriter.text(value)
        case .lua: return LuaLiteral.text(value) + "\n"
        case .value: return items(value).map { Self.plain($0) + "\n" }.joined()
        case .table: return table(value)
        }
    }

    private func items(_ value: JSONValue) -> [JSONValue] { value.arrayValue ?? [value] }

    /// Text without quotes, all else as JSON.
    private static func plain(_ value: JSONValue) -> String {
        value.stringValue ?? value.serialized()
    }

    // MARK: Columns

    /// Rows under columns: members of objects; anything else under `value`.
    private func grid(_ value: JSONValue) -> (columns: [String], rows: [[JSONValue]]) {
        let objects = items(value).map { $0.objectValue ?? ["value": $0] }
        var names = columns.filter { name in objects.contains { $0[name] != nil } }
        var seen = Set(names)
        for object in objects {
            for name in object.keys where seen.insert(name).inserted { names.append(name) }
        }
        // Without rows there are still the columns that were promised.
        if objects.isEmpty { names = columns }
        return (names, objects.map { object in names.map { object[$0] ?? .null } })
    }

    private func separated(_ value: JSONValue, _ delimiter: Character) -> String {
        let (columns, rows) = grid(value)
        guard !columns.isEmpty else { return "" }
        let writer = CSVWriter(delimiter: delimiter)
        return ([columns.map { .string($0) }] + rows).map(writer.line).joined()
    }

    // MARK: Tables

    /// For people: a row for each item of a list, a line for each member of an object, else the value.
    private func table(_ value: JSONValue) -> String {
        switch value {
        case .array(let items) where items.allSatisfy({ $0.objectValue != nil }):
            let (columns, rows) = grid(value)
            return lines([columns] + rows.map { $0.map(Self.cell) })
        case .array(let items): return items.map { Self.cell($0) + "\n" }.joined()
        case .object(let object):
            let names = columns.filter { object[$0] != nil }
            let rest = object.keys.filter { !names.contains($0) }
            return lines(
                (names + rest).map { [DisplayText.safe($0), Self.cell(object[$0] ?? .null)] })
        case .string(let text): return DisplayText.safeLines(text) + "\n"
        default: return value.serialized() + "\n"
        }
    }

    private static func cell(_ value: JSONValue) -> String {
        value.isNull ? "" : DisplayText.safe(plain(value))
    }

    private func lines(_ rows: [[String]]) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (cell, wanted) in zip(row, widths) {
                line += cell + String(repeating: " ", count: wanted - width(cell) + 2)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
