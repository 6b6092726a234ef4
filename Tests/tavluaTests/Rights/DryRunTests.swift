import Foundation
import Testing

/// A dry run reads and sends nothing else; its plan can be carried out once, as long as it holds.
@Suite(.timeLimit(.minutes(2))) struct DryRunTests {
    private static let rows = """
        local persona = tavus.personas.find("Demo Persona")
        for line in io.lines(arg[1]) do
          if line ~= "name" then
            local v = tavus.videos.create{ replica_id = persona.default_replica_id or "r79e1c033f",
              script = "Hi " .. line, video_name = line }
            io.write(v.video_id, "\\n")
            v:rename(line .. " of " .. v.video_id)
          end
        end
        """

    private func names(_ count: Int) -> String {
        (["name"] + (1...count).map { "person \($0)" }).joined(separator: "\n") + "\n"
    }

    @Test func aDryRunPlansTenCreatesAndSendsOnlyReads() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let script = try binary.script(Self.rows)
                _ = try binary.script(names(10), name: "leads.csv")
                let finished = try binary.run(
                    ["run", "--dry-run", "--detailed-exitcode", "-q", script, "leads.csv"],
                    input: "",
                    environment: emulator.environment)
                #expect(
                    finished.out == """
                        would create 10 videos, change 10 videos
                        0 requests with effects sent

                        """, "\(finished)")
                #expect(finished.err.hasPrefix("<video_id#1>\n<video_id#2>\n"))
                #expect(finished.status == 3)
                #expect(try emulator.effects() == [])
                #expect(try emulator.arrivals().count == 1)
            }
        }
    }

    @Test func aBranchOnWhatOnlyTheServiceKnowsIsMarkedWithItsLine() throws {
        try Binary.with { binary in
            let script = try binary.script(
                """
                local function make()
                  return tavus.videos.create{ replica_id = "r79e1c033f", script = "Hi" }
                end
                print(make().video_id, make().hosted_url, make().script)
                local v = make():wait():refresh()
                local again = tavus.videos.get(v.video_id)
                for one in tavus.videos.each() do
                  if one.video_id == v.video_id then print("listed") end
                end
                if again.status == "ready" then v:delete() end
                print(v.status)
                """)
            let finished = try binary.run("run", "--fresh", "--plan-out", "p.json", script)
            let file = binary.folder.appendingPathComponent("p.json")
            let plan = try #require(
                JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any],
                "\(finished)")
            #expect(plan["complete"] as? Bool == false)
            #expect(
                plan["incomplete"] as? [String: String] == [
                    "from": "script.lua:10",
                    "reason": "it reads status of <video_id#4>, which only the service knows",
                ])
            #expect((plan["counts"] as? [String: Int]) == ["videos.create": 4])
            #expect(finished.err.contains("listed\n"))
        }
    }

    @Test func aPlanIsCarriedOutOnceAsItWasWritten() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let script = try binary.script(Self.rows)
                _ = try binary.script(names(3), name: "leads.csv")
                let planned = try binary.run(
                    ["run", "--plan-out", "p.json", script, "leads.csv"], input: "",
                    environment: emulator.environment)
                #expect(planned.status == 0, "\(planned)")
                let applied = try binary.run(
                    ["apply", "p.json"], input: "", environment: emulator.environment)
                #expect(applied.out == "6 of 6 calls done\n", "\(applied)")
                let sent = try emulator.effects()
                #expect(sent.filter { $0 == "POST /v2/videos" }.count == 3)
                #expect(sent.count == 6)
                let named = try binary.run(
                    [
                        "-q", "-e",
                        "for v in tavus.videos.each() do print(v.video_name == "
                            + "v.video_name:match('^person %d of ') .. v.video_id) end",
                    ], input: "", environment: emulator.environment)
                #expect(named.out == "true\ntrue\ntrue\n", "\(named)")
                let again = try binary.run(
                    ["apply", "p.json"], input: "", environment: emulator.environment)
                #expect(again.status == 65)
                #expect(again.err.contains("it was carried out before"))
                #expect(try emulator.effects().count == 6)
            }
        }
    }

    @Test func aPlanIsRefusedWhereSomethingIsNotAsItWas() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let script = try binary.script(Self.rows)
                _ = try binary.script(names(3), name: "leads.csv")
                #expect(
                    try binary.run(
                        ["run", "--plan-out", "p.json", script, "leads.csv"], input: "",
                        environment: emulator.environment
                    ).status == 0)
                func refusal(_ environment: [String: String]? = nil) throws -> String {
                    let finished = try binary.run(
                        ["apply", "p.json"], input: "",
                        environment: environment ?? emulator.environment)
                    #expect(finished.status == 65, "\(finished)")
                    return finished.err
                }
                _ = try binary.script(
                    names(3).replacingOccurrences(of: "person 2", with: "person 9"),
                    name: "leads.csv")
                #expect(
                    try refusal().contains(
                        "leads.csv: row 2 (line 3) changed since the plan was made"))
                _ = try binary.script(names(4), name: "leads.csv")
                #expect(try refusal().contains("leads.csv has more lines than planned"))
                _ = try binary.script(names(3), name: "leads.csv")
                _ = try binary.script(Self.rows + "\n")
                #expect(try refusal().contains("script.lua changed since the plan was made"))
                _ = try binary.script(Self.rows)
                #expect(try refusal([:]).contains("the plan was made for live, no key, http://127"))
                #expect(try emulator.effects() == [])
                let renamed = try binary.run(
                    [
                        "-q", "-e",
                        "tavus.personas.create{ persona_name = 'New', system_prompt = 'x' }",
                    ], input: "", environment: emulator.environment)
                #expect(renamed.status == 0, "\(renamed)")
                #expect(
                    try refusal().contains(
                        "personas.list (/v2/personas?limit=100) is answered otherwise"))
                #expect(try emulator.effects() == ["POST /v2/personas"])
            }
        }
    }

    @Test func anIncompletePlanIsNotCarriedOut() throws {
        try Binary.with { binary in
            let code =
                "local v = tavus.videos.create{ replica_id = 'r79e1c033f', script = 'x' } print(v.status)"
            #expect(try binary.run("run", "--plan-out", "p.json", "-e", code).status == 0)
            let finished = try binary.run("apply", "p.json")
            #expect(finished.status == 65)
            #expect(
                finished.err.contains("the plan is incomplete from (command line):1:"),
                "\(finished)")
        }
    }
}
