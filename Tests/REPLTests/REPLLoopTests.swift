import LuaHost
import Testing

@testable import REPL

@Suite struct REPLLoopTests {
    @Test func resultsAreShownAndKept() async {
        #expect(await typed("1+1", "_*10", "_1", "out[2]", "__") == "2\n20\n2\n20\n2\n")
    }

    @Test func statementsShowNothing() async {
        #expect(await typed("x = 5", "x", "x;", "_") == "5\n5\n")
    }

    @Test func whatAScriptPrintsComesBeforeWhatItGives() async {
        #expect(
            await typed("(function() print('printed') return 'given' end)()")
                == "printed\n\"given\"\n")
        #expect(await typed("io.write('half');", "1") == "half\n1\n")
    }

    @Test func anErrorIsKeptAndTheSessionGoesOn() async {
        let editor = TypingEditor("error{ code = 'odd' }", "err.code", "1")
        await runLoop(editor)
        #expect(editor.shown.hasSuffix("\"odd\"\n1\n"))
        #expect(!editor.errors.isEmpty)
    }

    @Test func exitEndsThePromptWithItsStatus() async {
        let editor = TypingEditor("1", "os.exit(3)", "2")
        #expect(await runLoop(editor) == 3)
        #expect(editor.shown == "1\n")
        #expect(await runLoop(TypingEditor(".exit 4", "2")) == 4)
        #expect(await runLoop(TypingEditor("1")) == 0)
    }

    @Test func aScriptRunsBeforeTheFirstPrompt() async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/init.lua"
        try SavedFile.write(
            "greeting = 'hello'\nlocal own = 1\nprint('ready')", to: path, replaces: false)
        let editor = TypingEditor("greeting, own")
        let settings = REPLSettings()
        let memory = REPLMemory(path: nil, settings: settings, secrets: { [] })
        let loop = REPLLoop(host: TestHost(), editor: editor, settings: settings, memory: memory)
        _ = await loop.run(scripts: [path, folder.path + "/none.lua"])
        #expect(editor.shown.hasPrefix("ready\n"))
        #expect(editor.errors.contains("none.lua"))
        #expect(editor.shown.contains("\"hello\""))
        #expect(editor.prompts == ["emulator> ", "emulator> "])
    }

    /// What was typed is known to whoever typed it; which of several files is wrong is not.
    @Test(arguments: [
        ("x = = 1", "init.lua:1: unexpected symbol near '='"),
        ("local x\nx()", "init.lua:2: attempt to call a nil value (local 'x')"),
    ])
    func anErrorInAFileNamesIt(script: String, message: String) async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/init.lua"
        try SavedFile.write(script, to: path, replaces: false)
        let editor = TypingEditor(".load \(path)")
        await runLoop(editor)
        #expect(editor.errors.hasPrefix(TextFile.chunkName(path) + message.dropFirst(8) + "\n"))
        #expect(TextFile.chunkName(path).hasSuffix("/init.lua"))
    }

    @Test func aRecipeHasTheEntriesThatArePicked() async {
        let folder = TemporaryFolder()
        let path = folder.path + "/sums.lua"
        let editor = TypingEditor("a = 1", "error('x')", "b = 2", "c = a + b", ".recipe \(path)")
        editor.answer(["7", "3-4", "1,3"])
        await runLoop(editor)
        #expect(
            editor.shown.hasSuffix(
                """
                 1  a = 1
                 3  b = 2
                 4  c = a + b
                entry 7 is not in the list
                entry 4 uses "a" of entry 1: add 1
                written to \(path)

                """))
        #expect(editor.questions == Array(repeating: "entries [all]: ", count: 3))
        let text = String(decoding: folder.bytes(at: path), as: UTF8.self)
        // Without the minutes at which they were entered.
        let rows = text.split(separator: "\n").filter { !$0.hasPrefix("  --") }
        #expect(rows.suffix(4) == ["return function(args, ctx)", "  a = 1", "  b = 2", "end"])
    }

    @Test(arguments: [nil, ""])
    func aRecipeIsWrittenUnlessThePickIsCancelled(answer: String?) async {
        let folder = TemporaryFolder()
        let path = folder.path + "/one.lua"
        let editor = TypingEditor("a = 1", ".recipe \(path)", ".recipe \(path)")
        editor.answer([answer, nil])
        await runLoop(editor)
        #expect(folder.bytes(at: path).isEmpty == (answer == nil))
        #expect(
            editor.shown.hasSuffix(
                answer == nil ? "nothing is written\n" : "\(path) exists; --force replaces it\n"))
    }

    @Test func aTranscriptThatCannotBeginIsNotKept() async {
        #expect(
            await typed(".tee /dev/full", "1", ".tee")
                == "cannot write /dev/full: No space left on device\n1\nno transcript is written\n")
    }

    @Test(arguments: ["\u{FEFF}", "#!/usr/bin/env tavlua\n", "\u{FEFF}# note\n"])
    func aFileIsLoadedAsLuaWouldLoadIt(beginning: String) async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/script.lua"
        try SavedFile.write(beginning + "loaded = 'yes'", to: path, replaces: false)
        #expect(await typed(".load \(path)", "loaded") == "\"yes\"\n")
    }

    @Test(arguments: [
        ("help(string.rep)", "?string.rep", "string.rep(s, n [, separator])\n"),
        ("help 'string.rep'", "?string.rep", "string.rep(s, n [, separator])\n"),
        ("help(print)", "?print", "print("),
        ("help 'while'", "?while", "while condition do … end\n"),
    ])
    func helpKnowsLua(call: String, command: String, beginning: String) async {
        let (called, asked) = (await typed(call), await typed(command))
        #expect(called == asked)
        #expect(called.hasPrefix(beginning))
    }

    @Test func anUnknownCommandSuggestsTheNearest() async {
        #expect(
            await typed(".hlep")
                == "there is no command .hlep. Did you mean .help? .help lists them.\n")
    }

    @Test func aNewSessionHasNoVariables() async {
        #expect(await typed("x = 1", ".reset", "x", "1") == "a new session\nnil\n1\n")
    }

    @Test func whatAUserCallsUnderscoreStaysHis() async {
        #expect(
            await typed("_ = 'mine'", "1", "_", "out[2]")
                == "_ is your variable now; out[#out] has the last result\n1\n\"mine\"\n1\n")
    }

    @Test func textFromElsewhereReachesNoTerminalAsControls() async {
        #expect(await typed(#"print("\27[2Jgone\r\8")"#) == "\\u{1b}[2Jgone\\r\\u{8}\n")
    }
}

