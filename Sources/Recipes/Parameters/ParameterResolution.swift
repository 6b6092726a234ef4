import JSONValue
import TavusAPI

/// Finds the value of each parameter: flag, file of parameters, variable, person, default.
struct ParameterResolution {
    private(set) var arguments = JSONObject()
    private(set) var warnings: [RecipeProblem] = []
    /// On the command line, and in what was read by it.
    private(set) var problems: [RecipeProblem] = []
    private(set) var dataProblems: [RecipeProblem] = []

    private let parameters: [Parameter]
    private let inputs: ParameterInputs
    private var hasReadStandardInput = false

    init(_ parameters: [Parameter], inputs: ParameterInputs) {
        self.parameters = parameters
        self.inputs = inputs
    }

    mutating func resolve(_ line: RecipeCommandLine) {
        problems = line.problems
        let table = line.host.parametersFile.map { readTable($0) } ?? [:]
        refuseUnknown(table)
        for parameter in parameters {
            let value = value(of: parameter, line.texts[parameter.name] ?? [], table)
            if let value, !value.isNull { arguments[parameter.name] = value }
        }
    }

    /// Of a call from Lua: a table, then defaults.
    mutating func resolve(_ table: JSONObject) {
        refuseUnknown(table)
        for parameter in parameters {
            let value = given(parameter, table) ?? fallback(of: parameter)
            if let value, !value.isNull { arguments[parameter.name] = value }
        }
    }

    private mutating func value(
        of parameter: Parameter, _ texts: [String], _ table: JSONObject
    ) -> JSONValue? {
        if !texts.isEmpty { return typed(texts, for: parameter) }
        if let value = given(parameter, table) { return value }
        if let name = parameter.environment, let text = inputs.environment(name) {
            return read(text, for: parameter, "\(name) in the environment")
        }
        let isAsked = parameter.prompt != nil || parameter.isRequired && parameter.type == .secret
        if isAsked, let answer = inputs.ask?(parameter), !answer.isEmpty {
            return read(answer, for: parameter, parameter.name)
        }
        return fallback(of: parameter)
    }

    private mutating func typed(_ texts: [String], for parameter: Parameter) -> JSONValue? {
        warnIfDeprecated(parameter, parameter.flag)
        if case .list = parameter.type {
            let parts = texts.compactMap { text -> JSONValue? in
                read(text, for: parameter, parameter.flag)
            }
            guard parts.count == texts.count else { return .null }
            return bounded(.array(parts.flatMap { $0.arrayValue ?? [] }), parameter)
        }
        guard let text = texts.last else { return nil }
        if texts.count > 1, parameter.type != .bool {
            refuse("\(parameter.flag) was given \(texts.count) times; it takes one value")
        }
        return read(text, for: parameter, parameter.flag)
    }

    private mutating func bounded(_ value: JSONValue, _ parameter: Parameter) -> JSONValue {
        do throws(ParameterValue.Mistake) {
            return try ParameterValue(parameter: parameter).bounded(value)
        } catch {
            refuse("\(parameter.flag): \(error.text)")
            return .null
        }
    }

    private mutating func given(_ parameter: Parameter, _ table: JSONObject) -> JSONValue? {
        guard let json = table[parameter.name], !json.isNull else { return nil }
        warnIfDeprecated(parameter, parameter.name)
        do throws(ParameterValue.Mistake) {
            return try ParameterValue(parameter: parameter).value(of: json)
        } catch {
            refuse("\(parameter.name): \(error.text)")
            return .null
        }
    }

    private mutating func fallback(of parameter: Parameter) -> JSONValue? {
        guard let fallback = parameter.fallback else {
            if parameter.isRequired { refuse(Self.missing(parameter)) }
            return nil
        }
        // The header was checked when it was read; a path may have vanished since.
        do throws(ParameterValue.Mistake) {
            return try ParameterValue(parameter: parameter).value(of: fallback)
        } catch {
            refuse("\(parameter.flag): the default does not fit: \(error.text)")
            return .null
        }
    }

    private static func missing(_ parameter: Parameter) -> String {
        let help = parameter.help.isEmpty ? "" : ": \(DisplayText.safe(parameter.help, limit: 100))"
        guard parameter.type == .secret else { return "\(parameter.flag) is required\(help)" }
        let variable = parameter.environment.map { "set \($0) or " } ?? ""
        return "\(parameter.name) is required\(help); \(variable)give \(parameter.flag)-file FILE"
    }

