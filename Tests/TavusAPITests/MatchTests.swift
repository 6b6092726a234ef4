import Testing

@testable import TavusAPI

@Suite struct MatchTests {
    @Test(arguments: [
        ("GET", "/v2/personas", "personas.list", []),
        ("GET", "/v2/personas/", "personas.list", []),
        ("POST", "/v2/guardrails/", "guardrails.create", []),
        ("GET", "/v2/personas/p1", "personas.get", ["p1"]),
        ("GET", "/v2/pals/p1/", "personas.get", ["p1"]),
        ("PATCH", "/v2/faces/r1/name", "replicas.rename", ["r1"]),
        ("POST", "/v2/conversations/c1/end", "conversations.end", ["c1"]),
        ("POST", "/v2/con%76ersations", "conversations.create", []),
        ("POST", "/V2/Conversations/c1/e%6ed", "conversations.end", ["c1"]),
        ("DELETE", "/v2/memories/a%20b/m1", "memories.delete", ["a b", "m1"]),
    ])
    func aPathNamesItsOperation(
        _ method: String, _ path: String, _ id: String, _ ids: [String]
    ) throws {
        let method = try #require(HTTPMethod(rawValue: method))
        let match = try #require(Catalogue.match(method: method, path: path))
        #expect(match.operation.id == id)
        #expect(match.ids == ids)
    }

    @Test(arguments: [
        ("DELETE", "/v2/personas"), ("DELETE", "/v2/personas/"), ("DELETE", "/v2/personas//"),
        ("GET", "v2/personas"), ("GET", "/personas"), ("GET", "/v2/personas/p1/name"),
        ("PUT", "/v2/personas/p1"), ("GET", "/v2/personas/%zz"), ("GET", "/v2/personas/%ff"),
        ("GET", "/v2/personas/%2"), ("GET", "/"), ("GET", ""),
    ])
    func anythingElseNamesNone(_ method: String, _ path: String) throws {
        let method = try #require(HTTPMethod(rawValue: method))
        #expect(Catalogue.match(method: method, path: path) == nil)
    }
}
