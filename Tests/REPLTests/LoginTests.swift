import Testing

@testable import REPL

@Suite struct LoginTests {
    private let key = "k3y-that-nobody-sees"

    private func run(
        _ desk: LoginDesk, _ answers: [String?], entries: [String] = [".login acme"]
    ) async -> TypingEditor {
        let editor = TypingEditor(entries.map { .type($0) })
        editor.answer(answers)
        await runLoop(editor, host: TestHost(loginDesk: desk))
        #expect(!editor.shown.contains(key))
        #expect(!editor.questions.contains { $0.contains(key) })
        return editor
    }

    @Test func aKeyIsAskedForTriedStoredAndUsed() async {
        let desk = LoginDesk()
        let editor = await run(desk, [" \(key) "], entries: ["x = 1", ".login acme", "x"])
        #expect(desk.events == ["check \(key)", "store acme \(key)", "choose acme"])
        #expect(editor.questions == ["API key for https://service, not shown: "])
        #expect(editor.secretQuestions == editor.questions)
        #expect(
            editor.shown == """
                the key is stored in the profile acme
                emulator: a new session, without the variables of the last
                nil

                """)
    }

    @Test func withoutANameItIsTheDefaultProfile() async {
        let desk = LoginDesk()
        _ = await run(desk, [key], entries: [".login"])
        #expect(desk.events.last == "choose default")
    }

    @Test(arguments: [nil, "", "  "])
    func withoutAKeyNothingIsStored(answer: String?) async {
        let desk = LoginDesk()
        #expect(await run(desk, [answer]).shown == "nothing is stored\n")
        #expect(desk.events == [])
    }

    @Test func aKeyThatIsRefusedIsNotStored() async {
        let desk = LoginDesk(.refused("401"))
        #expect(await run(desk, [key]).shown == "the key is not stored: 401\n")
        #expect(desk.events == ["check \(key)"])
    }

    @Test func aKeyThatCannotBeTriedIsStoredAndSaysSo() async {
        let desk = LoginDesk(.unknown("no route"))
        let shown = await run(desk, [key]).shown
        #expect(shown.hasPrefix("the key could not be tried: no route\nthe key is stored"))
        #expect(desk.events.count == 3)
    }

    @Test(arguments: [("y", 3), ("n", 0), ("", 0), (nil, 0)])
    func aProfileIsReplacedOnlyAfterAYes(answer: String?, events: Int) async {
        let desk = LoginDesk(profiles: ["acme"])
        let editor = await run(desk, [answer, key])
        #expect(editor.questions[0] == "the profile acme is there already. Replace it? [y/N] ")
        #expect(desk.events.count == events)
        #expect((editor.shown == "nothing is changed\n") == (events == 0))
    }

    @Test(arguments: [
        ".login acme k3y-that-nobody-sees", ".login 0123456789abcdef0123456789abcdef",
    ])
    func aKeyBehindTheCommandIsNotTakenOrKept(entry: String) async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/t.txt"
        let desk = LoginDesk()
        let editor = await run(desk, [key], entries: [".tee \(path)", entry, ".history"])
        #expect(desk.events == [])
        #expect(editor.errors.hasPrefix(".login takes the name of a profile and nothing else"))
        let kept = editor.shown + String(decoding: folder.bytes(at: path), as: UTF8.self)
        #expect(kept.contains(".login\n"))
        #expect(!kept.contains("0123456789") && !kept.contains(key))
    }

    @Test func withoutATerminalItNamesTheOtherWays() async throws {
        let transcript = "# tavlua transcript 1: 2026-11-21 09:14 UTC, tavlua 0.1.0, 80x24\n"
        let editor = ReplayEditor(try Transcript(parsing: transcript + "emulator> .login\n"))
        let settings = REPLSettings()
        let memory = REPLMemory(path: nil, settings: settings, secrets: { [] })
        let desk = LoginDesk()
        let host = TestHost(loginDesk: desk)
        _ = await REPLLoop(host: host, editor: editor, settings: settings, memory: memory).run()
        #expect(desk.events == [])
        let said = editor.differences.map(\.text).joined()
        #expect(said.contains("TAVUS_API_KEY") && said.contains("--api-key-file"))
    }
}
