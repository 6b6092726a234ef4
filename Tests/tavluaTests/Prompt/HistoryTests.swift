import Foundation
import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Remembering {
        @Test func twoSessionsKeepEachOthersEntries() throws {
            try Binary.with { binary in
                let one = try binary.prompt()
                try one.waitUntilIdle()
                let other = try binary.prompt()
                try other.waitUntilIdle()
                try one.enter("'one a'")
                try other.enter("'other a'")
                try one.enter("'one b'")
                try other.enter("'other b'")
                one.signal(SIGKILL)
                #expect(try one.waitForEnd() == .signalled(SIGKILL))
                try other.send(.control("d"))
                #expect(try other.waitForEnd() == .exited(0))
                let next = try binary.prompt()
                try next.waitUntilIdle()
                for text in ["'other b'", "'one b'", "'other a'", "'one a'"] {
                    try next.press(.up)
                    #expect(next.typed == "emulator> \(text)|")
                }
            }
        }

        @Test func aForeignFileIsLeftAlone() throws {
            try Binary.with { binary in
                let text = "my notes\nnot a history\n"
                try binary.write(text, to: "state/tavlua/history")
                let user = try binary.prompt()
                try user.waitUntilIdle()
                #expect(user.screen.text.contains("history"))
                try user.enter("1+1")
                try user.send(.control("d"))
                try user.waitForEnd()
                #expect(try binary.history == text)
            }
        }

        @Test func whereNoFolderCanBeMadeOneIsTold() throws {
            try Binary.with { binary in
                try binary.write("", to: "file")
                let user = try binary.prompt(
                    environment: ["XDG_STATE_HOME": binary.folder.path + "/file"])
                try user.enter("1+1")
                #expect(
                    user.screen.text.replacing("\n", with: "").contains(
                        "/file/tavlua: Not a directory; this session is not stored"))
                #expect(user.screen.lines.suffix(2) == ["2", "emulator>"])
            }
        }

        @Test func entriesAreRedactedAndTheFileIsPrivate() throws {
            try atPrompt { user, binary in
                let secret = "sk_live_0123456789abcdef0123"
                try user.enter("c = { api_key = '\(secret)' }", "h = 'Bearer \(secret)'")
                #expect(!(try binary.history.contains(secret)))
                #expect(try binary.historyTexts.count == 2)
                let file = binary.folder.path + "/state/tavlua/history"
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
                #expect(mode as? Int == 0o600)
            }
        }

        @Test func aLeadingSpaceAndPrivateModeStoreNothing() throws {
            try atPrompt { user, binary in
                try user.enter(" 1 + 1", "2 + 2", ".private on", "3 + 3")
                #expect(try binary.historyTexts.filter { $0.contains("+") } == ["2 + 2"])
            }
            try atPrompt(["--quiet", "--fresh", "--private"]) { user, binary in
                try user.enter("1 + 1")
                #expect(throws: (any Error).self) { try binary.history }
            }
        }

        @Test func upAfterAPrefixFindsWhatBeginsSo() throws {
            try atPrompt { user in
                try user.enter("alpha = 1", "beta = 2", "alpha = 3", "gamma = 4")
                try user.type("al")
                try user.press(.up)
                #expect(user.screen.cursorLine == "emulator> alpha = 3")
                try user.press(.up)
                #expect(user.screen.cursorLine == "emulator> alpha = 1")
                try user.press(.down, .down)
                #expect(user.typed.hasPrefix("emulator> al|"))
            }
        }

        @Test func controlRSearchesAsOneTypes() throws {
            try atPrompt { user in
                try user.enter("alpha = 1", "beta = 2", "alpha = 3")
                try user.press(.control("r"))
                try user.type("lph")
                #expect(user.screen.cursorLine.contains("alpha = 3"))
                try user.press(.control("r"))
                #expect(user.screen.cursorLine.contains("alpha = 1"))
                try user.type("zzz")
                #expect(user.screen.cursorLine.contains("not found"))
                try user.press(.backspace, .backspace, .backspace, .control("r"), .enter)
                try user.enter("alpha")
                #expect(user.screen.lines.suffix(2) == ["1", "emulator>"])
            }
        }

        @Test func leavingASearchBringsBackWhatWasTyped() throws {
            try atPrompt { user in
                try user.enter("alpha = 1")
                try user.type("draft")
                try user.press(.control("r"))
                try user.type("alp")
                try user.press(.control("g"))
                #expect(user.typed == "emulator> draft|")
            }
        }

        @Test func anEntryComesBackByItsNumber() throws {
            try atPrompt { user in
                try user.enter("x = 'first'", "y = 'second'", ".history")
                #expect(user.screen.text.contains("x = 'first'"))
                try user.type("!1\r")
                #expect(user.typed == "emulator> x = 'first'|")
                try user.press(.control("u"))
                try user.press(.control("l"))
                try user.enter(".history Y =")
                #expect(!user.screen.text.contains("second"))
                try user.enter(".history secon")
                #expect(user.screen.lines.contains { $0.hasSuffix("  y = 'second'") })
                #expect(!user.screen.text.contains("first"))
            }
        }

        @Test func charactersOfAllKindsComeBack() throws {
            try atPrompt { user, binary in
                let entry = #"s = '日本 é 👩 \\n' .. "\t""#
                try user.enter(entry)
                try user.send(.control("d"))
                try user.waitForEnd()
                let next = try binary.prompt()
                try next.waitUntilIdle()
                try next.press(.up)
                #expect(next.typed == "emulator> \(entry)|")
            }
        }
    }

    @Suite struct Saving {
        @Test func aSessionBecomesAScriptThatRuns() throws {
            try atPrompt { user, binary in
                try user.enter(
                    "p = tavus.personas.create{ persona_name='Nurse', system_prompt='Calm.' }",
                    "tavus.personas.get('p00000000')",
                    "p.persona_id")
                let shown = user.screen.lines.dropLast().last ?? ""
                let id = shown.split(separator: "\"").last.map(String.init) ?? ""
                try user.enter(
                    "c = tavus.conversations.create{ replica_id='r79e1c033f', persona_id='\(id)' }",
                    ".save s.lua")
                let script = try binary.read("s.lua")
                #expect(script.hasPrefix("--") || script.hasPrefix("#!"))
                #expect(!script.contains(id))
                #expect(!script.contains("p00000000"))
                #expect(script.contains("tavus.conversations.create"))
                let run = try binary.run("--fresh", "--quiet", "s.lua")
                #expect(run.status == 0, "\(run.err)")
                try user.enter(".save s.lua")
                #expect(user.screen.text.contains("--force"))
                #expect(try binary.read("s.lua") == script)
            }
        }

        @Test func aRecipeIsMadeOfThePickedEntries() throws {
            try atPrompt { user, binary in
                try user.enter("a = 1", "b = 2")
                try user.type(".recipe r.lua\r")
                #expect(user.screen.cursorLine == "entries [all]:")
                try user.press(.control("c"))
                #expect(user.screen.lines.suffix(2) == ["nothing is written", "emulator>"])
                #expect(throws: (any Error).self) { try binary.read("r.lua") }
                try user.type(".recipe r.lua\r")
                try user.type("2\r")
                let recipe = try binary.read("r.lua")
                #expect(recipe.hasSuffix("\n  b = 2\nend\n"))
                #expect(!recipe.contains("a = 1"))
            }
        }

        @Test func aTranscriptIsWrittenAndCanBeReplayed() throws {
            try atPrompt { user, binary in
                try user.enter(".tee t.txt", "1+1", "x = {}", ".tee")
                let text = try binary.read("t.txt")
                #expect(text.contains("1+1"))
                #expect(!text.contains("\u{1B}"))
                let replay = try binary.run("--fresh", "--replay", "t.txt")
                #expect(replay.status == 0, "\(replay.out) \(replay.err)")
            }
        }

        @Test func anEditorChangesTheLastEntry() throws {
            try Binary.with { binary in
                try binary.write("#!/bin/sh\necho 'print(2)' >> \"$1\"\n", to: "edit", mode: 0o755)
                let editor = ["EDITOR": binary.folder.path + "/edit"]
                let user = try binary.prompt(environment: editor)
                try user.waitUntilIdle()
                try user.enter("print(1)")
                try user.type(".edit\r")
                #expect(
                    user.screen.lines.suffix(2).map(\.trimmingLeadingBlanks)
                        == ["emulator> print(1)", "print(2)"])
                try user.enter("")
                #expect(user.screen.lines.suffix(3) == ["1", "2", "emulator>"])
                try user.type("print(0)")
                try user.press(.control("x"), .control("e"))
                #expect(
                    user.screen.lines.suffix(2).map(\.trimmingLeadingBlanks)
                        == ["emulator> print(0)", "print(2)"])
                #expect(try user.lineDiscipline().echoes == false)
            }
        }

        @Test func aCommandOfTheShellHasTheTerminal() throws {
            try atPrompt { user in
                try user.send(
                    ".sh echo wa''its; read word; echo \"<$word>\"; stty -a | grep -c -- '-icanon'\r"
                )
                // From here on the shell reads what is typed.
                try user.wait(for: "waits")
                try user.send("typed\r")
                try user.wait(for: "<typed>")
                try user.wait("the prompt") { $0.screen.cursorLine == "emulator>" }
                #expect(user.screen.lines.suffix(3).contains("0"))
            }
        }
    }
}
