import JSONValue
import Recipes
import Testing

struct RecipeDescribingTests {
    private static let text = """
        --[==[ [recipe]
        name = "acme/sweep"
        version = "1.0.0"
        summary = "Ends calls | now."
        requires = ["acme/list@^1"]
        permissions.operations = ["conversations.list", "conversations.end"]
        params.older_than = { type = "duration", default = "45m", help = "age | limit" }
        params.inner = { type = "string", hidden = true }
        ]==]
        --- How old a call is, in minutes.
        --- Rounded down.
        local function minutes(call) end

        ---- a rule
        local function other() end
        local t = {}
        --- Assigned.
        t.f = function(a, b) end
        --- The recipe itself.
        return function(args, ctx) end
        """
    private let source: RecipeSource
    private let manifest: RecipeManifest

    init() throws {
        source = try #require(try RecipeSource(file: Array(Self.text.utf8), path: "sweep.lua"))
        manifest = try RecipeManifest(source.header)
    }

    @Test func functionsAreFoundByTheirComments() {
        let found = RecipeDocumentation(source, manifest).functions
        #expect(found.map(\.signature) == ["minutes(call)", "t.f(a, b)", "recipe(args, ctx)"])
        #expect(found.map(\.line) == [12, 18, 20])
        #expect(found.first?.text == "How old a call is, in minutes.\nRounded down.")
    }

    @Test func aPageIsWrittenInMarkdown() {
        let page = RecipeDocumentation(source, manifest).markdown
        #expect(page.hasPrefix("# acme/sweep 1.0.0\n\nEnds calls | now.\n\n## Parameters\n"))
        #expect(page.contains("| `--older-than` | duration | 45m | age \\| limit |\n"))
        #expect(!page.contains("inner"))
        #expect(
            page.contains("### `minutes(call)`\n\nHow old a call is, in minutes.\nRounded down.\n"))
    }

    @Test func infoSaysWhatARecipeMayDo() {
        let info = RecipeInfo(source, manifest, .own).text
        let lines = info.split(separator: "\n").map(String.init)
        #expect(lines.first == "acme/sweep 1.0.0  Ends calls | now.")
        #expect(lines.contains("from        own: sweep.lua"))
        #expect(lines.contains("takes       --older-than duration  age | limit"))
        #expect(lines.contains("requires    acme/list@^1"))
        #expect(lines.contains { $0.hasPrefix("It may      ") })
    }

    @Test func shippedRecipesAreListedAndHaveNothingWrong() throws {
        let list = RecipeList([ShippedShelf()])
        #expect(list.problems == [])
        #expect(list.entries.map(\.name) == ShippedShelf().names())
        #expect(list.entries.map(\.name.description).contains("hello-conversation"))
        for name in ShippedShelf().names() {
            let source = try #require(try ShippedShelf().source(name, headerOnly: false))
            #expect(RecipeManifest.read(source.header).problems == [])
        }
    }
}
