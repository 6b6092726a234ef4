import Testing

@testable import TavusAPI

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("sytem_prompt", "system_prompt"), ("systme_prompt", "system_prompt"),
        ("System_Prompt", "system_prompt"), ("personaName", "persona_name"),
        ("persona-name", "persona_name"), ("prompt", "system_prompt"), ("layer", "layers"),
        ("documents_ids", "document_ids"), ("default", "default_replica_id"),
    ])
    func aSlipIsFound(_ word: String, _ name: String) {
        let names = [
            "persona_name", "system_prompt", "context", "layers", "document_ids",
            "default_replica_id",
        ]
        #expect(nearest(word, among: names) == name)
    }

    @Test(arguments: ["", "x", "zz", "persona", "id", "something_else", "p"])
    func nothingNearIsNothing(_ word: String) {
        #expect(
            nearest(word, among: ["persona_name", "persona_type", "system_prompt", "a_id", "b_id"])
                == nil)
    }

    @Test func theFewestSlipsWinAndThenTheFirst() {
        #expect(nearest("lisd", among: ["last", "list"]) == "list")
        #expect(nearest("lixt", among: ["lift", "list"]) == "lift")
        #expect(nearest("LIST", among: ["lost", "list"]) == "list")
        #expect(nearest("get", among: []) == nil)
    }

    @Test func aSwapIsOneSlip() {
        #expect(nearest("edn", among: ["end"]) == "end")
        #expect(nearest("gte", among: ["get"]) == "get")
    }

    @Test func aVeryLongWordIsNotCompared() {
        let word = String(repeating: "a", count: 101)
        #expect(nearest(word, among: [word]) == nil)
    }
}