@Suite struct REPLJobTests {
    @Test func whereNothingIsRedrawnAWaitTellsWhatChanges() async {
        let entry = """
            local look <close> = require "tavlua.repl".watch_wait("replica", "id", "status")
            for _, status in ipairs{ "queued", "queued", "started", "started" } do
                look{ id = "r1", status = status }
            end
            """
        let editor = TypingEditor([.type(entry)], redraws: false)
        await runLoop(editor)
        #expect(editor.shown == "replica r1 queued\nreplica r1 started\n")
    }

    @Test func aSpawnedTaskGoesOnBetweenEntries() async {
        let gates = Gates()
        let editor = TypingEditor([
            .type("t = spawn(function() gates.pass() x = 'done' end)"),
            .type("x"),
            .act { _ in gates.open() },
            .type("t:await()"),
            .type("x"),
        ])
        await runLoop(editor, host: TestHost(modules: gates.modules))
        #expect(editor.shown.contains("[job 1] entry 1:1\n"))
        #expect(editor.shown.contains("nil\n"))
        #expect(editor.shown.hasSuffix("\"done\"\n"))
        #expect(editor.prompts[1] == "emulator [1]> ")
        #expect(editor.prompts.last == "emulator> ")
    }

    @Test func aJobThatFailsSaysSoOnce() async {
        let editor = TypingEditor("spawn(function() error('went wrong', 0) end);", ".wait 1", "1")
        await runLoop(editor)
        #expect(editor.shown.contains("[job 1] failed"))
        #expect(!editor.shown.contains("nothing awaited it"))
    }

    @Test func aJobCanBeKilled() async {
        let gates = Gates()
        let host = TestHost(modules: gates.modules)
        let editor = TypingEditor("spawn(gates.pass);", ".kill 1", ".wait 1", ".jobs")
        await runLoop(editor, host: host)
        #expect(editor.shown.contains("[job 1] cancelled"))
    }

    @Test func aJobThatComputesWithoutEndCanBeKilled() async {
        // The job gets its turn when the entry waits for it, and gives none back.
        let editor = TypingEditor([
            .type("j = spawn(function() while true do pcall(error) end end)"),
            .type(".kill 1"),
            .act { $0.waitUntilShown("[job 1] cancelled") },
            .type("j:status()"), .type("1"),
        ])
        await runLoop(editor)
        #expect(editor.shown.hasSuffix("\"cancelled\"\n1\n"))
    }

    @Test func aJobsErrorIsRaisedWhereItIsAwaited() async {
        let editor = TypingEditor(
            "j = spawn(function() error({ code = 'odd' }) end)", "select(2, pcall(j.await, j)).code"
        )
        await runLoop(editor)
        #expect(editor.shown.contains("\"odd\"\n"))
    }

    @Test func anEntryThatLoopsIsStoppedAndTheSessionGoesOn() async {
        let editor = TypingEditor("x = 1", "interrupt() while true do pcall(error) end", "x")
        await runInterrupted(editor)
        #expect(editor.shown == "stopped\n1\n")
    }

