import LuaHost
import TavusAPI
import TavusClient
import Testing

@testable import TavusLua

@Suite struct ModuleTests {
    /// The seeds' sample call, word for word.
    private static let meeting = """
        local c = tavus.conversations.create{
          replica_id = "r79e1c033f", persona_id = "p5317866",
          conversation_name = "A Meeting with Hassaan",
          conversational_context = "You are about to talk to Hassaan, one of the cofounders of Tavus.",
          custom_greeting = "Hey there Hassaan, long time no see!",
          properties = { max_call_duration = 3600, enable_recording = true, enable_closed_captions = true },
        }

        """

    @Test func everyOperationOfTheCatalogueIsAFunctionOfTheModule() async throws {
        try await Fixture.with { fixture in
            for operation in Catalogue.operations {
                let results = try await fixture.run(
                    """
                    local resource = tavus["\(operation.resource)"]
                    return type(resource["\(operation.verb)"]), resource.\(operation.luaVerb) == resource["\(operation.verb)"]
                    """)
                #expect(results == ["function", true], "\(operation.id)")
            }
        }
    }

    @Test func everyExampleOfTheCatalogueCompiles() async throws {
        try await Fixture.with { fixture in
            for operation in Catalogue.operations {
                let results = try await fixture.run(
                    "return load([==[\(operation.example.lua)]==]) ~= nil")
                #expect(results == [true], "\(operation.id): \(operation.example.lua)")
            }
        }
    }

