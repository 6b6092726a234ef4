import Foundation
import Testing

/// A budget is never overspent: not by tasks, not by processes, not by one that was killed.
@Suite(.timeLimit(.minutes(2))) struct BudgetTests {
    private static let tenVideos = """
        local made, refused = 0, 0
        local rows = {}
        for i = 1, 10 do rows[i] = i end
        tavus.map(rows, function(i)
          local ok, err = pcall(tavus.videos.create, { replica_id = "r79e1c033f", script = "Hi " .. i })
          if ok then made = made + 1 else
            refused = refused + 1
            assert(err.code == "budget_exceeded", tostring(err))
            assert(err.budget == "videos" and err.used == 3 and err.limit == 3)
            assert(err.needed == "--budget videos=N")
          end
        end, { concurrency = 4 })
        print(made, refused)
        tavus.videos.create{ replica_id = "r79e1c033f", script = "one more" }
        """

    @Test func tenRowsFourAtATimeMakeExactlyThreeVideos() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let script = try binary.script(Self.tenVideos)
                let finished = try binary.run(
                    ["run", "--budget", "videos=3", script], input: "",
                    environment: emulator.environment)
                #expect(finished.out == "3\t7\n", "\(finished)")
                #expect(finished.status == 6)
                #expect(finished.err.contains("budget: 3 of 3 videos of this run used\n"))
                #expect(try emulator.effects().count == 3)
            }
        }
    }

    @Test func minutesAreThoseThatACallMayTakeAtWorst() throws {
        try Binary.with { binary in
            let code = """
                local function call(properties, test_mode)
                  return tavus.conversations.create{ replica_id = "r79e1c033f", persona_id = "p5317866",
                    properties = properties, test_mode = test_mode }
                end
                local c = call{ max_call_duration = 600 }
                print(select(2, pcall(call, { max_call_duration = 60 })).used)
                call(nil, true)
                c:end_()
                call{ max_call_duration = 300 }
                call()
                """
            let finished = try binary.run(
                "run", "--fresh", "--budget", "minutes=10", "-e", code)
            #expect(finished.out == "10\n", "\(finished)")
            #expect(finished.status == 6)
            #expect(finished.err.contains("and this call may take 60. --budget minutes=N"))
        }
    }

    @Test func aCallThatWasRefusedGivesItsPartBack() throws {
        try Binary.with { binary in
            let code = """
                print(pcall(tavus.videos.create, { replica_id = "r0", script = "x" }) == false)
                tavus.emulator.fault{ operation = "videos.create", kind = "close", commit = true }
                print(select(2, pcall(tavus.videos.create, { replica_id = "r79e1c033f", script = "x" })).outcome)
                print(select(2, pcall(tavus.videos.create, { replica_id = "r79e1c033f", script = "x" })).used)
                """
            let finished = try binary.run("run", "--fresh", "--budget", "videos=1", "-e", code)
            #expect(finished.out == "true\nunknown\n1\n", "\(finished)")
        }
    }

    @Test func twoProcessesAtOnceShareTheBudgetOfADay() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                let code = """
                    for i = 1, 8 do
                      pcall(tavus.videos.create, { replica_id = "r79e1c033f", script = "Hi" })
                    end
                    """
                let words = ["run", "--quiet", "--budget", "per_day.videos=5", "-e", code]
                let runs = try (0..<3).map { _ in
                    try binary.start(words, environment: emulator.environment)
                }
                for run in runs { #expect(try run.finish().status == 0) }
                #expect(try emulator.effects().count == 5)
            }
        }
    }

    @Test func whatAKilledProcessHasReservedStaysUsed() throws {
        try Binary.with { binary in
            try CountedEmulator.with(binary) { emulator in
                // The answer never comes: the process is killed between reserving and hearing.
                let code = """
                    print "sending"
                    io.stdout:flush()
                    tavus.videos.create({ replica_id = "r79e1c033f", script = "Hi" })
                    """
                _ = try binary.shell(
                    """
                    curl -s -X POST -H 'content-type: application/json' \
                      -H "x-emulator-token: $(cat state/tavlua/emulator-$2.token)" \
                      -d '{"operation":"videos.create","kind":"slow","delay":60}' \
                      localhost:$2/__emulator/fault
                    """, "\(emulator.port)")
                let words = ["run", "--budget", "per_day.videos=1", "-e", code]
                let killed = try binary.start(words, environment: emulator.environment)
                try killed.wait(for: "sending")
                while try emulator.effects().isEmpty {}
                killed.signal(SIGKILL)
                #expect(try killed.finish().status == 137)
                let next = try binary.run(words, input: "", environment: emulator.environment)
                #expect(next.status == 6, "\(next)")
                #expect(next.err.contains("the budget of this day (UTC) is 1 videos, 1 used"))
                #expect(try emulator.effects().count == 1)
                let mode = try FileManager.default.attributesOfItem(
                    atPath: binary.folder.path + "/state/tavlua/budget.sqlite")[.posixPermissions]
                #expect(mode as? Int == 0o600)
            }
        }
    }
}