    @Test func anInterruptedWaitBecomesAJobThatOneCanComeBackTo() async {
        let gates = Gates()
        let wait = """
            (function()
                local watch <close> = require "tavlua.repl".watch_wait("replica", "id", "status")
                watch { id = "r1", status = "started" }
                interrupt()
                gates.pass()
                return "ready"
            end)()
            """
        let editor = TypingEditor([
            .type(wait), .type("'meanwhile'"), .type(".jobs"), .act { _ in gates.open() },
            .type(".wait 1"),
        ])
        await runInterrupted(editor, modules: gates.modules)
        let lines = editor.shown.split(separator: "\n").map(String.init)
        #expect(lines[0] == "[job 1] goes on in the background; .wait 1 comes back to it")
        #expect(lines[1] == "\"meanwhile\"")
        #expect(lines[2].hasPrefix("[job 1] running"))
        #expect(lines.last == "\"ready\"" || lines.last?.hasPrefix("[job 1] done") == true)
    }

    /// Runs with a function `interrupt`, which does what ^C does.
    private func runInterrupted(_ editor: TypingEditor, modules: [LuaModule] = []) async {
        let box = LoopBox()
        let interrupt = LuaModule(
            "interrupt", isGlobal: true,
            functions: [LuaFunction("interrupt") { () in box.loop?.interrupt() }],
            chunks: [
                LuaChunk(
                    name: "interrupt",
                    source: "local m, host = ... setmetatable(m, { __call = host.interrupt })")
            ])
        let loop = REPLLoop(
            host: TestHost(modules: modules + [interrupt]), editor: editor,
            settings: REPLSettings(),
            memory: REPLMemory(path: nil, settings: REPLSettings(), secrets: { [] }))
        box.loop = loop
        _ = await loop.run()
    }
}

@Suite struct REPLGuardTests {
    /// A function `destroy` that asks the gate as a call on a live target does, and says what came of it.
    private func host(
        _ answers: String?..., isLive: Bool = true, modules: [LuaModule] = []
    ) -> (TestHost, TypingEditor) {
        let box = GateBox()
        let destroy = LuaModule(
            "calls", isGlobal: true,
            functions: [
                LuaFunction("destroy") { () async in
                    let call = CallGate.Call(
                        operation: "personas.delete", method: "DELETE", path: "/v2/personas/p1",
                        body: nil, effect: .destroys, subject: ("personas", "persona", "p1"))
                    return await box.gate?.admit(call)?.message ?? "destroyed"
                }
            ])
        let host = TestHost(isLive: isLive, modules: [destroy] + modules)
        box.gate = host.gate
        let editor = TypingEditor("calls.destroy()")
        editor.answer(answers)
        return (host, editor)
    }

    @Test(
        arguments: [
            ("y", "destroyed"), ("YES", "destroyed"), ("", "not sent: you did not confirm it"),
            ("n", "not sent: you did not confirm it"), (nil, "not sent: you did not confirm it"),
        ] as [(String?, String)])
    func destroyingOnALiveTargetAsksFirst(answer: String?, outcome: String) async {
        let (host, editor) = host(answer)
        await runLoop(editor, host: host)
        #expect(editor.questions == ["tavus.personas.delete persona (p1) on live. Do it? [y/N] "])
        #expect(editor.shown == "\"\(outcome)\"\n")
    }

    @Test func onTheEmulatorNobodyIsAsked() async {
        let (host, editor) = host(isLive: false)
        await runLoop(editor, host: host)
        #expect(editor.questions == [])
        #expect(editor.shown == "\"destroyed\"\n")
    }

    @Test func aJobInTheBackgroundCannotAskAndIsRefused() async {
        let gates = Gates()
        let (host, _) = host(modules: gates.modules)
        let editor = TypingEditor([
            .type("spawn(function() gates.pass() r = calls.destroy() end);"),
            .act { editor in
                gates.open()
                editor.waitUntilShown("[job 1] done")
            },
            .type("r"),
        ])
        await runLoop(editor, host: host)
        #expect(editor.questions == [])
        #expect(editor.shown.contains("a background job cannot ask"))
    }
}

/// A function `gates.pass` that waits until the test opens the gate.
private final class Gates: Sendable {
    let (opening, opener) = AsyncStream.makeStream(of: Void.self)
    var modules: [LuaModule] {
        [
            LuaModule(
                "gates", isGlobal: true,
                functions: [LuaFunction("pass") { () async in for await _ in self.opening {} }])
        ]
    }
    func open() { opener.finish() }
}

/// Who asks is made before what is asked.
///
// @unchecked Sendable because it is set before the loop runs, and only read afterwards.
final class GateBox: @unchecked Sendable {
    weak var gate: CallGate?
}

/// Who interrupts is made before what it interrupts.
///
// @unchecked Sendable because it is set before the loop runs, and only read afterwards.
final class LoopBox: @unchecked Sendable {
    weak var loop: REPLLoop?
}
