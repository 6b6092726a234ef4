import TavusAPI
import Testing

@testable import REPL

@Suite struct TranscriptTests {
    private func written(_ exchanges: [Transcript.Exchange]) -> String {
        var writer = TranscriptWriter()
        var text = TranscriptWriter.heading(version: "0.1.0", time: 1_795_252_440)
        for exchange in exchanges {
            text += writer.entered(exchange.entry, place: exchange.place)
            // As output comes: cut anywhere.
            for scalar in exchange.shown.unicodeScalars { text += writer.shown(String(scalar)) }
        }
        return text + writer.ended()
    }

    @Test func aTranscriptReadsLikeTheScreen() throws {
        let exchanges = [
            Transcript.Exchange(place: "emulator", entry: "1 + 1", shown: "2\n"),
            .init(place: "live/acme", entry: "for i = 1, 2 do\n\n  print(i)\nend", shown: "1\n2\n"),
            .init(place: "emulator", entry: "io.write('> ', 'a')", shown: "> a"),
            .init(place: "emulator", entry: "x = 1", shown: ""),
        ]
        let text = """
            # tavlua transcript 1: 2026-11-21 09:14 UTC, tavlua 0.1.0
            emulator> 1 + 1
            2
            live/acme> for i = 1, 2 do
            ..> \n..>   print(i)
            ..> end
            1
            2
            emulator> io.write('> ', 'a')
            > a
            \\ no newline
            emulator> x = 1

            """
        #expect(written(exchanges) == text)
        #expect(try Transcript(parsing: text) == Transcript(exchanges))
        let trimmed = text.replacing("..> \n", with: "..>\n")
        #expect(try Transcript(parsing: trimmed) == Transcript(exchanges))
    }

    @Test(arguments: [
        "emulator> x\n", "..> y\n", "a>\n", "\\ no newline\n", "\\\\x", "\\", "\n\n", "\n", "x",
        "..>\nemulator> ", "<p> 人 🙂 e\u{301}\r\n\r", "> \n", "..\n", "# tavlua transcript 1\n",
        "a> \u{301}",
    ])
    func whateverIsShownComesBack(shown: String) throws {
        let exchange = Transcript.Exchange(
            place: "emulator", entry: "\u{301}x\n\u{301}y\r\n", shown: shown)
        let plain = Transcript.Exchange(
            place: "emulator", entry: "\u{301}x\n\u{301}y\r\n", shown: Transcript.plain(shown))
        #expect(
            try Transcript(parsing: written([exchange, exchange])) == Transcript([plain, plain]))
    }

    @Test func controlCharactersAndSecretsDoNotReachTheFile() {
        var writer = TranscriptWriter(redaction: Redaction(secrets: ["hunter22"]))
        #expect(writer.entered("f('hunter22')", place: "a b") == "a_b> f('‹redacted›')\n")
        #expect(writer.shown("\u{1b}[1mhun") == "")
        #expect(writer.shown("ter22\u{7}\n\u{7f}\u{9b}") == "␛[1m‹redacted›␇\n")
        #expect(writer.ended() == "␡\u{fffd}\n\\ no newline\n")
    }

    @Test func otherFilesAreRefused() {
        #expect(throws: Transcript.Problem.notATranscript) { try Transcript(parsing: "") }
        #expect(throws: Transcript.Problem.notATranscript) { try Transcript(parsing: "print(1)\n") }
        #expect(throws: Transcript.Problem.misplaced(line: 2)) {
            try Transcript(parsing: "# tavlua transcript 1\n..> end\n")
        }
        #expect(throws: Transcript.Problem.misplaced(line: 4)) {
            try Transcript(parsing: "# tavlua transcript 1\na> x\n1\n..> end\n")
        }
    }

    @Test func anEditedFileMakesNoTrouble() throws {
        let text = "# tavlua transcript 1\na> x\n\\ no newline\n\\ no newline\n\\\n"
        #expect(
            try Transcript(parsing: text)
                == Transcript([.init(place: "a", entry: "x", shown: "\n")]))
    }

    @Test func aBannerBeforeTheFirstEntryIsNoOutput() throws {
        let text = "# tavlua transcript 1\ntavlua 0.1.0 · emulator\na> 1\n1\n"
        #expect(
            try Transcript(parsing: text)
                == Transcript([.init(place: "a", entry: "1", shown: "1\n")]))
    }
}
