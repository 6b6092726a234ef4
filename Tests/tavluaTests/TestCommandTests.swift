import Foundation
import Testing

/// `tavlua test`, as a user runs it.
@Suite struct TestCommandTests {
    /// Runs one spec; its name is `demo_spec.lua`.
    private func run(
        _ spec: String, recipe: String? = nil, _ options: String...,
        environment: [String: String] = [:]
    ) throws -> Binary.Finished {
        try Binary.with { binary in
            _ = try binary.script(spec, name: "demo_spec.lua")
            if let recipe { _ = try binary.script(recipe, name: "demo.lua") }
            let finished = try binary.run(
                ["test"] + options, input: "", environment: environment)
            let left = try FileManager.default.contentsOfDirectory(atPath: binary.folder.path)
            #expect(!left.contains("state"), "a test leaves nothing behind")
            return finished
        }
    }

    private func expectSuccess(_ spec: String, recipe: String? = nil) throws {
        let finished = try run(spec, recipe: recipe)
        #expect(finished.status == 0 && finished.err.isEmpty, "\(finished)")
    }

    /// A recipe that makes as many personas as it is told.
    private static let recipe = """
        --[==[ [recipe]
        name = "demo"
        version = "1.0.0"
        summary = "Makes personas."
        examples = ["demo --count 2", "--dry-run demo --rows rows.csv"]

        [permissions]
        operations = ["personas.list", "personas.create"]

        [params]
        count = { type = "int", default = 1 }
        rows = { type = "path<in>", help = "is not read" }
        ]==]
        return function(args)
            for number = 1, args.count do
                tavus.personas.create { persona_name = "p" .. number, system_prompt = "Be brief." }
            end
            print("made " .. args.count)
            return { count = args.count }
        end
        """

    @Test func hoursOfTrainingTakeNoTime() throws {
        try expectSuccess(
            """
            it("waits", function()
                local replica = tavus.replicas.create {
                    train_video_url = "https://example.com/train.mp4", replica_name = "Rio" }
                replica:wait { timeout = "6h" }
                assert.are.equal("completed", replica.status)
                assert.is_true(os.clock() >= 4 * 3600)
                assert.are.equal("2026-01-01", os.date("!%Y-%m-%d"))
                assert.near(os.time(), tavus.now(), 1)
            end)
            it("gives up in time", function()
                local replica = tavus.replicas.create {
                    train_video_url = "https://example.com/train.mp4", replica_name = "Rio" }
                local ok, problem = pcall(replica.wait, replica, { timeout = "1h" })
                assert.is_false(ok)
                assert.are.equal("timeout", problem.code)
                assert.near(3600, os.clock(), 1)
            end)
            """)
    }

    @Test func pausesBeforeACallIsSentAgainTakeNoTimeEither() throws {
        try expectSuccess(
            """
            it("obeys Retry-After", function()
                emulator.fault { operation = "personas.list", status = 429, retry_after = 45, times = 1 }
                tavus.personas.list()
                assert.near(45, os.clock(), 5)
                assert.are.equal(2, #emulator.requests())
            end)
            """)
    }

    @Test func eachTestHasAnEmulatorOfItsOwn() throws {
        try expectSuccess(
            """
            for number = 1, 4 do
                it("makes one " .. number, function()
                    tavus.personas.create { persona_name = "only", system_prompt = "x" }
                    assert.are.equal(1, #tavus.personas.all { persona_type = "user" })
                    emulator.advance("3h")
                    assert.are.equal(3 * 3600, os.clock())
                end)
            end
            """)
    }

