import Testing

@testable import REPL

/// What is offered where.
@Suite struct PlaceCompletionTests {
    private let names: KnownNames = {
        var names = KnownNames()
        names.tables["string"] = LiveMembers(members: [.init(name: "format", type: "function")])
        return names
    }()

    @Test(
        arguments: [
            // Ids: where the catalogue says that one is wanted.
            ("tavus.personas.get(\"|", ["p5317866\"", "p77\""]),
            ("tavus.pals.get('|')", ["p5317866", "p77"]),
            ("tavus.personas.get(|", ["\"p5317866\"", "\"p77\""]),
            ("tavus.personas.get\"p5|", ["p5317866\""]),
            ("tavus.personas.update(\"|", ["p5317866\"", "p77\""]),
            ("tavus.personas.create{ document_ids = { \"|", ["d1\""]),
            ("tavus.personas.create{ document_ids = { |", ["\"d1\""]),
            ("tavus.personas.create({ [\"document_ids\"] = { \"x\", \"|", ["d1\""]),
            ("tavus.conversations.create{ persona_id = \"|", ["p5317866\"", "p77\""]),
            ("tavus.conversations.create{ pal_id = \"p7|", ["p77\""]),
            // A store has a name of its own; memories cannot be listed.
            ("tavus.memories.delete(\"|", []), ("tavus.memories.delete(\"s\", \"|", []),
            // A string that is closed already is not closed again.
            ("tavus.personas.get(\"p|5\", x)", ["p5317866", "p77"]),
            // Names of records, where a name is wanted.
            ("tavus.personas.find(\"Li|", ["Life \\\"Coach\\\"\""]),
            ("tavus.personas.find('L|'", ["Life \"Coach\""]),
            // By the name of a record its id.
            ("tavus.personas.get(\"life|", ["p5317866\""]),
            // Words.
            ("p:wait(\"|", []), ("tavus.conversations.wait(c, \"tr|", ["transcript\""]),
            ("tavus.videos.create{}:wait(\"|", ["ready\""]),
            ("tavus.personas.create{ pipeline_mode = e|", ["\"echo\"", "error"]),
            ("tavus.personas.create{ layers = { perception = { perception_model = \"o|", ["off\""]),
            ("tavus.request(\"P|", ["POST\"", "PATCH\"", "PUT\""]),
            (
                "tavus.request(\"GET\", \"/v2/ob|",
                [
                    "/v2/objectives\"", "/v2/objectives/validate\"",
                    "/v2/objectives/{objectives_id}\"",
                ]
            ),
            ("tavus.conversations.get(c, { verbose = |", ["true", "false"]),
            // Keys.
            ("tavus.personas.patch(p, {{ |", ["op = ", "path = ", "value = ", "from = "]),
            ("tavus.personas.patch(p, {{ op = \"re|", ["remove\"", "replace\""]),
            ("tavus.personas.patch(p, {{ path = \"/persona_n|", ["/persona_name\""]),
            ("tavus.map(xs, f, { |", ["concurrency = "]),
            ("tavus.objectives.get(p, { |", ["timeout = ", "extra = "]),
            ("tavus.personas.list():|", []),
            ("tavus.personas.list().|", ["data", "total_count"]),
            ("tavus.personas.list().data[1].persona_n|", ["persona_name"]),
            ("tavus.personas.get(\"p1\"):ref|", ["refresh"]),
            ("p:update{ x = 1 }:refresh().pers|", ["persona_id", "persona_name"]),
            ("people.create{ persona_n|", ["persona_name = "]), ("people.ge|", ["get"]),
            ("client.per|", ["personas"]), ("client.personas.ge|", ["get"]),
            // Modules, members in brackets, topics.
            ("require\"|", ["csv\"", "json\""]), ("require(\"j|\")", ["json"]),
            ("t[\"|", ["a\\\"b\\\\c\"", "two words\""]),
            ("help(\"personas.en|", ["personas.ensure\""]),
            ("s:|", ["rep", "upper"]),
            // Nothing.
            ("goto |", []), ("x = [[tavus.|", []), ("--[[ tavus.personas.get(\"|", []),
            ("tavus.personas.get(--[[ \"|", []), ("12|", []), ("f(\"x|", []),
            ("x.y.|", []), ("tavus.nothing.|", []),
        ] as [(String, [String])])
    func tabOffers(_ text: String, _ expected: [String]) {
        #expect(names.offered(text) == expected)
    }

    @Test(
        arguments: [
            (".mor|", 0..<4, ".more"), ("  .mor|", 2..<6, ".more"),
            (".mod|e\nx = 1", 0..<5, ".mode "),
            (" ?tavus.pers|", 8..<12, "personas"), ("??  string.fo|", 11..<13, "format"),
            (" .mode js|", 7..<9, "json"),
        ] as [(String, Range<Int>, String)])
    func commandsAreCompletedBehindBlanks(_ text: String, _ replaced: Range<Int>, _ first: String) {
        let found = names.tab(text)
        #expect(found?.replaced == replaced)
        #expect(found?.candidates.first?.insertion == first)
    }

