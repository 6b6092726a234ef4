import Testing

@testable import TavusClient

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://tavusapi.com", "https://tavusapi.com"),
        ("https://tavusapi.com/", "https://tavusapi.com"),
        ("https://tavusapi.com/v2", "https://tavusapi.com"),
        ("https://tavusapi.com/v2/", "https://tavusapi.com"),
        ("https://tavusapi.com//v2//", "https://tavusapi.com"),
        ("HTTPS://TavusAPI.com/v2", "https://tavusapi.com"),
        ("https://prod-api.tavus.io/proxy/rqh/v2", "https://prod-api.tavus.io/proxy/rqh"),
        ("https://prod-api.tavus.io/proxy/v2x", "https://prod-api.tavus.io/proxy/v2x"),
        ("http://127.0.0.1:8080/f/tag!hang,ok/v2", "http://127.0.0.1:8080/f/tag!hang,ok"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:65535/", "http://[::1]:65535"),
        ("http://127.9.9.9", "http://127.9.9.9"),
    ])
    func spellingsOfOneAddressAreOne(given: String, expected: String) throws {
        #expect(try BaseURL(given, from: "--base-url").text == expected)
    }

    @Test(arguments: [
        ("tavusapi.com", "--base-url: \"tavusapi.com\" has no scheme. Write https://tavusapi.com"),
        (
            "me:SECRETSENTINEL@tavusapi.com",
            "--base-url: \"tavusapi.com\" has no scheme. Write https://tavusapi.com"
        ),
        ("", "--base-url: \"\" has no scheme. Write https://"),
        (
            "https://me:SECRETSENTINEL@tavusapi.com",
            "--base-url: the address holds a name or password before \"@\". The key belongs in"
                + " TAVUS_API_KEY or a key file."
        ),
        (
            "http://tavusapi.com",
            "--base-url: plain http to tavusapi.com would show the key to everyone on the way."
                + " Write https://tavusapi.com"
        ),
        (
            "http://127.0.0.1.evil.example/",
            "--base-url: plain http to 127.0.0.1.evil.example would show the key to everyone on the"
                + " way. Write https://127.0.0.1.evil.example"
        ),
        (
            "http://127.1",
            "--base-url: plain http to 127.1 would show the key to everyone on the way."
                + " Write https://127.1"
        ),
        ("ftp://tavusapi.com", "--base-url: the scheme \"ftp\" is not http or https"),
        ("https://", "--base-url: the address has no valid host"),
        ("https:///v2", "--base-url: the address has no valid host"),
        ("https://a%2fb/", "--base-url: the address has no valid host"),
        ("https://[::1", "--base-url: \"[\" without \"]\" in the host"),
        ("https://[::1]x", "--base-url: the host is malformed"),
        ("https://a:0", "--base-url: the port \"0\" is not 1 to 65535"),
        ("https://a:+1", "--base-url: the port \"+1\" is not 1 to 65535"),
        ("https://a:70000", "--base-url: the port \"70000\" is not 1 to 65535"),
        ("https://a:", "--base-url: the port \"\" is not 1 to 65535"),
        (
            "https://a/v2?key=SECRETSENTINEL",
            "--base-url: the address must end before \"?\" or \"#\""
        ),
        ("https://a?x", "--base-url: the address must end before \"?\" or \"#\""),
        ("https://a\\@b", "--base-url: the address must end before \"?\" or \"#\""),
        (
            "https://tavus api.com",
            "--base-url: the address holds a space or a character that is not printable ASCII"
        ),
        (
            "https://tavusapi.com\r\nx: y",
            "--base-url: the address holds a space or a character that is not printable ASCII"
        ),
        (
            "https://tävus.com",
            "--base-url: the address holds a space or a character that is not printable ASCII"
        ),
    ])
    func whatCannotBeAnAddressIsRefusedInOneLine(given: String, message: String) {
        let expected = ConfigurationError(.usage, message)
        #expect(throws: expected) { try BaseURL(given, from: "--base-url", kind: .usage) }
    }
}
