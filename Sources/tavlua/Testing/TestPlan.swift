import Glibc
import LuaSpecs
import Recipes

/// What `tavlua test` runs: files of specs, and the examples in the headers of recipes. An example is a test,
/// too: a line that is shown to people has to work.
struct TestPlan {
    let specs: [SpecFile]
    let examples: [SpecCase]

    /// - Parameter places: files and folders. Of a recipe its spec is run as well, and of a spec the examples
    ///   of its recipe.
    /// - Throws: ``SpecProblem``, ``RecipeError``.
    init(of places: [String]) throws {
        let found = try SpecFinder.luaFiles(in: places)
        var (specs, recipes): ([SpecFile], [String]) = ([], [])
        for path in found {
            if path.hasSuffix(SpecFile.ending) {
                let spec = try Self.spec(path)
                specs.append(spec)
                if let recipe = TestBench.recipe(of: spec) { recipes.append(recipe) }
            } else if let recipe = Self.recipe(at: path) {
                recipes.append(recipe)
                let beside = path.dropLast(".lua".count) + SpecFile.ending
                if places.contains(path), access(String(beside), F_OK) == 0 {
                    specs.append(try Self.spec(String(beside)))
                }
            } else if places.contains(path) {
                specs.append(try Self.spec(path))
            }
        }
        self.specs = specs
        var seen: Set<String> = []
        examples = recipes.filter { seen.insert(Self.plain($0)).inserted }.flatMap { recipe in
            let spec = specs.first { spec in
                TestBench.recipe(of: spec).map(Self.plain) == Self.plain(recipe)
            }
            return Self.examples(of: recipe, in: spec ?? SpecFile(path: recipe, text: []))
        }
    }

    private static func plain(_ path: String) -> String {
        path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    }

    private static func spec(_ path: String) throws(RecipeError) -> SpecFile {
        SpecFile(path: path, text: try ParameterInputs.readFile(path))
    }

    /// A file with a header, or the folder of an `init.lua` with one beside it.
    private static func recipe(at path: String) -> String? {
        if path.hasSuffix("/init.lua") {
            let folder = String(path.dropLast("/init.lua".count))
            return access("\(folder)/recipe.toml", F_OK) == 0 ? folder : nil
        }
        // What cannot be read at all is told by its own test.
        do { return try RecipeSource.read(path, headerOnly: true) == nil ? nil : path } catch {
            return path
        }
    }

    private static func examples(of path: String, in file: SpecFile) -> [SpecCase] {
        do throws(RecipeError) {
            guard let source = try RecipeSource.read(path) else { return [] }
            return try Recipe(source).manifest.examples.map { example in
                test("example: \(example.command)", example.command, file, code: runs)
            }
        } catch {
            return [test("header", error.description, file, code: raises)]
        }
    }

    private static func test(
        _ name: String, _ argument: String, _ file: SpecFile, code: String
    ) -> SpecCase {
        SpecCase(.init(code: code, argument: argument, isAlone: true), name: name, in: file)
    }

    private static let runs = """
        it("example", function()
            local example = require "spec.example"
            local why_not = example.prepare()
            if why_not then pending(why_not) end
            require("testing").example(example.argument)
        end)
        """
    private static let raises = """
        it("header", function() error(require("spec.example").argument, 0) end)
        """
}
