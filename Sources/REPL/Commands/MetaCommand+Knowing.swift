import TavusAPI

extension MetaCommand {
    static let knowing: [MetaCommand] = [
        MetaCommand("help", "[command]", argument: .command, "What one can type here.") {
            loop, command in
            loop.help(about: command.argument)
        },
        MetaCommand(
            "?", "name", argument: .expression, "What a function or a field is; ??name says all."
        ) { loop, command in
            let topic = await loop.topic(command.argument)
            loop.display.line(try loop.helpPages.brief(topic))
        },
        MetaCommand("??", "name", argument: .expression, "All about it, with an example that runs.")
        {
            loop, command in
            let topic = await loop.topic(command.argument)
            loop.showLong(try loop.helpPages.full(topic))
        },
        MetaCommand("find", "word", "Functions, fields and values with this word.") {
            loop, command in
            guard !command.argument.isEmpty else { throw REPLProblem(".find wants a word") }
            loop.showLong(loop.helpPages.find(command.argument))
        },
    ]
}

extension REPLLoop {
    fileprivate var helpPages: HelpPages { HelpPages(width: editor.size?.columns) }

    /// What help is asked about: of a value its type.
    fileprivate func topic(_ text: String) async -> String {
        let driver = engine?.driver
        return await HelpTopic.resolved(text) { path in
            // A name that leads nowhere is no topic.
            try? await driver?.members(of: path)
        }
    }

    fileprivate func help(about name: String) {
        let word = name.first == "." ? String(name.dropFirst()) : name
        guard word.isEmpty else {
            guard let command = MetaCommand.named(word) else {
                return display.error("there is no command .\(DisplayText.safe(word, limit: 40))")
            }
            return display.line(Self.line(command, width: 0))
        }
        let width = MetaCommand.all.map { Self.title($0).count }.max() ?? 0
        let lines = MetaCommand.all.map { Self.line($0, width: width) }
        display.line(lines.joined(separator: "\n"))
        display.line(
            """
            Tab completes, also ids. Up brings back whole entries, ^R searches them, ^X ^E opens your editor.
            An expression shows its value: _ is the last one, _3 that of entry 3. A ; at the end mutes it.
            """)
    }

    private static func title(_ command: MetaCommand) -> String {
        let mark = command.name.first == "?" ? "" : "."
        let space = command.usage.isEmpty || command.name.first == "?" ? "" : " "
        return mark + command.name + space + command.usage
    }

    private static func line(_ command: MetaCommand, width: Int) -> StyledText {
        let title = title(command)
        let gap = String(repeating: " ", count: max(0, width - title.count) + 2)
        return StyledText("  ") + StyledText(title, .name) + StyledText(gap + command.summary)
    }

    /// Text that may be longer than the screen.
    func showLong(_ text: StyledText) { showLong(LongText(text)) }

    func showLong(_ text: LongText) {
        let page = Page(text, size: editor.size)
        rest = page.rest
        display.line(page.text)
    }
}
