import Testing

/// Operations that came after the reference of 2025-11, typed from the texts that have them.
struct LaterOperationTests {
    /// OpenAPI file of docs.tavus.io, 2026-05.
    static let openAPI = [
        "POST /v2/documents/{id}/recrawl",
        "POST /v2/pronunciation-dictionaries", "GET /v2/pronunciation-dictionaries",
        "GET /v2/pronunciation-dictionaries/{id}", "PATCH /v2/pronunciation-dictionaries/{id}",
        "DELETE /v2/pronunciation-dictionaries/{id}",
        "POST /v2/transcriptions", "GET /v2/transcriptions", "GET /v2/transcriptions/{id}",
        "DELETE /v2/transcriptions/{id}",
        "POST /v2/lipsync", "GET /v2/lipsync", "GET /v2/lipsync/{id}", "DELETE /v2/lipsync/{id}",
        "POST /v2/replacements", "GET /v2/replacements", "GET /v2/replacements/{id}",
        "DELETE /v2/replacements/{id}",
    ]

    /// Programs that call the service, 2025.
    static let observed = [
        "POST /v2/speech", "GET /v2/speech", "GET /v2/speech/{id}", "DELETE /v2/speech/{id}",
        "PATCH /v2/speech/{id}/name",
    ]

    /// docs.tavus.io, "Memory Stores", 2026-08.
    static let pages = [
        "POST /v2/memory-stores", "GET /v2/memory-stores", "GET /v2/memory-stores/{id}",
        "DELETE /v2/memory-stores/{id}", "POST /v2/memory-stores/{id}/pinned",
        "PATCH /v2/memory-stores/{id}/pinned/{id}", "DELETE /v2/memory-stores/{id}/pinned/{id}",
    ]

    /// tavus-cli 0.11.0, 2026.
    static let client = [
        "GET /v2/guardrails/tags", "GET /v2/documents/tags", "GET /v2/documents/{id}/chunks",
    ]

    @Test func everyOneSucceedsInSomeFixture() throws {
        #expect(
            try RawHTTPTests.withoutFixture(
                Self.openAPI + Self.observed + Self.pages + Self.client) == [])
    }
}
