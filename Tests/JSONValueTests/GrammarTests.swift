import JSONValue
import Testing

/// The grammar against texts written by hand: what RFC 8259 allows, and what it does not.
@Suite struct GrammarTests {
    static let accepted: [(text: String, compact: String)] = [
        // Structure
        ("null", "null"), ("true", "true"), ("false", "false"), ("\"\"", "\"\""), ("[]", "[]"),
        ("{}", "{}"), (" [] ", "[]"), ("\t\r\n{\t\r\n}\t\r\n", "{}"), ("[ ]", "[]"), ("[\n]", "[]"),
        ("[null]", "[null]"), ("[1,null,true]", "[1,null,true]"), ("[[],[[]]]", "[[],[[]]]"),
        ("{\"\":0}", "{\"\":0}"), ("{\"a\":{\"b\":[{}]}}", "{\"a\":{\"b\":[{}]}}"),
        ("{ \"a\" : 1 , \"b\" : 2 }", "{\"a\":1,\"b\":2}"),
        ("{\"z\":1,\"a\":2}", "{\"z\":1,\"a\":2}"),
        ("{\"a\":1,\"a\":2}", "{\"a\":2}"),
        ("{\"a\":1,\"b\":2,\"a\":null}", "{\"a\":null,\"b\":2}"),
        // Numbers
        ("0", "0"), ("-0", "0"), ("-1", "-1"), ("10", "10"), ("0.0", "0.0"), ("-0.0", "-0.0"),
        ("1.0", "1.0"), ("1.50", "1.5"), ("1e0", "1.0"), ("1E3", "1000.0"), ("1e+3", "1000.0"),
        ("1e-3", "0.001"), ("0e0", "0.0"), ("0e+1", "0.0"), ("0.5e1", "5.0"),
        ("-1.25E-2", "-0.0125"),
        ("9007199254740993", "9007199254740993"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", "9.223372036854776e+18"),
        ("-9223372036854775809", "-9.223372036854776e+18"),
        ("18446744073709551616", "1.8446744073709552e+19"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"), ("5e-324", "4.94065645841247e-324"),
        ("1e-400", "0.0"), ("-1e-400", "-0.0"), ("0.1", "0.1"), ("1e15", "1e+15"),
        ("0e999999999999999999999", "0.0"), ("0.000001", "1e-06"), ("0.0001", "0.0001"),
        // Strings
        ("\"a\"", "\"a\""), ("\"\\\"\\\\\\/\"", "\"\\\"\\\\/\""),
        ("\"\\b\\f\\n\\r\\t\"", "\"\\b\\f\\n\\r\\t\""), ("\"\\u0041\"", "\"A\""),
        ("\"\\u00e9\\u00E9\"", "\"éé\""), ("\"\\u20ac\"", "\"€\""),
        ("\"\\uD83D\\uDE00\"", "\"😀\""), ("\"\\udbff\\udfff\"", "\"\u{10FFFF}\""),
        ("\"\\u0000\"", "\"\\u0000\""), ("\"\\u001f\"", "\"\\u001f\""),
        ("\"\\u007f\"", "\"\u{7F}\""),
        ("\"\u{7F}\"", "\"\u{7F}\""), ("\"é€😀\"", "\"é€😀\""),
        ("\"\u{2028}\u{2029}\"", "\"\u{2028}\u{2029}\""),
        ("\"\u{FFFF}\u{FEFF}\"", "\"\u{FFFF}\u{FEFF}\""), ("\"\\uFFFD\"", "\"\u{FFFD}\""),
        ("\"a\\u0062c\\u0064e\"", "\"abcde\""), ("\"/*no comment*/\"", "\"/*no comment*/\""),
        ("{\"\\u0061\\n\":1}", "{\"a\\n\":1}"),
        (
            "\"long enough for words of eight é and more after it\"",
            "\"long enough for words of eight é and more after it\""
        ),
    ]

    @Test(arguments: accepted)
    func acceptedTextIsReadAndWrittenBack(_ text: String, _ compact: String) throws {
        #expect(try JSONValue(parsing: text).serialized() == compact)
        try text.utf8CString.withUnsafeBytes { bytes in
            try JSONValue.validate(UnsafeRawBufferPointer(rebasing: bytes.dropLast()))
        }
    }

    static let refused: [(text: String, offset: Int, reason: String)] = [
        // Structure
        ("", 0, "the text ends where a value is expected"),
        (" \n", 2, "the text ends where a value is expected"),
        ("[", 1, "the text ends inside an array"), ("[1", 2, "the text ends inside an array"),
        ("[1,", 3, "the text ends where a value is expected"), ("]", 0, "expected a value"),
        ("[1,]", 3, "expected a value"), ("[,1]", 1, "expected a value"),
        ("[1,,2]", 3, "expected a value"), ("[1 2]", 3, "expected ',' or ']'"),
        ("[1}", 2, "expected ',' or ']'"), ("[1]]", 3, "unexpected text after the value"),
        ("[1],", 3, "unexpected text after the value"),
        ("1 2", 2, "unexpected text after the value"),
        ("{", 1, "the text ends inside an object"), ("}", 0, "expected a value"),
        ("{,}", 1, "expected a member name in double quotes"),
        ("{\"a\"", 4, "expected ':' after a member name"),
        ("{\"a\" 1}", 5, "expected ':' after a member name"),
        ("{\"a\":", 5, "the text ends where a value is expected"),
        ("{\"a\":}", 5, "expected a value"),
        ("{\"a\":1", 6, "the text ends inside an object"), ("{\"a\":1]", 6, "expected ',' or '}'"),
        ("{\"a\":1,}", 7, "expected a member name in double quotes"),
        ("{\"a\":1 \"b\":2}", 7, "expected ',' or '}'"),
        ("{a:1}", 1, "expected a member name in double quotes"),
        ("{'a':1}", 1, "expected a member name in double quotes"),
        ("{1:1}", 1, "expected a member name in double quotes"),
        ("{null:1}", 1, "expected a member name in double quotes"),
        ("{\"a\"::1}", 5, "expected a value"),
        ("{\"a\":1,,\"b\":2}", 7, "expected a member name in double quotes"),
        ("[1]// c", 3, "unexpected text after the value"), ("/**/1", 0, "expected a value"),
        ("[1,/**/2]", 3, "expected a value"),
        ("\u{FEFF}{}", 0, "the text begins with a byte order mark"),
        ("\u{A0}1", 0, "expected a value"), ("1\u{0B}", 1, "unexpected text after the value"),
        ("\u{0C}1", 0, "expected a value"), ("[\u{2028}1]", 1, "expected a value"),
        ("1\0", 1, "unexpected text after the value"), ("\0", 0, "expected a value"),
        // Words
        ("nul", 0, "expected true, false or null"), ("NULL", 0, "expected a value"),
        ("True", 0, "expected a value"), ("tru", 0, "expected true, false or null"),
        ("truth", 0, "expected true, false or null"), ("falsy", 0, "expected true, false or null"),
        ("nulll", 4, "unexpected text after the value"), ("undefined", 0, "expected a value"),
        ("NaN", 0, "expected a value"), ("Infinity", 0, "expected a value"),
        ("[nan]", 1, "expected true, false or null"), ("'a'", 0, "expected a value"),
        // Numbers
        ("-", 1, "expected a digit"), ("--1", 1, "expected a digit"), ("+1", 0, "expected a value"),
        ("-a", 1, "expected a digit"), ("-Infinity", 1, "expected a digit"),
        (".5", 0, "expected a value"),
        ("-.5", 1, "expected a digit"), ("1.", 2, "expected a digit"),
        ("1.e1", 2, "expected a digit"),
        ("1e", 2, "expected a digit"), ("1e+", 3, "expected a digit"),
        ("1e1.5", 3, "unexpected text after the value"),
        ("1ea", 2, "expected a digit"), ("01", 0, "a number must not begin with 0"),
        ("-01", 1, "a number must not begin with 0"), ("00", 0, "a number must not begin with 0"),
        ("0x10", 1, "unexpected text after the value"),
        ("1_000", 1, "unexpected text after the value"),
        ("1,000", 1, "unexpected text after the value"),
        ("0.1.2", 3, "unexpected text after the value"),
        ("1e400", 0, "a number beyond the range of a double"),
        ("[-1e400]", 1, "a number beyond the range of a double"),
        ("1e99999999999999999999", 0, "a number beyond the range of a double"),
        ("１", 0, "expected a value"),
        // Strings
        ("\"", 1, "the text ends inside a string"), ("\"abc", 4, "the text ends inside a string"),
        ("\"\\", 1, "the text ends inside a string"),
        ("\"\\\"", 3, "the text ends inside a string"),
        ("\"a\nb\"", 2, "a control character in a string must be escaped"),
        ("\"a\tb\"", 2, "a control character in a string must be escaped"),
        ("\"\0\"", 1, "a control character in a string must be escaped"),
        ("\"\u{1F}\"", 1, "a control character in a string must be escaped"),
        ("{\"a\n\":1}", 3, "a control character in a string must be escaped"),
        ("\"\\a\"", 1, "unknown escape in a string"),
        ("\"\\x41\"", 1, "unknown escape in a string"),
        ("\"\\'\"", 1, "unknown escape in a string"),
        ("\"\\\u{7F}\"", 1, "unknown escape in a string"),
        ("\"\\\0\"", 1, "unknown escape in a string"),
        ("\"\\U0041\"", 1, "unknown escape in a string"),
        ("\"\\u\"", 1, "expected four hexadecimal digits after \\u"),
        ("\"\\u12\"", 1, "expected four hexadecimal digits after \\u"),
        ("\"\\u123", 1, "expected four hexadecimal digits after \\u"),
        ("\"\\u12g4\"", 1, "expected four hexadecimal digits after \\u"),
        ("\"\\u 123\"", 1, "expected four hexadecimal digits after \\u"),
        ("\"\\u+123\"", 1, "expected four hexadecimal digits after \\u"),
        ("\"\\ud800\"", 1, "a surrogate without its other half"),
        ("\"a\\udc00\"", 2, "a surrogate without its other half"),
        ("\"\\ud800\\ud800\"", 1, "a surrogate without its other half"),
        ("\"\\ud800\\u0041\"", 1, "a surrogate without its other half"),
        ("\"\\ud800x\"", 1, "a surrogate without its other half"),
        ("\"\\ud800\\n\"", 1, "a surrogate without its other half"),
        ("\"\\ud800\\udc0\"", 1, "a surrogate without its other half"),
        ("\"\\udc00\\ud800\"", 1, "a surrogate without its other half"),
    ]

    @Test(arguments: refused)
    func refusedTextIsRefusedAtItsPlace(_ text: String, _ offset: Int, _ reason: String) {
        expectRefusal(Array(text.utf8), offset: offset, reason: reason)
    }

    static let malformed: [(bytes: [UInt8], offset: Int)] = [
        ([0x80], 0), ([0xbf], 0), ([0xff], 0), ([0xfe], 0), ([0xc3], 0), ([0xc3, 0x28], 0),
        ([0xc0, 0x80], 0), ([0xc1, 0xbf], 0), ([0xe2, 0x82], 0), ([0xe2, 0x28, 0xa1], 0),
        ([0xe0, 0x80, 0x80], 0), ([0xe0, 0x9f, 0xbf], 0), ([0xed, 0xa0, 0x80], 0),
        ([0xed, 0xbf, 0xbf], 0), ([0xf0, 0x80, 0x80, 0x80], 0), ([0xf0, 0x8f, 0xbf, 0xbf], 0),
        ([0xf4, 0x90, 0x80, 0x80], 0), ([0xf5, 0x80, 0x80, 0x80], 0), ([0xf0, 0x9f, 0x98], 0),
        ([0xf8, 0x88, 0x80, 0x80, 0x80], 0), ([0x61, 0xc3, 0xa9, 0xe9], 3),
        ([0xc3, 0xa9, 0xc3, 0xa9, 0x80], 4), (Array("eight bytes, then ".utf8) + [0xa0], 18),
    ]

    @Test(arguments: malformed)
    func malformedUTF8IsRefusedAtItsPlace(_ bytes: [UInt8], _ offset: Int) {
        let quote = UInt8(ascii: "\"")
        let reason = "invalid UTF-8 in a string"
        expectRefusal([quote] + bytes + [quote], offset: offset + 1, reason: reason)
        expectRefusal(
            Array("{\"".utf8) + bytes + Array("\":1}".utf8), offset: offset + 2, reason: reason)
    }

    @Test func depthEndsAt200() throws {
        let allowed =
            String(repeating: "[{\"a\":", count: 100) + "1" + String(repeating: "}]", count: 100)
        #expect(try JSONValue(parsing: allowed).serialized() == allowed)
        let bytes = Array(repeating: UInt8(ascii: "["), count: 100_000)
        expectRefusal(bytes, offset: 200, reason: "nested deeper than 200")
        expectRefusal(Array("[\(allowed)]".utf8), offset: 596, reason: "nested deeper than 200")
    }

    @Test func siblingsDoNotCountAsDepth() throws {
        let text = "[" + Array(repeating: "[{}]", count: 1000).joined(separator: ",") + "]"
        #expect(try JSONValue(parsing: text).arrayValue?.count == 1000)
    }

    private func expectRefusal(_ bytes: [UInt8], offset: Int, reason: String) {
        for check in [{ try Self.parse(bytes) }, { try Self.validate(bytes) }] {
            let error = #expect(throws: JSONParseError.self) { try check() }
            #expect(error?.offset == offset)
            #expect(error?.reason == reason)
        }
    }

    private static func parse(_ bytes: [UInt8]) throws { _ = try JSONValue(parsing: bytes) }
    private static func validate(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try JSONValue.validate($0) }
    }
}
