import Foundation
import Glibc
import Testing

@testable import TavusClient

/// A folder of the test's own, gone afterwards.
private struct Folder: ~Copyable {
    let path: String

    init() throws {
        var template = Array("/tmp/tavlua-credentials-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw RawServer.SocketError() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        // A folder left behind in /tmp fails no test.
        try? FileManager.default.removeItem(atPath: path)
    }

    @discardableResult
    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        for (place, character) in file.enumerated() where character == "/" && place > 0 {
            mkdir(String(file.prefix(place)), 0o700)
        }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw RawServer.SocketError() }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count,
            fchmod(descriptor, mode) == 0
        else { throw RawServer.SocketError() }
        return file
    }

    func profile(_ name: String, _ text: String, mode: mode_t = 0o600) throws {
        try write("tavlua/profiles/\(name).json", text, mode: mode)
    }

    func resolve(
        _ flags: AccountFlags = AccountFlags(), _ environment: [String: String] = [:]
    ) throws -> Account {
        try Credentials.resolve(
            flags: flags, environment: environment.merging(["XDG_CONFIG_HOME": path]) { $1 })
    }
}

/// What a decision is compared by.
private func facts(_ account: Account) -> [String] {
    [
        account.target.rawValue, account.endpoint?.baseURL ?? "-",
        account.endpoint?.key.raw ?? "-", account.keySource.map { "\($0)" } ?? "-",
    ] + account.notes
}

@Suite struct CredentialsTests {
    private let live = "https://tavusapi.com"

    @Test func withoutAnythingCallsGoToTheEmulator() throws {
        let folder = try Folder()
        #expect(facts(try folder.resolve()) == ["emulator", "-", "-", "-"])
        #expect(try folder.resolve().summary == "target: emulator")
    }

