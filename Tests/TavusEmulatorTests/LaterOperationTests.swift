import Testing

/// Operations that came after the reference of 2025-11, typed from the texts that have them.
struct LaterOperationTests {
    /// OpenAPI file of docs.tavus.io, 2026-05.
    static let openAPI = [
        "POST /v2/documents/{id}/recrawl",
        "POST /v2/pronunciation-dictionaries", "GET /v2/pronunciation-dictionaries",
        "GET /v2/pronunciation-dictionaries/{id}", "PATCH /v2/pronunciation-dictionaries/{id}",
        "DELETE /v2/pronunciation-dictionaries/{id}",
    ]

    @Test func everyOneSucceedsInSomeFixture() throws {
        #expect(try RawHTTPTests.withoutFixture(Self.openAPI) == [])
    }
}
