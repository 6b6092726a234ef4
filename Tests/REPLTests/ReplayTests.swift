import Testing

@testable import REPL

@Suite struct ReplayTests {
    private func differences(_ transcript: String) async throws -> [String] {
        let editor = ReplayEditor(try Transcript(parsing: transcript))
        let settings = REPLSettings()
        let memory = REPLMemory(path: nil, settings: settings, secrets: { [] })
        _ = await REPLLoop(
            host: TestHost(), editor: editor, settings: settings, memory: memory
        ).run()
        return editor.differences.map(\.text)
    }

    private let heading = "# tavlua transcript 1: 2026-11-21 09:14 UTC, tavlua 0.1.0, 40x24\n"

    @Test func whatIsShownAgainIsNoDifference() async throws {
        let transcript =
            heading + "emulator> x = 20 + 1\nemulator> x * 2\n42\n"
            + "emulator> for i = 1, 2 do\n..>   print(i)\n..> end\n1\n2\n"
        #expect(try await differences(transcript) == [])
    }

    @Test func whatChangedIsToldWithItsEntry() async throws {
        let found = try await differences(
            heading + "emulator> 1 + 1\n3\nemulator> print('same')\nsame\n")
        #expect(found == ["entry 1: emulator> 1 + 1\n- 3\n+ 2\n"])
    }

    @Test func tablesAreCutToTheRecordedTerminal() throws {
        #expect(try Transcript(parsing: heading).columns == 40)
        #expect(
            ReplayEditor(try Transcript(parsing: heading)).size
                == TerminalSize(columns: 40, rows: 24))
    }
}
