/// Arguments that the catalogue refuses; nothing was sent.
///
/// The message is one sentence without the operation's name, which the outermost layer puts before
/// it: `unknown field "sytem_prompt". Did you mean "system_prompt"?`
public struct ArgumentError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// The field or id that is at fault, with its path: "properties.max_call_duration".
    public let field: String?
    /// What was probably meant.
    public let suggestion: String?

    public init(message: String, field: String? = nil, suggestion: String? = nil) {
        self.message = message
        self.field = field
        self.suggestion = suggestion
    }

    public var description: String { message }
}

extension ArgumentError {
    /// `path: problem`, or the problem alone where the whole argument is meant.
    init(_ path: String, _ problem: String) {
        self.init(
            message: path.isEmpty ? problem : "\(path): \(problem)",
            field: path.isEmpty ? nil : path)
    }
}
