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

    @Test func aStoreHasItsPinnedMemoriesAsMethods() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local pal = tavus.personas.create{ persona_name = "Rio", system_prompt = "x" }
                local store = tavus.memory_stores.create{ pal_id = pal.persona_id, participant_tag = "anna" }
                local pinned = store:create_pinned{ memory = "Likes tea" }
                local said = store:update_pinned(pinned, { memory = "Likes coffee" })
                store:refresh()
                local kept = store.pinned_memories[1].memory
                store:delete_pinned(pinned)
                store:refresh()
                local _, err = tavus.try(tavus.memory_stores.create,
                    { pal_id = pal.persona_id, participant_tag = "anna" })
                return said.memory, kept, #store.pinned_memories, err.code,
                    tavus.memory_stores.find("anna").memory_store_id == store.memory_store_id,
                    getmetatable(pinned)
                """)
            #expect(
                results == ["Likes coffee", "Likes coffee", 0, "conflict", true, .nil])
        }
    }

    @Test func tagsAreAPlainTable() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                tavus.documents.create{ document_url = "https://example.com/a", tags = { "b", "a" } }
                local found = tavus.documents.tags()
                return table.concat(found.tags, " "), found.total_count, getmetatable(found)
                """)
            #expect(results == ["a b", 2, .nil])
        }
    }
}
