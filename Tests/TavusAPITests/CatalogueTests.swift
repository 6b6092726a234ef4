import JSONValue
import Testing

@testable import TavusAPI

/// The table itself: what every entry must have, so that what is computed from it can rely on it.
@Suite struct CatalogueTests {
    /// Typed by hand from the reference of 2025-11-16, never through the catalogue.
    static let reference: [(String, String)] = [
        ("POST", "/v2/conversations"),
        ("GET", "/v2/conversations/{conversation_id}"),
        ("GET", "/v2/conversations"),
        ("POST", "/v2/conversations/{conversation_id}/end"),
        ("DELETE", "/v2/conversations/{conversation_id}"),
        ("POST", "/v2/personas"),
        ("GET", "/v2/personas/{persona_id}"),
        ("GET", "/v2/personas"),
        ("PATCH", "/v2/personas/{persona_id}"),
        ("DELETE", "/v2/personas/{persona_id}"),
        ("POST", "/v2/replicas"),
        ("GET", "/v2/replicas/{replica_id}"),
        ("GET", "/v2/replicas"),
        ("DELETE", "/v2/replicas/{replica_id}"),
        ("PATCH", "/v2/replicas/{replica_id}/name"),
        ("POST", "/v2/objectives"),
        ("GET", "/v2/objectives/{objectives_id}"),
        ("GET", "/v2/objectives"),
        ("PATCH", "/v2/objectives/{objectives_id}"),
        ("DELETE", "/v2/objectives/{objectives_id}"),
        ("POST", "/v2/guardrails"),
        ("GET", "/v2/guardrails/{guardrails_id}"),
        ("GET", "/v2/guardrails"),
        ("PATCH", "/v2/guardrails/{guardrails_id}"),
        ("DELETE", "/v2/guardrails/{guardrails_id}"),
        ("POST", "/v2/documents"),
        ("GET", "/v2/documents/{document_id}"),
        ("GET", "/v2/documents"),
        ("PATCH", "/v2/documents/{document_id}"),
        ("DELETE", "/v2/documents/{document_id}"),
        ("POST", "/v2/videos"),
        ("GET", "/v2/videos/{video_id}"),
        ("GET", "/v2/videos"),
        ("DELETE", "/v2/videos/{video_id}"),
        ("PATCH", "/v2/videos/{video_id}/name"),
    ]

    @Test func everyOperationOfTheReferenceIsThereOnceAndInItsOrder() {
        let listed = Catalogue.operations.filter(\.isReference).map {
            "\($0.method.rawValue) \($0.path)"
        }
        #expect(listed == Self.reference.map { "\($0) \($1)" })
        #expect(listed.count == 35)
    }

    @Test func idsAreUniqueAndNameAResourceOfTheCatalogue() {
        let ids = Catalogue.operations.map(\.id)
        #expect(Set(ids).count == ids.count)
        for operation in Catalogue.operations {
            #expect(Catalogue.resource(operation.resource)?.name == operation.resource)
            #expect(operation.id == "\(operation.resource).\(operation.verb)")
            #expect(Catalogue.operation(operation.id) == operation)
        }
    }

    @Test func luaNamesAreNoKeywords() {
        for operation in Catalogue.operations {
            #expect(!APIOperation.luaKeywords.contains(operation.luaVerb))
            #expect(operation.luaVerb.allSatisfy { $0.isLetter || $0 == "_" })
        }
        #expect(Catalogue.operation("conversations.end")?.luaVerb == "end_")
        #expect(Catalogue.operation("conversations.get")?.luaVerb == "get")
    }

    @Test(arguments: Catalogue.operations)
    func bracesInThePathAndPathFieldsAreTheSame(_ operation: APIOperation) {
        for path in [operation.path] + operation.aliasPaths {
            let braces = path.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { String($0.dropFirst().dropLast()) }
            #expect(braces == operation.pathFields.map(\.name), "\(path)")
            #expect(path.hasPrefix("/v2/"))
        }
        #expect(operation.pathFields.filter { !$0.isRequired } == [])
    }

