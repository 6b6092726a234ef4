import LuaHost
import Testing

@testable import REPL

@Suite struct LuaScannerTests {
    private func kinds(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return LuaScanner.tokens(of: scalars).map { "\($0.kind) \($0.text(in: scalars))" }
    }

    @Test(arguments: [
        ("local x = 1", ["keyword local", "name x", "symbol =", "number 1"]),
        ("a..b...c", ["name a", "symbol ..", "name b", "symbol ...", "name c"]),
        ("1..2", ["number 1", "symbol ..", "number 2"]),
        ("0x.8p-3 1e+5 .5 3.", ["number 0x.8p-3", "number 1e+5", "number .5", "number 3."]),
        (#""a\"b" 'c'"#, [#"string "a\"b""#, "string 'c'"]),
        ("[==[a]=]b]==] [[x", ["string [==[a]=]b]==]", "unfinished [[x"]),
        ("--[[a\nb]] c -- d\ne", ["comment --[[a\nb]]", "name c", "comment -- d", "name e"]),
        ("\"ab\nc", ["unfinished \"ab", "name c"]),
        ("x //~= :: é ?", ["name x", "symbol //", "symbol ~=", "symbol ::", "other é", "other ?"]),
        ("[=x", ["symbol [", "symbol =", "name x"]),
        ("", []),
    ])
    func textsAreTakenApart(text: String, expected: [String]) {
        #expect(kinds(text) == expected)
    }

    @Test func everyScalarIsInOneTokenOrBlank() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("ab1.\"'[]=-\\\n (){}<>é日xep+0~/:".unicodeScalars)
        for _ in 0..<2000 {
            let scalars = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            var end = 0
            for token in LuaScanner.tokens(of: scalars) {
                #expect(token.range.lowerBound >= end && !token.range.isEmpty)
                for gap in scalars[end..<token.range.lowerBound] {
                    #expect(gap.properties.isWhitespace)
                }
                end = token.range.upperBound
            }
        }
    }

    /// What was quadratic would take minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "]=", "(]", "{{", "if ", "--[=[", "a.", "local a ",
        ])
    func aLongTextIsReadInOneGo(piece: String) {
        let text = String(repeating: piece, count: 10_000)
        let buffer = EditBuffer(text)
        #expect(Highlighter.styles(of: buffer).count == buffer.scalars.count)
        #expect(CursorContext(buffer).word.upperBound == buffer.cursor)
        #expect(TopLevelLocals.names(in: text).count <= 1)
        #expect(Chunker().indentation(after: text) >= 0)
    }

    @Test(arguments: [
        ("f{ 1 )", [1, 5]), ("{ ( }", [2]), ("( ]", [0, 2]), ("end", [0]),
        ("if x then ( end )", [10, 16]),
    ])
    func whatDoesNotFitIsStray(text: String, places: [Int]) {
        let scalars = Array(text.unicodeScalars)
        let tokens = LuaScanner.tokens(of: scalars)
        let brackets = LuaBrackets(tokens, in: scalars)
        let all = brackets.stray.union(brackets.open.map(\.token))
        #expect(all.map { tokens[$0].range.lowerBound }.sorted() == places)
    }

    /// What Lua compiles has no unfinished tokens and no open brackets.
    @Test(arguments: [
        "for i = 1, 2 do if x then y() elseif z then w() else v() end end",
        "repeat local t = { [1] = (2) } until f(function() return end)",
        "while a do goto done ::done:: end return",
    ])
    func wholeTextsLeaveNothingOpen(text: String) {
        #expect(LuaSyntax.problem(in: text) == nil)
        let scalars = Array(text.unicodeScalars)
        let brackets = LuaBrackets(LuaScanner.tokens(of: scalars), in: scalars)
        #expect(brackets.open.isEmpty)
        #expect(brackets.stray.isEmpty)
    }
}

@Suite struct HighlighterTests {
    private func styles(_ text: String, cursor: Int? = nil) -> [Style] {
        var buffer = EditBuffer(text)
        if let cursor { buffer.cursor = cursor }
        return Highlighter.styles(of: buffer)
    }

    @Test func eachScalarHasAStyle() {
        for text in ["", "x", "local s = \"日本\" -- c", ".mode json", "f("] {
            #expect(styles(text).count == text.unicodeScalars.count)
        }
    }

    @Test func thePartnerOfTheBracketAtTheCursorIsMarked() {
        let marked = styles("f(a[1])", cursor: 1).enumerated().filter { $1 == .match }.map(\.offset)
        #expect(marked == [1, 6])
        #expect(
            styles("f(a[1])", cursor: 7).enumerated().filter { $1 == .match }.map(\.offset) == [
                1, 6,
            ])
    }

    @Test func whatIsOpenIsShown() {
        #expect(styles("f(x", cursor: 3) == [.plain, .unclosed, .plain])
        #expect(styles("x)", cursor: 0) == [.plain, .unclosed])
        #expect(styles("'ab", cursor: 0) == [.unclosed, .unclosed, .unclosed])
    }
}