    @Test func aRecipeRunsWithinATest() throws {
        try expectSuccess(
            """
            before_example(function() scratch("rows.csv", "name\\n") end)

            it("makes what it is told", function()
                local run = recipe.run { params = { count = 2 } }
                assert.are.same({ true, 0, { count = 2 }, "made 2\\n" },
                    { run.ok, run.status, run.value, run.output })
                assert.are.equal(2, #run.requests)
                assert.are.equal("personas.create", run.requests[1].operation)
                assert.are.same({ persona_name = "p1", system_prompt = "Be brief." }, run.requests[1].body)
            end)
            it("plans", function()
                local run = recipe.run { words = "--count 3", dry_run = true }
                assert.are.equal(3, #run.plan.writes)
                assert.are.same({}, run.requests)
            end)
            it("keeps its budget", function()
                local run = recipe.run { params = { count = 10 }, budget = "creates=3" }
                assert.are.same({ false, 6, 3 }, { run.ok, run.status, #run.requests })
                assert.are.equal("budget_exceeded", run.error.code)
            end)
            it("is refused what is denied", function()
                local run = recipe.run { deny = "operations=personas.create" }
                assert.are.same({ 5, "permission_denied", {} }, { run.status, run.error.code, run.requests })
            end)
            it("refuses what it does not take", function()
                local run = recipe.run { words = "--cuont 3" }
                assert.are.equal(64, run.status)
                assert.matches("--count", run.error.message, 1, true)
                assert.error_matches(function() recipe.run { parms = {} } end, 'Did you mean "params"')
            end)
            """, recipe: Self.recipe)
    }

    @Test func aRecipeIsHeldToItsHeader() throws {
        let greedy = Self.recipe.replacingOccurrences(
            of: "\"personas.list\", \"personas.create\"", with: "\"personas.list\"")
        try expectSuccess(
            """
            before_example(function() return "it may not" end)
            it("may not", function()
                local run = recipe.run()
                assert.are.same({ 5, "permission_denied", {} }, { run.status, run.error.code, run.requests })
            end)
            """, recipe: greedy)
    }

