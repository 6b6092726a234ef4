import TavusAPI

/// What became of a write whose caller was cancelled after it had left.
///
/// Nobody waits for such a call any more, and it may have made something that costs money.
public struct SettledWrite: Sendable {
    public let request: TavusRequest
    public let result: Result<TavusAnswer, TavusError>
    /// The id of what was made, where the answer named one.
    public let id: String?

    /// One line for a log or an error's list of siblings.
    public var summary: String {
        let name = request.operation.map { "tavus.\($0.id)" } ?? request.method.rawValue
        switch result {
        case .success(let answer):
            let made = id.map { " (\(DisplayText.safe($0, limit: 80)))" } ?? ""
            return "\(name) was cancelled after it was sent, and was done: \(answer.status)\(made)"
        case .failure(let error):
            return "\(name) was cancelled after it was sent: \(error.description)"
        }
    }
}