    // MARK: Text

    /// A value that cannot be used is null, and a problem.
    private mutating func read(
        _ text: String, for parameter: Parameter, _ origin: String
    ) -> JSONValue? {
        do throws(RecipeError) {
            switch parameter.type {
            case .rows: return try rows(text, parameter)
            case .secret where origin.hasPrefix("--"):
                return try parse(Self.withoutLineEnd(contents(of: text)), parameter, origin)
            case .text, .json: return try parse(expanded(text), parameter, origin)
            default: return try parse(text, parameter, origin)
            }
        } catch {
            if error.kind == .data {
                dataProblems += error.problems
            } else {
                problems += error.problems.map { problem in
                    var problem = problem
                    if problem.file != nil { problem.text = "\(problem.text) (\(origin))" }
                    return problem
                }
            }
            return .null
        }
    }

    private func parse(
        _ text: String, _ parameter: Parameter, _ origin: String
    ) throws(RecipeError) -> JSONValue {
        do throws(ParameterValue.Mistake) {
            return try ParameterValue(parameter: parameter).value(of: text)
        } catch {
            throw RecipeError(.usage, "\(origin): \(error.text)")
        }
    }

    private mutating func rows(_ path: String, _ parameter: Parameter) throws(RecipeError)
        -> JSONValue
    {
        let rows = try ParameterRows.read(bytes(of: path), name: path)
        for column in parameter.columns {
            guard let index = rows.firstIndex(where: { $0[column] == nil }) else { continue }
            let why = "row \(index + 1) has no \"\(column)\"; \(parameter.flag) needs that column"
            throw RecipeError(.data, [RecipeProblem(why, file: path)])
        }
        do throws(ParameterValue.Mistake) {
            return try ParameterValue(parameter: parameter).bounded(.array(rows))
        } catch {
            throw RecipeError(.data, [RecipeProblem(error.text, file: path)])
        }
    }

    /// `@FILE` and `-` are read; `@@x` is the text `@x`.
    private mutating func expanded(_ text: String) throws(RecipeError) -> String {
        if text == "-" { return try contents(of: text) }
        guard text.hasPrefix("@") else { return text }
        let rest = String(text.dropFirst())
        return rest.hasPrefix("@") ? rest : try contents(of: rest)
    }

    private mutating func contents(of path: String) throws(RecipeError) -> String {
        guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
            throw RecipeError(.usage, [RecipeProblem("this is no UTF-8 text", file: path)])
        }
        return text
    }

    private mutating func bytes(of path: String) throws(RecipeError) -> [UInt8] {
        guard path == "-" else { return try inputs.file(path) }
        guard !hasReadStandardInput else {
            throw RecipeError(.usage, "only one parameter can read standard input")
        }
        hasReadStandardInput = true
        return try inputs.standardInput()
    }

    private static func withoutLineEnd(_ text: String) -> String {
        String(text.last?.isNewline == true ? text.dropLast() : text[...])
    }

    // MARK: Tables

    private mutating func readTable(_ path: String) -> JSONObject {
        do throws(RecipeError) {
            let bytes = try bytes(of: path)
            do {
                guard let object = try JSONValue(parsing: bytes).objectValue else {
                    refuse("--params: \(DisplayText.safe(path, limit: 200)) holds no JSON object")
                    return [:]
                }
                return object
            } catch {
                refuse("--params: \(DisplayText.safe(path, limit: 200)): \(error)")
            }
        } catch {
            problems += error.problems
        }
        return [:]
    }

    private mutating func refuseUnknown(_ table: JSONObject) {
        let names = parameters.map(\.name)
        for key in table.keys where !names.contains(key) {
            let shown = DisplayText.safe(key, limit: 60)
            refuse("there is no parameter \"\(shown)\"." + didYouMean(key, among: names))
        }
    }

    private mutating func warnIfDeprecated(_ parameter: Parameter, _ shown: String) {
        guard let instead = parameter.deprecated else { return }
        warnings.append(
            RecipeProblem("\(shown) is deprecated: \(instead)", severity: .warning))
    }

    private mutating func refuse(_ text: String) { problems.append(RecipeProblem(text)) }
}
