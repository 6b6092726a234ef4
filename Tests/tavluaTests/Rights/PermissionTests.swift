import Testing

/// What a run may not do is not sent, whatever its script tries.
@Suite(.timeLimit(.minutes(2))) struct PermissionTests {
    private static let tries = """
        local function make()
          return tavus.videos.create{ replica_id = "r79e1c033f", script = "Hi" }
        end
        local function raw()
          return tavus.request("POST", "/v2/videos",
            { body = { replica_id = "r79e1c033f", script = "Hi" } })
        end
        local function connected()
          return tavus.connect().videos.create{ replica_id = "r79e1c033f", script = "Hi" }
        end
        for _, f in ipairs{ make, raw, connected } do
          local ok, err = pcall(f)
          print(ok, err.code, err.operation, err.needed)
          print(coroutine.wrap(function() return pcall(f) end)())
          local task = tavus.spawn(f)
          print(pcall(task.await, task))
        end
        print(#tavus.videos.list().data)
        make()
        """

    @Test func nothingThatAScriptTriesLetsADeniedCallPass() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let script = try binary.script(Self.tries)
                let finished = try binary.run(
                    ["run", "--deny", "operations=videos.create", script], input: "",
                    environment: emulator.environment)
                let denied =
                    "tavus.videos.create: permission_denied: not sent: denied by --deny operations,"
                    + " which wins over what is allowed"
                let thrice =
                    "false\tpermission_denied\tvideos.create\tnil\nfalse\t\(denied)\nfalse\t\(denied)\n"
                #expect(finished.out == thrice + thrice + thrice + "0\n", "\(finished)")
                #expect(finished.status == 5)
                #expect(try emulator.effects() == [])
            }
        }
    }

    @Test(arguments: [
        (
            ["--read-only"],
            "tavus.conversations.create{ replica_id = 'r79e1c033f', persona_id = 'p5317866' }"
        ),
        (["--read-only"], "tavus.request('PATCH', '/v2/things/1', { body = {} })"),
        (["--no-delete"], "tavus.personas.delete('p1')"),
        (["--deny", "operations=delete"], "tavus.request('DELETE', '/v2/videos/v1')"),
        (["--deny", "operations=* /v2/things*"], "tavus.request('GET', '/v2/things')"),
    ])
    func whatAnOptionDeniesIsNotSent(_ options: [String], _ code: String) throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let finished = try binary.run(
                    ["run"] + options + ["-e", code], input: "", environment: emulator.environment)
                #expect(finished.status == 5, "\(finished)")
                #expect(finished.err.contains("permission_denied: not sent: denied by --"))
                #expect(try emulator.arrivals() == [])
            }
        }
    }

    @Test func deletingForGoodNeedsTheOptionAndSomebodyWhoTypesTheID() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let code = "tavus.replicas.delete('r79e1c033f', { hard = true })"
                let plain = try binary.run(
                    ["-e", code], input: "", environment: emulator.environment)
                #expect(plain.status == 5)
                #expect(
                    plain.err.contains(
                        "not sent: it deletes for good. To allow it: --allow hard-delete"))
                let allowed = try binary.run(
                    ["run", "--allow", "hard-delete", "--yes", "-e", code], input: "r79e1c033f\n",
                    environment: emulator.environment)
                #expect(allowed.status == 5)
                #expect(
                    allowed.err.contains("nobody is there to type the id; run it on a terminal"))
                #expect(try emulator.arrivals() == [])
                // On an emulator of one's own there is nothing to lose.
                let offline = try binary.run("--fresh", "-e", code)
                #expect(!offline.err.contains("permission_denied"), "\(offline)")
            }
        }
    }

    @Test(arguments: [
        (["--allow", "operation=read"], "Did you mean \"operations\"?"),
        (
            ["--deny", "operations=video.create"],
            "names no operation. Did you mean \"videos.create\"?"
        ),
        (["--budget", "vidoes=3"], "Did you mean \"videos\"?"),
        (["--budget", "videos"], "write NAME=NUMBER"),
        (["--detailed-exitcode"], "--detailed-exitcode goes with --dry-run or --plan-out."),
    ])
    func aSlipInAnOptionIsToldBeforeAnythingRuns(_ options: [String], _ message: String) throws {
        try Binary.with { binary in
            let finished = try binary.run(
                ["run"] + options + ["-e", "print 'ran'"], input: "", environment: [:])
            #expect(finished.status == 64)
            #expect(finished.err.contains(message), "\(finished.err)")
            #expect(finished.out == "")
        }
    }

    /// The other server counts for itself what reached it.
    @Test(
        arguments: [
            (["--dry-run"], "a dry run only reads, from other servers, too", 1),
            (["--read-only"], "this run has --read-only", 1),
            (["--deny", "hosts=127.0.0.1"], "--deny keeps this run from 127.0.0.1", 0),
            (["--no-delete"], nil, 2), ([], nil, 2),
        ] as [([String], String?, Int)])
    func requestsToOtherServersPassTheGateToo(
        _ options: [String], _ refusal: String?, _ count: Int
    ) throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { other in
                let script = try binary.script(
                    """
                    local http = require "http"
                    pcall(http.get, "http://127.0.0.1:\(other.port)/v2/videos")
                    http.post("http://127.0.0.1:\(other.port)/v2/things", { json = { a = 1 } })
                    """)
                let finished = try binary.run(
                    ["run", "--fresh"] + options + [script], input: "", environment: [:])
                #expect(finished.status == (refusal == nil ? 0 : 5), "\(finished)")
                #expect(
                    refusal.map { finished.err.contains("permission_denied: not sent: \($0)") }
                        ?? true, "\(finished)")
                #expect(try other.arrivals().count == count, "\(finished)")
            }
        }
    }
}
