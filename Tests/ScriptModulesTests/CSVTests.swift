import JSONValue
import ScriptModules
import Testing

struct CSVTests {
    private static func fields(_ text: String, delimiter: UInt8 = UInt8(ascii: ",")) throws
        -> [[String]]
    {
        try CSVReader.rows(of: Array(text.utf8), delimiter: delimiter).map(\.fields)
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
            ("a,\n,b\n", [["a", ""], ["", "b"]]),
            ("a,", [["a", ""]]),
            (" a , b \n", [[" a ", " b "]]),
            ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
            ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
            ("\"\"\n", [[""]]),
            ("\n\na\n\n\nb\n\n", [["a"], ["b"]]),
            ("\u{feff}a,b\n", [["a", "b"]]),
            ("a\u{2028}b,c\u{b}d\n", [["a\u{2028}b", "c\u{b}d"]]),
            ("a,\u{301}b\n", [["a", "\u{301}b"]]),
            ("", []),
        ] as [(String, [[String]])])
    func fieldsArriveAsTheyAre(_ text: String, _ rows: [[String]]) throws {
        #expect(try Self.fields(text) == rows)
    }

    @Test func anotherDelimiterLeavesCommasAlone() throws {
        #expect(try Self.fields("a;b,c\n", delimiter: UInt8(ascii: ";")) == [["a", "b,c"]])
    }

    @Test(
        arguments: [
            ("a\n\"b\n", 2, "a quote that begins a field and never ends it"),
            (
                "a\n\nb\"c\n", 3,
                "a quote inside a field; write the field in quotes, and the quote twice"
            ),
            ("\"a\n\"b\n", 2, "text after the quote that ends a field"),
        ] as [(String, Int, String)])
    func whatIsWrongIsSaidWithItsLine(_ text: String, _ line: Int, _ reason: String) {
        let problem = #expect(throws: CSVReader.Problem.self) { try Self.fields(text) }
        #expect(problem?.description == "line \(line): \(reason)")
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        let problem = #expect(throws: CSVReader.Problem.self) {
            try CSVReader.rows(of: Array("a\n".utf8) + [0xe9, 0x0a])
        }
        #expect(problem?.description == "line 2: bytes that are no UTF-8; save the file as UTF-8")
    }

    @Test(
        arguments: [
            ("", "line 1: there is nothing in it; the first line names the columns"),
            ("a,,c\n", "line 1: column 2 has no name"),
            ("a,b,a\n", "line 1: two columns are named \"a\""),
            ("a,b\n1,2\n\"x\ny\",2,3\n", "line 3: 3 fields under 2 columns"),
            ("a,b\n1\n", "line 2: 1 fields under 2 columns"),
        ])
    func aTableHasOneNameForEachField(_ text: String, _ message: String) {
        let problem = #expect(throws: CSVReader.Problem.self) {
            try CSVTable(Array(text.utf8))
        }
        #expect(problem?.description == message)
    }

    @Test func whatIsWrittenIsReadAsItWas() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ab ,\"\n\r;'=\t\u{e9}\u{1f600}\u{2028}".unicodeScalars)
        for _ in 0..<2_000 {
            let width = Int.random(in: 1...4, using: &generator)
            let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                (0..<width).map { _ in
                    var text = ""
                    for _ in 0..<Int.random(in: 0...5, using: &generator) {
                        text.unicodeScalars.append(alphabet.randomElement(using: &generator)!)
                    }
                    return text
                }
            }
            let text = rows.map { CSVWriter().line($0.map { .string($0) }) }.joined()
            let back = try Self.fields(text)
            try #require(
                back.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } },
                "\(text.debugDescription)")
        }
    }

    @Test func textThatASpreadsheetWouldRunIsGuardedOnDemand() {
        let cells: [JSONValue] = ["=1+1", "+a", "-a", "@a", "\tx", .integer(-1), "a=b"]
        #expect(
            CSVWriter(guardsFormulas: true).line(cells)
                == "'=1+1,'+a,'-a,'@a,'\tx,-1,a=b\n")
        #expect(CSVWriter().line(["=1+1"]) == "=1+1\n")
    }
}
