import Testing

@testable import TavusAPI

@Suite struct HelpTextTests {
    @Test(arguments: Catalogue.operations)
    func noLineIsWiderThanATerminal(_ operation: APIOperation) {
        let lines = operation.helpText.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 100 && !$0.hasSuffix(" ") })
        #expect(operation.signature.count <= 100)
    }

    @Test(arguments: Catalogue.operations)
    func everyFieldFailureAndSourceIsTold(_ operation: APIOperation) {
        let words = operation.helpText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for field in operation.query + operation.bodyFields { #expect(words.contains(field.name)) }
        for failure in operation.failures {
            #expect(words.contains("\(failure.status) \(failure.code.rawValue)"))
        }
        #expect(words.contains(operation.source))
        #expect(words.contains(operation.summary))
    }

    @Test(arguments: [
        ("conversations.create", "tavus.conversations.create{fields} → conversation"),
        ("conversations.get", "tavus.conversations.get(conversation, [{options}]) → conversation"),
        ("conversations.end", "tavus.conversations.end_(conversation)"),
        ("personas.get", "tavus.personas.get(persona, [{options}]) → persona"),
        ("personas.list", "tavus.personas.list{filters} → page"),
        ("personas.patch", "tavus.personas.patch(persona, {operations}, [{options}]) → persona"),
        ("replicas.delete", "tavus.replicas.delete(replica, [{options}])"),
        ("replicas.rename", "tavus.replicas.rename(replica, name)"),
        ("documents.update", "tavus.documents.update(document, {fields}) → document"),
        ("documents.recrawl", "tavus.documents.recrawl(document, [{fields}]) → document"),
        ("memories.delete", "tavus.memories.delete(memory_store, memory)"),
    ])
    func aSignatureIsOneLine(_ id: String, _ signature: String) {
        #expect(Catalogue.operation(id)?.signature == signature)
    }

    @Test func theTextOfAnOperationReadsWell() {
        #expect(
            Catalogue.operation("replicas.delete")?.helpText == """
                tavus.replicas.delete(replica, [{options}])

                Deletes a replica; no conversation can use it any more.
                DELETE /v2/replicas/{replica_id}; also tavus.faces.delete

                Fields
                  hard                          boolean. Also removes the training footage, for good. Cannot be
                                                undone. Default: false.

                Example
                  tavus.replicas.delete("r783537ef5")

                Errors
                  400 not_found           "Invalid replica_id": nothing has this id
                  401 authentication      "Invalid access token": the key is missing or wrong
                  500 server_error        the service fails

                Where sources differ
                  An unknown id: the reference lists 404; the service answers 400 with this text (OpenAPI, 2026-05;
                  client code, 2025). Both are read as not_found.
                  The reference answers 204; the newer file shows 200 (OpenAPI, 2026-05). Any 2xx is success.

                Source: Tavus API reference, 2025-11-16, "Delete Replica"
                """)
    }

    @Test func theTextOfAResourceNamesItsStatesAndOperations() {
        #expect(
            Catalogue.resource("faces")?.helpText == """
                tavus.replicas, tavus.faces: Digital twins, trained from a video.
                Id: replica_id, also face_id.
                States in status: started, training → completed, ready; failed: error.

                  tavus.replicas.create{fields} → replica
                      Trains a replica from a video; takes hours.
                  tavus.replicas.get(replica, [{options}]) → replica
                      One replica, with the progress of its training.
                  tavus.replicas.list{filters} → page
                      The replicas of this account and the stock ones, one page at a time.
                  tavus.replicas.delete(replica, [{options}])
                      Deletes a replica; no conversation can use it any more.
                  tavus.replicas.rename(replica, name)
                      Gives a replica another name.
                """)
    }

    @Test func namesTooLongForTheirColumnStandAlone() {
        var page = TextColumns()
        page.entry("a_name", "what it means", indent: 2, column: 8)
        page.entry("b", "short", indent: 2, column: 8)
        #expect(page.lines == ["  a_name", "        what it means", "  b     short"])
    }
}
