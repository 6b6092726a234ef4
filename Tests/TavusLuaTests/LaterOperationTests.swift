import LuaHost
import Testing

/// Resources that came after the reference, as scripts use them.
@Suite struct LaterOperationTests {
    @Test func aDictionaryIsEnsuredAndItsRulesAreSentAsAWhole() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local json = require "json"
                local wanted = { name = "Brand", rules = {
                    { text = "Tavus", pronunciation = "TAH-vus", type = "alias" },
                    { text = "CVI", pronunciation = "see-vee-eye", type = "alias" } } }
                local made, how = tavus.pronunciation_dictionaries.ensure(wanted)
                local again, unchanged, patch
                local full = tavus.pronunciation_dictionaries.get(made)
                wanted.rules[2].pronunciation = "C V I"
                again, unchanged, patch = full:update{ rules = wanted.rules }
                local same, none = full:update{ rules = wanted.rules }
                full:delete()
                return how, unchanged, #patch, patch[1].path, none, again.rules[2].pronunciation,
                    #tavus.pronunciation_dictionaries.all()
                """)
            #expect(results == ["created", "updated", 1, "/rules", "unchanged", "C V I", 0])
        }
    }
}
