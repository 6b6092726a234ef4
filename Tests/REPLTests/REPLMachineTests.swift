import Testing

@testable import REPL

@Suite struct REPLMachineTests {
    private let start = ContinuousClock.now

    /// A machine that runs its first entry.
    private func busy() -> REPLMachine {
        var machine = REPLMachine()
        _ = machine.handle(.read(.line("f()")))
        return machine
    }

    @Test func anEntryIsRememberedAndRunAndThenTheNextOneIsRead() {
        var machine = REPLMachine()
        #expect(
            machine.handle(.read(.line("1 + 1")))
                == [.remember("1 + 1"), .evaluate(number: 1, text: "1 + 1")])
        #expect(machine.handle(.ended) == [.read(text: "")])
        #expect(
            machine.handle(.read(.line("x = 2")))
                == [.remember("x = 2"), .evaluate(number: 2, text: "x = 2")])
    }

    @Test(arguments: ["", "  ", "\n\t\n"])
    func anEmptyLineGivesANewPrompt(line: String) {
        var machine = REPLMachine()
        #expect(machine.handle(.read(.line(line))) == [.read(text: "")])
        #expect(machine.entryCount == 0)
    }

    @Test func commandsHaveNoNumber() {
        var machine = REPLMachine()
        #expect(
            machine.handle(.read(.line(".mode json")))
                == [.remember(".mode json"), .command(CommandLine(name: "mode", argument: "json"))])
        #expect(machine.handle(.ended) == [.read(text: "")])
        #expect(
            machine.handle(.read(.line("1")))
                == [.remember("1"), .evaluate(number: 1, text: "1")])
    }

    @Test func anEarlierEntryComesBackByItsNumber() {
        var machine = REPLMachine()
        #expect(machine.handle(.read(.line("!12"))) == [.recall(number: 12)])
        #expect(machine.handle(.read(.line("1"))).count == 2)
    }

    @Test func interruptingAtThePromptForgetsTheLine() {
        var machine = REPLMachine()
        #expect(machine.handle(.read(.interrupted("abc"))) == [.read(text: "")])
        #expect(machine.handle(.read(.interrupted(""))) == [.read(text: "")])
    }

    @Test func theEndOfTheInputLeaves() {
        var machine = REPLMachine()
        #expect(machine.handle(.read(.end)) == [.leave(status: 0)])
        #expect(machine.handle(.ended) == [])
    }

    @Test func exitLeavesWithItsStatusWhileAnEntryRuns() {
        var machine = busy()
        #expect(machine.handle(.left(status: 3)) == [.leave(status: 3)])
    }

    @Test func theFirstInterruptStopsTheEntryTheThirdEndsTheProgram() {
        var machine = busy()
        #expect(machine.handle(.interrupted(at: start)) == [.stop])
        #expect(
            machine.handle(.interrupted(at: start + .milliseconds(500)))
                == [.stop, .note("stopping; ^C once more ends tavlua")])
        #expect(machine.handle(.interrupted(at: start + .milliseconds(1900))) == [.abort])
    }

    @Test func interruptsFarApartDoNotAddUp() {
        var machine = busy()
        for second in 0..<5 {
            #expect(machine.handle(.interrupted(at: start + .seconds(3 * second))) == [.stop])
        }
    }

    @Test func anInterruptedWaitGoesOnInTheBackground() {
        var machine = busy()
        #expect(machine.handle(.waits(true)) == [])
        #expect(machine.handle(.interrupted(at: start)) == [.detach, .read(text: "")])
        // Its end is a job's end.
        #expect(machine.handle(.ended) == [])
    }

    @Test func aWaitThatIsOverIsStoppedLikeAnythingElse() {
        var machine = busy()
        _ = machine.handle(.waits(true))
        _ = machine.handle(.waits(false))
        #expect(machine.handle(.interrupted(at: start)) == [.stop])
    }

    @Test func aSignalAtThePromptForgetsWhatWasTyped() {
        var machine = busy()
        _ = machine.handle(.ended)
        #expect(machine.handle(.interrupted(at: start)) == [.abandon])
        #expect(
            machine.handle(.read(.line("1"), at: start + .milliseconds(1)))
                == [.remember("1"), .evaluate(number: 2, text: "1")])
    }

    /// Enter gives the terminal back, so that ^C is a signal again, before it is heard of.
    @Test(arguments: ["delete_all()", ".sh rm -r x"])
    func anInterruptBetweenEnterAndTheStartOfTheEntryStopsIt(text: String) {
        var machine = REPLMachine()
        #expect(machine.handle(.interrupted(at: start + .milliseconds(1))) == [.abandon])
        #expect(
            machine.handle(.read(.line(text), at: start))
                == [.remember(text), .note("stopped"), .read(text: "")])
        #expect(
            machine.handle(.read(.line("1"), at: start))
                == [.remember("1"), .evaluate(number: 1, text: "1")])
    }

    @Test func anInterruptBetweenEnterAndWhatIsNoEntryChangesNothing() {
        var machine = REPLMachine()
        for (read, effects) in [
            (LineRead.line(" "), [REPLMachine.Effect.read(text: "")]),
            (.line("!12"), [.note("stopped"), .read(text: "")]),
            (.interrupted("x"), [.read(text: "")]),
            (.end, [.leave(status: 0)]),
        ] {
            _ = machine.handle(.interrupted(at: start))
            #expect(machine.handle(.read(read, at: start)) == effects)
        }
    }
}

@Suite struct CommandLineTests {
    @Test(arguments: [
        (".help", "help", ""), (".mode  json ", "mode", "json"), ("  .jobs", "jobs", ""),
        ("?tavus.personas", "?", "tavus.personas"), ("?? x", "??", "x"), ("?", "?", ""),
        (".save \"my file.lua\"", "save", "\"my file.lua\""),
    ])
    func commandsAreTakenApart(line: String, name: String, argument: String) {
        #expect(CommandLine(line) == CommandLine(name: name, argument: argument))
    }

    @Test(arguments: [".5 + 1", "x", "", "..", ". help", "-- ?", "...", "\"?\""])
    func luaIsNoCommand(line: String) {
        #expect(CommandLine(line) == nil)
    }

    @Test func quotesKeepBlanks() {
        let line = CommandLine(name: "save", argument: #"  "my file.lua" --force  'a "b"' x"y z""#)
        #expect(line.words == ["my file.lua", "--force", "a \"b\"", "xy z"])
        #expect(CommandLine(name: "save", argument: "").words == [])
        #expect(CommandLine(name: "save", argument: "\"\"").words == [""])
    }
}
