import Foundation
import Testing

@Suite struct RecipeTests {
    private func recipe(_ name: String) -> String {
        Binary.checkout.appendingPathComponent("recipes/\(name).lua").path
    }

    @Test func helloConversationCreatesJoinsAndEndsACall() throws {
        try Binary.with { binary in
            let finished = try binary.run(
                "run", "--emulator", "--emulator-speed", "20", recipe("hello-conversation"))
            #expect(finished.status == 0, "\(finished)")
            let lines = finished.out.split(separator: "\n").map(String.init)
            #expect(lines.count == 4)
            #expect(lines[0].hasPrefix("created   c"))
            #expect(lines[1].hasPrefix("join      https://tavus.daily.co/c"))
            #expect(lines[2].hasPrefix("joined    replica r79e1c033f after "))
            #expect(lines[3].hasPrefix("ended     end_conversation_endpoint_hit, "))
        }
    }

    @Test func helloConversationEndsItsCallWhenItIsInterrupted() throws {
        try Binary.with { binary in
            let running = try binary.start(["run", "--emulator", recipe("hello-conversation")])
            try running.wait(for: "join ")
            running.signal(SIGINT)
            #expect(try running.finish().status == 130)
            let active = try binary.run(
                "-e", "print(tavus.conversations.list{ status = 'active' }.total_count)")
            #expect(active.out == "0\n")
        }
    }

    @Test func sweepEndsOldCallsOnAllPagesAndKeepsTheOthers() throws {
        try Binary.with { binary in
            let prepare = """
                local function call(name)
                  return tavus.conversations.create{ replica_id = "r79e1c033f", persona_id = "p5317866",
                    conversation_name = name, properties = { max_call_duration = 3600, participant_absent_timeout = 3600 } }
                end
                call("old one") call("keep me")
                tavus.emulator.advance("50m")
                call("new one")
                """
            #expect(try binary.run("-e", prepare).status == 0)
            let sweep = ["run", "sweep-conversations", "--older-than", "45m", "--keep", "keep"]
            let columns = "conversation_id,conversation_name,minutes,outcome"
            let dry = try binary.start(sweep + ["--dry-run", "-q"]).finish()
            #expect(dry.status == 0, "\(dry)")
            #expect(dry.out == "would end 1 conversation\n0 requests with effects sent\n")
            let swept = try binary.start(sweep + ["-q", "-o", "csv"]).finish()
            #expect(swept.status == 0)
            let rows = swept.out.split(separator: "\n").map(String.init)
            #expect(rows.count == 2 && rows[0] == columns, "\(swept)")
            #expect(rows[1].hasPrefix("c") && rows[1].hasSuffix(",old one,50,ended"))
            #expect(swept.err.hasPrefix("ended      c") && swept.err.hasSuffix("  old one\n"))
            #expect(try binary.start(sweep + ["-q", "-o", "json"]).finish().out == "[]\n")
            let left = try binary.run(
                "-q", "-e",
                """
                local names = {}
                for c in tavus.conversations.each{ status = "active" } do names[#names + 1] = c.conversation_name end
                table.sort(names)
                print(table.concat(names, ", "))
                """)
            #expect(left.out == "keep me, new one\n")
        }
    }

