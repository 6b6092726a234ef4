/// A text of the service that tells apart what shares one status.
public struct ErrorText: Sendable, Hashable {
    public let status: Int
    public let text: String
    /// Whether the service adds to the text.
    public let isPrefix: Bool
    public let code: ErrorCode
    public let source: String

    init(_ status: Int, _ text: String, isPrefix: Bool = false, _ code: ErrorCode, _ source: String)
    {
        self.status = status
        self.text = text
        self.isPrefix = isPrefix
        self.code = code
        self.source = source
    }

    func matches(_ answer: String) -> Bool { isPrefix ? answer.hasPrefix(text) : answer == text }
}

extension Catalogue {
    /// The only place where English text of the service is compared: 400 stands for three things.
    public static let errorTexts: [ErrorText] =
        [
            ErrorText(
                400, "User has reached maximum concurrent conversations", .concurrencyLimit,
                "livekit-examples/python-agents-examples issue 46, 2025-09"),
            // Speech on a plan without it; all other 500s are failures of the service.
            ErrorText(500, "Need subscription plan", .paymentRequired, Source.airbyte),
        ]
        + [
            "conversation_id", "persona_id", "replica_id", "replica_uuid", "video_id",
            "objectives_id", "guardrails_id", "lipsync_id",
        ].map { ErrorText(400, "Invalid \($0)", .notFound, Source.openAPI) }
        // Not seen in any text: the same sentence under the names of 2026.
        + ["pal_id", "face_id"].map {
            ErrorText(400, "Invalid \($0)", .notFound, "inferred from the renames of 2026")
        }
        // No text shows their refusals; their neighbours all answer so.
        + ["replacement_id", "transcription_id", "speech_id"].map {
            ErrorText(400, "Invalid \($0)", .notFound, "inferred from lipsync")
        }

    /// What an answer of the service that is no success means.
    ///
    /// - Parameters:
    ///   - text: the `message` of the answer, else its `error`; nil when it has neither.
    /// - Returns: by status, except where ``errorTexts`` says what the status alone leaves open.
    public static func classify(status: Int, text: String?) -> ErrorCode {
        if let text,
            let known = errorTexts.first(where: { $0.status == status && $0.matches(text) })
        {
            return known.code
        }
        return switch status {
        case 401: .authentication
        case 402: .paymentRequired
        case 403: .permissionDenied
        case 404, 410: .notFound
        case 408: .timeout
        case 409: .conflict
        case 429: .rateLimited
        case 400..<500: .invalidRequest
        case 500..<600: .serverError
        // A redirect is never followed, and nothing else below 400 is an error of this API.
        default: .undecodable
        }
    }
}
