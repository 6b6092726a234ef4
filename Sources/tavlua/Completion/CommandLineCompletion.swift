import Recipes
import TavusAPI

/// What the last word of a command line may become. Of recipes the headers are read, and no code runs.
struct CommandLineCompletion {
    struct Candidate: Equatable {
        let text: String
        /// One line; may be empty.
        let help: String
    }

    private let root = CommandTree.root
    private let finder = RecipeFinder.standard

    /// - Parameter words: after `tavlua`; the last one is being typed, and may be empty.
    func candidates(for words: [String]) -> [Candidate] {
        let typed = words.last ?? ""
        let place = Place(words.dropLast(), in: root)
        return candidates(at: place, typed)
            // A candidate is a line, and goes to the terminal as it is.
            .filter { candidate in
                candidate.text.hasPrefix(typed)
                    && !candidate.text.unicodeScalars.contains(where: DisplayText.isHidden)
            }
            .map { Candidate(text: $0.text, help: Self.line($0.help)) }
    }

    private func candidates(at place: Place, _ typed: String) -> [Candidate] {
        if let option = place.open {
            return option.names.contains("--output") && option.values.isEmpty
                ? formats : option.values.map { Candidate(text: $0, help: "") }
        }
        if let recipe = place.recipe {
            return parameters(of: recipe, after: place.rest.last, typed)
        }
        if typed.hasPrefix("-") {
            let isRoot = place.path.isEmpty
            return options(of: place.command)
                + (isRoot ? root.child("run").map(options) ?? [] : [])
        }
        guard place.rest.isEmpty else { return [] }
        switch place.path {
        case []: return commands(of: root)
        case ["recipes"]: return commands(of: place.command)
        case ["run"], ["recipes", "info"], ["recipes", "lint"], ["recipes", "doc"]: return recipes
        case ["recipes", "remove"], ["recipes", "update"], ["recipes", "diff"]: return recipes
        case ["api"]:
            return Catalogue.operations.map { Candidate(text: $0.id, help: $0.summary) }
        case ["completion"]:
            return CompletionCommand.Shell.allCases.map { Candidate(text: $0.rawValue, help: "") }
        case ["help"]: return commands(of: root)
        default: return []
        }
    }

    private func commands(of command: CommandTree) -> [Candidate] {
        command.children.filter { !$0.isHidden }.map { Candidate(text: $0.name, help: $0.summary) }
    }

    private func options(of command: CommandTree) -> [Candidate] {
        command.options.filter { !$0.isHidden }.flatMap { option in
            option.names.map { Candidate(text: $0, help: option.summary) }
        }
    }

    private var formats: [Candidate] {
        RecipeOutputFormat.allCases.map { Candidate(text: $0.rawValue, help: "") }
    }

    private var recipes: [Candidate] {
        RecipeList(finder.shelves).entries.map { Candidate(text: "\($0.name)", help: $0.summary) }
    }

    /// Flags of a recipe, or values of the one before; nothing of what cannot be read, which running it says.
    private func parameters(of word: String, after last: String?, _ typed: String) -> [Candidate] {
        guard let manifest = manifest(of: word) else { return [] }
        let shown = manifest.parameters.filter { !$0.isHidden }
        if let open = shown.first(where: { $0.flags.first == last && $0.type != .bool }) {
            return open.choices.map { Candidate(text: $0, help: "") }
        }
        if last == "--output" || last == "-o" { return formats }
        guard typed.hasPrefix("-") else { return [] }
        return shown.flatMap { parameter in
            parameter.flags.map { Candidate(text: $0, help: parameter.help) }
        } + HostWords.completions.map { Candidate(text: $0.flag, help: $0.help) }
    }

    private func manifest(of word: String) -> RecipeManifest? {
        do throws(RecipeError) {
            return try RecipeManifest(finder.recipe(word, headerOnly: true).0.header)
        } catch {
            return nil
        }
    }

    /// Shells take a candidate a line.
    private static func line(_ text: String) -> String {
        DisplayText.safe(text.split(separator: "\n").first.map(String.init) ?? "", limit: 100)
    }

    /// Where on a command line the next word stands.
    private struct Place {
        private(set) var command: CommandTree
        private(set) var path: [String] = []
        /// The words of the command that are no options.
        private(set) var rest: [String] = []
        /// An option that waits for its value.
        private(set) var open: CommandTree.Option?

        init(_ words: ArraySlice<String>, in root: CommandTree) {
            command = root
            for word in words { read(word) }
        }

        private mutating func read(_ word: String) {
            if open != nil {
                open = nil
            } else if !rest.isEmpty {
                rest.append(word)
            } else if word.hasPrefix("-"), word != "-" {
                let option = command.option(word) ?? command.child("run")?.option(word)
                open = option?.takesValue == true ? option : nil
            } else if let child = command.child(word), path.count < 2 {
                command = child
                path.append(word)
            } else {
                rest.append(word)
            }
        }

        /// The recipe or script whose own words follow: that of `tavlua run NAME` or `tavlua NAME.lua`.
        var recipe: String? { ["run", "tavlua"].contains(command.name) ? rest.first : nil }
    }
}
