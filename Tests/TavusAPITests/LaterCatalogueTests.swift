import Testing

@testable import TavusAPI

/// Operations that came after the reference of 2025-11.
@Suite struct LaterCatalogueTests {
    /// Typed by hand from the OpenAPI file of 2026-05, the pages of docs.tavus.io, 2026, the vendor's client
    /// and programs that call the service.
    @Test(arguments: [
        (
            "pronunciation_dictionaries",
            [
                "POST /v2/pronunciation-dictionaries",
                "GET /v2/pronunciation-dictionaries/{dictionary_id}",
                "GET /v2/pronunciation-dictionaries",
                "PATCH /v2/pronunciation-dictionaries/{dictionary_id}",
                "DELETE /v2/pronunciation-dictionaries/{dictionary_id}",
            ]
        ),
        (
            "transcriptions",
            [
                "POST /v2/transcriptions", "GET /v2/transcriptions/{transcription_id}",
                "GET /v2/transcriptions", "DELETE /v2/transcriptions/{transcription_id}",
            ]
        ),
        (
            "lipsync",
            [
                "POST /v2/lipsync", "GET /v2/lipsync/{lipsync_id}", "GET /v2/lipsync",
                "DELETE /v2/lipsync/{lipsync_id}",
            ]
        ),
        (
            "replacements",
            [
                "POST /v2/replacements", "GET /v2/replacements/{replacement_id}",
                "GET /v2/replacements", "DELETE /v2/replacements/{replacement_id}",
            ]
        ),
        (
            "speech",
            [
                "POST /v2/speech", "GET /v2/speech/{speech_id}", "GET /v2/speech",
                "DELETE /v2/speech/{speech_id}", "PATCH /v2/speech/{speech_id}/name",
            ]
        ),
        (
            "memory_stores",
            [
                "POST /v2/memory-stores", "GET /v2/memory-stores/{memory_store_id}",
                "GET /v2/memory-stores", "DELETE /v2/memory-stores/{memory_store_id}",
                "POST /v2/memory-stores/{memory_store_id}/pinned",
                "PATCH /v2/memory-stores/{memory_store_id}/pinned/{memory_id}",
                "DELETE /v2/memory-stores/{memory_store_id}/pinned/{memory_id}",
            ]
        ),
        ("memories", ["DELETE /v2/memories/{memory_store}/{memory_id}"]),
        (
            "tools",
            [
                "POST /v2/tools", "GET /v2/tools", "GET /v2/tools/{tool_id}",
                "PATCH /v2/tools/{tool_id}", "DELETE /v2/tools/{tool_id}",
            ]
        ),
        (
            "pal_tools",
            [
                "GET /v2/pals/{persona_id}/tools", "POST /v2/pals/{persona_id}/tools",
                "DELETE /v2/pals/{persona_id}/tools/{tool_id}",
            ]
        ),
        ("skills", ["GET /v2/skills", "GET /v2/skills/{skill_id}"]),
        (
            "pal_skills",
            [
                "GET /v2/pals/{persona_id}/skills", "GET /v2/pals/{persona_id}/skills/{skill_id}",
                "PUT /v2/pals/{persona_id}/skills/{skill_id}",
                "PATCH /v2/pals/{persona_id}/skills/{skill_id}",
                "DELETE /v2/pals/{persona_id}/skills/{skill_id}",
                "PUT /v2/pals/{persona_id}/skills",
            ]
        ),
        ("voices", ["GET /v2/voices"]),
        (
            "personas",
            ["POST /v2/pals/{persona_id}/publish", "GET /v2/pals/check-username"]
        ),
        ("objectives", ["POST /v2/objectives/validate"]),
        (
            "canvas_interactions",
            [
                "POST /v2/conversations/{conversation_id}/canvas/interactions",
                "GET /v2/conversations/{conversation_id}/canvas/interactions",
            ]
        ),
        (
            "deployments",
            [
                "POST /v2/deployments", "GET /v2/deployments/{deployment_id}",
                "GET /v2/deployments", "PATCH /v2/deployments/{deployment_id}",
                "DELETE /v2/deployments/{deployment_id}",
                "GET /v2/deployments/{deployment_id}/init",
                "POST /v2/deployments/{deployment_id}/start",
                "POST /v2/deployments/{deployment_id}/conversations/{conversation_id}/end",
            ]
        ),
        ("guardrails", ["GET /v2/guardrails/tags"]),
        (
            "documents",
            [
                "POST /v2/documents/{document_id}/recrawl", "GET /v2/documents/tags",
                "GET /v2/documents/{document_id}/chunks",
            ]
        ),
    ])
    func itIsThereAndMarked(_ resource: String, _ routes: [String]) {
        let newer = Catalogue.operations.filter { $0.resource == resource && !$0.isReference }
        #expect(newer.map { "\($0.method.rawValue) \($0.path)" } == routes)
    }

    @Test func whatTheVendorGaveUpIsMarked() {
        let deprecated = Catalogue.operations.filter { $0.deprecation != nil }
        #expect(Set(deprecated.map(\.resource)) == ["lipsync", "replacements", "speech"])
        #expect(deprecated.count == 13)
        for operation in deprecated {
            #expect(operation.helpText.contains("Deprecated: "))
        }
    }

    @Test func aWordInAPathIsNoID() throws {
        let tags = try #require(Catalogue.match(method: .get, path: "/v2/documents/tags"))
        #expect(tags.operation.id == "documents.tags" && tags.ids == [])
        let one = try #require(Catalogue.match(method: .get, path: "/v2/documents/d1"))
        #expect(one.operation.id == "documents.get" && one.ids == ["d1"])
        let deleted = try #require(Catalogue.match(method: .delete, path: "/v2/documents/tags"))
        #expect(deleted.operation.id == "documents.delete" && deleted.ids == ["tags"])
    }
}
