import Foundation
import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Guarding {
        /// A prompt that can go to a live account named `acme`, which an emulator of its own plays.
        private func withAccount(
            _ body: (TerminalSession, Binary) throws -> Void
        ) throws {
            try Binary.with { binary in
                let server = try binary.start(["emulator", "--port", "0", "--fresh", "--quiet"])
                defer {
                    server.process.terminate()
                    server.process.waitUntilExit()
                }
                try server.wait(for: "\n")
                let address = try #require(server.address)
                try binary.write(
                    #"{ "api_key": "key-0123456789abcdef", "base_url": "\#(address)" }"#,
                    to: "config/tavlua/profiles/acme.json")
                let user = try binary.prompt(["--quiet", "--fresh"])
                try user.waitUntilIdle()
                try body(user, binary)
                #expect(user.screen.unknown == [])
            }
        }

        @Test func aLiveAccountShowsInThePrompt() throws {
            try withAccount { user, _ in
                let safe = user.screen.looks(of: "emulator")
                try user.enter(".profile acme")
                #expect(user.screen.cursorLine == "live:acme!>")
                #expect(user.screen.looks(of: "live:acme") != safe)
                #expect(!user.screen.transcript.contains("0123456789abcdef"))
                try user.enter(".profile emulator")
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func deletingALiveRecordAsksAndNoIsTheDefault() throws {
            try withAccount { user, _ in
                try user.enter(".profile acme", "n = #tavus.personas.all()")
                try user.type("tavus.personas.delete('p5317866')\r")
                #expect(
                    user.screen.text.hasSuffix(
                        """
                        tavus.personas.delete persona "Life Coach" (p5317866) on live:acme. Do it? [y/N]
                        """))
                try user.type("\r")
                #expect(user.screen.text.contains("not sent"))
                try user.enter("n == #tavus.personas.all()")
                #expect(user.screen.lines.suffix(2) == ["true", "live:acme!>"])
            }
        }

        @Test func deletingALiveRecordHappensAfterAYes() throws {
            try withAccount { user, _ in
                try user.enter(
                    ".profile acme",
                    "p = tavus.personas.create{ persona_name='A B', system_prompt='x' };")
                try user.type("p:delete()\r")
                #expect(user.screen.cursorLine.contains("A B"))
                try user.type("y\r")
                try user.enter("tavus.personas.get(p)")
                #expect(user.screen.text.contains("not_found"))
            }
        }

        @Test func controlCAtTheQuestionIsANo() throws {
            try withAccount { user, _ in
                try user.enter(".profile acme")
                try user.type("tavus.personas.delete('p5317866')\r")
                try user.press(.control("c"))
                #expect(user.screen.text.contains("not sent"))
                #expect(user.screen.cursorLine == "live:acme!>")
            }
        }

        @Test func theEmulatorAsksNothing() throws {
            try atPrompt { user in
                try user.enter("tavus.personas.delete('p5317866')")
                #expect(!user.screen.text.contains("[y/N]"))
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func whatIsPipedInDeletesNothingLiveWithoutYes() throws {
            try withAccount { user, binary in
                let piped = try binary.run(
                    "--profile", "acme", input: "tavus.personas.delete('p5317866')",
                    environment: ["XDG_CONFIG_HOME": binary.folder.path + "/config"])
                #expect(piped.status == 5)
                #expect(piped.out.isEmpty)
                #expect(piped.err.contains("--yes"))
                try user.enter(".profile acme", "tavus.personas.get('p5317866').persona_name")
                #expect(user.screen.lines.suffix(2) == ["\"Life Coach\"", "live:acme!>"])
            }
        }

        @Test func aDryRunSendsNoWrite() throws {
            try atPrompt { user in
                try user.enter(
                    ".dry on", "tavus.personas.create{ persona_name='A', system_prompt='x' }")
                #expect(user.screen.text.contains(".dry off"))
                try user.enter(".dry off", "#tavus.personas.all{ persona_type='user' }")
                #expect(user.screen.lines.suffix(2) == ["0", "emulator>"])
            }
        }

        @Test func anUnknownProfileLeavesTheSessionAsItIs() throws {
            try atPrompt { user in
                try user.enter("x = 7", ".profile nobody", "x")
                #expect(user.screen.text.contains("no profile \"nobody\""))
                #expect(user.screen.lines.suffix(2) == ["7", "emulator>"])
            }
        }
    }
}

extension Running {
    /// What a server printed first.
    var address: String? {
        printed.split(separator: "\n").first?.split(separator: " ").last.map(String.init)
    }
}
