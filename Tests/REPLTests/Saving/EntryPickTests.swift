import Testing

@testable import REPL

@Suite struct EntryPickTests {
    private func log(_ texts: String...) -> SessionLog {
        var log = SessionLog()
        for (index, text) in texts.enumerated() {
            let outcome: LoggedEntry.Outcome = text.hasPrefix("error") ? .failed : .succeeded
            log.append(LoggedEntry(number: index + 1, text: text, outcome: outcome))
        }
        return log
    }

    private func picked(_ answer: String, of log: SessionLog) -> String {
        do throws(REPLProblem) {
            return try EntryPick(log).numbers(in: answer).sorted().map(String.init)
                .joined(separator: " ")
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("", "1 2 4 5"), ("all", "1 2 4 5"), (" 4 ", "4"), ("1-4", "1 2 4"), ("5, 1 - 2", "1 2 5"),
        ("2,2-2", "2"),
        ("3", "entry 3 is not in the list"),
        ("1-6", "entry 6 is not in the list"),
        ("3-4", "entry 3 is not in the list"),
        (
            "1-99999999999999999999",
            "\"1-99999999999999999999\" is no number of an entry; write 1-3,5"
        ),
        ("4-1", "\"4-1\" is no number of an entry; write 1-3,5"),
        ("-1", "\"-1\" is no number of an entry; write 1-3,5"),
        ("1,", "\"\" is no number of an entry; write 1-3,5"),
        ("+1", "\"+1\" is no number of an entry; write 1-3,5"),
        ("x", "\"x\" is no number of an entry; write 1-3,5"),
    ])
    func numbersAndRangesPickEntries(answer: String, result: String) {
        #expect(picked(answer, of: log("'a'", "'b'", "error()", "'d'", "'e'")) == result)
    }

    /// Without it the script would fail, or go on with an older value of that name.
    @Test(arguments: [
        ("1,3", "entry 3 uses \"p\" of entry 2: add 2"),
        ("1,4", "entry 4 uses \"_\" of entry 3: add 3"),
        ("5", "entry 5 uses \"out\" of entry 3: add 3"),
        ("2,3", "2 3"),
        ("2-4", "2 3 4"),
        ("1,6", "1 6"),
    ])
    func whatAPickedEntryUsesMustBePicked(answer: String, result: String) {
        let log = log("p = 1", "p = 2", "p + 1", "_ + 1", "out[3] + 1", "p = 6")
        #expect(picked(answer, of: log) == result)
    }
}
