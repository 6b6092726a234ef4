import Testing

@testable import TavusClient

@Suite struct APIKeyTests {
    @Test func everyWayToShowAKeyHidesIt() throws {
        let key = try APIKey(sentinelKey)
        let endpoint = try TavusEndpoint(baseURL: "https://tavusapi.com", key: key)
        var dumped = ""
        dump(key, to: &dumped)
        dump(endpoint, to: &dumped)
        dump([key], to: &dumped)
        let shown = [
            "\(key)", String(reflecting: key), String(describing: [key]), "\(endpoint)",
            String(reflecting: endpoint), "\(Mirror(reflecting: key).children.map { "\($0)" })",
            dumped, "\(Optional(key) as Any)",
        ]
        for text in shown { #expect(!text.contains("SENTINEL"), "\(text)") }
        #expect("\(key)" == "key …f3")
    }

    @Test func aShortKeyShowsNothingOfItself() throws {
        #expect("\(try APIKey("abc12f3"))" == "key …")
    }

    @Test(arguments: [
        ("SECRET\nSENTINEL", "a line break at byte 7"),
        ("SECRET\rSENTINEL", "a line break at byte 7"),
        ("SECRET SENTINEL", "a space at byte 7"), ("SECRET\tSENTINEL", "a space at byte 7"),
        ("SECRET\0SENTINEL", "a NUL byte at byte 7"),
        ("SECRETéSENTINEL", "a character that is not ASCII at byte 7"),
        ("SECRET\u{1b}SENTINEL", "a control character at byte 7"),
        ("SECRET\u{7f}SENTINEL", "a control character at byte 7"),
        ("SECRET\u{2028}SENTINEL", "a character that is not ASCII at byte 7"),
    ])
    func aKeyThatCouldEndTheHeaderIsRefusedUnseen(raw: String, problem: String) {
        let expected = ConfigurationError(
            .configuration,
            "TAVUS_API_KEY holds \(problem). A key is printable ASCII without spaces; copy it again"
                + " from the Tavus portal.")
        #expect(throws: expected) { try APIKey(raw, from: "TAVUS_API_KEY") }
    }

    @Test func anEmptyKeyNamesItsSource() {
        let expected = ConfigurationError(
            .noKey, "key file k is empty. Put your Tavus API key there, without quotes.")
        #expect(throws: expected) { try APIKey("", from: "key file k") }
    }

    @Test func aServersTextIsShownWithoutTheKey() throws {
        let key = try APIKey(sentinelKey)
        #expect(key.redacting("bad \(sentinelKey), \(sentinelKey)!") == "bad [key …f3], [key …f3]!")
        #expect(key.redacting("nothing here") == "nothing here")
        #expect(APIKey.local.redacting("localhost") == "localhost")
    }
}
