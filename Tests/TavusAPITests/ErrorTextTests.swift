import Testing

@testable import TavusAPI

/// The service's own texts, typed by hand, and what scripts read.
@Suite struct ErrorTextTests {
    @Test(
        arguments: [
            (400, "User has reached maximum concurrent conversations", ErrorCode.concurrencyLimit),
            (400, "Invalid conversation_id", .notFound), (400, "Invalid persona_id", .notFound),
            (400, "Invalid replica_id", .notFound), (400, "Invalid replica_uuid", .notFound),
            (400, "Invalid video_id", .notFound), (400, "Invalid objectives_id", .notFound),
            (400, "Invalid guardrails_id", .notFound), (400, "Invalid pal_id", .notFound),
            (400, "Invalid request: document_url is required", .invalidRequest),
            (400, "objective_name is required", .invalidRequest),
            (400, "Either train_video_url or train_image_url must be provided.", .invalidRequest),
            (400, "something new", .invalidRequest), (400, nil, .invalidRequest),
            (401, "Invalid access token", .authentication), (401, nil, .authentication),
            (402, "The user is out of conversational credits", .paymentRequired),
            (403, nil, .permissionDenied),
            (404, "Objective not found", .notFound), (404, "Document not found", .notFound),
            (404, nil, .notFound), (410, nil, .notFound), (405, nil, .invalidRequest),
            (408, nil, .timeout), (409, "Document must be in 'ready' or 'error' state", .conflict),
            (413, nil, .invalidRequest), (422, "Invalid JSON patch format", .invalidRequest),
            (429, "Crawl document limit reached (100)", .rateLimited), (429, nil, .rateLimited),
            (500, nil, .serverError), (500, "Need subscription plan", .paymentRequired),
            (502, nil, .serverError), (503, nil, .serverError), (504, nil, .serverError),
            (302, nil, .undecodable), (100, nil, .undecodable), (600, nil, .undecodable),
        ] as [(Int, String?, ErrorCode)])
    func anAnswerIsClassified(_ status: Int, _ text: String?, _ code: ErrorCode) {
        #expect(Catalogue.classify(status: status, text: text) == code)
    }

    @Test func aTextCountsOnlyWithItsStatusAndAsAWhole() {
        let text = "User has reached maximum concurrent conversations"
        #expect(Catalogue.classify(status: 404, text: text) == .notFound)
        #expect(Catalogue.classify(status: 500, text: text) == .serverError)
        #expect(Catalogue.classify(status: 400, text: text + "!") == .invalidRequest)
        #expect(Catalogue.classify(status: 400, text: "invalid persona_id") == .invalidRequest)
    }

    @Test func aPrefixStandsForWhatTheServiceAddsToIt() {
        let known = ErrorText(400, "Limit reached", isPrefix: true, .conflict, "test")
        #expect(known.matches("Limit reached: 5"))
        #expect(!known.matches("The Limit reached"))
    }

    @Test func everyTextIsCitedOnceAndChangesWhatTheStatusSays() {
        let keys = Catalogue.errorTexts.map { "\($0.status) \($0.text)" }
        #expect(Set(keys).count == keys.count)
        for known in Catalogue.errorTexts {
            #expect(!known.source.isEmpty)
            #expect(Catalogue.classify(status: known.status, text: nil) != known.code)
        }
    }

    @Test func codesAreSpelledAsScriptsCompareThem() {
        #expect(
            ErrorCode.allCases.map(\.rawValue) == [
                "authentication", "payment_required", "concurrency_limit", "not_found",
                "invalid_request", "conflict", "rate_limited", "server_error",
                "connection_failed", "timeout", "undecodable", "permission_denied",
                "budget_exceeded", "invalid_argument", "failed", "cancelled", "memory_limit",
                "output_limit", "task_limit",
            ])
    }
}
