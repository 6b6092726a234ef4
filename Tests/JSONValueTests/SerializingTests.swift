import JSONValue
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct SerializingTests {
    static let floats: [(value: Double, text: String)] = [
        (0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-1, "-1.0"), (0.1, "0.1"), (0.5, "0.5"),
        (0.1 + 0.2, "0.30000000000000004"), (1.0 / 3, "0.3333333333333333"),
        (2.0 / 3, "0.6666666666666666"),
        (100, "100.0"), (123_456_789_012_345, "123456789012345.0"),
        (999_999_999_999_999, "999999999999999.0"),
        (1e15, "1e+15"), (1e16, "1e+16"), (1e22, "1e+22"), (1e-4, "0.0001"), (1e-5, "1e-05"),
        (0.00012345, "0.00012345"), (0.000012345, "1.2345e-05"),
        (9_007_199_254_740_991, "9007199254740991.0"),
        (0x1p53, "9007199254740992.0"), (1763000004.37, "1763000004.37"),
        (.leastNonzeroMagnitude, "4.94065645841247e-324"),
        (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (1.5e300, "1.5e+300"),
        (4.35, "4.35"),
        (0.000123456789012345, "0.000123456789012345"), (1234567.1234567, "1234567.1234567"),
        (123456789.12345678, "123456789.12345678"),
        (12_345_678_901_234_567_168, "1.2345678901234567e+19"),
    ]

    @Test(arguments: floats)
    func floatsAreTheShortestThatReadBack(_ value: Double, _ text: String) throws {
        #expect(JSONValue.number(value).serialized() == text)
        #expect(try JSONValue(parsing: text).numberValue?.bitPattern == value.bitPattern)
    }

    @Test func randomFloatsAreWhatPrintfWouldChoose() throws {
        var random = SeededRandom(seed: 7)
        for round in 0..<20_000 {
            let value =
                switch round % 3 {
                case 0: Double(bitPattern: random.next())
                case 1: Double(Int64(truncatingIfNeeded: random.next() >> 34)) / 1000
                default: Double(Int64(truncatingIfNeeded: random.next() >> 12)) / 1e6
                }
            guard value.isFinite else { continue }
            let text = JSONValue.number(value).serialized()
            #expect(text == Self.chosenByPrintf(value))
            #expect(try JSONValue(parsing: text) == .number(value))
        }
    }

    /// The definition, in the words of C.
    private static func chosenByPrintf(_ value: Double) -> String {
        var text = ""
        for digits in 15...17 {
            text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { room in
                _ = withVaList([Int32(digits), value]) { arguments in
                    vsnprintf(room.baseAddress, 64, "%.*g", arguments)
                }
                return room.baseAddress.map { String(cString: $0) } ?? ""
            }
            if strtod(text, nil) == value { break }
        }
        return text.contains(where: { ".e".contains($0) }) ? text : text + ".0"
    }

    @Test func integersAreExact() throws {
        for value in [0, 1, -1, 9, 10, 99, 100, Int64.max, .min, .max - 1, .min + 1] {
            #expect(JSONValue.integer(value).serialized() == "\(value)")
        }
    }

    @Test func stringsAreEscapedOnlyWhereTheyMustBe() throws {
        let text = "\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F} \"\\/\u{7F}é€😀\u{2028}"
        let written = JSONValue.string(text).serialized()
        #expect(
            written
                == #""\u0000\u0001\b\t\n\u000b\f\r\u001f \"\\/"# + "\u{7F}é€😀\u{2028}\"")
        #expect(try JSONValue(parsing: written) == .string(text))
    }

    @Test func longStringsSurviveBeingWrittenInPieces() throws {
        for padding in 500..<520 {
            let text =
                "\"" + String(repeating: "x", count: padding)
                + String(repeating: "é€😀\n", count: 300)
            #expect(try JSONValue(parsing: JSONValue.string(text).serialized()) == .string(text))
        }
    }

    @Test func prettyTextPutsOneEntryOnALine() {
        let value: JSONValue = ["b": [1, [], ["x": nil]], "a": [:]]
        #expect(
            value.serialized(.pretty) == """
                {
                  "b": [
                    1,
                    [],
                    {
                      "x": null
                    }
                  ],
                  "a": {}
                }
                """)
    }

    @Test func keysKeepTheirOrderOrAreSortedByBytes() {
        let value: JSONValue = ["b": 1, "é": 2, "a": ["z": 1, "y": 2], "B": 3, "aa": 4, "": 5]
        #expect(value.serialized() == #"{"b":1,"é":2,"a":{"z":1,"y":2},"B":3,"aa":4,"":5}"#)
        #expect(
            value.serialized(.init(sortsKeys: true))
                == #"{"":5,"B":3,"a":{"y":2,"z":1},"aa":4,"b":1,"é":2}"#)
    }

    @Test func bytesAreTheTextInUTF8() {
        #expect(JSONValue.array(["é", 1.5]).bytes() == Array(#"["é",1.5]"#.utf8))
        #expect("\(JSONValue.array([nil, true]))" == "[null,true]")
    }

    /// Any locale whose numbers have a decimal comma, if one is installed.
    private static func commaLocale() -> locale_t? {
        for name in ["de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "nl_NL.UTF-8"] {
            if let found = newlocale(1 << LC_NUMERIC, name, nil) { return found }
        }
        return nil
    }

    @Test(.enabled(if: commaLocale() != nil, "needs a locale with a decimal comma"))
    func theLocaleChangesNothing() throws {
        let comma = try #require(Self.commaLocale())
        let previous = uselocale(comma)
        defer {
            uselocale(previous)
            freelocale(comma)
        }
        #expect(strtod("1,5", nil) == 1.5)
        #expect(JSONValue.number(0.1 + 0.2).serialized() == "0.30000000000000004")
        #expect(
            try JSONValue(parsing: "123456789.123456789123456789") == .number(123456789.12345679))
    }
}
