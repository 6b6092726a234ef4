import TerminalHarness
import Testing

extension PromptTests {
    @Suite struct Errors {
        @Test func aMisspeltNameIsPointedAt() throws {
            try atPrompt { user in
                try user.enter("tavus.persona.lst()")
                let lines = user.screen.lines
                #expect(user.screen.text.contains("persona"))
                #expect(user.screen.text.contains("tavus.personas"))
                let source = lines.lastIndex { $0.hasSuffix("tavus.persona.lst()") } ?? 0
                #expect(source > 0)
                let caret = lines[source + 1].firstIndex { $0 == "^" }
                #expect(
                    caret.map {
                        lines[source + 1].distance(from: lines[source + 1].startIndex, to: $0)
                    }
                        == lines[source].range(of: "persona.")?.lowerBound)
                #expect(!user.screen.text.contains("[C]"))
                try user.enter(".trace")
                #expect(
                    user.screen.text.contains("stack traceback") || user.screen.text.contains("in ")
                )
            }
        }

        @Test func aKeywordAsAMemberIsExplained() throws {
            try atPrompt { user in
                try user.enter("tavus.conversations.end(c)")
                #expect(user.screen.text.contains("tavus.conversations.end_"))
                #expect(user.screen.lines.contains { $0.trimmingLeadingBlanks == "^^^" })
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func anAnswerOfTheServiceNamesTheCall() throws {
            try atPrompt { user in
                try user.enter("tavus.replicas.get('r0')")
                #expect(user.screen.text.contains("tavus.replicas.get: 400 not_found"))
                #expect(user.screen.text.contains("r0"))
                try user.enter("err.code", "err.status")
                #expect(user.screen.text.contains("\"not_found\""))
                #expect(user.screen.lines.suffix(2) == ["400", "emulator>"])
            }
        }

        @Test func aMisspeltFieldIsRefusedBeforeAnythingIsSent() throws {
            try atPrompt { user in
                try user.enter(
                    "tavus.personas.create{ persona_name='A', sytem_prompt='B' }", ".http")
                #expect(
                    user.screen.unwrappedTranscript.contains("Did you mean \"system_prompt\"?"))
                #expect(user.screen.text.contains("no call so far"))
            }
        }

        @Test(arguments: [
            ("error()", "nil"), ("error({})", "table"), ("error('text', 0)", "text"),
            ("error(setmetatable({}, { __tostring = function() return 'mine' end }))", "mine"),
            ("error(setmetatable({}, { __tostring = function() error('x') end }))", ""),
            ("local function f() return f() + 1 end f()", "stack overflow"),
            ("string.rep('x', -1)()", "attempt to call"),
        ])
        func anyErrorLeavesThePromptWorking(source: String, shown: String) throws {
            try atPrompt { user in
                try user.enter(source)
                if !shown.isEmpty { #expect(user.screen.text.contains(shown)) }
                try user.enter("1+1")
                #expect(user.screen.lines.suffix(2) == ["2", "emulator>"])
            }
        }

        @Test func anUnknownCommandSuggestsTheNearest() throws {
            try atPrompt { user in
                try user.enter(".hlep")
                #expect(user.screen.text.contains("Did you mean .help?"))
            }
        }

        @Test func helpShowsWhatACallWants() throws {
            try atPrompt { user in
                try user.enter("?tavus.conversations.create")
                #expect(user.screen.text.contains("POST"))
                #expect(user.screen.text.contains("/v2/conversations"))
                #expect(user.screen.text.contains("replica_id"))
                try user.enter(".reset", "?tavus.nothing")
                #expect(user.screen.cursorLine == "emulator>")
            }
        }

        @Test func theExampleOfTheFullHelpRuns() throws {
            let size = WindowSize(columns: 100, rows: 200)
            try atPrompt(["--quiet", "--fresh"], size: size) { user, _ in
                try user.enter("??tavus.personas.create")
                let lines = user.screen.lines.map { $0.trimmingLeadingBlanks }
                let example = try #require(
                    lines.last { $0.hasPrefix("tavus.personas.create{ ") })
                try user.enter("ok = pcall(function() \(example) end)", "ok")
                #expect(user.screen.lines.suffix(2) == ["true", "emulator>"])
            }
        }

        @Test func f1ExplainsTheWordAtTheCursor() throws {
            try atPrompt { user in
                try user.type("tavus.videos.create")
                try user.press(.function(1))
                #expect(user.screen.text.contains("/v2/videos"))
                #expect(user.typed == "emulator> tavus.videos.create|")
            }
        }
    }
}

extension String {
    /// Where the text first stands, in characters.
    struct Place { var lowerBound: Int }
    func range(of text: String) -> Place? {
        let all = Array(self)
        let wanted = Array(text)
        guard all.count >= wanted.count else { return nil }
        for start in 0...(all.count - wanted.count)
        where Array(all[start..<start + wanted.count]) == wanted {
            return Place(lowerBound: start)
        }
        return nil
    }
}
