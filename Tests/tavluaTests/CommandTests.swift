import Foundation
import Testing

@Suite struct CommandTests {
    @Test func versionAndHelpGoToStandardOutput() throws {
        try Binary.with { binary in
            #expect(try binary.run("--version") == .init(status: 0, out: "0.1.0\n", err: ""))
            let help = try binary.run("--help")
            #expect(help.status == 0)
            #expect(help.out.contains("tavlua SCRIPT.lua"))
            #expect(help.err == "")
        }
    }

    @Test(arguments: [
        (["catalog"], #"Did you mean "catalogue"?"#), (["--emulatr", "x.lua"], "--emulatr"),
        (["--emulator", "--live", "-e", "print(1)"], "--live"),
        (["--timeout", "soon", "-e", ""], "soon"),
        (["api"], "Missing"), (["api", "personas.lst"], #"Did you mean "personas.list"?"#),
        (["--fresh", "--emulator-data", "x", "-e", ""], "contradict"),
    ])
    func wrongUsageEndsWith64(words: [String], expected: String) throws {
        try Binary.with { binary in
            let finished = try binary.start(words).finish()
            #expect(finished.status == 64, "\(finished)")
            #expect(finished.err.contains(expected), "\(finished.err)")
            #expect(finished.out == "")
        }
    }

    @Test func anAnswerOfTheAPIIsPrintedAsJSON() throws {
        try Binary.with { binary in
            let one = try binary.run("api", "--fresh", "--json", "personas.list", "limit:=1")
            #expect(one.status == 0, "\(one)")
            let page = try #require(
                JSONSerialization.jsonObject(with: Data(one.out.utf8)) as? [String: Any])
            #expect((page["data"] as? [Any])?.count == 1)
            let all = try binary.run(
                "api", "--fresh", "--all", "personas.list", "persona_type=system")
            let rows = try #require(
                JSONSerialization.jsonObject(with: Data(all.out.utf8)) as? [Any])
            #expect(rows.count == page["total_count"] as? Int)
            let raw = try binary.run("api", "--fresh", "GET", "/v2/personas/p5317866")
            #expect(raw.out.contains(#""persona_id": "p5317866""#), "\(raw)")
            let unknown = try binary.run("api", "--fresh", "-q", "personas.get", "p0")
            #expect(unknown.status == 7)
            #expect(
                unknown.err
                    == "tavus.personas.get: 400 not_found: Invalid persona_id (persona p0)\n")
        }
    }

    @Test func theCatalogueListsEveryOperationAsTextAndAsJSON() throws {
        try Binary.with { binary in
            let text = try binary.run("catalogue")
            #expect(text.out.split(separator: "\n").count >= 37)
            let json = try binary.run("catalogue", "--json")
            #expect(json.status == 0)
            _ = try JSONSerialization.jsonObject(with: Data(json.out.utf8))
        }
    }

    @Test func theDoctorNamesLuaAndTheTarget() throws {
        try Binary.with { binary in
            let finished = try binary.run("doctor")
            #expect(finished.status == 0)
            #expect(finished.out.contains("lua        Lua 5.4."))
            #expect(finished.out.contains("target: emulator"))
        }
    }

    @Test func aKeyIsShownByItsLastCharactersOnlyAndLiveIsSaid() throws {
        try Binary.with { binary in
            let key = "SECRETSENTINEL0123456789abcdeff3"
            let finished = try binary.run(
                "-v", "-v", "--base-url", "http://127.0.0.1:9", "-e", "tavus.personas.list()",
                environment: ["TAVUS_API_KEY": key])
            #expect(finished.status == 8, "\(finished)")
            #expect(finished.err.contains("target: LIVE"))
            #expect(finished.err.contains("…f3"))
            #expect(!(finished.out + finished.err).contains("SECRETSENTINEL"))
        }
    }

    @Test(
        arguments: [
            (["--live"], [:], 4), ([], ["TAVUS_BASE_URL": "https://tavus.example"], 4),
            ([], ["TAVUS_API_KEY": "two words"], 78),
            ([], ["TAVUS_BASE_URL": "http://tavus.example", "TAVUS_API_KEY": "k"], 78),
            (["--base-url", "tavus.example"], ["TAVUS_API_KEY": "k"], 64),
        ] as [([String], [String: String], Int32)])
    func anAccountThatCannotBeUsedEndsBeforeAnythingRuns(
        words: [String], environment: [String: String], status: Int32
    ) throws {
        try Binary.with { binary in
            let finished = try binary.start(
                words + ["-e", "print('ran')"], environment: environment
            ).finish()
            #expect(finished.status == status, "\(finished)")
            #expect(finished.out == "")
            #expect(finished.err.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test func theServerAnswersRawHTTPAndEndsOnSIGTERM() throws {
        try Binary.with { binary in
            let server = try binary.start(["emulator", "--port", "0", "--fresh"])
            try server.wait(for: "\n")
            server.signal(SIGTERM)
            let finished = try server.finish()
            #expect(finished.status == 143)
            #expect(finished.out.hasPrefix("listening on http://127.0.0.1:"))
        }
    }

    @Test func thePromptPrintsExpressionsAndGoesOnAfterAnError() throws {
        try Binary.with { binary in
            let finished = try binary.run(
                "repl", "--fresh", "--quiet",
                input: """
                    x = 20
                    x + 1, "a\\27b"
                    local function f()
                      return {1, 2}
                    end
                    error("no")
                    = x
                    tavus.personas.get("p5317866").persona_id
                    """)
            #expect(finished.status == 1)
            #expect(finished.out == "21  \"a\\u{1b}b\"\n20\n\"p5317866\"\n")
            #expect(finished.err.contains("no"))
        }
    }

    @Test func aCommandLineThatWasNearlyRightIsTold() throws {
        try Binary.with { binary in
            let help = try binary.run("run", "--help")
            #expect(help.status == 0 && help.out.hasPrefix("OVERVIEW: Run a script"), "\(help)")
            let swapped = try binary.run("--fresh", "run", "x.lua")
            #expect(swapped.status == 64)
            #expect(swapped.err.contains("Options stand after the command: tavlua run OPTION"))
            _ = try binary.script(
                """
                --[==[ [recipe]
                name = "paint"
                version = "1.0.0"
                summary = "Paints."
                examples = ["brush"]
                ]==]
                return function() end
                """, name: "paint.lua")
            try FileManager.default.createDirectory(
                at: binary.folder.appendingPathComponent("recipes"),
                withIntermediateDirectories: true)
            _ = try binary.script(
                """
                --[==[ [recipe]
                name = "test"
                version = "1.0.0"
                summary = "Has the name of a command."
                ]==]
                return function() print "ran" end
                """, name: "recipes/test.lua")
            #expect(try binary.run("run", "-q", "test").out == "ran\n")
            let named = try binary.run("run", "paint")
            #expect(named.status == 66)
            #expect(named.err.hasSuffix("Here is one by its path: paint.lua\n"), "\(named)")
            let late = try binary.run("run", "paint.lua", "--deny", "operations=*")
            #expect(late.status == 64)
            #expect(late.err.contains("It stands before the recipe: tavlua run --deny"), "\(late)")
            let lint = try binary.run("recipes", "lint", "paint.lua")
            #expect(lint.status == 1 && lint.out.contains("does not run paint"), "\(lint)")
            let value = try binary.run("-q", "-e", "help(tavus.now)")
            #expect(value.out.contains("Give its name in quotes"), "\(value)")
        }
    }
}
