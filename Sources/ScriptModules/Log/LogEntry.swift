import JSONValue
import TavusAPI

/// One thing that a script wrote to its log.
public struct LogEntry: Sendable, Equatable {
    public enum Level: String, Sendable, CaseIterable, Comparable {
        case debug, info, warn, error

        public static func < (left: Level, right: Level) -> Bool {
            Self.allCases.firstIndex(of: left) ?? 0 < Self.allCases.firstIndex(of: right) ?? 0
        }
    }

    public enum Format: String, Sendable, CaseIterable {
        /// `warn: slow answer  seconds=4.2`
        case text
        /// A JSON object a line, with `level`, `message` and `time` beside the fields.
        case json
    }

    public let level: Level
    public let message: String
    public let fields: JSONObject

    public init(level: Level, message: String, fields: JSONObject = [:]) {
        self.level = level
        self.message = message
        self.fields = fields
    }

    /// One line without its end. What a script says may come from anywhere: nothing in it moves the
    /// cursor, and text under names of secrets is hidden.
    /// - Parameter time: seconds since 1970, for ``Format/json``.
    public func line(_ format: Format, time: Double) -> String {
        let fields = JSONValue.object(fields).hidingSecrets().value.objectValue ?? [:]
        switch format {
        case .text:
            let shown = fields.map { name, value in
                "\(DisplayText.safe(name))=\(DisplayText.safe(value.stringValue ?? value.serialized()))"
            }
            return ([level.rawValue + ": " + DisplayText.safe(message)] + shown)
                .joined(separator: "  ")
        case .json:
            var members: JSONObject = [
                "time": .number((time * 1_000).rounded() / 1_000), "level": .string(level.rawValue),
                "message": .string(message),
            ]
            for (name, value) in fields where members[name] == nil { members[name] = value }
            return JSONValue.object(members).serialized()
        }
    }
}
