extension MetaCommand {
    static let showing: [MetaCommand] = [
        MetaCommand("more", "", argument: .none, "What did not fit on the screen.") { loop, _ in
            guard let rest = loop.rest else { throw REPLProblem("there is no more") }
            await loop.showLong(rest)
        },
        MetaCommand(
            "expand", "[entry]",
            "The last result with nothing cut, each record as pairs; or what an entry gave."
        ) {
            loop, command in
            try await loop.expand(command.argument)
        },
        MetaCommand(
            "mode", "[auto|table|tree|json|lua]",
            argument: .words(REPLSettings.DisplayMode.allCases.map(\.rawValue)),
            "How values are shown; without a word, how they are now."
        ) { loop, command in
            guard !command.argument.isEmpty else {
                return loop.display.note(loop.settings.displayMode.rawValue)
            }
            guard let mode = REPLSettings.DisplayMode(rawValue: command.argument) else {
                let modes = REPLSettings.DisplayMode.allCases.map(\.rawValue).joined(
                    separator: ", ")
                throw REPLProblem("there is no mode \"\(command.argument)\"; there are \(modes)")
            }
            loop.settings.displayMode = mode
        },
        MetaCommand("trace", "", argument: .none, "The whole traceback of the last error.") {
            loop, _ in
            guard let failure = loop.lastFailure else { throw REPLProblem("no error so far") }
            await loop.showLong(loop.diagnostics.full(failure))
        },
        MetaCommand(
            "http", "", argument: .none, "The last exchange with the service, without secrets."
        ) { loop, _ in
            guard let exchange = loop.host.calls.last else { throw REPLProblem("no call so far") }
            await loop.showLong(exchange.shown(redacting: loop.memory.redacted))
        },
        MetaCommand(
            "time", "[on|off]", argument: .words(["on", "off"]), "How long each entry takes."
        ) {
            loop, command in
            loop.showsTime = try REPLLoop.isOn(command, now: loop.showsTime)
            loop.display.note("time \(loop.showsTime ? "on" : "off")")
        },
    ]
}
