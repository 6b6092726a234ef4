import JSONValue
import LuaHost
import TavusClient
import Testing

@testable import TavusLua

@Suite struct ErrorTests {
    @Test(arguments: [
        (
            #"tavus.personas.create{ persona_name = "A", sytem_prompt = "B" }"#,
            #"tavus.personas.create: unknown field "sytem_prompt". Did you mean "system_prompt"?"#
        ),
        (#"tavus.personas.delete("")"#, "tavus.personas.delete: "),
        (
            "tavus.personas.delete()",
            "tavus.personas.delete: persona_id: expected an id or a record, got nothing"
        ),
        (
            "tavus.personas.get(12)",
            "tavus.personas.get: persona_id: expected an id or a record, got number"
        ),
        ("tavus.personas.get{}", "tavus.personas.get: the record has no persona_id"),
        (#"tavus.personas.delete("..")"#, "tavus.personas.delete: "),
        (
            "tavus.conversations.create{ properties = { max_call_duration = \"long\" } }",
            "tavus.conversations.create: properties.max_call_duration: integer expected"
        ),
        (
            #"tavus.personas.lst()"#,
            #"tavus.personas.lst: there is no such operation. Did you mean "list"?"#
        ),
        (
            "tavus.persons.list()",
            #"tavus.persons: there is no such resource or function. Did you mean "personas"?"#
        ),
        ("tavus.personas.list(5)", "tavus.personas.list: expected a table of fields, got number"),
        (#"tavus.request("FETCH", "/v2/personas")"#, #"tavus.request: unknown method "FETCH""#),
        (#"tavus.sleep("soon")"#, "tavus.sleep: duration: expected seconds or text"),
        (
            #"tavus.replicas.wait("r79e1c033f", "perfect")"#,
            "tavus.replicas.wait: cannot wait for perfect"
        ),
        (#"tavus.personas.create{ persona_name = print, system_prompt = "x" }"#, "persona_name"),
        (#"tavus.personas.create{ persona_name = "A", system_prompt = 0/0 }"#, "system_prompt"),
        (#"local t = {} t.t = t tavus.personas.create(t)"#, "create: t: the table contains itself"),
    ])
    func aBadArgumentIsNamedAndNothingIsSent(script: String, expected: String) async throws {
        try await Fixture.with { fixture in
            let error = try await fixture.failure(script)
            #expect(error.message.contains(expected), "\(error.message)")
            #expect(!error.message.contains("\n"))
            #expect(fixture.requests == [])
        }
    }

    @Test(arguments: [
        (
            "{}",
            "undecodable\tdone\ttavus.personas.list: undecodable: the answer has no list of rows"
        ),
        (
            #"{"data":"x"}"#,
            "undecodable\tdone\ttavus.personas.list: undecodable: the answer has no list of rows"
        ),
        (
            #"{"data":{"a":{}}}"#,
            "undecodable\tdone\ttavus.personas.list: undecodable: the answer has an object in place of its rows"
        ),
        (
            #"{"data":[{},7]}"#,
            "undecodable\tdone\ttavus.personas.list: undecodable: row 2 of the answer is no record"
        ),
        // Odd, and good enough.
        (#"[{"persona_id":"p1"}]"#, "1\tp1"),
        (#"{"data":[{"persona_id":7}]}"#, "1\t7"),
        (#"{"data":[{"persona_id":"p1"}],"total_count":"many"}"#, "1\tp1"),
        (#"{"data":[{"persona_id":"p1"}],"total_count":1e300}"#, "1\tp1"),
        (#"{"data":[]}"#, "0\tnil"),
    ])
    func aListOfAnotherShapeIsNoEmptyList(body: String, expected: String) async throws {
        try await Fixture.with { fixture in
            let fault: JSONObject = [
                "operation": "personas.list", "status": 200, "always": true,
                "body": try JSONValue(parsing: body),
            ]
            _ = try await fixture.emulator.steer("fault", fault)
            try await fixture.run(
                """
                local ok, found = pcall(tavus.personas.all)
                if ok then print(#found, found[1] and found[1].persona_id)
                else print(found.code, found.outcome, found) end
                """)
            #expect(fixture.output == expected + "\n")
        }
    }

    @Test func anAnswerOfTheServiceBecomesAnErrorObject() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local ok, e = pcall(tavus.replicas.get, "r0")
                local value, again = tavus.try(tavus.replicas.get, "r0")
                return ok, tostring(e), e.code, e.status, e.message, e.operation, e.method, e.path,
                  e.outcome, e:is("conflict", "not_found"), e:is("conflict"), value, again.code,
                  type(e.traceback)
                """)
            #expect(
                results == [
                    false, "tavus.replicas.get: 400 not_found: Invalid replica_id (replica r0)",
                    "not_found", 400, "Invalid replica_id", "replicas.get", "GET",
                    "/v2/replicas/r0",
                    "refused", true, false, nil, "not_found", "string",
                ])
        }
    }

    @Test func anUncaughtErrorLeavesTheRunAsTheClientsOwn() async throws {
        try await Fixture.with { fixture in
            let error = try await fixture.failure(#"tavus.replicas.get("r0")"#)
            let cause = try #require(error.cause as? TavusError)
            #expect(cause.code == .notFound)
            #expect(ExitStatus.of(cause) == 7)
            #expect(error.location == "test:1")
        }
    }

    @Test func theConcurrencyLimitHasACodeOfItsOwn() async throws {
        try await Fixture.with(.init(concurrencyLimit: 1)) { fixture in
            let results = try await fixture.run(
                """
                local function call()
                  return tavus.conversations.create{ replica_id = "r79e1c033f", persona_id = "p5317866" }
                end
                call()
                return select(2, tavus.try(call)).code
                """)
            #expect(results == ["concurrency_limit"])
        }
    }

    @Test func theFirstErrorOfAllIsRaisedAndTheOthersEnd() async throws {
        try await Fixture.with { fixture in
            let error = try await fixture.failure(
                """
                tavus.all{
                  function() tavus.sleep("1h") end,
                  function() return tavus.replicas.get("r0") end,
                }
                """)
            #expect(error.code == "not_found")
        }
    }

    @Test func aCallsOwnTimeoutCanBeCaught() async throws {
        try await Fixture.with { fixture in
            let results = try await fixture.run(
                """
                local ok, e = pcall(tavus.personas.list, { timeout = 1e-9 })
                return ok, e.code
                """)
            #expect(results == [false, "timeout"])
        }
    }
}
