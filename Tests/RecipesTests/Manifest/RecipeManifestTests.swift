import JSONValue
import Recipes
import Testing

struct RecipeManifestTests {
    @Test func aHeaderIsReadWhole() throws {
        let manifest = try RecipeManifest(
            RecipeHeader(
                """
                name = "acme/expire-idle-calls"
                version = "1.2.0"
                summary = "End active conversations older than a limit"
                host = ">=0.1"
                lua = "5.4"
                authors = ["Rio"]
                keywords = "calls"
                effects = "write"
                idempotent = true
                examples = ["acme/expire-idle-calls --older-than 1h"]
                permissions.operations = ["conversations.list", "conversations.end"]
                permissions.budget = { creates = 0 }

                [params.older_than]
                type = "duration"
                default = "45m"
                help = "age after which a call is ended"
                short = "o"

                [params.keep]
                type = "list<string>"
                """, file: "x.lua"))
        #expect(manifest.name.description == "acme/expire-idle-calls")
        #expect(manifest.version == "1.2.0")
        #expect(manifest.summary == "End active conversations older than a limit")
        #expect(manifest.host == ">=0.1")
        #expect(manifest.authors == ["Rio"])
        #expect(manifest.keywords == ["calls"])
        #expect(manifest.effects == .write)
        #expect(manifest.isIdempotent == true)
        #expect(manifest.examples.map(\.command) == ["acme/expire-idle-calls --older-than 1h"])
        #expect(
            manifest.permissions == [
                "operations": ["conversations.list", "conversations.end"],
                "budget": ["creates": 0],
            ])
        #expect(manifest.parameters.map(\.name) == ["older_than", "keep"])
        let first = try #require(manifest.parameters.first)
        #expect(first.type == .duration)
        #expect(first.fallback == "45m")
        #expect(first.flag == "--older-than")
        #expect(first.short == "o")
        #expect(manifest.parameters[1].type == .list(.string))
    }

    @Test func everyProblemIsToldWithItsLine() {
        let (manifest, problems) = RecipeManifest.read(
            RecipeHeader(
                """
                name = "Sweep"
                sumary = "x"
                lua = "5.3"
                effects = "wrte"
                examples = [1]

                [params.Age]
                type = "duraton"
                [params.kind]
                type = "enum"
                short = "kk"
                hlep = "x"
                """, file: "sweep.lua", firstLine: 2))
        #expect(manifest == nil)
        #expect(
            Set(problems.map(\.description)) == [
                "sweep.lua:2: name: a name is lowercase letters, digits and hyphens, or owner/name",
                "sweep.lua:3: sumary: unknown key \"sumary\". Did you mean \"summary\"?",
                "sweep.lua:4: lua: this program runs Lua 5.4; write lua = \"5.4\" or leave it out",
                "sweep.lua:5: effects: \"wrte\" is none of read, write, delete. Did you mean \"write\"?",
                "sweep.lua:6: examples: expected command lines, such as [\"sweep --older-than 45m\"]",
                "sweep.lua:8: params.Age: a name is lowercase letters, digits and _, and begins with a letter",
                "sweep.lua:9: params.Age.type: there is no type \"duraton\". Did you mean \"duration\"?",
                "sweep.lua:10: params.kind: an enum needs choices, such as choices = [\"md\", \"jsonl\"]",
                "sweep.lua:12: params.kind.short: expected one letter, found \"kk\"",
                "sweep.lua:13: params.kind.hlep: unknown key \"hlep\". Did you mean \"help\"?",
            ])
    }

    @Test func anUnknownKeyIsAWarning() {
        let (manifest, problems) = RecipeManifest.read(
            RecipeHeader("name = \"x\"\ncolour = 1", file: "x.lua"))
        #expect(manifest?.name.description == "x")
        #expect(problems.map(\.severity) == [.warning])
    }

    @Test func whatIsShownOfAHeaderHidesNothing() {
        let (_, problems) = RecipeManifest.read(
            RecipeHeader("name = \"x\"\n\"a\u{202e}\\u001b[2J\" = 1", file: "x\u{1b}.lua"))
        #expect(
            problems.map(\.description) == [
                #"x\u{1b}.lua: a\u{202e}\u{1b}[2J: unknown key "a\u{202e}\u{1b}[2J"."#
            ])
    }
}
