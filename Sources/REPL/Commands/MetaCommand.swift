import TavusAPI

/// A command of the prompt itself: `.name argument`.
struct MetaCommand: Sendable {
    typealias Action = @Sendable (isolated REPLLoop, CommandLine) async throws -> Void

    let name: String
    /// What stands after the name in the list of commands: "[on|off]".
    let usage: String
    let summary: String
    let argument: MetaCommandArgument
    let action: Action

    init(
        _ name: String, _ usage: String, argument: MetaCommandArgument = .text,
        _ summary: String, action: @escaping Action
    ) {
        self.name = name
        self.usage = usage
        self.argument = argument
        self.summary = summary
        self.action = action
    }

    /// In the order in which `.help` lists them.
    static let all: [MetaCommand] = [
        knowing, showing, remembering, running, guarding, leaving,
    ].flatMap(\.self)

    static func named(_ name: String) -> MetaCommand? {
        if name == "quit" { return named("exit") }
        return all.first { $0.name == name }
    }

    static var names: [MetaCommandName] {
        all.map { MetaCommandName(name: $0.name, summary: $0.summary, argument: $0.argument) }
    }
}

extension REPLLoop {
    func run(_ command: CommandLine) async {
        guard let found = MetaCommand.named(command.name) else {
            display.error(Self.unknown(command.name))
            hasFailed = true
            letters.yield(.machine(.ended))
            return
        }
        do {
            try await found.action(self, command)
        } catch {
            display.error("\(error)")
            hasFailed = true
        }
        // What the prompt waits for now says itself when it is over.
        if foreground == nil { letters.yield(.machine(.ended)) }
    }

    private static func unknown(_ name: String) -> String {
        let near = nearest(name, among: MetaCommand.all.map(\.name))
        let hint = near.map { " Did you mean .\($0)?" } ?? ""
        return "there is no command .\(DisplayText.safe(name, limit: 40)).\(hint) .help lists them."
    }

    /// `on`, `off`, or nothing for the other of the two.
    static func isOn(_ command: CommandLine, now: Bool) throws(REPLProblem) -> Bool {
        switch command.argument {
        case "on": return true
        case "off": return false
        case "": return !now
        default: throw REPLProblem(".\(command.name) takes on or off")
        }
    }
}
