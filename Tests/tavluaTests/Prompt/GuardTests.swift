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

        @Test func aKeyThatIsTypedBecomesAProfileAndIsNotShown() throws {
            try withAccount { user, binary in
                let key = "typed-9876543210fedcba"
                try user.enter(".profile acme")
                try user.type(".login other\r")
                #expect(user.screen.cursorLine.hasPrefix("API key for http://127.0.0.1:"))
                // What is taken back must not come again at the prompt.
                try user.type(key)
                try user.press(.control("u"))
                try user.type("x")
                try user.send([0x7F])
                try user.send("\u{1B}[200~\(key)\u{1B}[201~")
                try user.waitUntilIdle()
                try user.type("\r")
                #expect(user.screen.cursorLine == "live:other!>")
                try user.press(.control("y"))
                #expect(user.typed == "live:other!> |")
                try user.enter("#tavus.personas.all() > 0")
                #expect(user.screen.lines.suffix(2) == ["true", "live:other!>"])
                #expect(!user.screen.transcript.contains("9876543210"))
                #expect(!(try binary.history).contains("9876543210"))
                #expect(try binary.historyTexts.contains(".login"))
                let file = "config/tavlua/profiles/other.json"
                #expect(try binary.read(file).hasPrefix(#"{"api_key":"\#(key)","base_url":"http"#))
                let facts = try FileManager.default.attributesOfItem(
                    atPath: binary.folder.appendingPathComponent(file).path)
                #expect(facts[.posixPermissions] as? Int == 0o600)
            }
        }

        @Test func controlCAtTheQuestionForAKeyStoresNothing() throws {
            try withAccount { user, binary in
                try user.type(".login other\r")
                try user.type("typed-98765")
                try user.press(.control("c"))
                #expect(user.screen.lines.suffix(2) == ["nothing is stored", "emulator>"])
                #expect(throws: (any Error).self) {
                    try binary.read("config/tavlua/profiles/other.json")
                }
            }
        }

        /// Where nothing is drawn over, the terminal itself must not echo.
        @Test func aDumbTerminalDoesNotShowTheKeyEither() throws {
            try Binary.with { binary in
                try binary.write(
                    #"{ "api_key": "old-key-0123", "base_url": "http://127.0.0.1:9" }"#,
                    to: "config/tavlua/profiles/acme.json")
                let user = try binary.prompt(term: "dumb")
                try user.wait("the prompt") { $0.screen.cursorLine == "emulator>" }
                try user.send(".login acme\r")
                try user.wait("the question") { $0.screen.cursorLine.hasSuffix("[y/N]") }
                try user.send("y\r")
                try user.wait("the other question") { $0.screen.cursorLine.hasSuffix("shown:") }
                try user.send("typed-9876543210\r")
                try user.wait("the account") { $0.screen.cursorLine == "live:acme!>" }
                #expect(!user.screen.transcript.contains("9876543210"))
                #expect(user.screen.transcript.contains("the key could not be tried: "))
                #expect(
                    try binary.read("config/tavlua/profiles/acme.json")
                        == #"{"api_key":"typed-9876543210","base_url":"http://127.0.0.1:9"}"# + "\n"
                )
                #expect(try user.lineDiscipline().echoes)
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
