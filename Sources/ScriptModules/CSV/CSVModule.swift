import JSONValue
import LuaHost

/// `require "csv"`: text in the form of RFC 4180, both ways.
public enum CSVModule {
    public static var module: LuaModule {
        LuaModule(
            "csv", functions: [decode, encode] + FilesModule.textFunctions,
            chunks: [LuaChunk(name: "csv", source: LuaSources.textfiles)])
    }

    /// A third argument, the name of the file, stands in messages.
    /// `csv.decode(text, {header = true, delimiter = ","})` → rows, columns
    private static var decode: LuaFunction {
        LuaFunction("decode") { arguments in
            let text = try arguments.bytes(0)
            let options = try ModuleOptions(
                arguments, at: 1, of: "csv.decode", known: ["header", "delimiter"])
            let delimiter = try delimiter(options, of: "csv.decode")
            let hasHeader = try options.flag("header", default: true)
            do throws(CSVReader.Problem) {
                guard hasHeader else {
                    return [.json(try lists(text, delimiter).bytes())]
                }
                let table = try CSVTable(text, delimiter: delimiter)
                return [
                    .json(records(table).bytes()),
                    .json(JSONValue.array(table.columns.map { .string($0) }).bytes()),
                ]
            } catch {
                let place = try arguments.optionalString(2).map { "\($0): " } ?? ""
                throw ModuleError(.invalidData, in: "csv.decode", place + error.description)
            }
        }
    }

    /// `csv.encode(rows, {columns = {…}, header = true, delimiter = ",", safe = false})` → text
    private static var encode: LuaFunction {
        LuaFunction("encode") { arguments in
            let rows = try JSONValue(parsing: try arguments.json(0))
            let options = try ModuleOptions(
                arguments, at: 1, of: "csv.encode",
                known: ["columns", "header", "delimiter", "safe"])
            let delimiter = try delimiter(options, of: "csv.encode")
            let writer = CSVWriter(
                delimiter: Character(Unicode.Scalar(delimiter)),
                guardsFormulas: try options.flag("safe", default: false))
            let grid = try CSVGrid(rows, columns: try options.texts("columns"))
            let head = try options.flag("header", default: true) ? grid.head : []
            let lines = (head + grid.rows).map(writer.line)
            return [.string(LuaString(lines.joined()))]
        }
    }

    private static func delimiter(_ options: ModuleOptions, of function: String) throws -> UInt8 {
        guard let text = try options.text("delimiter") else { return UInt8(ascii: ",") }
        guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80,
            !"\"\r\n".utf8.contains(byte)
        else {
            throw ModuleError(
                .invalidArgument, in: function,
                "delimiter must be one ASCII character such as \",\", \";\" or \"\\t\"")
        }
        return byte
    }

    private static func lists(
        _ text: [UInt8], _ delimiter: UInt8
    ) throws(CSVReader.Problem) -> JSONValue {
        .array(
            try CSVReader.rows(of: text, delimiter: delimiter).map { row in
                .array(row.fields.map { .string($0) })
            })
    }

    private static func records(_ table: CSVTable) -> JSONValue {
        .array(
            table.rows.map { row in
                .object(JSONObject(zip(table.columns, row.fields.map { .string($0) })))
            })
    }
}
