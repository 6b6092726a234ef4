import Foundation
import Testing

@Suite struct ScriptTests {
    @Test func aLineOfCodeRunsWithItsArguments() throws {
        try Binary.with { binary in
            let finished = try binary.run("-e", "print(1 + 1, ...)", "a", "b c")
            #expect(finished == .init(status: 0, out: "2\ta\tb c\n", err: ""))
        }
    }

    @Test func aFileRunsWithItsOwnOptionsUntouched() throws {
        try Binary.with { binary in
            let name = try binary.script("#!/usr/bin/env tavlua\nprint(arg[0], #arg, ...)")
            #expect(
                try binary.run("./" + name, "--emulator", "-v")
                    == .init(status: 0, out: "./script.lua\t2\t--emulator\t-v\n", err: ""))
        }
    }

    @Test(arguments: [
        ["./script.lua"], ["./script.lua", "a"], ["--quiet", "./script.lua", "a", "./script.lua"],
    ])
    func theWordsBeforeTheScriptAreBelowArgZero(words: [String]) throws {
        try Binary.with { binary in
            _ = try binary.script(
                "local n = 0 while arg[n - 1] do n = n - 1 end print(n, table.unpack(arg, n + 1))")
            let before = words.firstIndex(of: "./script.lua") ?? 0
            let shown = ([String(-1 - before)] + words).joined(separator: "\t")
            #expect(
                try binary.start(words).finish() == .init(status: 0, out: shown + "\n", err: ""))
        }
    }

    @Test func standardInputRunsWithADashAndWithoutATerminal() throws {
        try Binary.with { binary in
            for words in [["-"], []] {
                let file = binary.folder.appendingPathComponent("in")
                try Data("print('from stdin', ...)".utf8).write(to: file)
                let finished = try binary.start(words, input: FileHandle(forReadingFrom: file))
                    .finish()
                #expect(finished == .init(status: 0, out: "from stdin\n", err: ""))
            }
        }
    }

    @Test(arguments: [
        ("os.exit(7)", 7), ("os.exit(true)", 0), ("os.exit(false)", 1), ("error('x')", 1),
        ("local", 1), ("tavus.personas.create{}", 1), ("tavus.replicas.get('r0')", 7),
        ("coroutine.wrap(function() os.exit(9) end)()", 9), ("pcall(os.exit, 5) print(1)", 5),
        ("error()", 1), ("error({})", 1), ("error(setmetatable({}, {__tostring = error}))", 1),
    ])
    func theExitCodeSaysHowItEnded(code: String, status: Int32) throws {
        try Binary.with { binary in
            let finished = try binary.run("--fresh", "-e", code)
            #expect(finished.status == status, "\(finished)")
            #expect(finished.out == "")
        }
    }

    @Test func anErrorShowsTheLineOfTheScript() throws {
        try Binary.with { binary in
            let name = try binary.script("local calls = {}\nprint(markdown(calls))\n")
            let finished = try binary.run(name)
            #expect(
                finished
                    == .init(
                        status: 1, out: "",
                        err: """
                            script.lua:2: attempt to call a nil value (global 'markdown')
                              1 | local calls = {}
                              2 | print(markdown(calls))
                                        ^^^^^^^^

                            """))
        }
    }

    @Test func anAPIErrorHasItsFactsAndThePlaceInTheScript() throws {
        try Binary.with { binary in
            let name = try binary.script("local id = 'r0'\nlocal r = tavus.replicas.get(id)\n")
            var finished = try binary.run("--quiet", "--fresh", name)
            finished.err.replace(/emulator-[0-9a-f]+-[0-9]+/, with: "R1")
            #expect(
                finished
                    == .init(
                        status: 7, out: "",
                        err: """
                            tavus.replicas.get: 400 not_found: Invalid replica_id
                              replica r0 · GET /v2/replicas/r0 · nothing was changed · request R1
                              at script.lua:2
                              1 | local id = 'r0'
                              2 | local r = tavus.replicas.get(id)

                            """))
        }
    }

    /// Scripts and the prompt say the same of the same mistake.
    @Test(arguments: [
        (
            "\n\ntavus.persona.lst()",
            """
            tavus.persona: there is no such resource or function. Did you mean "personas"?
              nothing was sent
              at script.lua:3
              2 |\u{20}
              3 | tavus.persona.lst()
                        ^^^^^^^ did you mean tavus.personas?

            """
        ),
        (
            "tavus.conversations.end(c)",
            """
            `end` is a Lua keyword; the operation is tavus.conversations.end_(id)
              at script.lua:1
              tavus.conversations.end(c)
                                  ^^^

            """
        ),
    ])
    func aMistakeIsUnderlinedAndExplained(script: String, text: String) throws {
        try Binary.with { binary in
            let name = try binary.script(script)
            let finished = try binary.run("--quiet", "--fresh", name)
            #expect(finished.err == text)
        }
    }

    @Test(arguments: ["/dev/zero", "/dev/stdin", "/proc/self/mem"])
    func aMessageThatNamesADeviceDoesNotReadIt(path: String) throws {
        try Binary.with { binary in
            let finished = try binary.run("-e", "error('\(path):5: x', 0)")
            #expect(finished.err.hasPrefix("\(path):5: x\n"))
        }
    }

    @Test func controlCharactersOfAnErrorDoNotReachTheTerminal() throws {
        try Binary.with { binary in
            let finished = try binary.run("-e", #"error("a\27[31mb\u{202E}c", 0)"#)
            #expect(finished.err == "a\\u{1b}[31mb\\u{202e}c\n  at (command line):1\n")
        }
    }

    @Test func aHugeErrorMessageIsCut() throws {
        try Binary.with { binary in
            let finished = try binary.run("-e", #"error(("x"):rep(1e6), 0)"#)
            #expect(finished.status == 1)
            #expect(finished.err.count < 5000)
        }
    }

    @Test(arguments: [
        ("missing.lua", "no such file"), ("./folder", "it is a folder"),
        ("./binary.lua", "binary"),
    ])
    func aScriptThatCannotBeReadIsNamedWithTheReason(name: String, reason: String) throws {
        try Binary.with { binary in
            try FileManager.default.createDirectory(
                at: binary.folder.appendingPathComponent("folder"),
                withIntermediateDirectories: true)
            _ = try binary.script("\u{1B}Lua\u{54}garbage", name: "binary.lua")
            let finished = try binary.run(name)
            #expect([65, 66].contains(finished.status), "\(finished)")
            #expect(finished.err.hasPrefix("tavlua: "))
            #expect(finished.err.contains(reason), "\(finished.err)")
            #expect(finished.err.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test func theTargetIsNamedOnceBeforeTheFirstCall() throws {
        try Binary.with { binary in
            let code = "tavus.personas.list() tavus.personas.list()"
            let unconfigured = try binary.run("-e", code)
            #expect(
                unconfigured.err
                    == "target: emulator (no API key; nothing leaves this machine)\n")
            let chosen = try binary.run("--emulator", "-e", code)
            #expect(chosen.err == "target: emulator\n")
            let quiet = try binary.run("--quiet", "-e", code)
            #expect(quiet.err == "")
            let uncalled = try binary.run("-e", "print(tavus.target)")
            #expect(uncalled == .init(status: 0, out: "emulator\n", err: ""))
        }
    }

    @Test func stateStaysBetweenRunsUnlessFresh() throws {
        try Binary.with { binary in
            let create =
                #"print(tavus.personas.create{ persona_name = "Kept", system_prompt = "x" }.persona_id)"#
            let id = try binary.run("-e", create).out.dropLast()
            let get = "print(tavus.personas.get('\(id)').persona_name)"
            #expect(try binary.run("-e", get).out == "Kept\n")
            #expect(try binary.run("--fresh", "-e", get).status == 7)
        }
    }

    @Test func advancingTheClockReachesTheNextRun() throws {
        try Binary.with { binary in
            let train = """
                local r = tavus.replicas.create{ train_video_url = "https://example.com/a.mp4" }
                print(r.replica_id, r.status)
                tavus.emulator.advance("4h")
                """
            let id = try binary.run("-e", train).out.prefix { $0 != "\t" }
            #expect(
                try binary.run("-e", "print(tavus.replicas.get('\(id)').status)").out
                    == "completed\n")
        }
    }

    @Test func aTimeoutEndsTheRunWith124() throws {
        try Binary.with { binary in
            for code in [
                "while true do end", "while true do pcall(error) end", "tavus.sleep('1h')",
            ] {
                let finished = try binary.run("--timeout", "200ms", "--fresh", "-e", code)
                #expect(finished.status == 124, "\(code): \(finished)")
            }
        }
    }

    @Test(arguments: [
        "while true do end", "while true do pcall(function() while true do end end) end",
        "coroutine.wrap(function() while true do end end)()", "tavus.sleep('1h')",
        "table.sort({1, 2, 3}, function(a, b) tavus.sleep('1h') return a < b end)",
    ])
    func controlCStopsAScript(code: String) throws {
        try Binary.with { binary in
            let running = try binary.start([
                "--fresh", "--quiet", "-e", "print('started') io.stdout:flush() " + code,
            ])
            try running.wait(for: "started")
            running.signal(SIGINT)
            #expect(try running.finish() == .init(status: 130, out: "started\n", err: ""))
        }
    }

    /// A pattern that backtracks for hours hears of no interrupt.
    @Test func aCFunctionThatNeverEndsIsEndedWithTheProcess() throws {
        try Binary.with { binary in
            let code =
                "print('started') io.stdout:flush() local p = ('a?'):rep(40) .. ('a'):rep(40) "
                + "print(('a'):rep(40):find(p .. 'b'))"
            let timed = try binary.run("--timeout", "200ms", "-e", code)
            #expect(timed.status == 124)
            #expect(timed.err.hasPrefix("tavlua: the script did not stop within 5.0 seconds"))
            let running = try binary.start(["-e", code])
            try running.wait(for: "started")
            running.signal(SIGINT)
            running.signal(SIGINT)
            while running.process.isRunning { running.signal(SIGINT) }
            #expect(try running.finish().status == 130)
        }
    }

    @Test func anIsolatedScriptHasTheModuleAndNothingElse() throws {
        try Binary.with { binary in
            let code = """
                local p = tavus.personas.create{persona_name = "A", system_prompt = "B"}
                print(#tavus.personas.all{persona_type = "user"}, p.persona_name, io, os.execute, ...)
                """
            #expect(
                try binary.run("--isolated", "--quiet", "--fresh", "-e", code, "word")
                    == .init(status: 0, out: "1\tA\tnil\tnil\tword\n", err: ""))
            let failed = try binary.run("--isolated", "--quiet", "-e", "tavus.replicas.get('r0')")
            #expect(failed.status == 7)
            #expect(failed.err.hasPrefix("tavus.replicas.get: 400 not_found"))
            let pattern =
                "local p = ('a?'):rep(40) .. ('a'):rep(40) print(('a'):rep(40):find(p .. 'b'))"
            let timed = try binary.run("--isolated", "--timeout", "200ms", "-e", pattern)
            #expect(timed.status == 124)
        }
    }

    @Test func closersRunWhenAScriptIsTerminated() throws {
        try Binary.with { binary in
            let running = try binary.start([
                "-e",
                """
                local guard <close> = setmetatable({}, { __close = function() print("closed") end })
                print("started") io.stdout:flush()
                while true do end
                """,
            ])
            try running.wait(for: "started")
            running.signal(SIGTERM)
            #expect(try running.finish() == .init(status: 143, out: "started\nclosed\n", err: ""))
        }
    }

    @Test(arguments: ["", "tavus.personas.list() "])
    func aClosedOutputEndsQuietlyAlsoAfterACall(first: String) throws {
        try Binary.with { binary in
            let code = first + "while true do print('x') end"
            let finished = try binary.shell(
                #""$1" --quiet --fresh -e "$2" | head -n 1; echo "${PIPESTATUS[0]}""#, code)
            #expect(finished == .init(status: 0, out: "x\n141\n", err: ""))
        }
    }

    @Test func aFullDiskIsAnError() throws {
        try Binary.with { binary in
            let finished = try binary.shell(#""$1" -e "$2" >/dev/full"#, "print('x')")
            #expect(finished.status == 1)
            #expect(
                finished.err
                    == "tavlua: standard output could not be written whole; is the disk full?\n"
            )
        }
    }
}
