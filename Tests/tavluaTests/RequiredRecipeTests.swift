import Foundation
import Testing

/// `require "recipe:owner/name"`, from the command line.
@Suite struct RequiredRecipeTests {
    private static func recipe(
        _ name: String, header: String = "",
        body: String
    ) -> String {
        """
        --[==[ [recipe]
        name = "\(name)"
        version = "1.2.0"
        summary = "One of two."
        \(header)
        [permissions]
        operations = ["personas.create"]
        [params]
        name = { type = "string", default = "a" }
        ]==]
        return function(args, ctx)
            \(body)
        end
        """
    }

    private static let callee = recipe(
        "acme/make",
        body: """
            print("making " .. args.name)
            return tavus.personas.create { persona_name = args.name, system_prompt = "x" }.persona_name
            """)

    /// Both, in a project's folder: `acme/make` as what others made.
    private func with(
        callee: String = callee, caller: String, _ body: (Binary) throws -> Void
    ) throws {
        try Binary.with { binary in
            let folder = binary.folder.appendingPathComponent("recipes/acme")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            _ = try binary.script(callee, name: "recipes/acme/make.lua")
            _ = try binary.script(caller, name: "both.lua")
            try body(binary)
        }
    }

    private static func caller(_ header: String = "requires = [\"acme/make@^1.0\"]") -> String {
        recipe(
            "both", header: header,
            body: """
                local make = require "recipe:acme/make"
                return { make { name = "one" }, make { name = "two" }, make.manifest.version }
                """)
    }

    @Test func itIsAFunctionOfItsParameters() throws {
        try with(caller: Self.caller()) { binary in
            let finished = try binary.run("run", "-q", "both.lua", "-o", "json")
            #expect(finished.status == 0, "\(finished)")
            #expect(
                finished.out.contains(#"["one","two","1.2.0"]"#)
                    || finished.out.contains("\"1.2.0\""))
            let names = try binary.run(
                "-q", "-e",
                "for p in tavus.personas.each { persona_type = 'user' } do print(p.persona_name) end"
            )
            #expect(Set(names.out.split(separator: "\n")) == ["one", "two"])
        }
    }

    @Test func itMayNoMoreThanItsCaller() throws {
        let caller = Self.caller().replacingOccurrences(
            of: "[\"personas.create\"]", with: "[\"personas.list\"]")
        try with(caller: caller) { binary in
            // As somebody else's: one's own code may do everything.
            try FileManager.default.moveItem(
                at: binary.folder.appendingPathComponent("both.lua"),
                to: binary.folder.appendingPathComponent("recipes/acme/both.lua"))
            let text = try String(
                contentsOf: binary.folder.appendingPathComponent("recipes/acme/both.lua"),
                encoding: .utf8)
            _ = try binary.script(
                text.replacingOccurrences(of: "\"both\"", with: "\"acme/both\""),
                name: "recipes/acme/both.lua")
            let finished = try binary.run("run", "-q", "acme/both")
            #expect(finished.status == 5, "\(finished)")
            #expect(finished.err.contains("permission_denied"))
        }
    }

    @Test func itMayNoMoreThanItsOwnHeader() throws {
        let callee = Self.callee.replacingOccurrences(
            of: "[\"personas.create\"]", with: "[\"personas.list\"]")
        try with(callee: callee, caller: Self.caller()) { binary in
            let finished = try binary.run("run", "-q", "both.lua")
            #expect(finished.status == 5, "\(finished)")
        }
    }

    @Test func theBudgetIsThatOfTheRun() throws {
        try with(caller: Self.caller()) { binary in
            let finished = try binary.run("run", "-q", "--budget", "creates=1", "both.lua")
            #expect(finished.status == 6, "\(finished)")
            let count = try binary.run(
                "-q", "-e", "print(tavus.personas.list { persona_type = 'user' }.total_count)")
            #expect(count.out == "1\n")
        }
    }

    @Test func aDryRunPlansWhatItWouldDo() throws {
        try with(caller: Self.caller()) { binary in
            let finished = try binary.run("run", "-q", "--dry-run", "both.lua")
            #expect(finished.out == "would create 2 personas\n0 requests with effects sent\n")
            #expect(finished.err == "making one\nmaking two\n")
        }
    }

    @Test func aVersionThatDoesNotFitIsRefused() throws {
        try with(caller: Self.caller("requires = [\"acme/make@^2.0\"]")) { binary in
            let finished = try binary.run("run", "-q", "both.lua")
            #expect(finished.status == 1)
            #expect(
                finished.err.hasPrefix(
                    "both requires acme/make@^2.0, and 1.2.0 is here: tavlua recipes install acme/make@^2.0"
                ), "\(finished)")
        }
    }

    @Test func aCircleEnds() throws {
        let callee = Self.recipe(
            "acme/make", header: "requires = [\"acme/make\"]",
            body: "return require(\"recipe:acme/make\") { name = args.name }")
        try with(callee: callee, caller: Self.caller()) { binary in
            let finished = try binary.run("run", "-q", "both.lua")
            #expect(finished.status == 1)
            #expect(
                finished.err.hasPrefix(
                    "recipes require each other without end: both → acme/make → acme/make"),
                "\(finished)")
        }
    }

    @Test func onALiveTargetItNeedsAGrantOfItsOwn() throws {
        let live = ["TAVUS_API_KEY": "0123456789abcdef0123456789abcdef"]
        try with(caller: Self.caller()) { binary in
            let words = ["run", "-q", "--live", "--base-url", "http://127.0.0.1:1", "both.lua"]
            let refused = try binary.run(words, input: "", environment: live)
            #expect(refused.status == 5, "\(refused)")
            #expect(refused.err.contains("--allow operations=personas.create"))
            let allowed = try binary.run(
                ["run", "--allow", "operations=personas.create"] + words.dropFirst(), input: "",
                environment: live)
            // Nobody listens there.
            #expect(allowed.status == 8, "\(allowed)")
        }
    }

    @Test func testsRunItOnTheirEmulatorAndClock() throws {
        let callee = Self.recipe("acme/make", body: "tavus.sleep(\"2h\") return 7")
        try with(callee: callee, caller: Self.caller()) { binary in
            _ = try binary.script(
                """
                it("waits for both", function()
                    local run = recipe.run()
                    assert.are.same({ 7, 7, "1.2.0" }, run.value)
                    assert.are.equal(4 * 3600, os.clock())
                end)
                """, name: "both_spec.lua")
            let finished = try binary.run("test", "both_spec.lua")
            #expect(finished.status == 0, "\(finished)")
        }
    }
}
