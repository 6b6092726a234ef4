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

    @Test func itReachesNoOtherAccount() throws {
        let callee = Self.recipe(
            "acme/make",
            body: """
                local other = tavus.connect { profile = "prod" }
                return other.personas.create { persona_name = "x", system_prompt = "x" }.persona_id
                """)
        try with(callee: callee, caller: Self.caller()) { binary in
            let folder = binary.folder.appendingPathComponent("config/tavlua/profiles")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let profile = folder.appendingPathComponent("prod.json")
            try Data(
                #"{"api_key":"0123456789abcdef0123456789abcdef","base_url":"http://127.0.0.1:1"}"#
                    .utf8
            ).write(to: profile)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: profile.path)
            let finished = try binary.run(
                "run", "-q", "both.lua",
                environment: ["XDG_CONFIG_HOME": binary.folder.path + "/config"])
            #expect(finished.status == 5, "\(finished)")
            #expect(finished.err.contains("and no other account"), "\(finished)")
        }
    }

    @Test func aFileThatItsCallerNamesIsNotForIt() throws {
        let file = "params.rows = { type = \"path\" }\npermissions.read = [\"{rows}\"]"
        func reader(_ name: String, _ header: String, _ body: String) -> String {
            """
            --[==[ [recipe]
            name = "\(name)"
            version = "1.2.0"
            summary = "Reads."
            \(header)
            \(file)
            ]==]
            return function(args) \(body) end
            """
        }
        let callee = reader("acme/make", "", "return require('files').read(args.rows)")
        let caller = reader(
            "acme/both", "requires = [\"acme/make\"]",
            "return require 'recipe:acme/make' { rows = 'secret.txt' }")
        try with(callee: callee, caller: "") { binary in
            _ = try binary.script(caller, name: "recipes/acme/both.lua")
            _ = try binary.script("the secret", name: "secret.txt")
            _ = try binary.script("", name: "ok.csv")
            let finished = try binary.run("run", "-q", "acme/both", "--rows", "ok.csv")
            #expect(finished.status == 5, "\(finished)")
            #expect(!finished.out.contains("the secret"))
        }
    }

    @Test func aFolderOfTheWorkingFolderIsNoRecipeOfAnOwner() throws {
        try Binary.with { binary in
            let folder = binary.folder.appendingPathComponent("acme")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let make = folder.appendingPathComponent("make")
            try FileManager.default.createDirectory(at: make, withIntermediateDirectories: true)
            _ = try binary.script(
                "name = \"acme/make\"\nversion = \"1.0.0\"\nsummary = \"x\"",
                name: "acme/make/recipe.toml")
            _ = try binary.script("return function() return 1 end", name: "acme/make/init.lua")
            _ = try binary.script(Self.caller(), name: "both.lua")
            let finished = try binary.run("run", "-q", "both.lua")
            #expect(
                finished.err.contains("there is no recipe of the name \"acme/make\""), "\(finished)"
            )
        }
    }

    @Test func whatCallsItselfOtherwiseIsAnotherRecipe() throws {
        let callee = Self.callee.replacingOccurrences(of: "\"acme/make\"", with: "\"acme/other\"")
        try with(callee: callee, caller: Self.caller()) { binary in
            let finished = try binary.run("run", "-q", "both.lua")
            #expect(finished.err.contains("calls itself acme/other"), "\(finished)")
        }
    }

    @Test func itsOwnBudgetHoldsForAllItsCalls() throws {
        let callee = Self.callee.replacingOccurrences(
            of: "[permissions]", with: "[permissions]\nbudget = { personas = 1, creates = 1 }")
        try with(callee: callee, caller: Self.caller()) { binary in
            for words in [["-q"], ["-q", "--dry-run"]] {
                let finished = try binary.run(
                    ["run"] + words + ["both.lua"], input: "", environment: [:])
                #expect(finished.status == 6, "\(finished)")
            }
        }
    }

    @Test func whatItsCallerGivesUpIsGivenUpHere() throws {
        let callee = Self.recipe(
            "acme/make",
            body: """
                tavus.sleep(0.3)
                return tavus.personas.create { persona_name = "x", system_prompt = "x" }.persona_id
                """)
        let caller = Self.recipe(
            "both", header: "requires = [\"acme/make\"]",
            body: """
                local make = require "recipe:acme/make"
                local results = tavus.all {
                    function() return pcall(make, {}) end,
                    function() tavus.sleep(0.05) ctx.permissions.drop "write" end,
                }
                return tostring(select(2, pcall(make, {})))
                """)
        try with(callee: callee, caller: caller) { binary in
            let finished = try binary.run("run", "-q", "both.lua")
            let count = try binary.run(
                "-q", "-e", "print(tavus.personas.list { persona_type = 'user' }.total_count)")
            #expect(count.out == "0\n", "\(finished)")
        }
    }

    @Test func manyAtOnceWaitForTheirTurn() throws {
        let callee = Self.recipe("acme/make", body: "tavus.sleep(0.01) return 1")
        let caller = Self.recipe(
            "both", header: "requires = [\"acme/make\"]",
            body: """
                local make, list = require "recipe:acme/make", {}
                for n = 1, 40 do list[n] = n end
                return #tavus.map(list, function() return make {} end, { concurrency = 40 })
                """)
        try with(callee: callee, caller: caller) { binary in
            let finished = try binary.run("run", "-q", "both.lua", "-o", "json")
            #expect(finished.out == "40\n", "\(finished)")
        }
    }

    @Test func anInterruptedWriteOfItIsTold() throws {
        let server = try FaultServer.shared.get()
        try with(caller: Self.caller()) { binary in
            let running = try binary.start(
                [
                    "run", "--live", "--base-url", server.baseURL("hang", tag: "required"),
                    "--allow",
                    "operations=personas.create", "both.lua",
                ], environment: ["TAVUS_API_KEY": "0123456789abcdef0123456789abcdef"])
            while try server.arrivals("hang", tag: "required").isEmpty { sched_yield() }
            running.signal(SIGINT)
            let finished = try running.finish()
            #expect(finished.status == 130)
            #expect(finished.err.contains("target: LIVE"), "\(finished)")
            #expect(finished.err.contains("outcome unknown"), "\(finished)")
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
