import JSONValue
import LuaHost
import TavusAPI
import TavusEmulator
import TavusLua

/// `tavus.emulator`: the commands of the emulator as Lua functions.
enum EmulatorTable {
    /// - Parameter steer: carries out a command.
    static func luaExtension(
        _ steer: @escaping @Sendable (String, JSONObject) async throws -> JSONValue
    ) -> TavusExtension {
        TavusExtension(
            functions: [
                .async("emulator_steer") { arguments in
                    let command = try arguments.string(0)
                    let fields = try object(arguments, at: 1)
                    try requireFiles(command, fields, arguments.grants)
                    do {
                        return [.json(try await steer(command, fields).bytes())]
                    } catch let error as EmulatorError {
                        throw SteeringProblem(command: command, message: error.description)
                    }
                },
                LuaFunction("emulator_rows") { arguments in
                    let path = try arguments.string(0)
                    let rows: JSONObject
                    do {
                        rows = try SeedFile.rows(at: path, arguments.grants)
                    } catch let problem as SeedFile.Problem {
                        throw SteeringProblem(
                            command: "seed",
                            message: "\(DisplayText.safe(path, limit: 200)): \(problem.why)")
                    } catch let problem as FileProblem {
                        throw SteeringProblem(command: "seed", message: problem.description)
                    }
                    return [.json(JSONValue.object(rows).bytes())]
                },
            ],
            chunk: LuaChunk(name: "tavus.emulator", source: LuaSources.emulator))
    }

    /// SQLite opens files by their names, so a grant for a folder could be led out of it by a link:
    /// only who may write and read everywhere gets these.
    private static func requireFiles(
        _ command: String, _ fields: JSONObject, _ grants: LuaGrants
    ) throws {
        guard let path = fields["path"]?.stringValue else { return }
        if grants.readable != .all { throw LuaPermissionError(.readFile(path)) }
        if grants.writable != .all { throw LuaPermissionError(.writeFile(path)) }
    }

    private static func object(_ arguments: LuaArguments, at index: Int) throws -> JSONObject {
        guard case .json(let text) = arguments[index] else { return [:] }
        return try JSONValue(parsing: text).objectValue ?? [:]
    }

    /// What stands in its place where calls go to an account.
    static let absence = TavusExtension(
        functions: [],
        chunk: LuaChunk(
            name: "tavus.emulator",
            source: """
                local _, host = ...
                host.extend("emulator", setmetatable({}, { __index = function(_, name)
                    host.invalid("emulator." .. tostring(name), "there is no emulator here: the target is live")
                end }))
                """))
}

/// A command that the emulator did not understand, as Lua sees it.
private struct SteeringProblem: Error, LuaConvertibleError {
    let command: String
    let message: String

    var luaMessage: String { "tavus.emulator.\(command): \(message)" }

    var luaFields: [(String, LuaValue)] {
        [
            ("code", "invalid_argument"), ("operation", .string(LuaString("emulator.\(command)"))),
            ("message", .string(LuaString(message))), ("outcome", "not_sent"),
            ("retryable", .boolean(false)),
        ]
    }
}
