import JSONValue
import Testing

@Suite struct JSONPointerTests {
    /// RFC 6901, section 5.
    static let document: JSONValue = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
        " ": 7, "m~n": 8,
    ]

    static let found: [(path: String, value: JSONValue)] = [
        ("", document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/foo/1", "baz"), ("/", 0),
        ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7),
        ("/m~0n", 8),
    ]

    @Test(arguments: found)
    func theExamplesOfTheRFCAreFound(_ path: String, _ value: JSONValue) throws {
        let pointer = try JSONPointer(parsing: path)
        #expect(Self.document.value(at: pointer) == value)
        #expect(pointer.description == path)
    }

    @Test(arguments: [
        "/foo/2", "/foo/-", "/foo/01", "/foo/+1", "/foo/-1", "/foo/1e0", "/foo/", "/bar",
        "/foo/0/0", "/foo/99999999999999999999", "/foo/１",
    ])
    func pathsThatLeadNowhereAnswerNil(_ path: String) throws {
        #expect(Self.document.value(at: try JSONPointer(parsing: path)) == nil)
    }

    @Test func escapesAreUndoneOnce() throws {
        #expect(try JSONPointer(parsing: "/~01/~1~0/~00").tokens == ["~1", "/~", "~0"])
        #expect(JSONPointer(tokens: ["~1", "/~", "~0", ""]).description == "/~01/~1~0/~00/")
        #expect(try JSONPointer(parsing: "//").tokens == ["", ""])
    }

    static let refused: [(path: String, description: String)] = [
        ("foo", #""foo": a path begins with / or is empty"#),
        ("#/foo", ##""#/foo": a path begins with / or is empty"##),
        ("/a~", #""/a~": ~ stands only in ~0 and ~1"#),
        ("/a~2", #""/a~2": ~ stands only in ~0 and ~1"#),
        ("/~/a", #""/~/a": ~ stands only in ~0 and ~1"#),
    ]

    @Test(arguments: refused)
    func textThatIsNoPathIsRefused(_ path: String, _ description: String) {
        let error = #expect(throws: JSONPointerError.self) { try JSONPointer(parsing: path) }
        #expect(error.map { "\($0)" } == description)
    }

    @Test func ancestryIsAboutWholeTokens() throws {
        let parent = JSONPointer(tokens: ["a"])
        #expect(parent.isAncestor(of: JSONPointer(tokens: ["a", "b"])))
        #expect(!parent.isAncestor(of: JSONPointer(tokens: ["ab"])))
        #expect(!parent.isAncestor(of: parent))
        #expect(JSONPointer().isAncestor(of: parent))
        #expect(parent.appending("b").tokens == ["a", "b"])
    }
}
