import JSONValue
import Testing

@Suite struct ParsingTests {
    @Test func integersAndFloatsStayApart() throws {
        #expect(
            try JSONValue(parsing: "[1, 1.0, 1e0, -0, 9007199254740993]")
                == [1, 1.0, 1.0, 0, 9_007_199_254_740_993])
        #expect(try JSONValue(parsing: "1") != JSONValue(parsing: "1.0"))
    }

    @Test func integersBeyondInt64BecomeFloats() throws {
        #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
        #expect(try JSONValue(parsing: "9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try JSONValue(parsing: "-9223372036854775808") == .integer(.min))
        #expect(
            try JSONValue(parsing: "-9223372036854775809") == .number(-9_223_372_036_854_775_808))
        #expect(try JSONValue(parsing: "00".dropFirst()) == 0)
    }

    /// Decimals that need more than the short way, each with the bits of the nearest double.
    static let decimals: [(text: String, value: Double)] = [
        ("0.1", 0x1.999999999999ap-4), ("2.2250738585072014e-308", 0x1p-1022),
        ("2.2250738585072011e-308", Double(bitPattern: 0x000f_ffff_ffff_ffff)),
        ("4.9e-324", .leastNonzeroMagnitude),
        ("2.4703282292062327e-324", 0), ("2.4703282292062328e-324", .leastNonzeroMagnitude),
        ("9007199254740993.0", 0x1p53), ("9007199254740993.0000000000000001", 0x1.0000000000001p53),
        ("9007199254740995.0", 0x1.0000000000002p53), ("1e23", 0x1.52d02c7e14af6p76),
        ("8.5e22", 0x1.1ffdbf6b2b2ebp76), ("123456789.123456789123456789", 0x1.d6f34547e6b75p26),
        ("1.7976931348623158e308", 0x1.fffffffffffffp1023),
        ("6.0221407600000000e23", 6.02214076e23),
        ("0.000000000000000000000000000000000000000000000001e48", 1),
        ("1.0000000000000000000000", 1),
    ]

    @Test(arguments: decimals)
    func decimalsAreTheNearestDouble(_ text: String, _ value: Double) throws {
        #expect(try JSONValue(parsing: text) == .number(value))
    }

    @Test func digitsBeyondAllPrecisionStillDecideATie() throws {
        // 2^53 + 1 lies halfway; a digit a thousand places later tips the balance.
        let zeros = String(repeating: "0", count: 1000)
        #expect(try JSONValue(parsing: "9007199254740993.\(zeros)") == .number(0x1p53))
        #expect(
            try JSONValue(parsing: "9007199254740993.\(zeros)1") == .number(0x1.0000000000001p53))
        #expect(try JSONValue(parsing: "1\(zeros)e-1000") == .number(1))
        #expect(try JSONValue(parsing: "0.\(zeros)1e1001") == .number(1))
    }

    @Test func anySequenceOfBytesCanBeParsed() throws {
        let text = #"{"a":[1,"é"]}"#
        let expected: JSONValue = ["a": [1, "é"]]
        #expect(try JSONValue(parsing: text) == expected)
        #expect(try JSONValue(parsing: text.dropFirst(0)) == expected)
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
        #expect(try JSONValue(parsing: Array(text.utf8)[...]) == expected)
        #expect(try JSONValue(parsing: text.utf8.lazy.map { $0 }) == expected)
        let fromRawBytes = try Array(text.utf8).withUnsafeBytes { try JSONValue(parsing: $0) }
        #expect(fromRawBytes == expected)
        #expect(throws: JSONParseError.self) {
            try JSONValue(parsing: UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    @Test func aByteOutsideTheSliceIsNeverRead() throws {
        let bytes = Array(#"[1,2,3]"#.utf8)
        for end in 0..<bytes.count {
            #expect(throws: JSONParseError.self) { try JSONValue(parsing: bytes[..<end]) }
        }
        #expect(try JSONValue(parsing: bytes[1..<2]) == 1)
    }

    @Test func errorsSayWhere() {
        let error = #expect(throws: JSONParseError.self) {
            try JSONValue(parsing: "{\n  \"é\": 1,\n  \"ü\" 2\n}")
        }
        #expect(error?.line == 3)
        #expect(error?.column == 7)
        #expect(error?.offset == 20)
        #expect(error.map { "\($0)" } == "line 3, column 7: expected ':' after a member name")
    }

    @Test func canonicallyEquivalentNamesAreTwoMembers() throws {
        let value = try JSONValue(parsing: "{\"\u{e9}\":1,\"e\u{301}\":2}")
        #expect(value.objectValue?.count == 2)
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
    }
}
