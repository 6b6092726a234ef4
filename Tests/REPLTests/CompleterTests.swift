import LuaHost
import Testing

@testable import REPL

/// Names as a session would give them.
private struct FixedNames: NameSource {
    var globals: [String: String] = [
        "print": "function", "tavus": "table", "mine": "table", "p": "table",
    ]

    func members(of path: [String]) -> LiveMembers? {
        switch path {
        case []:
            LiveMembers(
                members: globals.sorted { $0.key < $1.key }.map {
                    .init(name: $0.key, type: $0.value)
                })
        case ["mine"]:
            LiveMembers(members: [
                .init(name: "run", type: "function"), .init(name: "size", type: "number"),
                .init(name: "not a name", type: "number"),
            ])
        case ["p"]:
            LiveMembers(
                members: [.init(name: "persona_id", type: "string")], type: "tavus.persona")
        default: nil
        }
    }

    func identifiers(of resource: String) -> IdentifierList {
        IdentifierList(identifiers: [
            NamedIdentifier(id: "id1", name: "One of \(resource)"),
            NamedIdentifier(id: "id2", name: "Two"),
        ])
    }

    var recipeNames: [String] { ["sweep"] }
}

private let completer = Completer(names: FixedNames(), commands: MetaCommand.names)

/// What Tab offers at the bar in the text.
private func offered(_ text: String) -> [String] {
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    var buffer = EditBuffer(parts.joined())
    buffer.cursor = parts[0].unicodeScalars.count
    return completer.completion(for: buffer)?.candidates.map(\.insertion) ?? []
}

/// The text when the only or the first candidate was accepted.
private func completed(_ text: String) -> String? {
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    var buffer = EditBuffer(parts.joined())
    buffer.cursor = parts[0].unicodeScalars.count
    guard let completion = completer.completion(for: buffer),
        let first = completion.candidates.first
    else { return nil }
    var scalars = buffer.scalars
    scalars.replaceSubrange(completion.replaced, with: first.insertion.unicodeScalars)
    return String(scalars)
}

@Suite struct CompleterTests {
    @Test(
        arguments: [
            ("tavus.per|", "tavus.personas"), ("pri|", "print"), ("mine.s|", "mine.size"),
            ("mine:r|", "mine:run"),
            ("p:ref|", "p:refresh"), ("p.pers|", "p.persona_id"),
            ("local total = 1 tot|", "local total = 1 total"),
            ("tavus.conversations.en|", "tavus.conversations.end_"),
            ("tavus.personas.create{ per|", "tavus.personas.create{ persona_name = "),
            (
                "tavus.personas.create{ persona_name = 'A', pipeline_mode = \"f|",
                "tavus.personas.create{ persona_name = 'A', pipeline_mode = \"full\""
            ),
            (
                "tavus.personas.create{ pipeline_mode = \"f|\" }",
                "tavus.personas.create{ pipeline_mode = \"full\" }"
            ),
            ("tavus.pals.create{ pipeline_mode = |", "tavus.pals.create{ pipeline_mode = \"full\""),
            ("tavus.replicas.get(\"|", "tavus.replicas.get(\"id1\""),
            (
                "tavus.conversations.create{ replica_id = \"|\"}",
                "tavus.conversations.create{ replica_id = \"id1\"}"
            ),
            (
                "tavus.conversations.create{ properties = { max_call|",
                "tavus.conversations.create{ properties = { max_call_duration = "
            ),
            ("p:update{ persona_n|", "p:update{ persona_name = "),
            ("x = { a = tavus.pers|", "x = { a = tavus.personas"),
            ("?tavus.per|", "?tavus.personas"), (".mor|", ".more"), (".mode js|", ".mode json"),
            (".recipe sw|", nil),
            ("-- tavus.per|", nil), ("'tavus.per|", nil), ("f().x|", nil),
        ] as [(String, String?)])
    func tabOffersWhatFits(text: String, expected: String?) {
        #expect(completed(text) == expected)
    }

    @Test func parametersThatAreSetAreNotOfferedAgain() {
        let all = offered("tavus.personas.create{ |")
        #expect(all.first == "persona_name = ")
        #expect(all.contains("system_prompt = "))
        let rest = offered("tavus.personas.create{ persona_name = 'A', | context = 'x' }")
        #expect(!rest.contains("persona_name = "))
        #expect(!rest.contains("context = "))
        #expect(rest.contains("system_prompt = "))
    }

    @Test func afterAColonOnlyWhatCanBeCalledIsOffered() {
        #expect(offered("mine:|") == ["run"])
        #expect(offered("mine.|") == ["run", "size"])
        #expect(Set(offered("p:|")) == ["patch", "delete", "publish", "update", "refresh"])
    }

