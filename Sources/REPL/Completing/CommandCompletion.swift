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
        guard command.name.first != "?" else {
            let marks = buffer.scalars.prefix { LuaScanner.isBlank($0) || $0 == "?" }
            return expression(after: marks.count, lua)
        }
        // A command may stand behind blanks: such an entry is not remembered.
        let scalars = buffer.scalars
        let start = scalars.firstIndex { !LuaScanner.isBlank($0) } ?? 0
        let nameEnd = scalars[start...].firstIndex(where: LuaScanner.isBlank) ?? scalars.count
        if buffer.cursor <= nameEnd { return commandNames(start..<nameEnd) }
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

    private func commandNames(_ name: Range<Int>) -> Completion? {
        let typed = String(buffer.scalars[(name.lowerBound + 1)..<buffer.cursor])
        let candidates = commands.filter { $0.name.hasPrefix(typed) && $0.name.first != "?" }.map {
            command in
            let space = command.argument == .none ? "" : " "
            return Candidate(
                ".\(command.name)\(space)", label: ".\(command.name)", kind: "command",
                summary: command.summary)
        }
        return Completion(replaced: name, candidates: candidates)
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

    private var lastBlank: Int {
        buffer.scalars[..<buffer.cursor].lastIndex(where: LuaScanner.isBlank) ?? -1
    }

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
