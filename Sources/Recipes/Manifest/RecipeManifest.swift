import JSONValue

/// What a recipe says of itself, read without running it.
///
/// ```swift
/// let manifest = try RecipeManifest(RecipeHeader(text, file: "sweep.lua", firstLine: 2))
/// ```
public struct RecipeManifest: Sendable, Hashable {
    public let name: RecipeName
    /// 0.0.0 where the header names none.
    public let version: SemanticVersion
    /// One line.
    public let summary: String
    public let description: String?
    public let license: String?
    public let authors: [String]
    public let homepage: String?
    public let keywords: [String]
    /// The releases of this program that it runs with, such as ">=0.3".
    public let host: VersionRange?
    /// Recipes that its code may `require`, such as "acme/idle-calls@^1.2".
    public let requires: [RecipeRequirement]
    /// In the order of the header.
    public let parameters: [Parameter]
    /// What it needs; nothing beyond that is granted to it where it is a stranger's.
    public let permissions: RecipePermissions
    /// The JSON Schema of the result; a recipe that has one prints nothing else on standard output.
    public let output: JSONObject?
    public let examples: [RecipeExample]
    /// Paths of its specs.
    public let tests: [String]
    public let effects: Effects?
    public let isIdempotent: Bool?

    /// The most that a recipe does to an account.
    public enum Effects: String, Sendable, CaseIterable {
        case read, write, delete
    }

    /// Whether the schema of the result says that it is an array.
    var returnsArray: Bool { output?["type"] == "array" }

    /// The columns of the result's rows that the schema names, in its order.
    public var outputColumns: [String] {
        let row = output?["items"]?.objectValue ?? output
        return row?["properties"]?.objectValue.map { Array($0.keys) } ?? []
    }

    /// - Throws: ``RecipeError`` with all that is wrong, where something is an error; warnings alone are
    ///   left to ``read(_:)``.
    public init(_ header: RecipeHeader) throws(RecipeError) {
        let (manifest, problems) = Self.read(header)
        guard let manifest else {
            throw RecipeError(.recipe, problems)
        }
        self = manifest
    }

    /// Reads a header, and says all that is wrong with it.
    /// - Returns: no manifest where one of the problems is an error.
    public static func read(
        _ header: RecipeHeader
    ) -> (manifest: RecipeManifest?, problems: [RecipeProblem]) {
        var problems: [RecipeProblem]
        var manifest: RecipeManifest?
        var outline: TOMLOutline?
        do {
            let reading = try TOMLReading(header.text)
            outline = reading.outline
            problems = []
            manifest = RecipeManifest(reading.object, &problems)
        } catch {
            problems = error.problems
        }
        for index in problems.indices {
            let line = problems[index].line ?? outline?.line(of: problems[index].key)
            problems[index].line = line.map { $0 + header.firstLine - 1 }
            problems[index].file = header.file
        }
        return (manifest, problems)
    }

    /// The names that a header may have.
    static var keys: [String] {
        var reader = TableReader([:])
        _ = RecipeManifest(&reader)
        return reader.known
    }

    /// - Returns: nil where there is an error.
    private init?(_ table: JSONObject, _ problems: inout [RecipeProblem]) {
        var reader = TableReader(table)
        let manifest = RecipeManifest(&reader)
        problems += reader.finish()
        guard let manifest, !problems.contains(where: { $0.severity == .error }) else { return nil }
        self = manifest
    }

    /// - Returns: nil where there is no name.
    private init?(_ reader: inout TableReader) {
        let name = Self.name(&reader)
        version = Self.version(&reader) ?? SemanticVersion(0, 0, 0)
        summary = reader.line("summary") ?? ""
        description = reader.text("description")
        license = reader.line("license")
        authors = reader.lines("authors")
        homepage = reader.line("homepage", limit: 500)
        keywords = reader.lines("keywords")
        host = Self.host(&reader)
        requires = RecipeRequirement.list(&reader)
        Self.checkLanguage(&reader)
        permissions = Self.permissions(&reader)
        output = reader.object("output")
        examples = RecipeExample.list(&reader)
        tests = reader.lines("tests")
        effects = reader.choice("effects")
        isIdempotent = reader.flag("idempotent")
        parameters = Self.parameters(&reader)
        guard let name else { return nil }
        self.name = name
    }

    private static func name(_ reader: inout TableReader) -> RecipeName? {
        guard let text = reader.line("name") else {
            if reader.problems.isEmpty {
                reader.refuse("there is no name; add name = \"my-recipe\"")
            }
            return nil
        }
        if let name = RecipeName(text) { return name }
        reader.refuse("a name is lowercase letters, digits and hyphens, or owner/name", "name")
        return nil
    }

    private static func version(_ reader: inout TableReader) -> SemanticVersion? {
        guard let text = reader.line("version") else { return nil }
        if let version = SemanticVersion(text) { return version }
        reader.refuse("expected three numbers such as \"1.2.0\"", "version")
        return nil
    }

    private static func host(_ reader: inout TableReader) -> VersionRange? {
        guard let text = reader.line("host") else { return nil }
        if let range = VersionRange(text) { return range }
        reader.refuse("expected a range of versions such as \">=0.3\"", "host")
        return nil
    }

    /// - Throws: ``RecipeError/Kind/configuration`` where this program is none that the recipe runs with.
    public func check(host version: SemanticVersion) throws(RecipeError) {
        guard let host, !host.contains(version) else { return }
        throw RecipeError(
            .configuration,
            "\(name) needs tavlua \(host), and this is \(version); install that version")
    }

    private static func permissions(_ reader: inout TableReader) -> RecipePermissions {
        guard let table = reader.object("permissions") else { return .none }
        do throws(PermissionProblem) { return try RecipePermissions(table) } catch {
            // operations[2] is told with the line of operations.
            let place = error.place.split(whereSeparator: { $0 == "." || $0 == "[" }).map(
                String.init)
            let names = place.filter { $0.last != "]" }
            reader.note(RecipeProblem(error.message, key: reader.path + ["permissions"] + names))
            return .none
        }
    }

    private static func checkLanguage(_ reader: inout TableReader) {
        guard let lua = reader.line("lua"), lua != "5.4" else { return }
        reader.refuse("this program runs Lua 5.4; write lua = \"5.4\" or leave it out", "lua")
    }

    private static func parameters(_ reader: inout TableReader) -> [Parameter] {
        guard let table = reader.object("params") else { return [] }
        var problems: [RecipeProblem] = []
        let parameters = table.compactMap { Parameter($0.key, $0.value, problems: &problems) }
        let shorts = parameters.compactMap(\.short)
        for parameter in parameters {
            guard let short = parameter.short, shorts.count(where: { $0 == short }) > 1 else {
                continue
            }
            let text = "-\(short) belongs to several parameters; give each a letter of its own"
            problems.append(RecipeProblem(text, key: ["params", parameter.name, "short"]))
        }
        for problem in problems { reader.note(problem) }
        return parameters
    }
}
