import JSONValue
import LuaHost

/// `require "log"`: what a script says about its work, beside its results.
///
/// ```lua
/// local log = require "log"
/// log.warn("no transcript yet", { conversation_id = c.conversation_id })
/// ```
public enum LogModule {
    /// - Parameters:
    ///   - lowest: what is below goes nowhere.
    ///   - write: takes entries in order, on the session's thread.
    public static func module(
        from lowest: LogEntry.Level = .info, write: @escaping @Sendable (LogEntry) -> Void
    ) -> LuaModule {
        LuaModule(
            "log",
            functions: LogEntry.Level.allCases.map { level in
                LuaFunction(level.rawValue) { arguments in
                    let entry = try entry(level, arguments)
                    if level >= lowest { write(entry) }
                    return []
                }
            })
    }

    private static func entry(
        _ level: LogEntry.Level, _ arguments: LuaArguments
    ) throws -> LogEntry {
        let message = LuaString(bytes: try arguments.bytes(0)).description
        guard let text = try arguments.optionalJSON(1) else {
            return LogEntry(level: level, message: message)
        }
        let value = try JSONValue(parsing: text)
        guard let fields = value.objectValue ?? (value == [] ? [:] : nil) else {
            throw ModuleError(
                .invalidArgument, in: "log.\(level.rawValue)",
                "the fields must have names, as in { id = 7 }")
        }
        return LogEntry(level: level, message: message, fields: fields)
    }
}
