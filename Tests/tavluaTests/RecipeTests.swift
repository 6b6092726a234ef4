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
            let arguments = ["--older-than", "45m", "--keep", "keep"]
            let dry = try binary.start(
                ["-q", recipe("sweep-conversations")] + arguments + ["--dry-run"]
            )
            .finish()
            #expect(dry.out.hasPrefix("would end  c"), "\(dry)")
            let swept = try binary.start(["-q", recipe("sweep-conversations")] + arguments).finish()
            #expect(swept.status == 0)
            #expect(swept.out.hasSuffix("1 of 1 stale conversations ended\n"), "\(swept)")
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
            let first = try binary.run("-q", recipe("export-transcripts"))
            #expect(
                first.out == "1 written, 0 already there, 0 without a transcript\n", "\(first)")
            let files = try FileManager.default.contentsOfDirectory(atPath: binary.folder.path)
                .filter { $0.hasSuffix(".md") }
            #expect(files.count == 1)
            let text = try String(
                contentsOf: binary.folder.appendingPathComponent(files[0]), encoding: .utf8)
            #expect(text.hasPrefix("# Export me\n"))
            #expect(text.contains("**Replica:**"))
            #expect(
                try binary.run("-q", recipe("export-transcripts")).out
                    == "0 written, 1 already there, 0 without a transcript\n")
        }
    }

    @Test func aRecipeRefusesAnOptionItDoesNotKnow() throws {
        try Binary.with { binary in
            let finished = try binary.run(recipe("sweep-conversations"), "--older", "1h")
            #expect(
                finished
                    == .init(
                        status: 64, out: "", err: "sweep-conversations: unknown option --older\n"))
        }
    }
}