    @Test func idsComeWithTheirNames() throws {
        let buffer = EditBuffer("tavus.personas.get('")
        let completion = try #require(completer.completion(for: buffer))
        #expect(completion.candidates.map(\.label) == ["id1", "id2"])
        #expect(completion.candidates.first?.summary == "One of personas")
        #expect(completion.candidates.first?.insertion == "id1'")
    }

    @Test func thousandsOfNamesAreFast() {
        var names = FixedNames()
        for number in 0..<5000 { names.globals["name_\(number)"] = "table" }
        let completer = Completer(names: names, commands: [])
        let began = ContinuousClock.now
        let found = completer.completion(for: EditBuffer("name_4"))
        // A debug build on a busy machine; the benchmark has the real figure.
        #expect(ContinuousClock.now - began < .seconds(2))
        #expect(found?.candidates.count == 1111)
    }

    @Test func nothingCrashesAtAnyPlaceOfAnyText() {
        let texts = [
            "tavus.personas.create{ persona_name = \"A\", layers = { llm = { model = 'x' } } }:update{ }",
            "for _, p in ipairs(tavus.personas.all()) do print(p.persona_id, [[x]], --[[ c ]] 1) end",
            "}}}))) = = .. : . {{{((( 'é日 \\", ".mode ", "?? a.b(", "a.b:c{ d = { [1] = '", "",
        ]
        for text in texts {
            for cursor in 0...text.unicodeScalars.count {
                var buffer = EditBuffer(text)
                buffer.cursor = cursor
                let found = completer.completion(for: buffer)
                if let found { #expect(found.replaced.upperBound <= buffer.scalars.count) }
                _ = completer.signature(for: buffer)
                _ = completer.topic(at: buffer)
                #expect(Highlighter.styles(of: buffer).count == buffer.scalars.count)
            }
        }
    }

    @Test(
        arguments: [
            ("tavus.personas.create{ ", "persona_name =, system_prompt =, …"),
            ("tavus.personas.get(", "  tavus.personas.get(persona, [{options}]) → persona"),
            ("string.rep(", "  string.rep(s, n [, separator])"), ("f(", nil), ("x = 1", nil),
        ] as [(String, String?)])
    func theParametersOfACallAreHinted(text: String, expected: String?) {
        #expect(completer.signature(for: EditBuffer(text)) == expected)
    }
}

@Suite struct HelpPagesTests {
    @Test func anOperationIsExplainedBriefly() throws {
        let page = try HelpPages().brief("tavus.conversations.end").plain
        #expect(page.hasPrefix("tavus.conversations.end_(conversation)\n  "))
        #expect(page.contains("POST /v2/conversations/{conversation_id}/end"))
    }

    @Test(arguments: [
        "tavus.personas.create", "personas.create", "tavus.pals", "string.rep", "string",
        "tavus.map", "tavus.personas.ensure", "p", "print",
    ])
    func thereAreShortAndLongPages(topic: String) throws {
        guard topic != "p" else { return }
        #expect(!(try HelpPages().brief(topic).isEmpty))
        #expect(!(try HelpPages().full(topic).isEmpty))
    }

    @Test func anUnknownTopicSuggestsTheNearest() {
        let problem = #expect(throws: REPLProblem.self) {
            try HelpPages().brief("tavus.persona.creat")
        }
        #expect(problem?.description.contains("Did you mean tavus.personas.create?") == true)
    }

    @Test func aWordIsFoundInNamesFieldsAndTheLibrary() {
        #expect(
            HelpPages().find("max_call_duration").plain.contains(
                "tavus.conversations.create{ properties.max_call_duration = }"))
        #expect(HelpPages().find("captures").plain.contains("string.match"))
        #expect(HelpPages().find("no such word anywhere").plain.contains("nothing has"))
    }

    @Test func theLibraryIsTheOneThatSessionsHave() async throws {
        let session = try await LuaHost().session()
        let names: String = try await session.run(
            """
            local names = {}
            for _, library in ipairs { "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8" } do
                for name, value in pairs(_G[library]) do
                    if type(value) == "function" then names[#names + 1] = library .. "." .. name end
                end
            end
            for name, value in pairs(_G) do
                if type(value) == "function" then names[#names + 1] = name end
            end
            for name in pairs(require "json") do
                if type(require "json"[name]) == "function" then names[#names + 1] = "json." .. name end
            end
            table.sort(names)
            return table.concat(names, " ")
            """
        ).value()
        let live = Set(names.split(separator: " ").map(String.init))
        let own: Set = ["spawn", "help", "repl"]
        // Debian builds Lua with the functions that 5.3 dropped, for old scripts; nobody should learn them.
        let dropped: Set = [
            "math.cosh", "math.sinh", "math.tanh", "math.pow", "math.frexp", "math.ldexp",
            "math.log10", "math.atan2",
        ]
        #expect(live.subtracting(LuaLibrary.functions.keys).subtracting(dropped) == [])
        #expect(Set(LuaLibrary.functions.keys).subtracting(live) == own)
        await session.close()
    }
}
