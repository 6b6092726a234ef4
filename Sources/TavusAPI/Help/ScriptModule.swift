/// A module beside `tavus` that scripts `require`: what help, completion and editors know of it.
public struct ScriptModule: Sendable {
    public struct Function: Sendable {
        public let name: String
        /// In order; what may be left out is not required.
        public let parameters: [APIField]
        /// Types of the results with their names, as Lua's editors write them: "rows: table[]".
        public let results: [String]
        public let summary: String
    }

    public let name: String
    public let summary: String
    public let functions: [Function]
    /// Lua that runs as it stands.
    public let example: String

    public static func named(_ name: String) -> ScriptModule? { all.first { $0.name == name } }

    public static let all = [csv, files, http, log, yaml]
}

extension ScriptModule.Function {
    /// `csv.decode(text, [{header=, delimiter=}]) → rows, columns`
    public func usage(in module: String) -> String {
        let arguments = parameters.map { parameter in
            var text = parameter.name
            if case .object(let fields, false) = parameter.type {
                text = "{" + fields.map { $0.name + "=" }.joined(separator: ", ") + "}"
            }
            return parameter.isRequired ? text : "[\(text)]"
        }
        let names = results.map { String($0.prefix { $0 != ":" }) }
        let answer = names.isEmpty ? "" : " → " + names.joined(separator: ", ")
        return "\(module).\(name)(\(arguments.joined(separator: ", ")))\(answer)"
    }
}

extension ScriptModule {
    private static func text(_ name: String, _ summary: String) -> APIField {
        APIField(name, .string, summary, isRequired: true)
    }

    private static func options(_ fields: [APIField]) -> APIField {
        APIField("options", .object(fields, isOpen: false), "How it is done.")
    }

    private static let path = text("path", "Relative ones count from the working folder.")
    private static let header = APIField(
        "header", .boolean, "The first line names the columns.", defaultValue: true)
    private static let delimiter = APIField(
        "delimiter", .string, "One ASCII character.", defaultValue: ",")
    private static let layout = options([
        APIField("columns", .list(.string), "Which fields, in this order."), header, delimiter,
        APIField(
            "safe", .boolean, "Guards text that a spreadsheet would run as a formula.",
            defaultValue: false),
    ])
    private static let rows = APIField(
        "rows", .list(.any), "Tables of fields, or lists.", isRequired: true)

    static let csv = ScriptModule(
        name: "csv", summary: "Rows of text as RFC 4180 has them.",
        functions: [
            Function(
                name: "decode",
                parameters: [text("text", "UTF-8."), options([header, delimiter])],
                results: ["rows: table[]", "columns: string[]"],
                summary:
                    "One table of texts a row, under the names of the columns; lists without a header. "
                    + "A row that is longer or shorter than the first is an error with its line."),
            Function(
                name: "encode", parameters: [rows, layout], results: ["text: string"],
                summary: "The rows as text; without columns all fields that occur."),
            Function(
                name: "read", parameters: [path, options([header, delimiter])],
                results: ["rows: table[]", "columns: string[]"], summary: "Decodes a file."),
            Function(
                name: "write", parameters: [path, rows, layout], results: [],
                summary: "Encodes to a file, which is whole or not there."),
        ],
        example: """
            local csv = require "csv"
            for _, row in ipairs(csv.decode("name,age\\nRio,7\\n")) do print(row.name, row.age) end
            """)

