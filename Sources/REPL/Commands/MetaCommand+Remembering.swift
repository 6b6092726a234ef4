import TavusAPI

extension MetaCommand {
    static let remembering: [MetaCommand] = [
        MetaCommand("history", "[word|count]", "Earlier entries; !12 brings entry 12 back.") {
            loop, command in
            await loop.showHistory(command.argument)
        },
        MetaCommand(
            "edit", "[number]",
            "An entry in your editor ($VISUAL, $EDITOR), the last one without a number."
        ) {
            loop, command in
            try await loop.edit(command.argument)
        },
        MetaCommand("load", "file", argument: .file, "Runs a file as if it had been typed.") {
            loop, command in
            guard let path = command.words.first else { throw REPLProblem(".load wants a file") }
            loop.loadAsEntry(path)
        },
        MetaCommand(
            "save", "file [--force]", argument: .file, "The entries that worked, as a script."
        ) {
            loop, command in
            try await loop.save(command, asRecipe: false)
        },
        MetaCommand(
            "recipe", "file [--force]", argument: .file,
            "Entries that you pick, as a recipe with parameters."
        ) {
            loop, command in
            try await loop.save(command, asRecipe: true)
        },
        MetaCommand(
            "tee", "[file]", argument: .file, "Writes all you see to a file; without one, stops."
        ) {
            loop, command in
            try loop.tee(command.words.first)
        },
        MetaCommand(
            "private", "[on|off]", argument: .words(["on", "off"]),
            "Nothing is stored of what is typed."
        ) {
            loop, command in
            loop.memory.isPrivate = try REPLLoop.isOn(command, now: loop.memory.isPrivate)
            loop.display.note("private \(loop.memory.isPrivate ? "on: nothing is stored" : "off")")
        },
    ]
}
