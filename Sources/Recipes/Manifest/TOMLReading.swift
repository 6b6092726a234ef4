import JSONValue
import TOMLKit
import TavusAPI

/// A TOML text as JSON: the one place where Recipes meets TOMLKit.
///
/// Keys come in the order of the text. Dates and times become strings in the spelling of RFC 3339.
public struct TOMLReading: Sendable {
    public let object: JSONObject
    public let outline: TOMLOutline

    /// Deeper than any header, and far from the depth at which a recursion would end the process.
    static let maxDepth = 16

    /// - Throws: ``RecipeError`` of the kind given, with the line, counted from 1 in the text.
    public init(_ text: String, kind: RecipeError.Kind = .recipe) throws(RecipeError) {
        try Self.checkBounds(text, kind)
        outline = TOMLOutline(text)
        if let fault = outline.fault {
            throw RecipeError(kind, [RecipeProblem(fault.text, line: fault.line)])
        }
        var reader = Reader(outline: outline)
        let table = try Self.parse(text, kind)
        // Values point into the table they come from, and do not keep it alive (TOMLKit 0.6.0).
        object = withExtendedLifetime(table) { reader.object(table, at: []) }
        if !reader.problems.isEmpty { throw RecipeError(kind, reader.problems) }
    }

    private static func parse(
        _ text: String, _ kind: RecipeError.Kind
    ) throws(RecipeError) -> TOMLTable {
        do {
            return try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let why = DisplayText.safe(error.description, limit: 200)
            throw RecipeError(kind, [RecipeProblem(why, line: error.source.begin.line)])
        } catch {
            throw RecipeError(kind, "this is no TOML: \(error)")
        }
    }

    /// What toml++ would stumble over: it takes a C string, TOMLKit gives back C strings, and tables
    /// within tables are freed by recursion.
    private static func checkBounds(_ text: String, _ kind: RecipeError.Kind) throws(RecipeError) {
        guard !text.contains("\\u0000"), !text.contains("\\U00000000") else {
            throw RecipeError(kind, "an escaped zero byte stands in the text; remove it")
        }
        var line = 1
        var dots = 0
        for byte in text.utf8 {
            switch byte {
            case 0:
                throw RecipeError(
                    kind, [RecipeProblem("a zero byte stands here; remove it", line: line)])
            case UInt8(ascii: "\n"):
                line += 1
                dots = 0
            case UInt8(ascii: "."):
                dots += 1
                guard dots <= 256 else {
                    let why = "more than 256 dots stand on this line; break it into several"
                    throw RecipeError(kind, [RecipeProblem(why, line: line)])
                }
            default: break
            }
        }
    }
}

private struct Reader {
    let outline: TOMLOutline
    var problems: [RecipeProblem] = []

    mutating func object(_ table: TOMLTable, at path: [String]) -> JSONObject {
        var object = JSONObject()
        for key in outline.sorted(table.keys, in: path) {
            // toml++ is asked by a C string: a name with an escaped zero byte is not found again.
            guard let value = table[key] else {
                refuse("this name cannot be read; use letters, digits, _ and -", path + [key])
                continue
            }
            object[key] = self.value(value, at: path + [key])
        }
        return object
    }

    private mutating func value(
        _ value: any TOMLValueConvertible, at path: [String]
    ) -> JSONValue {
        guard path.count <= TOMLReading.maxDepth else {
            return refuse("this is nested more than \(TOMLReading.maxDepth) levels deep", path)
        }
        switch value.type {
        case .table: return value.table.map { .object(object($0, at: path)) } ?? .null
        case .array: return .array((value.array ?? []).map { self.value($0, at: path + ["[]"]) })
        case .string: return value.string.map { .string($0) } ?? .null
        case .int: return value.int.map { .integer(Int64($0)) } ?? .null
        case .double: return number(value.double ?? 0, at: path)
        case .bool: return value.bool.map { .bool($0) } ?? .null
        case .date: return .string(value.date?.debugDescription ?? "")
        case .time: return .string(value.time?.debugDescription ?? "")
        case .dateTime: return .string(value.dateTime?.debugDescription ?? "")
        }
    }

    private mutating func number(_ number: Double, at path: [String]) -> JSONValue {
        guard number.isFinite else { return refuse("inf and nan are no numbers here", path) }
        return .number(number)
    }

    @discardableResult
    private mutating func refuse(_ text: String, _ path: [String]) -> JSONValue {
        let names = path.filter { $0 != "[]" }
        problems.append(RecipeProblem(text, key: names, line: outline.line(of: names)))
        return .null
    }
}