    @Test func theSampleConversationIsCreatedUsedAndEnded() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                Self.meeting + """
                    local clock = require "clock"
                    assert(c.status == "active" and c.conversation_url:find(c.conversation_id, 1, true))
                    clock.advance(10)
                    c:wait("joined")
                    c:end_()
                    c:wait("ended")
                    clock.advance(60)
                    c:wait("transcript")
                    return c.status, c.shutdown_reason, #c.transcript > 0
                    """)
            #expect(results == ["ended", "end_conversation_endpoint_hit", true])
        }
    }

    @Test func endIsReachableByBothNames() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                Self.meeting + """
                    tavus.conversations["end"](c)
                    return tavus.conversations.get(c).status
                    """)
            #expect(results == ["ended"])
        }
    }

    @Test func recordsShowOnlyTheFieldsOfTheAPI() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local p = tavus.personas.create{ persona_name = "A", system_prompt = "B" }
                for name in pairs(p) do
                  assert(name ~= "refresh" and name ~= "delete", name)
                end
                local copy = require "json".decode(require "json".encode(p))
                return copy.persona_id == p.persona_id, copy.refresh == nil, type(p.refresh)
                """)
            #expect(results == [true, true, "function"])
        }
    }

    @Test func eachWalksAllPagesFromTheFirstOfThatResource() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                for i = 1, 25 do
                  tavus.documents.create{ document_url = "https://example.com/" .. i, document_name = "d" .. i }
                end
                local names, count = {}, 0
                for d in tavus.documents.each{ limit = 10 } do
                  assert(not names[d.document_name], d.document_name)
                  names[d.document_name], count = true, count + 1
                end
                return count, #tavus.documents.all(), tavus.documents.find("d7").document_name
                """)
            #expect(results == [25, 25, "d7"])
        }
    }

    @Test func updateSendsTheSmallestPatchAndOnlyWhenNeeded() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local p = tavus.personas.create{ persona_name = "A", system_prompt = "B", context = "C" }
                local _, state, patch = p:update{ layers = { llm = { model = "tavus-gpt-4o" } }, context = json.null }
                local text = require "json".encode(patch)
                local _, again = p:update{ persona_name = "A" }
                return state, text, again, p.layers.llm.model, p.context
                """
                .replacing("json.null", with: "require\"json\".null"))
            #expect(
                results == [
                    "updated",
                    #"[{"op":"remove","path":"/context"},{"op":"add","path":"/layers","value":{"llm":{"model":"tavus-gpt-4o"}}}]"#,
                    "unchanged", "tavus-gpt-4o", nil,
                ])
            #expect(fixture.requests.filter { $0.hasPrefix("PATCH") }.count == 1)
        }
    }

    @Test func ensureCreatesOnceAndThenLeavesAlone() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local states = {}
                for _, ensure in ipairs{
                  function() return tavus.personas.ensure{ persona_name = "E", system_prompt = "x" } end,
                  function() return tavus.guardrails.ensure{ name = "G", data = {{ guardrails_prompt = "no" }} } end,
                  function() return tavus.documents.ensure{ document_name = "D", document_url = "https://example.com/d" } end,
                } do
                  for _ = 1, 2 do states[#states + 1] = select(2, ensure()) end
                end
                return table.concat(states, " ")
                """)
            #expect(results == ["created unchanged created unchanged created unchanged"])
        }
    }

    @Test func ensureFindsByAnyFieldAndSaysWhetherItChanged() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local function ensure(name)
                  local _, what, changed = tavus.personas.ensure{ key = "system_prompt",
                    persona_name = name, system_prompt = "the only one" }
                  return ("%s %s"):format(what, changed)
                end
                return ensure("A"), ensure("B"), ensure("B"), #tavus.personas.all{ persona_type = "user" },
                  select(2, pcall(tavus.personas.ensure, { key = "layers", persona_name = "A", layers = {} })).message
                """)
            #expect(
                results == [
                    "created true", "updated true", "unchanged false", 1,
                    "key: expected the name of a field that is given, and is no table",
                ])
            #expect(fixture.requests.filter { $0.hasPrefix("POST") }.count == 1)
        }
    }

    @Test func waitReturnsWhenTrainingIsDone() async throws {
        try await Fixture.with(.init(speed: 1000)) { fixture in
            let results = try await fixture.run(
                """
                local r = tavus.replicas.create{ train_video_url = "https://example.com/me.mp4" }
                assert(r:wait() == r)
                return r.status, r.training_progress
                """)
            #expect(results == ["completed", "100/100"])
        }
    }

    @Test func waitRaisesTheReasonWhenTrainingFailed() async throws {
        try await Fixture.with(.init(speed: 1000)) { fixture in
            let error = try await fixture.failure(
                """
                tavus.replicas.create{
                  train_video_url = "https://example.com/emulator-fail=HeadNotFullyInFrameError.mp4",
                }:wait()
                """)
            #expect(error.code == "failed")
            #expect(error.message.contains("HeadNotFullyInFrameError"), "\(error.message)")
        }
    }

    @Test func aCallThatEndedBeforeTheJoinIsNotWaitedFor() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                Self.meeting + """
                    c:end_()
                    local _, joined = tavus.try(c.wait, c, "joined")
                    local _, transcript = tavus.try(c.wait, c, "transcript")
                    return joined.code, transcript.code
                    """)
            #expect(results == ["failed", "failed"])
        }
    }

    @Test func bothVocabulariesNameTheSameRecords() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                assert(tavus.pals == tavus.personas and tavus.faces == tavus.replicas)
                local p = tavus.pals.create{ pal_name = "Rio", system_prompt = "x", default_face_id = "r79e1c033f" }
                local c = tavus.conversations.create{ pal_id = p.pal_id, face_id = "r79e1c033f" }
                return p.persona_name, p.persona_id == p.pal_id, c.persona_id == p.persona_id, c.replica_id
                """)
            #expect(results == ["Rio", true, true, "r79e1c033f"])
        }
    }

    @Test func loopsOverManyRowsSeeEachOnce() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local indices = {}
                for i = 1, 500 do indices[i] = i end
                tavus.map(indices, function(i)
                  tavus.documents.create{ document_url = "https://example.com/" .. i, document_name = "d" .. i }
                end, { concurrency = 32 })
                local seen, count = {}, 0
                for d in tavus.documents.each() do
                  assert(not seen[d.document_id])
                  seen[d.document_id], count = true, count + 1
                end
                return count
                """)
            #expect(results == [500])
        }
    }

    @Test func anAbandonedLoopLeavesNothingBehind() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                for _ = 1, 100 do
                  for p in tavus.personas.each{ limit = 2 } do break end
                end
                collectgarbage() collectgarbage()
                return #tavus.personas.all{ limit = 5 } > 10
                """)
            #expect(results == [true])
        }
    }

    @Test func helpExplainsOperationsResourcesRecordsAndSlips() async throws {
        try await Fixture.with { fixture in
            try await fixture.run(
                """
                help(tavus.conversations.create)
                help("personas")
                help(tavus.personas.get("p5317866"))
                help("personas.craete")
                help()
                """)
            for text in [
                "tavus.conversations.create{fields}", "tavus.personas, tavus.pals:",
                "Did you mean \"personas.create\"?", "map(list, f, {concurrency=8})",
            ] {
                #expect(fixture.output.contains(text), "\(text)")
            }
        }
    }

    @Test func waitGivesUpWithTimeout() async throws {
        try await Fixture.with { fixture in
            let error = try await fixture.failure(
                """
                tavus.replicas.create{ train_video_url = "https://example.com/me.mp4" }:wait{ timeout = 0.1 }
                """)
            #expect(error.code == "timeout")
            #expect(error.message.hasPrefix("tavus.replicas.wait: timeout: "))
        }
    }

    @Test func mapKeepsOrderAndCallsReachTheServer() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local ids = {}
                for p in tavus.personas.each{ persona_type = "system" } do ids[#ids + 1] = p.persona_id end
                local found = tavus.map(ids, function(id) return tavus.personas.get(id).persona_id end)
                return #ids > 3, table.concat(ids) == table.concat(found)
                """)
            #expect(results == [true, true])
        }
    }

    @Test func anyCallCanBeMadeByMethodAndPath() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local page, how = tavus.request("GET", "/v2/personas", { query = { limit = 2 } })
                local gone, deleted = tavus.request("DELETE", "/v2/personas/" ..
                  tavus.personas.create{ persona_name = "A", system_prompt = "B" }.persona_id)
                return #page.data, how.status, gone, deleted.status
                """)
            #expect(results == [2, 200, nil, 204])
        }
    }

    @Test func timesOfEverySpellingBecomeSeconds() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                return tavus.timestamp("2024-12-19T10:30:00Z"), tavus.timestamp("Mon, 14 Jul 2025 09:14:24 GMT")
                """)
            #expect(results == [.number(1_734_604_200), .number(1_752_484_464)])
        }
    }
}

extension String {
    func replacing(_ text: String, with other: String) -> String {
        split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
    }
}
