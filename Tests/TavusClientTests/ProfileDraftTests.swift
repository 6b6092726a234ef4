import Foundation
import Testing

@testable import TavusClient

@Suite struct ProfileDraftTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("tavlua-profiles-\(UUID().uuidString)").path
    private var environment: [String: String] { ["XDG_CONFIG_HOME": folder] }
    private var path: String { folder + "/tavlua/profiles/acme.json" }
    private let account = Account(target: .emulator, endpoint: nil, keySource: nil, notes: [])

    private func draft(
        _ name: String = "acme", beside account: Account? = nil
    ) throws(ConfigurationError) -> ProfileDraft {
        try ProfileDraft(
            named: name, beside: account ?? self.account, environment: environment)
    }

    private func withFolder(_ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func aProfileIsItsOwnersAlone() throws {
        try withFolder {
            try draft().store(try APIKey("key-0123456789"), replaces: false)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text == #"{"api_key":"key-0123456789"}"# + "\n")
            #expect(try mode(path) == 0o600)
            #expect(try mode(folder + "/tavlua/profiles") == 0o700)
            #expect(try mode(folder + "/tavlua") == 0o700)
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder + "/tavlua/profiles")
            #expect(names == ["acme.json"])
            let read = try Profile.named("acme", environment: environment)
            #expect(read.key?.raw == "key-0123456789")
            #expect(read.baseURL == nil)
        }
    }

    @Test func aProfileThatIsThereIsReplacedOnlyWhenToldTo() throws {
        try withFolder {
            try draft().store(try APIKey("first"), replaces: false)
            let refused = #expect(throws: ConfigurationError.self) {
                try draft().store(try APIKey("second"), replaces: false)
            }
            #expect(
                refused?.message == "cannot write profile \(path): it is there already")
            #expect(try Profile.named("acme", environment: environment).key?.raw == "first")
            #expect(try draft().exists)
            try draft().store(try APIKey("third"), replaces: true)
            #expect(try Profile.named("acme", environment: environment).key?.raw == "third")
            #expect(try mode(path) == 0o600)
        }
    }

    @Test func theKeyIsForWhereTheProfileOrTheCallsGo() throws {
        try withFolder {
            #expect(try draft().baseURL == "https://tavusapi.com")
            let endpoint = try TavusEndpoint(
                baseURL: "http://127.0.0.1:4010/v2", key: try APIKey("other"))
            let live = Account(target: .live, endpoint: endpoint, keySource: .local, notes: [])
            #expect(try draft(beside: live).baseURL == "http://127.0.0.1:4010")
            try draft(beside: live).store(try APIKey("mine"), replaces: false)
            #expect(try draft().baseURL == "http://127.0.0.1:4010")
            #expect(try draft("new").baseURL == "https://tavusapi.com")
            try draft("new").store(try APIKey("mine"), replaces: false)
            #expect(try draft("new", beside: live).baseURL == "https://tavusapi.com")
        }
    }

    @Test(arguments: ["../acme", "", ".hidden", "a/b"])
    func aNameThatIsNoFileNameIsRefused(name: String) {
        let refused = #expect(throws: ConfigurationError.self) { try draft(name) }
        #expect(refused?.kind == .usage)
    }
}
