import JSONValue
import Recipes
import Testing

struct TOMLReadingTests {
    @Test func aTextBecomesJSONInItsOwnOrder() throws {
        let reading = try TOMLReading(
            """
            z = 1
            a = [1.5, true, "x", { y = 2, b = 3 }]
            when = 2026-11-21
            at = 2026-11-21T10:00:00Z
            long = \"\"\"
            b = 1
            \"\"\"
            m.two = 2

            [table.inner]   # [not.a.table]
            "quoted key" = 'lit'
            """)
        #expect(
            JSONValue.object(reading.object).serialized()
                == #"{"z":1,"a":[1.5,true,"x",{"b":3,"y":2}],"when":"2026-11-21","#
                + #""at":"2026-11-21T10:00:00Z","long":"b = 1\n","m":{"two":2},"#
                + #""table":{"inner":{"quoted key":"lit"}}}"#)
        #expect(reading.outline.line(of: ["m", "two"]) == 8)
        #expect(reading.outline.line(of: ["table", "inner", "quoted key"]) == 11)
        #expect(reading.outline.line(of: ["table", "inner", "missing"]) == 10)
        #expect(reading.outline.line(of: ["missing"]) == nil)
    }

    @Test(arguments: [
        ("a = 1\nb = ", 2), ("a = 1\na = 2", 2), ("a = inf", 1), ("a = \"x\u{0}\"", 1),
        ("\na = \(String(repeating: "[", count: 20))\(String(repeating: "]", count: 20))", 2),
        ("a = \(String(repeating: "[", count: 10_000))", 1),
        ("\n" + Array(repeating: "a", count: 300).joined(separator: ".") + " = 1", 2),
    ])
    func whatCannotBeReadIsToldWithItsLine(_ text: String, _ line: Int) throws {
        let error = try #require(throws: RecipeError.self) { try TOMLReading(text) }
        #expect(error.problems.map(\.line) == [line])
        #expect(error.exitStatus == 1)
    }

    @Test func anEscapedZeroByteIsRefused() {
        #expect(throws: RecipeError.self) { try TOMLReading(#"a = "conversations.list\u0000""#) }
    }

    /// Ten thousands of tables within tables, each line of them within its bound.
    @Test func tablesWithinTablesEndInAnErrorAndNotInACrash() {
        let keys = Array(repeating: "a", count: 250).joined(separator: ".")
        let line = "{\(keys) = [\n"
        #expect(throws: RecipeError.self) {
            try TOMLReading("x = [" + String(repeating: line, count: 120))
        }
        let whole =
            "x = [" + String(repeating: line, count: 120) + String(repeating: "]}", count: 120)
            + "]"
        #expect(throws: RecipeError.self) { try TOMLReading(whole) }
    }

    @Test func randomTextEndsInAnErrorOrAValue() {
        var random = SeededRandom(seed: 7)
        let marks = Array("[]{}=.\"'#\n\\ab1 -:,\u{202e}é")
        for _ in 0..<3000 {
            let text = String(
                (0..<Int(random.next() % 60)).map { _ in
                    marks[Int(random.next() % UInt64(marks.count))]
                })
            do { _ = try TOMLReading(text) } catch { #expect(error.kind == .recipe) }
        }
    }

    @Test(arguments: [
        "[=]", "[[", "[", "a = 1\n[ #x]", "[[é]]", "[[[a]]]", "a = [}", "a = {]", "a = ]",
    ])
    func whatTheLibraryWouldTripOverIsRefused(_ text: String) {
        #expect(throws: RecipeError.self) { try TOMLReading(text) }
    }
}

/// SplitMix64: the same numbers in each run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