    @Test func anEmptyWordAfterAKeyOffersItsValuesAlone() {
        #expect(
            names.offered("tavus.personas.create{ pipeline_mode = |") == [
                "\"full\"", "\"echo\"", "\"speech-to-speech\"", "\"custom\"",
            ])
    }

    @Test func namesComeInTheOrderOfTheAlphabetAndLocalsFirst() {
        let all = names.offered("local two, one <const> = 1; for three in f do |")
        #expect(all.prefix(3) == ["three", "one", "two"])
        let rest = Array(all.dropFirst(3))
        #expect(rest == rest.sorted())
        #expect(rest.contains("alpha") && rest.contains("string") && rest.contains("repeat"))
        #expect(Set(all).count == all.count)
    }

    @Test func keysInsideAFunctionAreNotKeysOfTheTable() {
        let all = names.offered(
            "tavus.personas.create{ context = (function() greeting = 1, 2 end)(), |")
        #expect(all.prefix(2) == ["persona_name = ", "system_prompt = "])
        #expect(!all.contains("context = ") && all.contains("greeting = "))
    }

    @Test func keysInBracketsAndByNewerNamesCountAsGiven() {
        let all = names.offered("tavus.personas.create{ [\"context\"] = 1, pal_name = \"A\", |")
        #expect(!all.contains("context = ") && !all.contains("persona_name = "))
    }

    @Test func whatIsRequiredFollowsWhatIsGiven() {
        func kind(_ text: String) -> String? {
            names.tab(text)?.candidates.first { $0.label == "system_prompt" }?.kind
        }
        #expect(
            kind("tavus.personas.create{ |") == "string, required while pipeline_mode is \"full\"")
        #expect(kind("tavus.personas.create{ pipeline_mode = \"echo\", |") == "string")
        #expect(kind("tavus.personas.create{ |, pipeline_mode = \"echo\" }") == "string")
        #expect(kind("p:update{ |") == "string")
    }

    @Test func whyThereAreNoIdsIsSaid() {
        let found = names.tab("tavus.replicas.get(\"|")
        #expect(
            found
                == Completion(
                    replaced: 20..<20, candidates: [], note: "the list of ids took too long"))
    }

    @Test func namesOfRecordsCannotControlTheTerminal() {
        let found = names.tab("tavus.personas.get(\"|")?.candidates.map(\.summary)
        #expect(found == ["Life \"Coach\"", "Nurse\\u{1b}[2J"])
    }

    @Test(
        arguments: [
            ("pe", ["persona", "Pet"], ["persona"]),
            ("PE", ["persona", "pet"], ["persona", "pet"]),
            ("pnm", ["persona_name", "context"], ["persona_name"]), ("x", ["ax", "bx"], []),
            ("É", ["élan"], ["élan"]), ("", ["_b", "a"], ["a"]), ("", ["_b"], ["_b"]),
            ("_", ["_b", "a"], ["_b"]),
        ] as [(String, [String], [String])])
    func betterLikenessesHideWeakerOnes(_ word: String, _ all: [String], _ best: [String]) {
        let found = Ranking.best(all.map { Candidate($0) }, for: word)
        #expect(found.map(\.label) == best)
    }

    @Test(
        arguments: [
            (
                "tavus.personas.create{ pipeline_mode = ",
                "  \"full\" | \"echo\" | \"speech-to-speech\" | \"custom\""
            ),
            ("tavus.personas.create{ pipeline_mode = \"echo\", ", "persona_name =, …"),
            ("tavus.conversations.create{ properties = { recording_storage = { ", "provider =, …"),
            ("tavus.conversations.create{ properties = { max_call_duration = ", "  integer"),
            ("p:update(", "  tavus.personas.update(record, {fields})"),
            ("(\"x\"):rep(", "  string.rep(s, n [, separator])"),
            ("tavus.personas.create{ per", nil), ("tavus.personas.create{ a = 1 }", nil),
            (".mode ", nil), ("print(x .. ", nil),
        ] as [(String, String?)])
    func whatIsMissingIsHinted(_ text: String, _ expected: String?) {
        #expect(Completer(names: names, commands: []).signature(for: EditBuffer(text)) == expected)
    }

    @Test(
        arguments: [
            ("tavus.personas.cre|ate{", "tavus.personas.create"),
            ("tavus.personas.create{ |", "tavus.personas.create"),
            ("p:upd|ate", "tavus.personas.update"), ("p:update|{}", "tavus.personas.update"),
            ("tavus.conversations.end|(c)", "tavus.conversations.end_"),
            ("string.rep(\"x\", |", "string.rep"), ("p|", "tavus.personas"),
            ("other.thing|", "other.thing"), ("1 + |", nil), (".mode|", nil), ("|", nil),
        ] as [(String, String?)])
    func helpIsAboutTheWordOrTheCall(_ text: String, _ topic: String?) {
        #expect(Completer(names: names, commands: []).topic(at: EditBuffer(bar: text)) == topic)
    }
}
