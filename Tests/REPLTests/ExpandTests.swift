import Testing

@testable import REPL

@Suite struct ExpandTests {
    private static let long = String(repeating: "long ", count: 100)

    @Test func aListIsShownRecordByRecordWithNothingCut() async {
        let text = await typed(
            "{ { name = 'a', note = ('long '):rep(100) }, { name = 'b' } };", ".expand")
        #expect(
            text.hasSuffix(
                """
                ── 1 of 2 ──
                  name  "a"
                  note  "\(Self.long)"
                ── 2 of 2 ──
                  name  "b"

                """))
    }

    @Test func anEarlierEntryIsShownByItsNumber() async {
        let text = await typed(
            "{ a = { b = { c = { d = { e = { f = 1 } } } } } };", "2;", ".expand 1")
        #expect(text.contains("f = 1"), "\(text)")
    }

    @Test(arguments: [
        (".expand", "there is no result so far"), (".expand 7", "entry 7 gave no result"),
        (".expand x", ".expand wants the number of an entry, or nothing for the last result"),
    ])
    func thereMayBeNothingToShow(command: String, message: String) async {
        let editor = TypingEditor(command)
        await runLoop(editor)
        #expect(editor.errors.contains(message), "\(editor.errors)")
    }
}
