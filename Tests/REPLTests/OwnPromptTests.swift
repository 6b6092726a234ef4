import Testing

@testable import REPL

@Suite struct OwnPromptTests {
    private func prompts(_ entries: String..., isLive: Bool = false) async -> [String] {
        let editor = TypingEditor(entries.map { .type($0) })
        await runLoop(editor, host: TestHost(isLive: isLive))
        return editor.prompts
    }

    @Test func aStringOrAFunctionIsAskedAfterEachEntry() async {
        #expect(
            await prompts(
                "_PROMPT = 'lua> '", "n = 0 _PROMPT = function() n = n + 1 return n .. '> ' end",
                "1", "_PROMPT = nil")
                == ["emulator> ", "lua> ", "1> ", "2> ", "emulator> "])
    }

    /// The place is a guard rail, not decoration.
    @Test func aLivePlaceStaysInSight() async {
        #expect(await prompts("_PROMPT = '> '", isLive: true) == ["live!> ", "live! > "])
    }

    @Test func whatGivesNoTextIsSaidAndChangesNothing() async {
        let editor = TypingEditor("_PROMPT = function() error('broken') end", "1")
        await runLoop(editor)
        #expect(editor.prompts == ["emulator> ", "emulator> ", "emulator> "])
        #expect(editor.shown.contains("_PROMPT gives no text: entry 1:1: broken"))
    }

    @Test func noPromptMovesTheCursor() async {
        #expect(await prompts("_PROMPT = '\\27[2J> '").last == "\\u{1b}[2J> ")
    }
}
