import Foundation
import Testing

/// A recipe of others runs on a live target with what somebody has granted it, and with nothing else.
@Suite(.timeLimit(.minutes(2))) struct GrantTests {
    private static let maker = """
        --[==[ [recipe]
        name = "acme/maker"
        version = "1.0.0"
        summary = "Makes a video"
        permissions.operations = ["videos.create", "videos.list"]
        permissions.budget = { videos = 1 }
        ]==]
        return function(args, ctx)
          local function make()
            return tavus.videos.create{ replica_id = "r79e1c033f", script = "Hi" }
          end
          local delete = function() return tavus.videos.delete("v1") end
          local codes = {}
          for _, f in ipairs{ make, make, delete, tavus.personas.list } do
            local ok, err = coroutine.wrap(function() return pcall(f) end)()
            codes[#codes + 1] = ok and "ok" or err.code .. " " .. tostring(err.needed)
          end
          codes[#codes + 1] = tostring(ctx.permissions.query("videos.create"))
          ctx.permissions.drop("videos.create")
          codes[#codes + 1] = select(2, pcall(make)).code
          codes[#codes + 1] = tostring(ctx.permissions.query("videos.create"))
          return codes
        end
        """

    private func install(_ binary: Binary, _ code: String = maker) throws {
        let folder = binary.folder.appendingPathComponent("recipes/acme")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(code.utf8).write(to: folder.appendingPathComponent("maker.lua"))
    }

    @Test(arguments: [[], ["--no-input"]])
    func withoutAGrantNothingRunsAndTheFlagsAreNamed(_ options: [String]) throws {
        try Binary.with { binary in
            try install(binary)
            try CountedEmulator.with(binary) { emulator in
                let finished = try binary.run(
                    ["run"] + options + ["acme/maker"], input: "always\n",
                    environment: emulator.environment)
                #expect(finished.status == 5, "\(finished)")
                #expect(
                    finished.err.contains(
                        "acme/maker is not granted what it asks for: create videos (at most 1), read videos;"
                            + " may not delete anything"))
                #expect(finished.err.contains("add --allow operations=videos.create,videos.list\n"))
                #expect(try emulator.arrivals() == [])
            }
        }
    }

    @Test func withItsFlagsItDoesWhatItDeclaredAndNoMore() throws {
        try Binary.with { binary in
            try install(binary)
            try CountedEmulator.with(binary) { emulator in
                let finished = try binary.run(
                    [
                        "run", "--allow", "operations=videos.create,videos.list", "acme/maker",
                        "--output", "json",
                    ], input: "", environment: emulator.environment)
                #expect(finished.status == 0, "\(finished)")
                let codes = try JSONDecoder().decode([String].self, from: Data(finished.out.utf8))
                #expect(
                    codes == [
                        "ok", "budget_exceeded --budget videos=N",
                        "permission_denied --allow operations=videos.delete",
                        "permission_denied --allow operations=personas.list", "true",
                        "permission_denied", "false",
                    ])
                #expect(try emulator.arrivals() == ["POST /v2/videos"])
            }
        }
    }

    @Test func theTerminalIsAskedAndAnAnswerIsKeptForTheseFilesAndThisAccount() throws {
        try Binary.with { binary in
            try install(binary)
            try CountedEmulator.with(binary) { emulator in
                let terminal = try binary.prompt(
                    ["run", "acme/maker"], environment: emulator.environment)
                try terminal.wait(for: "no [no]")
                try terminal.send("show\n")
                try terminal.wait(for: "return function(args, ctx)")
                try terminal.send("always\n")
                #expect(try terminal.waitForEnd() == .exited(0))
                #expect(try emulator.arrivals() == ["POST /v2/videos"])
                var environment = emulator.environment
                environment["XDG_CONFIG_HOME"] = binary.folder.path + "/config"
                func run() throws -> Int32 {
                    try binary.run(["run", "acme/maker"], input: "", environment: environment)
                        .status
                }
                #expect(try run() == 0)
                try install(binary, Self.maker + "\n")
                #expect(try run() == 5)
                try install(binary)
                environment["TAVUS_API_KEY"] = "another-account-0123456789"
                #expect(try run() == 5)
            }
        }
    }

    @Test func anythingButYesMeansNo() throws {
        try Binary.with { binary in
            try install(binary)
            try CountedEmulator.with(binary) { emulator in
                let terminal = try binary.prompt(
                    ["run", "acme/maker"], environment: emulator.environment)
                try terminal.wait(for: "no [no]")
                try terminal.send("\n")
                #expect(try terminal.waitForEnd() == .exited(5))
                #expect(try emulator.arrivals() == [])
            }
        }
    }

    @Test func deletingForGoodTakesTheIDThatSomebodyTypes() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let code = "print(pcall(tavus.videos.delete, 'v1', { hard = true }))"
                let words = ["run", "--yes", "--allow", "hard-delete", "-e", code]
                for (typed, count) in [("v2\n", 0), ("v1\n", 1)] {
                    let terminal = try binary.prompt(words, environment: emulator.environment)
                    try terminal.wait(for: "Type the id to go on:")
                    try terminal.send(typed)
                    #expect(try terminal.waitForEnd() == .exited(0))
                    #expect(try emulator.arrivals().count == count)
                }
            }
        }
    }

    @Test func onAnEmulatorOfOnesOwnItRunsWithWhatItsHeaderDeclares() throws {
        try Binary.with { binary in
            try install(binary)
            let finished = try binary.run("run", "--fresh", "acme/maker", "-o", "json")
            #expect(finished.status == 0, "\(finished)")
            let codes = try JSONDecoder().decode([String].self, from: Data(finished.out.utf8))
            #expect(
                codes == [
                    "ok", "budget_exceeded --budget videos=N",
                    "permission_denied --allow operations=videos.delete",
                    "permission_denied --allow operations=personas.list", "true",
                    "permission_denied", "false",
                ])
        }
    }

    @Test func anotherAccountThanTheGrantedOneIsOutOfReach() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let connecting = """
                    local rich = tavus.connect{ profile = "rich" }
                        print(tostring(select(2, pcall(rich.videos.list))))
                        local codes = {}
                    """
                try install(
                    binary,
                    Self.maker.replacingOccurrences(of: "local codes = {}", with: connecting))
                try binary.write(
                    #"{"api_key":"rich-0123456789","base_url":"http://127.0.0.1:\#(emulator.port)"}"#,
                    to: "config/tavlua/profiles/rich.json")
                let finished = try binary.run(
                    "run", "--fresh", "acme/maker",
                    environment: ["XDG_CONFIG_HOME": binary.folder.path + "/config"])
                #expect(
                    finished.out.hasPrefix(
                        "tavus.videos.list: permission_denied: not sent: this recipe was allowed to use"
                            + " the emulator and no other account\n"), "\(finished)")
                #expect(try emulator.arrivals() == [])
            }
        }
    }

    @Test func whatReachesBeyondTheAPINeedsAGrantThereToo() throws {
        try Binary.with { binary in
            try install(
                binary,
                Self.maker.replacingOccurrences(
                    of: "permissions.budget",
                    with: "permissions.hosts = [\"evil.example\"]\npermissions.budget"))
            let finished = try binary.run("run", "--fresh", "acme/maker")
            #expect(finished.status == 5, "\(finished)")
            #expect(finished.err.contains("--allow hosts=evil.example"))
        }
    }

    @Test func onALiveTargetItRunsInThisProcessOnlyWhereThatIsAllowed() throws {
        try Binary.with { binary in
            try install(binary)
            try CountedEmulator.with(binary) { emulator in
                let finished = try binary.run(
                    [
                        "run", "--in-process", "--allow", "operations=videos.create,videos.list",
                        "acme/maker",
                    ], input: "", environment: emulator.environment)
                #expect(finished.status == 5, "\(finished)")
                #expect(finished.err.contains("To allow it: --allow in-process"))
            }
        }
    }
}