    @Test func exportWritesOneFileForEachEndedCallAndOnlyOnce() throws {
        try Binary.with { binary in
            let prepare = """
                local c = tavus.conversations.create{ replica_id = "r79e1c033f", persona_id = "p5317866",
                  conversation_name = "Export me" }
                tavus.emulator.advance("30s")
                c:end_()
                tavus.emulator.advance("5m")
                """
            #expect(try binary.run("-e", prepare).status == 0)
            let export = ["run", "export-transcripts", "--quiet", "--output", "jsonl"]
            let first = try binary.start(export).finish()
            #expect(
                first.out == #"{"already_there":0,"without_transcript":0,"written":1}"# + "\n",
                "\(first)")
            let files = try FileManager.default.contentsOfDirectory(atPath: binary.folder.path)
                .filter { $0.hasSuffix(".md") }
            #expect(files.count == 1)
            let text = try String(
                contentsOf: binary.folder.appendingPathComponent(files[0]), encoding: .utf8)
            #expect(text.hasPrefix("# Export me\n"))
            #expect(text.contains("**Replica:**"))
            #expect(
                try binary.start(export).finish().out
                    == #"{"already_there":1,"without_transcript":0,"written":0}"# + "\n")
        }
    }

    /// Acceptance scenario 1: the body would fail.
    @Test func helpIsShownWithoutRunningTheRecipe() throws {
        try Binary.with { binary in
            let script = try binary.script(
                """
                #!/usr/bin/env tavlua
                --[==[ [recipe]
                name = "sweep"
                summary = "Ends calls."
                [params.older_than]
                type = "duration"
                default = "45m"
                help = "age after which a call is ended"
                ]==]
                error("ran")
                """)
            let help = try binary.run("run", script, "--help")
            #expect(help.status == 0)
            #expect(help.err == "")
            #expect(
                help.out.hasPrefix(
                    """
                    OVERVIEW: Ends calls.

                    USAGE: tavlua run script.lua [options]

                    PARAMETERS:
                      --older-than <duration> age after which a call is ended (default: 45m)

                    OPTIONS:

                    """), "\(help.out)")
            #expect(!help.out.contains("ran"))
            #expect(try binary.run(script, "-h") == help)
            #expect(try binary.run("--fresh", script, "--help") == help)
            #expect(try binary.run(script).err.hasPrefix("script.lua:10: ran"))
        }
    }

    /// Acceptance scenario 2: nothing is sent.
    @Test func aSlipInAFlagIsTold() throws {
        try Binary.with { binary in
            let finished = try binary.run(
                "run", "sweep-conversations", "--older-thn", "1h", "--keep", "a", "extra",
                environment: ["TAVLUA_TEST": "1"])
            #expect(
                finished
                    == .init(
                        status: 64, out: "",
                        err: """
                            tavlua: unknown option --older-thn. Did you mean --older-than?
                            tavlua: unexpected "extra": parameters are given by name.
                            tavlua run sweep-conversations --help shows what it takes.

                            """))
            // The emulator, which starts with the first call, has left no data behind.
            #expect(
                !FileManager.default.fileExists(atPath: binary.folder.path + "/state/tavlua"))
        }
    }

    @Test(arguments: [
        (["run", "hello-conversatio"], 66, #"Did you mean "hello-conversation"?"#),
        (["run", "hello-conversation", "-o", "jsn"], 64, #"Did you mean "json"?"#),
        (["run", "later.lua"], 78, "later needs tavlua >=9.1, and this is 0.1.0"),
        (["run", "broken.lua"], 1, "broken.lua:3: nme: unknown key"),
        (["run", "value.lua"], 1, "value.lua: a recipe returns function(args, ctx) … end"),
        (["run", "function.lua"], 1, "function.lua: the recipe returned a function"),
        (["run", "rows.lua", "--rows", "rows.csv"], 65, "rows.csv:2: 1 fields under 2 columns"),
    ])
    func whatIsWrongEndsWithItsOwnStatus(words: [String], status: Int32, text: String) throws {
        try Binary.with { binary in
            let recipes = [
                "later": "name = \"later\"\nhost = \">=9.1\"\n]] error('ran')",
                "broken": "\nnme = \"x\"\n]] error('ran')",
                "value": "name = \"x\"\n]] return 1",
                "function": "name = \"x\"\n]] return function() return print end",
                "rows": "name = \"x\"\nparams.rows = { type = \"rows\" }\n]] error('ran')",
            ]
            for (name, text) in recipes {
                _ = try binary.script("--[[ [recipe]\n" + text, name: name + ".lua")
            }
            _ = try binary.script("a,b\n1\n", name: "rows.csv")
            let finished = try binary.start(words).finish()
            #expect(finished.status == status, "\(finished)")
            #expect(finished.err.contains(text), "\(finished.err)")
            #expect(finished.out == "")
        }
    }

    @Test func aFolderRecipeRequiresItsOwnLibrariesAlone() throws {
        try Binary.with { binary in
            let folder = binary.folder.appendingPathComponent("greet")
            for part in ["greet", "greet/lib", "lib"] {
                try FileManager.default.createDirectory(
                    at: binary.folder.appendingPathComponent(part),
                    withIntermediateDirectories: true)
            }
            try Data("name = \"greet\"\n".utf8).write(
                to: folder.appendingPathComponent("recipe.toml"))
            _ = try binary.script("return { word = 'hello' }", name: "greet/lib/words.lua")
            _ = try binary.script("return 'outside'", name: "lib/outside.lua")
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/lib/link.lua", withDestinationPath: "../../lib/outside.lua")
            _ = try binary.script(
                """
                local words = require "lib.words"
                return function()
                  local found = { words.word, require "lib.words" == words }
                  for _, name in ipairs{ "lib.outside", "lib.link", "lib...outside", "lib.a/b" } do
                    found[#found + 1] = (pcall(require, name))
                  end
                  return found
                end
                """, name: "greet/init.lua")
            for options in [[], ["--isolated"], ["--in-process"]] {
                let finished = try binary.start(["run"] + options + ["greet/", "-o", "jsonl"])
                    .finish()
                #expect(
                    finished
                        == .init(
                            status: 0, out: "\"hello\"\ntrue\nfalse\nfalse\nfalse\nfalse\n", err: ""
                        ),
                    "\(options)")
            }
        }
    }

    @Test(arguments: [[], ["--folder"]])
    func whatNewBeginsRunsAndHasNothingWrong(options: [String]) throws {
        try Binary.with { binary in
            let new = try binary.start(["recipes", "new", "my-calls"] + options).finish()
            let path = options.isEmpty ? "my-calls.lua" : "my-calls"
            #expect(new == .init(status: 0, out: path + "\n", err: ""))
            #expect(try binary.run("recipes", "lint", path) == .init(status: 0, out: "", err: ""))
            let word = "./" + path
            let run = try binary.run("run", word, "--limit", "2", "-q", "-o", "jsonl")
            #expect(run.status == 0, "\(run)")
            #expect(run.out.split(separator: "\n").count == 2)
            let again = try binary.start(["recipes", "new", "my-calls"] + options).finish()
            #expect(again.status == 1)
            #expect(again.err.contains("is there already"))
        }
    }

    @Test func lintSaysAllThatIsWrongAndFails() throws {
        try Binary.with { binary in
            let path = try binary.script("--[[ [recipe]\nnme = \"x\"\n]]\nreturn function(")
            let lint = try binary.run("recipes", "lint", path, "gone.lua")
            #expect(lint.status == 1)
            let lines = lint.out.split(separator: "\n").map(String.init)
            #expect(lines.count == 4, "\(lint)")
            #expect(
                lines.contains("script.lua:2: nme: unknown key \"nme\". Did you mean \"name\"?"))
            #expect(lines.contains("script.lua:4: <name> or '...' expected near <eof>"))
            #expect(lines.contains("gone.lua: no such file or folder"))
        }
    }

    @Test func recipesAreListedAndDescribed() throws {
        try Binary.with { binary in
            let list = try binary.run("recipes", "list")
            #expect(list.status == 0)
            let lines = list.out.split(separator: "\n").map { $0.split(separator: " ") }
            #expect(lines.first == ["name", "version", "origin", "summary"])
            #expect(
                lines.contains {
                    $0.prefix(4) == ["hello-conversation", "1.0.0", "shipped", "Creates"]
                }
            )
            let rows = try #require(
                JSONSerialization.jsonObject(
                    with: Data(try binary.run("recipes", "list", "--json").out.utf8)) as? [Any])
            #expect(rows.count == lines.count - 1)
            let info = try binary.run("recipes", "info", "sweep-conversations")
            #expect(info.out.contains("takes       --older-than duration  only calls created"))
            let json = try binary.run("recipes", "info", "sweep-conversations", "--json")
            #expect(json.out.contains("\"permissions_sha256\""))
            let page = try binary.run("recipes", "doc", "sweep-conversations")
            #expect(page.out.hasPrefix("# sweep-conversations 1.0.0\n"))
            let gone = try binary.run("recipes", "info", "sweep-conversation")
            #expect(gone.status == 66)
            #expect(gone.err.contains("Did you mean \"sweep-conversations\"?"))
        }
    }

    /// Acceptance scenario 6: neither `pcall` nor a coroutine lets a call pass that the header does not declare.
    @Test(arguments: [[], ["--in-process"]])
    func anInstalledRecipeDoesNoMoreThanItsHeaderDeclares(options: [String]) throws {
        try Binary.with { binary in
            let header = """
                --[==[ [recipe]
                name = "acme/probe"
                version = "1.0.0"
                summary = "Tries."
                permissions.operations = ["personas.list"]
                ]==]

                """
            let script = try binary.script(
                header + """
                    return function(_, ctx)
                      local new = { persona_name = "x", system_prompt = "y" }
                      local _, denied = pcall(tavus.personas.create, new)
                      local inside = coroutine.wrap(function() return pcall(tavus.personas.create, new) end)()
                      local query = ctx.permissions.query
                      local before = query "personas.list"
                      ctx.permissions.drop "personas.list"
                      return { denied.code, denied.needed, inside, before, query "personas.list",
                        query "personas.create", io == nil, (pcall(tavus.personas.list)) }
                    end
                    """, name: "probe.lua")
            #expect(try binary.run("recipes", "install", "./" + script).status == 0)
            let run = try binary.start(["run"] + options + ["acme/probe", "-q", "-o", "jsonl"])
                .finish()
            #expect(
                run
                    == .init(
                        status: 0,
                        out: """
                            "permission_denied"
                            "--allow operations=personas.create"
                            false
                            true
                            false
                            false
                            true
                            false

                            """, err: ""))
            let made = try binary.run(
                "-q", "-e", "print(tavus.personas.find{ persona_name = 'x' } == nil)")
            #expect(made.out == "true\n", "\(made)")
        }
    }

    @Test func aVariableReachesAnInstalledRecipeOnlyWhereItsHeaderAsksForIt() throws {
        try Binary.with { binary in
            for (asks, seen) in [("", "null"), ("permissions.env = [\"MY_TOKEN\"]", "\"secret\"")] {
                let script = try binary.script(
                    """
                    --[==[ [recipe]
                    name = "acme/probe\(asks.isEmpty ? "" : "-2")"
                    version = "1.0.0"
                    summary = "Tries."
                    \(asks)
                    params.token = { type = "string", env = "MY_TOKEN" }
                    ]==]
                    return function(args) return { token = args.token or require("json").null } end
                    """, name: asks.isEmpty ? "probe.lua" : "probe-2.lua")
                #expect(try binary.run("recipes", "install", "./" + script).status == 0)
                let name = "acme/probe" + (asks.isEmpty ? "" : "-2")
                let run = try binary.start(
                    ["run", "--allow", "env=MY_TOKEN", name, "-q", "-o", "jsonl"],
                    environment: ["MY_TOKEN": "secret"]
                ).finish()
                #expect(run.out == "{\"token\":\(seen)}\n", "\(run)")
            }
        }
    }
}
