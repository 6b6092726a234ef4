import Testing

@testable import REPL

@Suite struct HelpSearchTests {
    private func usages(_ word: String) -> [String] { HelpSearch(word).results.map(\.usage) }

    @Test func whatIsFoundCanBeTyped() {
        #expect(
            usages("max_call_duration") == [
                "tavus.conversations.create{ properties.max_call_duration = }",
                "tavus.deployments.create{ limits.max_call_duration = }",
            ])
        #expect(usages("end_").contains("tavus.conversations.end_(conversation)"))
        #expect(usages("PARTICIPANT_ABSENT").count == 1)
    }

    @Test func theApiTheLibraryAndThePromptAreSearched() {
        let all = usages("lists")
        #expect(all.contains(".jobs") || all.contains(".help") || !all.isEmpty)
        #expect(usages("separator").contains("string.rep(s, n [, separator])"))
        #expect(usages("several at once") == ["tavus.map(list, f, {concurrency=8})"])
        #expect(usages("ends the prompt").allSatisfy { $0.hasPrefix(".") })
        #expect(usages("") == [])
        #expect(usages("speech-to-speech").first == "tavus.personas.create{ pipeline_mode = }")
    }
}

@Suite struct HelpTopicTests {
    private let names = KnownNames()

    @Test(
        arguments: [
            ("p", "tavus.personas"), ("p:update", "tavus.personas.update"),
            ("p:refresh()", "tavus.personas"), ("p.persona_id", "p.persona_id"),
            ("tavus.pals.get", "tavus.pals.get"), ("string.rep", "string.rep"),
            ("client.personas.create{ x }", "tavus.personas.create"),
            ("people", "tavus.personas"), ("people.create", "tavus.personas.create"),
            ("zeta", "zeta"),
            ("nowhere.at.all", "nowhere.at.all"), ("", ""), ("日本", "日本"),
        ])
    func aValueIsAboutItsType(_ topic: String, _ expected: String) async {
        let resolved = await HelpTopic.resolved(topic) { names.members(of: $0) }
        #expect(resolved == expected)
    }

    @Test(
        arguments: [
            ("tavus.persona.creat", "tavus.personas.create"),
            ("personas.creat", "tavus.personas.create"),
            ("string.fromat", "string.format"), ("fromat", "string.format"), ("prnt", "print"),
            ("tavus.persona", "tavus.personas"), ("tavus.pesonas.ensure", "tavus.personas.ensure"),
            ("qqqqqq", nil),
        ] as [(String, String?)])
    func theNearestTopicIsProposed(_ name: String, _ expected: String?) {
        #expect(HelpTopic.nearest(to: name) == expected)
    }
}

@Suite struct HelpPageTests {
    @Test func everyKeywordHasAPage() throws {
        #expect(Set(LuaLibrary.keywords.keys) == LuaName.keywords)
        #expect(
            try HelpPages().brief("while").plain
                == "while condition do … end\n  Runs a block as long as the condition holds.")
        #expect(try HelpPages().full("while") == HelpPages().brief("while"))
    }

    @Test func whatIsFoundIsFoldedBetweenItsWords() {
        #expect(
            HelpPages(width: 39).find("speech-to-speech").plain == """
                  tavus.personas.create{ pipeline_mode
                  = }
                      "full" hears, thinks and speaks;
                      "echo" speaks what it is sent.
                """)
    }

    @Test func aBriefPageTellsWhatIsRequiredAndWhatIsSent() throws {
        #expect(
            try HelpPages(width: 60).brief("tavus.personas.create").plain == """
                tavus.personas.create{fields} → persona
                  Creates a persona: how a replica behaves and what it can
                  do.
                  persona_name (required), system_prompt (required),
                  pipeline_mode, context, default_replica_id, document_ids,
                  document_tags, layers, objectives_id, guardrails_id,
                  guardrail_ids, guardrail_tags, … ?? shows all
                  POST /v2/personas
                """)
    }

    @Test(arguments: [40, 60, 80, 100, 200])
    func pagesFitTheTerminal(_ width: Int) throws {
        for topic in ["personas.create", "conversations", "conversations.wait", "string", "map"] {
            let page = try HelpPages(width: width).full(topic == "map" ? "tavus.map" : topic).plain
            for line in page.split(separator: "\n") where line.count > min(width, 100) {
                // A word that is longer than the line, such as an address or an example, stands alone.
                let words = line.split(separator: " ")
                #expect(words.count == 1 || line.contains("{") || line.contains("("), "\(line)")
            }
        }
    }

    @Test func aFullPageHasHeadingsAndItsExampleInColour() throws {
        let page = try HelpPages().full("tavus.replicas.delete")
        #expect(page.pieces.first?.style == .name)
        #expect(
            page.pieces.filter { $0.style == .heading }.map(\.text) == [
                "Fields", "Example", "Errors", "Where sources differ",
            ])
        #expect(page.pieces.contains { $0.style == .string && $0.text == "\"r783537ef5\"" })
    }

    @Test func whatIsNotFoundIsProposedOrSaid() throws {
        #expect(
            HelpPages().find("fromat").plain
                == "nothing has \"fromat\". Did you mean string.format?")
        #expect(HelpPages().find("qq\u{1b}qq").plain == "nothing has \"qq\\u{1b}qq\".")
        let problem = #expect(throws: REPLProblem.self) { try HelpPages().full("qqqq\u{1b}[2J") }
        #expect(
            problem?.description == "there is no help for \"qqqq\\u{1b}[2J\". .find searches")
    }
}

@Suite struct SuggestionTests {
    private let names = KnownNames()

    @Test(
        arguments: [
            ("persona", ["tavus"], "tavus.personas"), ("personsa", ["tavus"], "tavus.personas"),
            ("lst", ["tavus", "personas"], "tavus.personas.list"), ("tavs", [], "tavus"),
            ("prnt", [], "print"), ("alhpa", [], "alpha"), ("perona_id", ["p"], "p.persona_id"),
            ("updat", ["p"], "p.update"), ("personas", [], "tavus.personas"),
            ("gsub", [], "string.gsub"), ("json", [], "require \"json\""), ("edn", [], nil),
            ("remove", [], nil), ("x", ["not", "there"], nil), ("", [], nil),
        ] as [(String, [String], String?)])
    func theNearestPathIsProposed(_ name: String, _ path: [String], _ expected: String?) {
        #expect(Suggestions.nearest(to: name, in: path, names: names) == expected)
    }
}
