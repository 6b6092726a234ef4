import TavusAPI

/// Commands that change the account.
extension REPLLoop {
    func profile(_ name: String) async throws {
        guard !name.isEmpty else { return display.note(host.place.word) }
        // A record of one account must never be changed with the key of another: nothing is kept.
        try await reopen { try self.host.choose(profile: name) }
        services.forgetIdentifiers()
        display.note("\(host.place.word): a new session, without the variables of the last")
    }

    /// `.login`: the key goes from the terminal into the profile, and nowhere else.
    func logIn(_ command: CommandLine) async throws {
        let name = try profileName(command)
        let login = try host.login(profile: name)
        if login.exists {
            let answer = await ask(
                StyledText("the profile \(name) is there already. Replace it? [y/N] ", .warning))
            guard ["y", "yes"].contains(answer?.lowercased()) else {
                return display.note("nothing is changed")
            }
        }
        let typed = await ask(
            StyledText("API key for \(login.baseURL), not shown: "), isSecret: true)
        // Copied keys come with blanks around them.
        let key = String((typed ?? "").trimmingBlanks)
        guard !key.isEmpty else { return display.note("nothing is stored") }
        let verdict = try await verdict(of: key, login)
        if case .refused(let why) = verdict {
            throw REPLProblem("the key is not stored: \(why)")
        }
        try login.store(key)
        if case .unknown(let why) = verdict {
            display.error("the key could not be tried: \(why)")
        }
        display.note("the key is stored in the profile \(name)")
        try await profile(name)
    }

    private func verdict(of key: String, _ login: any REPLLogin) async throws -> REPLKeyVerdict {
        if editor.redraws { display.showStatus(StyledText("trying the key", .note)) }
        defer { display.showStatus(nil) }
        return try await login.check(key)
    }

    private func profileName(_ command: CommandLine) throws(REPLProblem) -> String {
        guard editor.isInteractive else {
            throw REPLProblem(
                ".login asks for a key at a terminal. Without one, set TAVUS_API_KEY or give"
                    + " --api-key-file FILE")
        }
        guard engine?.session != nil else { throw Self.paused }
        let words = command.words
        let name = words.first ?? "default"
        // Said back, it would be shown and kept.
        guard words.count < 2, memory.redacted(name) == name else {
            throw REPLProblem(
                ".login takes the name of a profile and nothing else; it asks for the key")
        }
        return name
    }
}

extension StringProtocol {
    fileprivate var trimmingBlanks: SubSequence {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return rest
    }
}
