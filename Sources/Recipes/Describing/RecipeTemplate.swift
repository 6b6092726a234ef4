/// The files of a recipe that somebody begins: it runs, and its spec passes.
public struct RecipeTemplate {
    private let name: RecipeName

    public init(_ name: RecipeName) { self.name = name }

    /// Paths from the current folder, and texts.
    public func files(asFolder: Bool) -> [(path: String, text: String)] {
        let base = name.name
        guard asFolder else {
            return [("\(base).lua", file), ("\(base)_spec.lua", spec)]
        }
        return [
            ("\(base)/recipe.toml", header), ("\(base)/init.lua", folderCode),
            ("\(base)/lib/describe.lua", library), ("\(base)/tests/\(base)_spec.lua", spec),
            ("\(base)/README.md", readme),
        ]
    }

    private var header: String {
        """
        name = "\(name)"
        version = "0.1.0"
        summary = "Says what it does in one line."
        host = ">=0.1"
        effects = "read"
        examples = ["\(name) --limit 3"]

        [permissions]
        operations = ["personas.list"]

        [params.limit]
        type = "int"
        default = 10
        min = 1
        max = 100
        help = "how many personas are listed"

        """
    }

    private var body: String {
        """
            local rows = {}
            for persona in tavus.personas.each() do
                if #rows == args.limit then break end
                rows[#rows + 1] = describe(persona)
            end
            return rows
        end

        """
    }

    private var describe: String {
        """
        function(persona)
            return { persona_id = persona.persona_id, persona_name = persona.persona_name }
        end

        """
    }

    private var file: String {
        "#!/usr/bin/env tavlua\n--[==[ [recipe]\n\(header)]==]\n\n--- What is shown of a persona.\n"
            + "local describe = \(describe)\nreturn function(args)\n\(body)"
    }

    private var folderCode: String {
        "local describe = require \"lib.describe\"\n\nreturn function(args)\n\(body)"
    }

    private var library: String { "--- What is shown of a persona.\nreturn \(describe)" }

    private var readme: String {
        """
        # \(name)

        Says what it does in one line.

            tavlua run \(name) --help

        """
    }

    private var spec: String {
        """
        describe("\(name)", function()
            it("lists as many personas as it is told to", function()
                local run = recipe.run { params = { limit = 2 } }
                assert.is_true(run.ok)
                assert.are.equal(2, #run.value)
            end)
        end)

        """
    }
}
