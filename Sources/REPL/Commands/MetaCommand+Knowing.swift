import Glibc
import TavusAPI

extension MetaCommand {
    static let knowing: [MetaCommand] = [
        MetaCommand("help", "[command]", argument: .command, "What one can type here.") {
            loop, command in
            await loop.help(about: command.argument)
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
            await loop.showLong(try loop.helpPages.full(topic))
        },
        MetaCommand("find", "word", "Functions, fields and values with this word.") {
            loop, command in
            guard !command.argument.isEmpty else { throw REPLProblem(".find wants a word") }
            await loop.showLong(loop.helpPages.find(command.argument))
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

    fileprivate func help(about name: String) async {
        let word = name.first == "." ? String(name.dropFirst()) : name
        guard word.isEmpty else {
            guard let command = MetaCommand.named(word) else {
                return display.error("there is no command .\(DisplayText.safe(word, limit: 40))")
            }
            return display.line(Self.line(command, width: 0, columns: editor.size?.columns))
        }
        let columns = editor.size?.columns
        let width = MetaCommand.all.map { Self.title($0).count }.max() ?? 0
        let lines = MetaCommand.all.map { Self.line($0, width: width, columns: columns) }
        let more = HelpText.paragraph(
            """
            Tab completes, also ids. Up brings back whole entries, ^R searches them, ^X ^E opens your editor. \
            An expression shows its value: _ is the last one, _3 that of entry 3. A ; at the end mutes it.
            """, indent: 0, width: columns.map { $0 - 1 })
        await showLong((lines + [StyledText(more)]).joined(separator: "\n"))
    }

    private static func title(_ command: MetaCommand) -> String {
        let mark = command.name.first == "?" ? "" : "."
        let space = command.usage.isEmpty || command.name.first == "?" ? "" : " "
        return mark + command.name + space + command.usage
    }

    /// The name, and what it does beside it, or below it where the terminal is too narrow for both.
    private static func line(_ command: MetaCommand, width: Int, columns: Int? = nil) -> StyledText
    {
        let title = title(command)
        let room = (columns ?? .max) - 1
        if width + 4 + command.summary.count <= room {
            let gap = String(repeating: " ", count: max(0, width - title.count) + 2)
            return StyledText("  ") + StyledText(title, .name) + StyledText(gap + command.summary)
        }
        let name = HelpText.paragraph(title, indent: 2, width: room)
        let summary = HelpText.paragraph(command.summary, indent: 6, width: room)
        return StyledText(name, .name) + StyledText("\n" + summary)
    }

    /// Text that may be longer than the screen.
    func showLong(_ text: StyledText) async { await showLong(LongText(text)) }

    func showLong(_ text: LongText) async {
        let variables = getenv("PAGER").map { ["PAGER": String(cString: $0)] } ?? [:]
        let pager = Pager.chosen(
            for: text, size: editor.size, isOn: settings.pages && editor.redraws,
            environment: variables)
        if case .program(let words) = pager {
            do {
                _ = try await runProgram(words, input: text.whole.plain + "\n")
                return display.record(text.whole)
            } catch {
                display.error("\(error)")
            }
        }
        let page = Page(text, size: editor.size)
        rest = page.rest
        display.line(page.text)
    }
}
