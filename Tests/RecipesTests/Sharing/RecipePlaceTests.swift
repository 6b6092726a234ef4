import Testing

@testable import Recipes

struct RecipePlaceTests {
    @Test func everyFormIsTold() throws {
        let hash = String(repeating: "0a", count: 32)
        guard case .web(let address, let pin) = try RecipePlace("https://a.com/x#sha256=\(hash)")
        else {
            Issue.record("not from the web")
            return
        }
        #expect(address.description == "https://a.com/x")
        #expect(pin == hash)
        #expect(try RecipePlace("./x.lua") == .path("./x.lua"))
        #expect(try RecipePlace("x.tar.gz") == .path("x.tar.gz"))
        #expect(try RecipePlace(".") == .path("."))
        let range = try #require(VersionRange("^1.2"))
        let name = try #require(RecipeName("acme/sweep"))
        #expect(try RecipePlace("acme/sweep@^1.2") == .index(name, range))
        #expect(try RecipePlace("acme/sweep") == .index(name, .any))
        guard case .git(let place) = try RecipePlace("git+https://a.com/r.git#v1.2:lib/sweep")
        else {
            Issue.record("not from git")
            return
        }
        #expect(
            [place.url, place.ref, place.folder] == ["https://a.com/r.git", "v1.2", "lib/sweep"])
        #expect(try place.at("0123").description == "git+https://a.com/r.git#0123:lib/sweep")
        #expect(try GitPlace("git+file:///srv/r").ref == "HEAD")
    }

    @Test(arguments: [
        "", "sweep", "Acme/sweep", "acme/sweep@latest", "https://a.com/x#sha256=12",
        "https://a.com/x#v1", "git+ssh://a.com/r", "git+ext::sh", "git+file://host/r",
        "git+https://a.com/r#-x", "git+https://a.com/r#a..b", "git+https://a.com/r#a b",
        "git+https://a.com/r#v1:../x", "git+https://a.com/r#v1:/x", "git+https://u:p@a.com/r",
        "git+https://a.com/r#@{1}", "git+https://a.com/r#a:b:c",
    ])
    func whatCannotBeMeantIsAUsageError(_ text: String) {
        let error = #expect(throws: SharingError.self) { try RecipePlace(text) }
        #expect(error?.kind == .usage)
    }

    @Test(arguments: ["http://a.com/x.lua", "git+http://a.com/r"])
    func plainHTTPIsForThisMachine(_ text: String) {
        let error = #expect(throws: SharingError.self) { try RecipePlace(text) }
        #expect(error?.kind == .refused)
    }

    @Test(arguments: [
        ("acme", "acme", nil), ("acne", "acme", "acme"), ("acm", "acme", "acme"),
        ("acmee", "acme", "acme"), ("amce", "acme", "acme"), ("cme", "acme", "acme"),
        ("acorn", "acme", nil), ("emca", "acme", nil), ("a", "acme", nil),
    ])
    func ownersWithinOneSlipAreNear(_ owner: String, _ known: String, _ near: String?) {
        #expect(NearbyOwner.of(owner, among: [known]) == near)
    }
}
