import Recipes
import Testing

struct RecipeNameTests {
    @Test(arguments: [("acme/bulk-videos", "acme", "bulk-videos"), ("sweep", nil, "sweep")])
    func aNameHasAnOwnerWhereItIsShared(_ text: String, _ owner: String?, _ name: String) {
        let parsed = RecipeName(text)
        #expect(parsed?.owner == owner)
        #expect(parsed?.name == name)
        #expect(parsed?.description == text)
    }

    @Test(arguments: [
        "", "/", "a/", "/a", "a/b/c", "Acme/x", "acme/-x", "a b", "../x", "a.b", "аcme/x",
        "x\u{200b}",
        String(repeating: "a", count: 40),
    ])
    func whatLooksLikeAnotherNameIsNone(_ text: String) {
        #expect(RecipeName(text) == nil)
    }
}
