import Recipes
import TavusAPI
import Testing

struct PermissionsInForceTests {
    private func inForce(_ entries: [String], deny: [String] = []) throws -> PermissionsInForce {
        let permitted = try RecipePermissions(["operations": .array(entries.map { .string($0) })])
        return PermissionsInForce(permitted, denied: try PermissionFlags(deny: deny).denied)
    }

    private func call(_ id: String) throws -> TavusRequest {
        let operation = try #require(Catalogue.operation(id))
        return TavusRequest(operation: operation, method: operation.method, path: operation.path)
    }

    @Test func aRefusalNamesTheFlagThatIsMissing() throws {
        let rights = try inForce(["read", "videos.delete"])
        #expect(try rights.refusal(of: call("videos.list")) == nil)
        #expect(
            try rights.refusal(of: call("videos.create"))
                == .needs("--allow operations=videos.create"))
        let hard = TavusRequest(
            method: .delete, path: "/v2/videos/v1", query: [("hard", "true")])
        #expect(rights.refusal(of: hard) == .needs("--allow hard-delete"))
        #expect(
            rights.refusal(of: TavusRequest(method: .post, path: "/v2/x'y"))
                == .needs(#"--allow 'operations=POST /v2/x'\''y'"#))
    }

    @Test func whatIsDeniedStaysDenied() throws {
        let rights = try inForce(
            ["*", "hard-delete"], deny: ["operations=videos.*", "hard-delete"])
        #expect(try rights.refusal(of: call("videos.list")) == .denied("--deny operations"))
        let hard = TavusRequest(method: .delete, path: "/v2/replicas/r1", query: [("hard", "true")])
        #expect(rights.refusal(of: hard) == .denied("--deny hard-delete"))
        #expect(rights.permits(named: "personas.create"))
        #expect(!rights.permits(named: "videos.get"))
        #expect(!rights.permits(named: "read"))
        #expect(!rights.permits(named: "hard-delete"))
        #expect(!rights.permits(named: "no such thing"))
    }

    @Test func whatAScriptGivesUpDoesNotComeBack() throws {
        let rights = try inForce(["*"])
        #expect(rights.permits(named: "delete"))
        try rights.drop(named: "delete")
        #expect(!rights.permits(named: "delete"))
        #expect(!rights.permits(named: "videos.delete"))
        #expect(rights.permits(named: "read"))
        #expect(try rights.refusal(of: call("videos.delete")) != nil)
        rights.narrow(to: try RecipePermissions(["operations": ["delete", "videos.get"]]))
        #expect(try rights.refusal(of: call("videos.delete")) != nil)
        #expect(try rights.refusal(of: call("videos.get")) == nil)
        #expect(try rights.refusal(of: call("personas.get")) != nil)
        #expect(throws: PermissionProblem.self) { try rights.drop(named: "nonsense") }
    }

    @Test func deniedFilesAndHostsAreTakenOut() throws {
        var permissions = RecipePermissions(
            hosts: ["a.example", "b.example"], env: .all, listens: true)
        permissions.read = ["data"]
        let denied = try PermissionFlags(deny: ["hosts=a.example", "env=HOME", "listen"]).denied
        #expect(
            denied.applied(to: permissions)
                == RecipePermissions(hosts: ["b.example"], read: ["data"], env: .none))
    }
}
