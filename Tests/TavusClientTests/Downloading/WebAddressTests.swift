import Testing

@testable import TavusClient

struct WebAddressTests {
    @Test(arguments: [
        ("https://Example.com", "https://example.com/"),
        ("HTTPS://example.com:443/a/b?c=d#e", "https://example.com/a/b?c=d"),
        ("http://127.0.0.1:8080?q", "http://127.0.0.1:8080/?q"),
        ("https://[::1]:9/x", "https://[::1]:9/x"),
    ])
    func anAddressHasOneSpelling(_ text: String, _ spelling: String) throws {
        #expect(try WebAddress(text).description == spelling)
    }

    @Test(arguments: [
        "", "example.com/x", "ftp://example.com", "https://", "https://a b", "https://caf\u{e9}.fr",
        "https://user:secret@example.com", "https://example.com\\@evil.com", "https://a:0/",
        "https://a:99999", "https://a:+1", "https://[::1", "https://exa_mple!.com",
        "https://example.com/\r\nx: y", "https://example.com/\\x",
    ])
    func whatIsNoneIsRefusedWithoutSecrets(_ text: String) {
        let error = #expect(throws: WebError.self) { try WebAddress(text) }
        #expect(error?.kind == .refused)
        #expect(error?.message.contains("secret") == false)
    }

    @Test(arguments: [
        ("https://b.com/x", "https://b.com/x"), ("//b.com/x", "https://b.com/x"),
        ("/x?y", "https://a.com/x?y"), ("x", "https://a.com/one/x"),
        ("../x:y", "https://a.com/one/../x:y"), ("?z", "https://a.com/one/?z"),
    ])
    func aRedirectIsReadFromWhereItStands(_ location: String, _ result: String) throws {
        let from = try WebAddress("https://a.com/one/two?three=/four")
        #expect(try from.following(location).description == result)
    }

    @Test(arguments: ["mailto:x", "javascript:alert(1)", "file:///etc/passwd"])
    func aRedirectElsewhereIsRefused(_ location: String) throws {
        let from = try WebAddress("https://a.com/")
        #expect(throws: WebError.self) { try from.following(location) }
    }
}
