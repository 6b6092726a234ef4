import LuaHost
import TavusAPI
import TavusClient

/// An argument that the catalogue refuses, with the operation that it was for.
public struct LuaArgumentProblem: Error, LuaConvertibleError {
    /// "personas.create"; nil for what is no operation.
    public let operation: String?
    public let problem: ArgumentError

    init(_ problem: ArgumentError, operation: String?) {
        self.problem = problem
        self.operation = operation
    }

    public var luaMessage: String {
        operation.map { "tavus.\($0): \(problem.message)" } ?? problem.message
    }

    public var luaFields: [(String, LuaValue)] {
        var fields: [(String, LuaValue)] = [
            ("code", "invalid_argument"),
            ("operation", operation.map { .string(LuaString($0)) } ?? .nil),
            ("message", .string(LuaString(problem.message))), ("outcome", "not_sent"),
            ("retryable", .boolean(false)),
        ]
        if let field = problem.field { fields.append(("field", .string(LuaString(field)))) }
        return fields
    }
}

extension TavusError: LuaConvertibleError {
    public var luaMessage: String { description }

    /// The fields of interface section 4, those that are known.
    public var luaFields: [(String, LuaValue)] {
        func text(_ value: String?) -> LuaValue { value.map { .string(LuaString($0)) } ?? .nil }
        return [
            ("code", text(code.rawValue)), ("status", status.map { .integer(Int64($0)) } ?? .nil),
            ("message", text(message)), ("operation", text(operation)),
            ("method", text(method?.rawValue)), ("path", text(path)),
            ("request_id", text(requestID)), ("outcome", text(outcome.rawValue)),
            ("retryable", .boolean(isRetryable)),
            ("retry_after", retryAfter.map { .number($0) } ?? .nil),
            ("attempts", .integer(Int64(attempts))), ("body", text(body)),
            ("sent_at", sentAt.map { .number($0) } ?? .nil),
        ] + facts.map { ($0.key, .json($0.value.bytes())) }
    }
}
