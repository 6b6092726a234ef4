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
                short = "a"

                [params.keep]
                type = "list<string>"
                """, file: "x.lua"))
        #expect(manifest.name.description == "acme/expire-idle-calls")
        #expect(manifest.version == SemanticVersion(1, 2, 0))
        #expect(manifest.summary == "End active conversations older than a limit")
        #expect(manifest.host == VersionRange(">=0.1"))
        #expect(manifest.authors == ["Rio"])
        #expect(manifest.keywords == ["calls"])
        #expect(manifest.effects == .write)
        #expect(manifest.isIdempotent == true)
        #expect(manifest.examples.map(\.command) == ["acme/expire-idle-calls --older-than 1h"])
        #expect(
            manifest.permissions.json == [
                "operations": ["conversations.end", "conversations.list"],
                "budget": ["creates": 0],
            ])
        #expect(manifest.parameters.map(\.name) == ["older_than", "keep"])
        let first = try #require(manifest.parameters.first)
        #expect(first.type == .duration)
        #expect(first.fallback == "45m")
        #expect(first.flag == "--older-than")
        #expect(first.short == "a")
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
                permissions.operations = ["videos.mke"]

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
                "sweep.lua:7: permissions.operations: \"videos.mke\" names no operation. Did you mean \"videos.get\"?",
                "sweep.lua:9: params.Age: a name is lowercase letters, digits and _, and begins with a letter",
                "sweep.lua:10: params.Age.type: there is no type \"duraton\". Did you mean \"duration\"?",
                "sweep.lua:11: params.kind: an enum needs choices, such as choices = [\"md\", \"jsonl\"]",
                "sweep.lua:13: params.kind.short: expected one letter, found \"kk\"",
                "sweep.lua:14: params.kind.hlep: unknown key \"hlep\". Did you mean \"help\"?",
            ])
    }

    @Test func parametersThatContradictThemselvesAreRefused() {
        let (_, problems) = RecipeManifest.read(
            RecipeHeader(
                """
                name = "x"
                [params]
                help = { type = "bool" }
                a = { type = "string", short = "o" }
                b = { type = "int", required = true, default = 1 }
                c = { type = "int", default = "x" }
                d = { type = "secret", default = "x" }
                e = { type = "string", pattern = "(" }
                f = { type = "duration", min = 5 }
                g = { type = "string", columns = ["x"] }
                h = { type = "date", max = "soon" }
                i = { type = "bool", short = "z" }
                j = { type = "bool", short = "z" }
                """, file: "x.lua"))
        #expect(
            problems.map(\.description) == [
                "x.lua:3: params.help: --help belongs to tavlua itself; choose another name",
                "x.lua:4: params.a.short: -o belongs to tavlua itself; choose another letter",
                "x.lua:5: params.b: is required and has a default; drop one of them",
                "x.lua:6: params.c.default: expected a whole number, found \"x\"",
                "x.lua:7: params.d.default: secret has no default; drop it",
                "x.lua:8: params.e.pattern: this is no regular expression",
                "x.lua:10: params.g.columns: only rows have columns; this is string",
                "x.lua:11: params.h.max: expected a date in quotes, such as \"2026-11-21\"",
                "x.lua:12: params.i.short: -z belongs to several parameters; give each a letter of its own",
                "x.lua:13: params.j.short: -z belongs to several parameters; give each a letter of its own",
            ])
    }

    @Test func aRecipeForALaterReleaseIsRefusedWithTheVersionNeeded() throws {
        let manifest = try RecipeManifest(
            RecipeHeader("name = \"x\"\nhost = \">=0.3\"", file: "x.lua"))
        #expect(
            throws: RecipeError(
                .configuration, "x needs tavlua >=0.3, and this is 0.1.0; install that version")
        ) {
            try manifest.check(host: SemanticVersion(0, 1, 0))
        }
        try manifest.check(host: SemanticVersion(0, 3, 0))
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
