import TavusAPI

extension MetaCommand {
    static let guarding: [MetaCommand] = [
        MetaCommand(
            "env", "", argument: .none, "Where calls go, as whom, and what this program reads."
        ) { loop, _ in
            loop.display.line(loop.host.facts.aligned)
        },
        MetaCommand("profile", "[name]", "The account in use; with a name, another one.") {
            loop, command in
            try await loop.profile(command.argument)
        },
        MetaCommand(
            "login", "[profile]", "Asks for an API key, and stores it as a profile; \"default\"."
        ) { loop, command in
            try await loop.logIn(command)
        },
        MetaCommand(
            "dry", "[on|off]", argument: .words(["on", "off"]),
            "Only reads are sent; what would be written is shown."
        ) { loop, command in
            loop.host.gate.isDry = try REPLLoop.isOn(command, now: loop.host.gate.isDry)
            loop.display.note("dry \(loop.host.gate.isDry ? "on: only reads are sent" : "off")")
        },
    ]
}

extension REPLLoop {
    /// Asks before a call that destroys is sent.
    func confirm(_ call: CallGate.Call) async -> CallGate.Answer {
        guard machine.isBusy, foreground != nil, editor.isInteractive else { return .notNow }
        var question = StyledText("\(call.name)", .warning)
        if let subject = call.subject {
            let name = await host.name(of: subject.id, in: subject.resource)
            let shown = name.map { " \"\(DisplayText.safe($0, limit: 60))\"" } ?? ""
            question.append(
                " \(subject.singular)\(shown) (\(DisplayText.safe(subject.id, limit: 40)))")
        }
        question.append(" on \(host.place.word). Do it? [y/N] ")
        display.showStatus(nil)
        let answer = await ask(question)?.lowercased() ?? ""
        return answer == "y" || answer == "yes" ? .yes : .no
    }
}

extension [(name: String, value: String)] {
    /// Names and values in two columns.
    var aligned: StyledText {
        let width = map { CellWidth.of($0.name) }.max() ?? 0
        return map { fact in
            let gap = String(repeating: " ", count: width - CellWidth.of(fact.name) + 2)
            return StyledText("  ") + StyledText(fact.name, .fieldName)
                + StyledText(gap + DisplayText.safe(fact.value, limit: 200))
        }.joined(separator: "\n")
    }
}