    @Test func theOrderOfKeysIsFileProfileVariableProfileVariableDefault() throws {
        let folder = try Folder()
        let file = try folder.write("k", "key-from-file\n")
        try folder.profile("acme", #"{"api_key": "key-of-acme"}"#)
        try folder.profile("beta", #"{"api_key": "key-of-beta"}"#)
        try folder.profile("default", #"{"api_key": "key-of-default"}"#)
        let both = ["TAVUS_API_KEY": "key-of-variable", "TAVLUA_PROFILE": "beta"]
        #expect(
            facts(try folder.resolve(AccountFlags(apiKeyFile: file, profile: "acme"), both))
                == ["live", live, "key-from-file", "file(\"\(file)\")"])
        #expect(
            facts(try folder.resolve(AccountFlags(profile: "acme"), both))
                == ["live", live, "key-of-acme", "profile(\"acme\")"])
        #expect(
            facts(try folder.resolve(AccountFlags(), both))
                == ["live", live, "key-of-variable", "environment(\"TAVUS_API_KEY\")"])
        #expect(
            facts(try folder.resolve(AccountFlags(), ["TAVLUA_PROFILE": "beta"]))
                == ["live", live, "key-of-beta", "profile(\"beta\")"])
        #expect(
            facts(try folder.resolve())
                == ["live", live, "key-of-default", "profile(\"default\")"])
    }

    @Test func theOrderOfBaseURLsIsFlagThenThreeVariables() throws {
        let folder = try Folder()
        var environment = [
            "TAVUS_API_KEY": "k0123456789", "TAVUS_BASE_URL": "https://one.example/v2",
            "TAVUS_PUBLIC_API_BASE_URL": "https://two.example",
            "TAVUS_API_URL": "https://three.example",
        ]
        func base(_ flags: AccountFlags = AccountFlags()) throws -> String? {
            try folder.resolve(flags, environment).endpoint?.baseURL
        }
        #expect(try base(AccountFlags(baseURL: "https://flag.example/")) == "https://flag.example")
        #expect(try base() == "https://one.example")
        environment["TAVUS_BASE_URL"] = ""
        #expect(try base() == "https://two.example")
        environment["TAVUS_PUBLIC_API_BASE_URL"] = nil
        #expect(try base() == "https://three.example")
    }

    @Test func aNamedProfileSuppliesKeyAndAddressAndSaysWhatItIgnores() throws {
        let folder = try Folder()
        try folder.write("tavlua/profiles/acme.key", "key-of-acme\r\n")
        try folder.profile(
            "acme", #"{"api_key_file": "acme.key", "base_url": "https://acme.example"}"#)
        let environment = ["TAVUS_BASE_URL": "https://evil.example", "TAVUS_API_KEY": "other-key"]
        let account = try folder.resolve(AccountFlags(profile: "acme"), environment)
        #expect(
            facts(account) == [
                "live", "https://acme.example", "key-of-acme", "profile(\"acme\")",
                "TAVUS_BASE_URL is ignored: profile acme decides the base URL",
            ])
        #expect(
            account.summary == "target: LIVE (profile acme, https://acme.example, key …me)")
    }

    @Test func aProfileNamedByVariableKeepsItsKeyFromOtherAddressesToo() throws {
        let folder = try Folder()
        try folder.profile("acme", #"{"api_key": "key-of-acme"}"#)
        let account = try folder.resolve(
            AccountFlags(),
            ["TAVLUA_PROFILE": "acme", "TAVUS_API_URL": "https://evil.example"])
        #expect(
            facts(account) == [
                "live", live, "key-of-acme", "profile(\"acme\")",
                "TAVUS_API_URL is ignored: profile acme decides the base URL",
            ])
    }

    @Test func aServerOnThisMachineNeedsNoKey() throws {
        let folder = try Folder()
        let account = try folder.resolve(AccountFlags(baseURL: "http://127.0.0.1:9/v2"))
        #expect(facts(account) == ["live", "http://127.0.0.1:9", "local", "local"])
        #expect(account.summary == "target: LIVE (http://127.0.0.1:9, no key)")
    }

    @Test func anAddressElsewhereWithoutKeyIsNeverTheEmulator() throws {
        let folder = try Folder()
        let expected = ConfigurationError(
            .noKey,
            "no API key for tavusapi.com. Set TAVUS_API_KEY, or give --api-key-file FILE or"
                + " --profile NAME.")
        #expect(throws: expected) {
            try folder.resolve(AccountFlags(baseURL: "https://tavusapi.com"))
        }
        #expect(throws: expected) {
            try folder.resolve(AccountFlags(), ["TAVUS_BASE_URL": "https://tavusapi.com"])
        }
        #expect(expected.exitStatus == 4)
    }

    @Test func liveWithoutKeyExitsWith4() throws {
        let folder = try Folder()
        let expected = ConfigurationError(
            .noKey,
            "--live needs an API key. Set TAVUS_API_KEY, or give --api-key-file FILE or"
                + " --profile NAME.")
        #expect(throws: expected) { try folder.resolve(AccountFlags(live: true)) }
    }

    @Test func aProfileWithoutKeyExitsWith4AndTakesNoOther() throws {
        let folder = try Folder()
        try folder.profile("acme", "{}")
        let expected = ConfigurationError(
            .noKey, "profile \"acme\" has no api_key and no api_key_file.")
        #expect(throws: expected) {
            try folder.resolve(AccountFlags(profile: "acme"), ["TAVUS_API_KEY": "other-key"])
        }
    }

    @Test func anEmptyVariableIsNotUsedAndSaysSo() throws {
        let folder = try Folder()
        #expect(
            facts(try folder.resolve(AccountFlags(), ["TAVUS_API_KEY": ""])) == [
                "emulator", "-", "-", "-", "TAVUS_API_KEY is set but empty, so it is not used",
            ])
    }

    @Test func emulatorWithAnotherTargetIsAUsageError() throws {
        let folder = try Folder()
        let flags: [(AccountFlags, String)] = [
            (AccountFlags(emulator: true, live: true), "--live"),
            (AccountFlags(emulator: true, baseURL: "http://localhost:1"), "--base-url"),
        ]
        for (flags, other) in flags {
            let expected = ConfigurationError(
                .usage, "--emulator and \(other) name two different targets. Give one of them.")
            #expect(throws: expected) { try folder.resolve(flags) }
        }
        let forced = try folder.resolve(
            AccountFlags(emulator: true), ["TAVUS_API_KEY": "k", "TAVUS_BASE_URL": "nonsense"])
        #expect(facts(forced) == ["emulator", "-", "-", "-"])
    }

    @Test func filesThatOthersCanReadAreRefused() throws {
        let folder = try Folder()
        for mode in [0o644, 0o640, 0o604, 0o660] as [mode_t] {
            let file = try folder.write("k", "key-from-file", mode: mode)
            let expected = ConfigurationError(
                .configuration,
                "key file \(file): others may read it (mode 0\(String(mode, radix: 8))). Run:"
                    + " chmod 600 \(file)")
            #expect(throws: expected) { try folder.resolve(AccountFlags(apiKeyFile: file)) }
        }
        try folder.profile("acme", #"{"api_key": "key-of-acme"}"#, mode: 0o644)
        #expect(throws: ConfigurationError.self) {
            try folder.resolve(AccountFlags(profile: "acme"))
        }
    }

    @Test func whatIsNoKeyFileIsNamedInOneLine() throws {
        let folder = try Folder()
        let fifo = "\(folder.path)/fifo"
        mkfifo(fifo, 0o600)
        let cases: [(String, String)] = [
            ("\(folder.path)/none", "No such file or directory"),
            (folder.path, "not a regular file"),
            (fifo, "not a regular file"),
            (
                try folder.write("big", String(repeating: "k", count: 20_000)),
                "larger than 16384 bytes"
            ),
        ]
        for (file, why) in cases {
            #expect(throws: ConfigurationError(.configuration, "key file \(file): \(why)")) {
                try folder.resolve(AccountFlags(apiKeyFile: file))
            }
        }
    }

    @Test func aProfileSaysWhatIsWrongWithIt() throws {
        let folder = try Folder()
        let path = "\(folder.path)/tavlua/profiles/acme.json"
        let cases: [(String, String)] = [
            ("[]", "not a JSON object"),
            (#"{"api_ky": "k"}"#, "unknown member \"api_ky\". Did you mean \"api_key\"?"),
            (#"{"api_key": 1}"#, "api_key must be a string"),
            (#"{"api_key": "k", "api_key_file": "f"}"#, "give api_key or api_key_file, not both"),
        ]
        for (text, why) in cases {
            try folder.profile("acme", text)
            #expect(throws: ConfigurationError(.configuration, "profile \(path): \(why)")) {
                try folder.resolve(AccountFlags(profile: "acme"))
            }
        }
    }

    @Test func aProfileNameCannotLeaveItsFolder() throws {
        let folder = try Folder()
        for name in ["../acme", "a/b", "", ".hidden", "a\u{1b}b"] {
            let error = #expect(throws: ConfigurationError.self) {
                try folder.resolve(AccountFlags(profile: name))
            }
            #expect(error?.kind == .usage)
        }
        let missing = ConfigurationError(
            .configuration,
            "no profile \"acme\": \(folder.path)/tavlua/profiles/acme.json is missing")
        #expect(throws: missing) { try folder.resolve(AccountFlags(profile: "acme")) }
    }
}
