/// Tab in a command of the prompt.
struct CommandCompletion {
    private let buffer: EditBuffer
    private let commands: [MetaCommandName]
    private let names: any NameSource
    private let command: CommandLine

    /// Nil for Lua. Only the text before the cursor counts.
    init?(_ buffer: EditBuffer, commands: [MetaCommandName], names: any NameSource) {
        let before = buffer.textBeforeCursor
        guard before == "." || CommandLine(before) != nil else { return nil }
        command = CommandLine(before) ?? CommandLine(name: "", argument: "")
        self.buffer = buffer
        self.commands = commands
        self.names = names
    }

    /// - Parameter lua: completes Lua, for commands that take an expression.
    func completion(lua: (EditBuffer) -> Completion?) -> Completion? {
        guard command.name.first != "?" else { return expression(after: command.name.count, lua) }
        let nameEnd = buffer.scalars.firstIndex(of: " ") ?? buffer.scalars.count
        if buffer.cursor <= nameEnd { return commandNames(until: nameEnd) }
        guard let found = commands.first(where: { $0.name == command.name }) else { return nil }
        switch found.argument {
        case .none, .text: return nil
        case .words(let words): return word(words.map { Candidate($0) })
        case .command:
            return word(
                commands.filter { $0.name.first != "?" }.map {
                    Candidate($0.name, summary: $0.summary)
                })
        case .recipe: return word(names.recipeNames.map { Candidate($0, kind: "recipe") })
        case .file: return file()
        case .expression: return expression(after: nameEnd + 1, lua)
        }
    }

    private func commandNames(until end: Int) -> Completion? {
        let typed = String(buffer.scalars[1..<buffer.cursor])
        let candidates = commands.filter { $0.name.hasPrefix(typed) && $0.name.first != "?" }.map {
            command in
            let space = command.argument == .none ? "" : " "
            return Candidate(
                ".\(command.name)\(space)", label: ".\(command.name)", kind: "command",
                summary: command.summary)
        }
        return Completion(replaced: 0..<end, candidates: candidates)
    }

    private func word(_ candidates: [Candidate]) -> Completion? {
        let start = lastBlank + 1
        let typed = String(buffer.scalars[start..<buffer.cursor])
        return Completion(
            replaced: start..<buffer.cursor, candidates: Ranking.best(candidates, for: typed))
    }

    private func file() -> Completion? {
        let start = lastBlank + 1
        let typed = String(buffer.scalars[start..<buffer.cursor])
        return Completion(replaced: start..<buffer.cursor, candidates: FileNames.candidates(typed))
    }

    private var lastBlank: Int { buffer.scalars[..<buffer.cursor].lastIndex(of: " ") ?? -1 }

    /// What stands after the command as Lua.
    private func expression(after start: Int, _ lua: (EditBuffer) -> Completion?) -> Completion? {
        let rest = EditBuffer(
            scalars: Array(buffer.scalars[min(start, buffer.scalars.count)...]),
            cursor: buffer.cursor - start)
        guard var found = lua(rest) else { return nil }
        found.replaced = (found.replaced.lowerBound + start)..<(found.replaced.upperBound + start)
        return found
    }
}
