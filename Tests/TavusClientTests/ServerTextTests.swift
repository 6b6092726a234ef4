import TavusAPI
import Testing

@testable import TavusClient

@Suite struct ServerTextTests {
    /// Each backslash may be the secret's own or the escape of what follows: searching 32 MiB of them for a
    /// key takes minutes, and no deadline runs meanwhile.
    @Test(arguments: [#"{"message":"%"}"#, #"{"error":{"why":"%"}}"#, #""%""#, "%", #"["%"]"#])
    func whatIsSearchedForSecretsIsBounded(shape: String) throws {
        let long = String(repeating: #"\\"#, count: ServerText.maxBytes)
        let body = shape.replacing("%", with: long)
        let secrets = CallSecrets(
            TavusRequest(method: .get, path: "/v2/x"), key: try APIKey(sentinelKey))
        let reason = try #require(ServerText.reason(in: Array(body.utf8), hiding: secrets))
        #expect((200...ServerText.maxBytes).contains(reason.utf8.count))
    }
}
