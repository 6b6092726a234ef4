import JSONValue
import ScriptModules

/// The rows of a CSV, TSV or JSON Lines file: objects with the same say as in Lua.
///
/// Strict, since a row that is skipped or shifted in silence is a call too few, or a wrong one: each line
/// of a table has a value for each column, names of columns are told apart, text is UTF-8.
enum ParameterRows {
    /// - Parameter name: decides by its ending; `.csv`, `.tsv`, `.jsonl`, `.ndjson`, or what the text looks like.
    static func read(_ bytes: [UInt8], name: String) throws(RecipeError) -> [JSONValue] {
        let body = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: body, as: UTF8.self) else {
            throw problem("this is no UTF-8 text; save it as UTF-8", name, line(ofBadUTF8: body))
        }
        let isJSON =
            name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson")
            || !name.hasSuffix(".csv") && !name.hasSuffix(".tsv")
                && text.first { !$0.isWhitespace } == "{"
        return isJSON
            ? try jsonLines(text, name)
            : try table(Array(text.utf8), UInt8(ascii: name.hasSuffix(".tsv") ? "\t" : ","), name)
    }

    private static func jsonLines(_ text: String, _ name: String) throws(RecipeError) -> [JSONValue]
    {
        var rows: [JSONValue] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let value: JSONValue
            do { value = try JSONValue(parsing: line) } catch {
                throw problem("expected a JSON object: \(error.reason)", name, index + 1)
            }
            guard value.objectValue != nil else {
                throw problem("expected a JSON object, found \(value.kindName)", name, index + 1)
            }
            rows.append(value)
        }
        return rows
    }

    private static func table(
        _ bytes: [UInt8], _ separator: UInt8, _ name: String
    ) throws(RecipeError) -> [JSONValue] {
        do throws(CSVReader.Problem) {
            let table = try CSVTable(bytes, delimiter: separator)
            return table.rows.map { row in
                .object(JSONObject(zip(table.columns, row.fields).map { ($0, .string($1)) }))
            }
        } catch {
            throw problem(error.reason, name, error.line)
        }
    }

    private static func line(ofBadUTF8 bytes: ArraySlice<UInt8>) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }

    private static func problem(_ text: String, _ name: String, _ line: Int) -> RecipeError {
        RecipeError(
            .data, [RecipeProblem(text, file: name == "-" ? "standard input" : name, line: line)])
    }
}
