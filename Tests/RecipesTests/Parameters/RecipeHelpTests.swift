import JSONValue
import Recipes
import Testing

struct RecipeHelpTests {
    private let manifest: RecipeManifest

    init() throws {
        manifest = try RecipeManifest(
            RecipeHeader(
                """
                name = "acme/bulk-videos"
                version = "1.2.0"
                summary = "Make one personalised video per row."
                examples = ["acme/bulk-videos --rows leads.csv --replica r1", { run = "x", help = "y" }]
                [params]
                rows = { type = "rows", required = true, columns = ["name"], help = "who gets one" }
                replica = { type = "id<replica>", required = true, help = "a trained replica", env = "REPLICA" }
                wait = { type = "bool", short = "w", default = true, help = "until each is made" }
                kind = { type = "enum", choices = ["fast", "fine"], default = "fast" }
                token = { type = "secret" }
                secret_way = { type = "string", hidden = true }
                """, file: "x.lua"))
    }

    @Test func helpIsMadeFromTheHeader() {
        #expect(
            RecipeHelp(manifest).text == """
                OVERVIEW: Make one personalised video per row.

                USAGE: tavlua run acme/bulk-videos --rows <file> --replica <replica-id>
                       [options]

                PARAMETERS:
                  --rows <file>           who gets one (required; columns: name)
                  --replica <replica-id>  a trained replica (required; or $REPLICA)
                  -w, --wait/--no-wait    until each is made (default: true)
                  --kind <fast|fine>      (default: fast)
                  --token-file <file>

                OPTIONS:
                  --params <file>         Values of parameters, as a JSON object.
                  -o, --output <format>   The result as table, json, jsonl, csv, tsv, yaml, lua,
                                          value.
                  --json                  The same as --output json.
                  --dry-run               Show what would be done; change nothing.
                  --profile <name>        The account to use.
                  -q, --quiet             Nothing but the result.
                  -y, --yes               Ask nothing before what cannot be undone.
                  --no-input              Ask for nothing.
                  -h, --help              Show this.

                EXAMPLES:
                  tavlua run acme/bulk-videos --rows leads.csv --replica r1
                  tavlua run x
                      y
                """)
    }

    @Test func theSchemaSaysWhatAFileOfParametersHolds() {
        #expect(
            JSONValue.object(manifest.parameterSchema) == [
                "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                "additionalProperties": false, "required": ["rows", "replica"],
                "properties": [
                    "rows": [
                        "type": "array", "items": ["type": "object"], "description": "who gets one",
                    ],
                    "replica": ["type": "string", "description": "a trained replica"],
                    "wait": [
                        "type": "boolean", "description": "until each is made", "default": true,
                    ],
                    "kind": ["type": "string", "enum": ["fast", "fine"], "default": "fast"],
                    "token": ["type": "string", "writeOnly": true],
                    "secret_way": ["type": "string"],
                ],
            ])
    }
}