    static let files = ScriptModule(
        name: "files", summary: "Files and folders, as far as the script may.",
        functions: [
            Function(
                name: "read", parameters: [path], results: ["text: string"],
                summary: "All bytes of a file, at most 256 MiB."),
            Function(
                name: "write", parameters: [path, text("text", "Any bytes.")], results: [],
                summary: "Puts a file in the place of what was there: whole or not at all."),
            Function(
                name: "append", parameters: [path, text("text", "Any bytes.")], results: [],
                summary: "Adds to the end of a file, which is made if it is not there."),
            Function(
                name: "exists", parameters: [path], results: ["is: boolean"],
                summary: "Whether there is a file or a folder."),
            Function(
                name: "info", parameters: [path], results: ["info: table?"],
                summary:
                    "kind (file, folder, other), size in bytes, modified in seconds since 1970; "
                    + "nil where nothing is."),
            Function(
                name: "list", parameters: [path], results: ["names: string[]"],
                summary: "The names in a folder, sorted."),
            Function(
                name: "mkdir", parameters: [path], results: [],
                summary: "Makes a folder and those it is in; one that is there is left."),
            Function(
                name: "remove", parameters: [path], results: ["was: boolean"],
                summary: "Removes a file or an empty folder; false where there was none."),
            Function(
                name: "rename", parameters: [path, text("to", "The new path.")], results: [],
                summary: "Renames or moves within one disk, in place of what was there."),
        ],
        example: """
            local files = require "files"
            for _, name in ipairs(files.list(".")) do print(name, files.info(name).kind) end
            """)

    private static let call = options([
        APIField("headers", .map, "Names and texts."),
        APIField("query", .map, "Added to the address, percent-encoded."),
        APIField("json", .any, "The body, as JSON."),
        APIField("form", .map, "The body, as a form."),
        APIField("body", .string, "The body, as it is."),
        APIField(
            "timeout", APIField.duration, "For everything, redirects included.", defaultValue: "60s"
        ),
        APIField(
            "max_bytes", .integer(1...(256 << 20)), "Of the answer's body.",
            defaultValue: .integer(32 << 20)),
        APIField(
            "redirects", .integer(0...10), "Followed for GET; never from https to http.",
            defaultValue: 3),
    ])

    static let http = ScriptModule(
        name: "http", summary: "Requests to other servers, as far as the script may.",
        functions: ["get", "post", "put", "patch", "delete"].map { method in
            Function(
                name: method, parameters: [text("url", "http or https."), call],
                results: ["answer: table"],
                summary: method == "get"
                    ? "Sends GET. The answer has status, ok, headers (names in lower case), body, url and "
                        + ":json(). Any status is an answer; an error is where none came."
                    : "Sends \(method.uppercased()); sent once, whatever happens.")
        },
        example: """
            local http = require "http"
            local ok, e = pcall(http.get, "http://127.0.0.1:9/", { timeout = "1s" })
            print(ok, e.code)
            """)

    static let log = ScriptModule(
        name: "log", summary: "What a script says about its work, on standard error.",
        functions: ["debug", "info", "warn", "error"].map { level in
            Function(
                name: level,
                parameters: [
                    text("message", "One line."),
                    APIField("fields", .map, "What belongs to it, under names."),
                ], results: [],
                summary: level == "debug"
                    ? "Shown with --log-level debug." : "An entry of the level \(level).")
        },
        example: """
            local log = require "log"
            log.warn("no transcript yet", { conversation_id = "c123" })
            """)

    static let yaml = ScriptModule(
        name: "yaml", summary: "YAML 1.2: no is text, << merges, keys are words.",
        functions: [
            Function(
                name: "decode", parameters: [text("text", "One document.")],
                results: ["value: any"], summary: "The value of its one document."),
            Function(
                name: "decode_all", parameters: [text("text", "Any documents.")],
                results: ["values: any[]"], summary: "The values of all documents."),
            Function(
                name: "encode",
                parameters: [APIField("value", .any, "What JSON can hold.", isRequired: true)],
                results: ["text: string"],
                summary: "Text that reads back as the value; keys in the order of the alphabet."),
            Function(
                name: "read", parameters: [path], results: ["value: any"],
                summary: "Decodes a file."),
            Function(
                name: "write",
                parameters: [
                    path, APIField("value", .any, "What JSON can hold.", isRequired: true),
                ], results: [], summary: "Encodes to a file, which is whole or not there."),
        ],
        example: """
            local yaml = require "yaml"
            print(yaml.encode { name = "Rio", langs = { "en", "no" } })
            """)
}