    @Test func examplesOfAHeaderAreTests() throws {
        let spec = "before_example(function() scratch('rows.csv', 'name\\n') end)"
        let finished = try run(spec, recipe: Self.recipe, "-o", "tap")
        #expect(
            finished.out == """
                TAP version 13
                1..2
                ok 1 - demo example: demo --count 2
                ok 2 - demo example: --dry-run demo --rows rows.csv

                """)
        let wrong = Self.recipe.replacingOccurrences(
            of: "\"demo --count 2\"", with: "\"demo --cuont 2\"")
        let failed = try run(spec, recipe: wrong)
        #expect(failed.status == 1)
        #expect(failed.out.contains("it ended with status 64"), "\(failed)")
        let waiting = try run(
            "before_example(function() return 'not today' end)", recipe: Self.recipe)
        #expect(waiting.status == 0 && waiting.out.contains("2 pending"), "\(waiting)")
    }

    @Test func aHeaderThatIsWrongFails() throws {
        let finished = try run(
            "", recipe: Self.recipe.replacingOccurrences(of: "\"1.0.0\"", with: "\"one\""))
        #expect(finished.status == 1)
        #expect(finished.out.contains("ERROR   header"), "\(finished)")
    }

    @Test func noKeyAndNoServiceIsUsed() throws {
        let finished = try run(
            """
            it("is the emulator", function()
                local persona = tavus.personas.create { persona_name = "a", system_prompt = "x" }
                assert.is_string(persona.persona_id)
            end)
            """, environment: ["TAVUS_API_KEY": "0123456789abcdef0123456789abcdef"])
        #expect(finished.status == 0, "\(finished)")
    }

    @Test func whatFailsIsToldWithPlaceAndOutput() throws {
        let finished = try run(
            """
            it("asks", function()
                print "before"
                tavus.personas.get("p0")
            end)
            """)
        #expect(finished.status == 1)
        #expect(
            finished.out.hasPrefix(
                """
                demo_spec.lua
                  ERROR   asks

                demo_spec.lua:3: asks
                  tavus.personas.get: 400 not_found: Invalid persona_id (persona p0)
                  demo_spec.lua:3: in the function at line 1
                  It wrote:
                    before

                0 passed, 1 with errors in 
                """), "\(finished)")
    }

    @Test func whereThereIsNothingToTestThatIsSaid() throws {
        try Binary.with { binary in
            let empty = try binary.run("test")
            #expect(empty.status == 1)
            #expect(empty.err.hasPrefix("tavlua test: there are no tests in this folder."))
            let missing = try binary.run("test", "nowhere")
            #expect(missing.status == 66)
            #expect(missing.err == "tavlua test: cannot read nowhere: No such file or directory\n")
        }
    }

    @Test func otherServersAreAnsweredByTheTest() throws {
        let recipe = Self.recipe
            .replacingOccurrences(
                of: "\"demo --count 2\", \"--dry-run demo --rows rows.csv\"",
                with: "\"--allow hosts=* demo\""
            )
            .replacingOccurrences(
                of: "tavus.personas.create {",
                with:
                    "require('log').info('posts') local a = require('http').post('https://crm.example.com/n', { json = { n = number } }) print(a.status, a:json().id) tavus.personas.create {"
            )
        let finished = try run(
            """
            before_example(function(line)
                scratch("rows.csv", "")
                answer_http(function() return { json = { id = 1 } } end)
            end)
            it("posts", function()
                local seen = {}
                answer_http(function(request)
                    tavus.sleep(5)
                    seen[#seen + 1] = request
                    return { status = 201, json = { id = "n1" } }
                end)
                local run = recipe.run { allow = "hosts=crm.example.com" }
                assert.are.equal("201\\tn1\\nmade 1\\n", (run.output:gsub("[^\\n]*posts\\n", "")))
                assert.matches("posts", run.output)
                assert.are.same({ "POST", "https://crm.example.com/n", '{"n":1}' },
                    { seen[1].method, seen[1].url, seen[1].body })
                assert.are.equal("application/json", seen[1].headers["content-type"])
                assert.are.equal(5, os.clock())
            end)
            it("is not granted", function()
                assert.are.equal("permission_denied", recipe.run().error.code)
            end)
            it("loses connections", function()
                answer_http(function() end)
                assert.are.equal("connection_failed", recipe.run { allow = "hosts=*" }.error.code)
            end)
            it("never leaves the machine", function()
                assert.matches("answer_http", recipe.run { allow = "hosts=*" }.error.message)
            end)
            """, recipe: recipe)
        #expect(finished.status == 0, "\(finished)")
    }

    @Test func linesOfTheRecipeAreCounted() throws {
        try Binary.with { binary in
            _ = try binary.script(Self.recipe, name: "demo.lua")
            _ = try binary.script(
                """
                before_example(function() return "not needed" end)
                it("makes none", function() assert.is_true(recipe.run { params = { count = 0 } }.ok) end)
                """, name: "demo_spec.lua")
            let finished = try binary.run("test", "--coverage", "lcov.info")
            #expect(finished.status == 0)
            #expect(finished.err == "demo.lua  4 of 5 lines  80 %  not: 16\n", "\(finished)")
            let file = binary.folder.appendingPathComponent("lcov.info")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.hasPrefix("TN:\nSF:demo.lua\nDA:15,1\n"), "\(text)")
            #expect(text.hasSuffix("LF:5\nLH:4\nend_of_record\n"))
        }
    }

    @Test func aTestThatCannotBeStoppedIsLeftBehind() throws {
        let finished = try run(
            """
            it("never ends", function() return (("a"):rep(60)):find(("a*"):rep(40) .. "b") end)
            it("goes on", function() end)
            """, "--timeout", "200ms")
        #expect(finished.status == 1)
        #expect(
            finished.out.contains("ERROR   never ends") && finished.out.contains("ok      goes on"))
        #expect(finished.out.contains("could not be stopped within 5.2 s"), "\(finished)")
    }

    @Test func anInterruptLeavesNoFolderBehind() throws {
        try Binary.with { binary in
            _ = try binary.script(
                """
                it("spins", function()
                    local path = scratch("file", "text")
                    io.open("path", "w"):write(path):close()
                    while true do end
                end)
                """, name: "a_spec.lua")
            let running = try binary.start(["test"])
            let note = binary.folder.appendingPathComponent("path")
            var path = ""
            while path.isEmpty {
                sched_yield()
                path = (try? String(contentsOf: note, encoding: .utf8)) ?? ""
            }
            running.signal(SIGINT)
            #expect(try running.finish().status == 130)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func webhooksOfATestReachNobody() throws {
        let finished = try run(
            """
            it("lists them", function()
                tavus.conversations.create {
                    replica_id = "r79e1c033f", callback_url = "http://127.0.0.1:9/hook" }
                emulator.advance("1h")
                local first = emulator.webhooks()[1]
                assert.are.same({ "pending", 0 }, { first.state, first.tries })
            end)
            """)
        #expect(finished.status == 0, "\(finished)")
    }

    @Test func jsonIsJSONWhateverATestSays() throws {
        let spec = """
            it("u \\u{202e} \\u{9b}", function() error("x\\u{85}\\27[2J") end)
            """
        let finished = try run(spec, "-o", "json")
        let row = try JSONSerialization.jsonObject(with: Data(finished.out.utf8)) as? [String: Any]
        let tests = try #require(row?["tests"] as? [[String: Any]])
        #expect(tests[0]["name"] as? String == "u \u{202e} \u{9b}")
        #expect(!finished.out.unicodeScalars.contains { $0 == "\u{202e}" || $0 == "\u{85}" })
    }

    @Test func coverageIsWrittenAsAShellWould() throws {
        try Binary.with { binary in
            _ = try binary.script("return 1", name: "library.lua")
            _ = try binary.script(
                "it('is', function() dofile 'library.lua' end)", name: "a_spec.lua")
            let finished = try binary.run("test", "--coverage", "/dev/full")
            #expect(finished.status == 1 && finished.err.contains("No space left"), "\(finished)")
            var facts = stat()
            #expect(stat("/dev/full", &facts) == 0 && facts.st_mode & S_IFMT == S_IFCHR)
        }
    }

    @Test func theSameSeedGivesTheSameOrder() throws {
        let spec = "for n = 1, 20 do it('t' .. n, function() end) end"
        let first = try run(spec, "--shuffle", "--seed", "7", "--list")
        #expect(try run(spec, "--shuffle", "--seed", "7", "--list") == first)
        #expect(try run(spec, "--list") != first)
    }

    @Test func aFolderOfARecipeHasItsSpecInIt() throws {
        try Binary.with { binary in
            let folder = binary.folder.appendingPathComponent("kit/spec")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let header = Self.recipe.components(separatedBy: "--[==[ ")[1]
                .components(separatedBy: "]==]")
            _ = try binary.script(
                header[0].replacingOccurrences(of: "[recipe]", with: "")
                    .replacingOccurrences(of: "\"demo\"", with: "\"kit\"")
                    .replacingOccurrences(of: ", \"--dry-run demo --rows rows.csv\"", with: "")
                    .replacingOccurrences(of: "demo --count", with: "kit --count"),
                name: "kit/recipe.toml")
            _ = try binary.script(header[1], name: "kit/init.lua")
            _ = try binary.script(
                """
                it("runs", function() assert.are.same({ count = 1 }, recipe.run().value) end)
                """, name: "kit/spec/kit_spec.lua")
            let finished = try binary.run("test", "kit", "-o", "tap")
            #expect(
                finished.out == """
                    TAP version 13
                    1..2
                    ok 1 - kit runs
                    ok 2 - kit example: kit --count 2

                    """, "\(finished)")
        }
    }
}
