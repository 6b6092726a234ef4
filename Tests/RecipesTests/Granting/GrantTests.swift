import Foundation
import Recipes
import Testing

struct GrantTests {
    private let declared = try? RecipePermissions([
        "operations": ["videos.create", "read"], "read": ["{rows}"], "budget": ["videos": 5],
    ])

    private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "grants-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let result = Swift.Result { try body(folder) }
        try FileManager.default.removeItem(atPath: folder)
        return try result.get()
    }

    private func grant(_ tree: String, _ account: String = "live, profile acme") throws -> Grant {
        Grant(
            tree: tree, account: account, name: "acme/x", permissions: try #require(declared),
            expires: 1_000)
    }

    @Test func aGrantCountsForTheseFilesThisAccountAndItsTime() throws {
        try withFolder { folder in
            let path = folder + "/deep/grants.json"
            let store = GrantStore(path: path)
            #expect(try store.grant(tree: "a", account: "live, profile acme", now: 0) == nil)
            try store.add(try grant("a"), now: 0)
            try store.add(try grant("b"), now: 0)
            try store.add(try grant("a"), now: 0)
            #expect(
                try store.grant(tree: "a", account: "live, profile acme", now: 999) == grant("a"))
            #expect(try store.grant(tree: "a", account: "live, profile acme", now: 1_000) == nil)
            #expect(try store.grant(tree: "a", account: "live, profile other", now: 0) == nil)
            #expect(try store.grant(tree: "c", account: "live, profile acme", now: 0) == nil)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func aFileThatOthersCouldHaveWrittenGrantsNothing() throws {
        try withFolder { folder in
            let path = folder + "/grants.json"
            let store = GrantStore(path: path)
            try store.add(try grant("a"), now: 0)
            chmod(path, 0o666)
            #expect(throws: RecipeError.self) {
                try store.grant(tree: "a", account: "live, profile acme", now: 0)
            }
        }
    }

    @Test func manyWritersLoseNoGrant() async throws {
        let folder = NSTemporaryDirectory() + "grants-\(UUID().uuidString)"
        let path = folder + "/grants.json"
        let grants = try (0..<20).map { try grant("t\($0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for grant in grants {
                group.addTask { try GrantStore(path: path).add(grant, now: 0) }
            }
            try await group.waitForAll()
        }
        let store = GrantStore(path: path)
        for grant in grants {
            #expect(try store.grant(tree: grant.tree, account: grant.account, now: 0) == grant)
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func onALiveTargetWhatIsDeclaredNeedsAGrantOrItsFlags() throws {
        let declared = try #require(declared)
        let question = GrantQuestion(declared: declared, target: .live)
        #expect(
            question.answer(with: nil)
                == .needsGrant(flags: ["--allow operations=read,videos.create"]))
        #expect(question.answer(with: try grant("a")) == .permitted(declared))
        let flags = try PermissionFlags(allow: ["operations=read,videos.*"])
        let allowed = GrantQuestion(declared: declared, target: .live, allowed: flags.allowed)
        guard case .permitted(let permitted) = allowed.answer(with: nil) else {
            Issue.record("not permitted")
            return
        }
        #expect(permitted.budget == declared.budget)
        let part = GrantQuestion(
            declared: declared, target: .live,
            allowed: try PermissionFlags(allow: ["operations=read"]).allowed)
        #expect(part.answer(with: nil) == .needsGrant(flags: ["--allow operations=videos.create"]))
        #expect(declared.worstCase == "5 videos")
    }

    @Test func onAnEmulatorCallsNeedNoGrantAndWhatReachesBeyondItDoes() throws {
        let declared = try #require(declared)
        guard
            case .permitted(let permitted) = GrantQuestion(declared: declared, target: .emulator)
                .answer(with: nil)
        else {
            Issue.record("not permitted")
            return
        }
        #expect(permitted.operations == declared.operations)
        #expect(permitted.read == ["{rows}"])
        var curious = declared
        curious.hosts = ["evil.example"]
        curious.read = ["{rows}", "/home"]
        #expect(
            GrantQuestion(declared: curious, target: .emulator).answer(with: nil)
                == .needsGrant(flags: ["--allow hosts=evil.example", "--allow read=/home"]))
    }
}