    @Test(arguments: Catalogue.operations)
    func everyOperationHasASummaryAFailureASourceAndAStatus(_ operation: APIOperation) {
        #expect(operation.summary.hasSuffix("."))
        #expect(!operation.source.isEmpty)
        #expect((200..<300).contains(operation.successStatus))
        let isRefusedWithoutKey = operation.failures.contains {
            $0.status == 401 && $0.text == "Invalid access token"
        }
        #expect(isRefusedWithoutKey == operation.needsKey)
        for failure in operation.failures {
            #expect((400..<600).contains(failure.status))
            #expect(!failure.when.isEmpty && !failure.source.isEmpty)
            #expect(
                Catalogue.classify(status: failure.status, text: failure.text) == failure.code,
                "\(failure.text ?? failure.when)")
        }
    }

    @Test(arguments: Catalogue.operations)
    func everyExampleIsAcceptedAndCallsItsOperation(_ operation: APIOperation) throws {
        let example = operation.example
        #expect(example.lua.hasPrefix("tavus.\(operation.resource).\(operation.luaVerb)"))
        for id in example.ids { #expect(example.lua.contains("\"\(id)\"")) }
        let request = try operation.request(ids: example.ids, fields: example.fields)
        #expect(request.method == operation.method)
        #expect(request.warnings == [])
        #expect(Catalogue.match(method: request.method, path: request.path)?.operation == operation)
    }

    @Test(arguments: Catalogue.operations)
    func namesOfFieldsAreUniqueAndDescribed(_ operation: APIOperation) {
        let fields = operation.query + operation.bodyFields
        let names = fields.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        // `extra` and `timeout` are the module's own.
        #expect(Set(names).isDisjoint(with: ["extra", "timeout"]))
        for field in operation.pathFields + fields { check(field) }
    }

    private func check(_ field: APIField) {
        #expect(field.summary.hasSuffix("."), "\(field.name)")
        #expect(!field.source.isEmpty, "\(field.name)")
        #expect(field.defaultValue == nil || !field.isRequired, "\(field.name)")
        switch field.type {
        case .identifier(let name): #expect(Catalogue.resource(name) != nil, "\(field.name)")
        case .enumeration(let words, _):
            #expect(Set(words).count == words.count)
            if let word = field.defaultValue?.stringValue { #expect(words.contains(word)) }
        case .object(let members, _), .list(.object(let members, _)): members.forEach(check)
        default: break
        }
    }

    @Test(arguments: Catalogue.operations)
    func rulesNameFieldsOfTheirOperation(_ operation: APIOperation) {
        let names = Set((operation.query + operation.bodyFields).map(\.name))
        for rule in operation.rules {
            switch rule {
            case .oneOf(let fields), .notTogether(let fields):
                #expect(names.isSuperset(of: fields) && fields.count > 1)
            case .atLeastOne: #expect(!names.isEmpty)
            case .required(let field, let other, _), .requires(let field, _, let other, _):
                #expect(names.isSuperset(of: [field, other]))
            }
        }
    }

    @Test func newerNamesAreTheSameResources() {
        #expect(Catalogue.resource("pals")?.name == "personas")
        #expect(Catalogue.resource("faces")?.name == "replicas")
        #expect(Catalogue.operation("pals.get")?.id == "personas.get")
        #expect(Catalogue.operation("faces.rename")?.id == "replicas.rename")
        #expect(Catalogue.operation("conversations.end_")?.id == "conversations.end")
        #expect(Catalogue.operation("personas.get_") == nil)
        #expect(Catalogue.operation("personas") == nil)
        #expect(Catalogue.operation("personas.get.x") == nil)
        #expect(Catalogue.resource("persona") == nil)
    }

    @Test func resourcesHaveDistinctNames() {
        let names = Catalogue.resources.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        for resource in Catalogue.resources {
            #expect(resource.columns.contains(resource.idField))
            #expect(Catalogue.operations.contains { $0.resource == resource.name })
            guard let lifecycle = resource.lifecycle else { continue }
            #expect(lifecycle.pending.contains(lifecycle.initial))
            let states = lifecycle.pending + lifecycle.succeeded + lifecycle.failed
            #expect(Set(states).count == states.count)
        }
    }

    @Test func pagesOfDocumentsAndDictionariesCountFromZero() {
        let first = Dictionary(
            uniqueKeysWithValues: Catalogue.resources.map { ($0.name, $0.firstPage) })
        let zero = first.filter { $0.value == 0 }.keys.sorted()
        #expect(zero == ["deployments", "documents", "pronunciation_dictionaries"])
        for operation in Catalogue.operations where operation.verb == "list" {
            guard let page = operation.query.first(where: { $0.name == "page" }) else { continue }
            #expect(page.defaultValue == .integer(Int64(first[operation.resource] ?? -1)))
        }
    }

    @Test func actionsThatMayBeSentTwiceAreMarked() {
        let safe = Catalogue.operations.filter { $0.effect == .action && $0.isIdempotent }
        #expect(
            safe.map(\.id) == [
                "conversations.end", "pal_tools.attach", "deployments.end",
                "canvas_interactions.record", "personas.publish", "objectives.validate",
            ])
    }

    @Test func whatCostsCreditsIsMarked() {
        #expect(
            Catalogue.operations.filter(\.isBilled).map(\.id) == [
                "conversations.create", "replicas.create", "videos.create",
                "transcriptions.create", "lipsync.create", "replacements.create", "speech.create",
                "deployments.start",
            ])
    }

    @Test func effectsFollowTheMethod() {
        for operation in Catalogue.operations {
            switch operation.method {
            case .get: #expect(operation.effect == .read)
            case .delete: #expect(operation.effect == .delete)
            case .patch: #expect(operation.effect == .update)
            case .post: #expect([.create, .action].contains(operation.effect))
            case .put: #expect(operation.effect == .update)
            }
        }
    }

    /// Section by section from the reference, so that a parameter cannot be lost in an edit.
    @Test(arguments: [
        (
            "conversations.create",
            [
                "replica_id", "persona_id", "audio_only", "callback_url", "conversation_name",
                "conversational_context", "custom_greeting", "memory_stores", "document_ids",
                "document_retrieval_strategy", "document_tags", "test_mode", "properties",
            ]
        ),
        ("conversations.get", ["verbose"]),
        ("conversations.list", ["limit", "page", "status"]),
        (
            "personas.create",
            [
                "persona_name", "system_prompt", "pipeline_mode", "context", "default_replica_id",
                "document_ids", "document_tags", "layers",
            ]
        ),
        ("personas.list", ["limit", "page", "persona_type"]),
        (
            "replicas.create",
            [
                "train_video_url", "consent_video_url", "callback_url", "replica_name",
                "model_name", "properties",
            ]
        ),
        ("replicas.get", ["verbose"]),
        ("replicas.list", ["limit", "page", "verbose", "replica_type", "replica_ids"]),
        ("replicas.delete", ["hard"]),
        ("replicas.rename", ["replica_name"]),
        ("objectives.create", ["data"]),
        ("objectives.list", ["limit", "page"]),
        ("guardrails.create", ["name", "data", "callback_url"]),
        ("guardrails.list", ["limit", "page"]),
        (
            "documents.create",
            ["document_url", "document_name", "callback_url", "properties", "tags"]
        ),
        ("documents.list", ["limit", "page", "sort", "status", "name_or_uuid", "tags"]),
        ("documents.update", ["document_name", "tags"]),
        (
            "videos.create",
            [
                "replica_id", "script", "audio_url", "video_name", "background_url",
                "background_source_url", "callback_url", "fast", "transparent_background",
                "watermark_image_url", "properties",
            ]
        ),
        ("videos.get", ["verbose"]),
        ("videos.list", ["limit", "page"]),
        ("videos.delete", ["hard"]),
        ("videos.rename", ["video_name"]),
    ])
    func parametersOfTheReferenceAreThereAndMarked(_ id: String, _ names: [String]) throws {
        let operation = try #require(Catalogue.operation(id))
        let fields = operation.query + operation.bodyFields
        let documented = fields.filter(\.isReference).map(\.name)
        // The page of `sort` words is the client's; documents alone have it in the reference.
        #expect(Set(documented) == Set(names))
    }

    @Test func theDumpHasEveryOperation() throws {
        let dump = Catalogue.json
        let ids = dump["operations"]?.arrayValue?.compactMap { $0["id"]?.stringValue }
        #expect(ids == Catalogue.operations.map(\.id))
        #expect(dump["resources"]?.arrayValue?.count == Catalogue.resources.count)
        #expect(try JSONValue(parsing: dump.serialized()) == dump)
        let rename = dump["operations"]?.arrayValue?.first { $0["id"] == "videos.rename" }
        #expect(
            rename?["body"]
                == [
                    "kind": "fields",
                    "fields": [
                        [
                            "name": "video_name", "type": "string", "required": true,
                            "summary": "The new name.", "source": "Tavus API reference, 2025-11-16",
                        ]
                    ],
                ])
    }
}
