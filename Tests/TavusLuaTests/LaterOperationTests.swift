import LuaHost
import TavusEmulator
import Testing

@testable import TavusLua

/// What came with the operations of 2026: answers of other records, lists below records, arguments
/// that say what they mean.
@Suite struct LaterOperationTests {
    @Test func toolsAreAttachedByThemselves() async throws {
        try await Fixture.with { fixture in
            try await fixture.run(
                """
                local one = tavus.tools.create{ name = "one", description = "x" }
                local two = tavus.tools.create{ name = "two", description = "x" }
                local three = tavus.tools.create{ name = "three", description = "x" }
                local pal = tavus.pals.get "p5317866"
                tavus.pal_tools.attach(pal, one)
                tavus.pal_tools.attach(pal, { two, three.tool_id })
                tavus.pal_tools.attach("p5317866", { tool_ids = { one.tool_id } })
                tavus.pal_tools.detach(pal, two)
                for tool in tavus.pal_tools.each(pal) do print(tool.name) end
                local found = tavus.pal_tools.find(pal, "three")
                print(found:update{ description = "y" }.description, #tavus.pal_tools.all(pal))
                found:delete()
                print(#tavus.pal_tools.all(pal))
                """)
            #expect(fixture.output == "one\nthree\ny\t2\n1\n")
        }
    }

    @Test func aSecretThatAnAnswerHidIsNotSentBack() async throws {
        try await Fixture.with { fixture in
            let error = try await fixture.failure(
                """
                local tool = tavus.tools.create{ name = "t", description = "x", delivery = {
                    api = { url = "https://example.com/", auth = { type = "bearer", token = "s3cret" } } } }
                tool:update{ delivery = tool.delivery }
                """)
            #expect(
                error.message == """
                    tavus.tools.update: delivery.api.auth.token: "********" stands for a \
                    secret in answers; leave it out to keep the secret
                    """)
            #expect(fixture.requests == ["POST /v2/tools"])
        }
    }

    @Test func ensureChangesAToolByItsName() async throws {
        try await Fixture.with { fixture in
            try await fixture.run(
                """
                local fields = { name = "t", description = "x" }
                print(select(2, tavus.tools.ensure(fields)))
                print(select(2, tavus.tools.ensure(fields)))
                fields.description = "y"
                local tool, what = tavus.tools.ensure(fields)
                print(what, tool:refresh().description)
                """)
            #expect(fixture.output == "created\ttrue\nunchanged\tfalse\nupdated\ty\n")
        }
    }

    @Test func listsWithoutPagesAreReadOnce() async throws {
        try await Fixture.with { fixture in
            try await fixture.run(
                """
                for skill in tavus.skills.each() do io.write(skill.skill_id, " ") end
                tavus.pal_skills.attach("p5317866", "internet_search")
                local skills = tavus.pal_skills.list("p5317866").data
                print(next(skills), skills.internet_search.config and "with settings")
                print(tavus.voices.find("anna").face_id)
                """)
            #expect(
                fixture.output == """
                    internet_search presentation magic_canvas memory internet_search\twith settings
                    rf4e9d9790f0

                    """)
            #expect(
                fixture.requests == [
                    "GET /v2/skills", "PUT /v2/pals/p5317866/skills/internet_search",
                    "GET /v2/pals/p5317866/skills", "GET /v2/voices?limit=100",
                ])
        }
    }

    @Test func everyPageHasItsRowsInData() async throws {
        try await Fixture.with { fixture in
            try await fixture.run(
                """
                for number = 1, 3 do
                    tavus.deployments.create{ pal_id = "p5317866", channel = "embed", name = "d" .. number }
                end
                local page = tavus.deployments.list{ limit = 2 }
                print(#page.data, page.total_count, page.deployments)
                for deployment in tavus.deployments.each{ limit = 2 } do io.write(deployment.name, " ") end
                local one = tavus.deployments.find "d1"
                print(one:update{ limits = { daily_call_limit = 1 } }.limits.daily_call_limit)
                local call = one:start()
                print(call.status, one:init().unavailable_reason)
                tavus.deployments.end_(one, call)
                print(call:refresh().status)
                """)
            #expect(
                fixture.output == "2\t3\tnil\nd3 d2 d1 1\nactive\tdaily_limit\nended\n")
        }
    }

    @Test func aDraftIsThrownAwayOnlyWhereThatIsAskedFor() async throws {
        try await Fixture.with { fixture in
            try await fixture.run(
                """
                local pal = tavus.pals.create{ pal_name = "emulator-draft", system_prompt = "Be kind." }
                local _, conflict = tavus.try(pal.update, pal, { context = "x" })
                print(conflict.code, conflict.body:match '"conflict":"([%w_]+)"')
                print(pal:update({ context = "x" }, { force = true }).discarded_maker_changes)
                local again = tavus.pals.create{ pal_name = "emulator-draft", system_prompt = "Be kind." }
                print(again:publish().status)
                local change = { { op = "add", path = "/context", value = "y" } }
                print(again:patch(change, { timeout = "5s" }).context)
                print(tavus.pals.check_username{ username = "anna" }.available)
                """)
            #expect(fixture.output == "conflict\tmaker_changes\ntrue\nsuccess\ny\ntrue\n")
        }
    }

    @Test func cardsAreRecordedOnceForEachIdentifier() async throws {
        try await Fixture.with { fixture in
            try await fixture.run(
                """
                local call = tavus.conversations.create{ replica_id = "r79e1c033f" }
                local tap = { interaction_id = "ci_1", tool_call_id = "call_1",
                    component = "canvas.alert", type = "dismiss" }
                print(tavus.canvas_interactions.record(call, tap).success)
                tavus.canvas_interactions.record(call, tap)
                for row in tavus.canvas_interactions.each(call) do print(row.type) end
                local _, wrong = tavus.try(tavus.objectives.validate, { data = {
                    { objective_name = "a", objective_prompt = "x", next_required_objective = "b" } } })
                print(wrong.code, wrong.message)
                """)
            #expect(
                fixture.output == """
                    true
                    dismiss
                    invalid_request\tInvalid objectives: a leads to b, which is not in the set

                    """)
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
