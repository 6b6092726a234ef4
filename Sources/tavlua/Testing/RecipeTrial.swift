import JSONValue
import LuaHost
import Recipes
import TavusAPI

/// What `recipe.run{ … }` asks for.
struct RecipeTrial {
    /// A path or name; nil: the recipe that the spec is about.
    var recipe: String?
    /// As on a command line, after the recipe; nil where ``parameters`` are given.
    var words: [String]?
    var parameters: JSONObject = [:]
    var environment: [String: String] = [:]
    var standardInput = ""
    var rights = RunRights()
    /// What an example calls the recipe.
    var exampleName: String?

    /// An example of a header: what stands after `tavlua run`.
    init(example line: String) throws {
        let command: RunCommand
        do {
            command = try RunCommand.parse(ShellWords.split(line))
        } catch let error as RecipeError {
            throw error
        } catch {
            throw RecipeError(.recipe, "\(line): \(RunCommand.message(for: error))")
        }
        exampleName = command.words.first ?? ""
        words = command.recipeOptions.words + command.words.dropFirst()
        rights = command.options.settings.rights
        rights.isTrial = true
        rights.noInput = true
        rights.planPath = nil
    }

    /// - Throws: ``RecipeError`` that names the field.
    init(_ fields: JSONObject) throws {
        let known = [
            "recipe", "params", "words", "env", "stdin", "budget", "allow", "deny", "dry_run",
            "read_only",
            "no_delete",
        ]
        for name in fields.keys where !known.contains(name) {
            let near = nearest(name, among: known)
            throw RecipeError(
                .usage,
                "recipe.run: \"\(DisplayText.safe(name, limit: 60))\" is none of its fields. "
                    + (near.map { "Did you mean \"\($0)\"?" }
                        ?? "They are \(known.joined(separator: ", "))."))
        }
        recipe = try Self.text(fields, "recipe")
        if let table = fields["params"] {
            guard let values = table.fields else { throw Self.refusal("params", "a table", table) }
            parameters = values
        }
        if let line = fields["words"] {
            guard parameters.isEmpty else {
                throw RecipeError(.usage, "recipe.run: give words or params, not both")
            }
            words = try line.stringValue.map(ShellWords.split) ?? Self.texts(fields, "words")
        }
        for (name, value) in fields["env"]?.fields ?? [:] { environment[name] = value.stringValue }
        standardInput = try Self.text(fields, "stdin") ?? ""
        rights = try Self.rights(fields)
    }

    private static func rights(_ fields: JSONObject) throws -> RunRights {
        var rights = RunRights()
        rights.isTrial = true
        rights.noInput = true
        rights.isDryRun = try flag(fields, "dry_run")
        rights.budget = try text(fields, "budget").map { try Budget(flag: $0) }
        rights.flags = try PermissionFlags(
            allow: texts(fields, "allow"), deny: texts(fields, "deny"),
            isReadOnly: flag(fields, "read_only"), forbidsDelete: flag(fields, "no_delete"))
        return rights
    }

    private static func flag(_ fields: JSONObject, _ name: String) throws -> Bool {
        guard let value = fields[name] else { return false }
        guard let flag = value.boolValue else { throw refusal(name, "true or false", value) }
        return flag
    }

    /// One, or an array of them.
    private static func texts(_ fields: JSONObject, _ name: String) throws -> [String] {
        guard let value = fields[name], value != [:] else { return [] }
        return try (value.arrayValue ?? [value]).map { item in
            guard let text = item.stringValue else {
                throw refusal(name, "text, or an array of texts", value)
            }
            return text
        }
    }

    private static func text(_ fields: JSONObject, _ name: String) throws -> String? {
        guard let value = fields[name] else { return nil }
        guard let text = value.stringValue else { throw refusal(name, "text", value) }
        return text
    }

    private static func refusal(_ name: String, _ wanted: String, _ found: JSONValue) -> RecipeError
    {
        let shown = DisplayText.safe(found.serialized(), limit: 60)
        return RecipeError(.usage, "recipe.run: \(name) must be \(wanted), found \(shown)")
    }
}

extension JSONValue {
    /// Of a Lua table with fields; an empty one may be either.
    fileprivate var fields: JSONObject? { arrayValue?.isEmpty == true ? [:] : objectValue }
}