@Suite struct TopLevelLocalsTests {
    @Test(
        arguments: [
            ("local a = 5", ["a"]), ("local a, b <const>, c = 1, 2, 3", ["a", "b", "c"]),
            ("local function f() local g = 1 end", ["f"]), ("do local x = 1 end", []),
            ("local a = 1 local a = 2", ["a"]), ("local t <close> = f()", []),
            ("if x then local y = 1 end local z", ["z"]), ("x = function() local y = 1 end", []),
            ("-- local a\nlocal b = 'local c'", ["b"]), ("repeat local a = 1 until a", []),
        ] as [(String, [String])])
    func onlyThoseOutsideOfBlocksCount(text: String, names: [String]) {
        #expect(TopLevelLocals.names(in: text) == names)
    }

    @Test func localsOfAnEntryAreSeenByTheNext() async {
        #expect(await typed("local a = 5", "a", "a = a + 1", "a") == "5\n6\n")
        #expect(await typed("local function f() return 'f' end -- done", "f()") == "\"f\"\n")
        #expect(await typed("local x = 1 return x", "x") == "1\n1\n")
    }

    @Test func asInLuaItselfWhereTheUserWantsIt() async {
        var settings = REPLSettings()
        settings.locals = .lua
        #expect(await typed("local a = 5", "a", settings: settings) == "nil\n")
    }
}

@Suite struct ChunkerTests {
    private let chunker = Chunker()

    @Test(
        arguments: [
            ("{1,2", 2), ("1 +", 0), ("for i = 1, 2 do", 2), ("f(function()\n  if x then", 6),
            ("x = [[a", 0), ("local t = {\n  a = {", 4), ("if x then y() else", 2), ("return", nil),
            ("x = 'abc", nil), ("x = 1", nil), ("1 + * 2", nil), ("x y", nil), ("--[[ a", 0),
            ("x = 'a\\", 0), ("x = 'a\\\\", nil), ("x = 'a\\z  ", 0), ("x = 'a\\z b", nil),
            ("x = 'a\nb", nil), ("'abc", nil), ("repeat x() until", 0),
            ("f(function()\n x()\nend", 2),
        ] as [(String, Int?)])
    func unfinishedEntriesGoOn(text: String, indentation: Int?) {
        let verdict = chunker.verdict(of: text)
        if let indentation {
            #expect(verdict == .incomplete(indentation: indentation))
        } else {
            #expect(verdict == .complete || verdict == .broken)
        }
    }

    @Test(
        arguments: [
            ("for i = 1, 2 do\n    x()\n  end", 0),
            ("if a then\n  if b then\n    x()\n    else", 2),
            ("f(function()\n    x()\n    end)", 0), ("t = {\n  f(\n    1\n    )", 2),
            ("repeat\n  x()\n  until", 0), ("f{\n    }, {", 0), ("end", nil), ("", nil),
            ("for i = 1, 2 do\n  x()", nil), ("do\n  ending", nil), ("t = {}\n  }", nil),
            ("x = [[\n  end", nil), ("f()\n  (g)", nil), ("do\n  f()", nil), ("do end\n", nil),
        ] as [(String, Int?)])
    func aRowThatClosesStandsUnderItsOpener(text: String, indentation: Int?) {
        #expect(chunker.indentation(ofClosingRowIn: EditBuffer(text)) == indentation)
    }

    @Test(
        arguments: [
            ("do\n  x()\n  end|", "do\n  x()\nend|"), ("do\n  end|", "do\nend|"),
            ("do\n  x()\n  e|nd", "do\n  x()\ne|nd"), ("do\n | end", "do\n|end"),
            ("f(function()\n  x()\n    end)|", "f(function()\n  x()\nend)|"),
            ("if a then\n  x()\n  else|", "if a then\n  x()\nelse|"),
            // Rows that stand where Enter would not have put them.
            ("do\n    x()\n    end|", nil), ("do\n   end|", nil), ("do\nend|", nil),
            ("do\n  x()|\n  end", nil), ("  end|", nil), ("|", nil), ("x = [[\n  end|", nil),
        ] as [(String, String?)])
    func aRowThatClosesIsMovedOut(text: String, moved: String?) {
        let expected = moved.map { EditBuffer(bar: $0) }
        #expect(chunker.closingRowMovedOut(in: EditBuffer(bar: text)) == expected)
    }

    @Test(arguments: [100, 200, 300, 5_000])
    func parenthesesGoOnUntilThereAreTooMany(count: Int) {
        let verdict = chunker.verdict(of: String(repeating: "(", count: count))
        #expect(verdict == (count < 200 ? .incomplete(indentation: 2 * count) : .broken))
    }

    @Test func tooManyParenthesesAreAnErrorAndNotAnUnfinishedEntry() {
        #expect(chunker.verdict(of: String(repeating: "(", count: 300)) == .broken)
    }

    @Test(arguments: ["", " ", "\n\t"])
    func blanksAreNothing(text: String) {
        #expect(chunker.verdict(of: text) == .empty)
    }
}
