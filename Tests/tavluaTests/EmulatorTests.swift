import Foundation
import Testing

/// `tavus.emulator` in scripts, and `tavlua emulator` as its user sees it.
@Suite struct EmulatorTests {
    @Test func scriptsSpoilAnswersAndSeeWhatTheySent() throws {
        try Binary.with { binary in
            let finished = try binary.run(
                "--fresh", "--quiet", "-e",
                """
                local emulator = tavus.emulator
                print(emulator.fault{ operation = "documents.list", status = 418, delay = "1ms" })
                print(tavus.try(tavus.documents.list))
                print(emulator.faults()[1].hits, emulator.clear_faults(), #tavus.documents.list().data)
                print(emulator.requests()[1].operation, #emulator.requests{ limit = 1 })
                print(emulator.limits{ concurrency = 7, credits = "90m" }.credits)
                local r = tavus.replicas.create{ train_video_url = "https://example.com/a.mp4" }
                emulator.fail{ replica = r, reason = "two faces" }
                print(r:refresh().error_message)
                local before = emulator.now()
                emulator.advance("1h")
                print(emulator.now() - before >= 3600)
                print(pcall(emulator.fault, { kind = "slwo" }))
                print(pcall(emulator.fault, 3))
                print(pcall(function() return emulator.fualt end))
                """)
            #expect(finished.err == "")
            #expect(
                finished.out == """
                    1
                    nil\ttavus.documents.list: 418 invalid_request: A fault of the emulator: status 418
                    1\t1\t0
                    documents.list\t1
                    90.0
                    two faces
                    true
                    false\ttavus.emulator.fault: there is no kind "slwo"; the kinds are status, close, reset, slow, truncate, garbage
                    false\ttavus.emulator.fault: expected a table, got number
                    false\ttavus.emulator.fualt: there is no such function. Did you mean "fault"?

                    """)
        }
    }

    @Test func scriptsSeedFromAFile() throws {
        try Binary.with { binary in
            let files = [
                "rows.json":
                    #"{"personas":[{"persona_id":"p1","persona_name":"Ann","system_prompt":"s"}]}"#,
                "broken.json": "{\n  \"personas\": [}", "list.json": "[]",
            ]
            for (name, text) in files {
                try text.write(
                    to: binary.folder.appendingPathComponent(name), atomically: true,
                    encoding: .utf8)
            }
            let finished = try binary.run(
                "--fresh", "--quiet", "-e",
                """
                print(tavus.emulator.seed("rows.json").personas, tavus.personas.get("p1").persona_name)
                for _, path in ipairs { "broken.json", "list.json", "none.json", "." } do
                    local ok, e = pcall(tavus.emulator.seed, path)
                    print(ok, e.code, e)
                end
                """)
            #expect(finished.err == "")
            #expect(
                finished.out == """
                    1\tAnn
                    false\tinvalid_argument\ttavus.emulator.seed: broken.json: line 2, column 16: expected a value
                    false\tinvalid_argument\ttavus.emulator.seed: list.json: expected an object of lists, such as { "personas": [ … ] }
                    false\tinvalid_argument\ttavus.emulator.seed: cannot read none.json: no such file
                    false\tinvalid_argument\ttavus.emulator.seed: .: Is a directory

                    """)
        }
    }

    @Test(arguments: [
        ("plan.toml", "[[fault]]\npath = '/v2/videos'\nstatus = 503\nalways = true\n"),
        ("plan.json", #"[{"path": "/v2/videos", "status": 503, "always": true}]"#),
    ])
    func theServerTakesAPlanOfFaultsAndIsSteeredByItsToken(name: String, plan: String) throws {
        try Binary.with { binary in
            let file = try binary.script(plan, name: name)
            let server = try binary.start(["emulator", "--port", "0", "--fresh", "--faults", file])
            try server.wait(for: "\n")
            let port = try #require(
                server.printed.split(separator: ":").last.flatMap { Int($0.dropLast()) })
            let token = binary.folder.path + "/state/tavlua/emulator-\(port).token"
            let line = """
                curl -s -o /dev/null -w '%{http_code} ' -H 'x-api-key: k' localhost:$2/v2/videos
                curl -s -X POST -H "x-emulator-token: $(cat state/tavlua/emulator-$2.token)" \
                    localhost:$2/__emulator/clear_faults
                stat -c ' %a' state/tavlua/emulator-$2.token
                """
            #expect(try binary.shell(line, "\(port)").out == "503 {\"cleared\":1} 600\n")
            server.signal(SIGTERM)
            let finished = try server.finish()
            #expect(finished.err.contains("x-emulator-token: "))
            #expect(!FileManager.default.fileExists(atPath: token))
        }
    }

    @Test(arguments: [
        (
            "plan.toml", "[[fault]]\nstatsu = 503\n",
            #"unknown field "statsu". Did you mean "status"?"#
        ),
        ("plan.toml", "[[fault\n", "plan.toml:1:"), ("plan.json", "{", "plan.json: at offset 1"),
        ("plan.json", "[3]", "plan.json: fault 1 is no table"),
        ("plan.json", "3", "plan.json: expected tables [[fault]], or in JSON a list of faults"),
    ])
    func aPlanThatIsWrittenWronglyStartsNothing(name: String, plan: String, why: String) throws {
        try Binary.with { binary in
            let file = try binary.script(plan, name: name)
            let finished = try binary.run("emulator", "--port", "0", "--fresh", "--faults", file)
            #expect(finished.status == 1)
            #expect(finished.out == "")
            #expect(finished.err.hasPrefix("tavlua emulator: "))
            #expect(finished.err.contains(why), "\(finished.err)")
        }
    }
}
