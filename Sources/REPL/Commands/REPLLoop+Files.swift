import Glibc
import LuaHost
import TavusAPI

/// Commands that read and write files.
extension REPLLoop {
    /// Runs a file before the first prompt; its locals are its own.
    ///
    /// By the driver, as an entry would be: the session's own long run has begun, and another one would
    /// wait for its end.
    func load(_ path: String) async {
        guard let driver = engine?.driver else { return }
        do {
            let text = try TextFile.script(path)
            let name = TextFile.chunkName(path)
            sources[name] = text
            ownPrompt = try await driver.evaluate(
                number: 0, source: text, name: name, mode: snapshotMode
            ).prompt
        } catch let error as ScriptError {
            display.error(diagnostics.brief(EntryFailure(error, sources: sources)))
        } catch {
            display.error("\(error)")
        }
    }

    /// `.load`: an entry whose text is the file's, named by its path in messages.
    func loadAsEntry(_ path: String) {
        let text: String
        do {
            text = try TextFile.script(path)
        } catch {
            return display.error("\(error)")
        }
        begin(machine.nextNumber(), text, name: TextFile.chunkName(path))
    }

    /// `.edit`: what comes back is typed, and runs only after Enter.
    func edit(_ argument: String) async throws {
        var text = memory.recent.last { CommandLine($0) == nil } ?? ""
        if !argument.isEmpty {
            guard let number = Int(argument), let entry = memory.entry(number) else {
                throw REPLProblem("there is no entry \(argument); .history lists them")
            }
            text = entry
        }
        let asked = text
        prefill =
            try await lendingTerminal {
                Result { () throws(REPLProblem) in try OutsideEditor.edit(asked) }
            }.get() ?? text
    }

    func tee(_ path: String?) throws {
        guard let path else {
            display.keepTranscript(nil)
            return display.note("no transcript is written")
        }
        display.keepTranscript(
            try TranscriptFile(
                path: path, version: host.version, size: editor.size, redaction: memory.redaction))
        display.note("writing what you see to \(DisplayText.safe(path, limit: 200)); .tee stops")
    }

    func save(_ command: CommandLine, asRecipe: Bool) async throws {
        let replaces = command.words.contains("--force")
        guard let path = command.words.first(where: { $0 != "--force" }) else {
            throw REPLProblem(".\(command.name) wants a file")
        }
        let form = asRecipe ? SavedScript.Form.recipe(name: TextFile.name(of: path)) : .script
        let exists = REPLProblem(
            "\(DisplayText.safe(path, limit: 200)) exists; --force replaces it")
        // Said before one picks, too.
        guard replaces || access(path, F_OK) != 0 else { throw exists }
        var log = memory.sessionLog
        if asRecipe, editor.isInteractive, !log.kept.isEmpty {
            guard let picked = await picked(of: log) else {
                return display.note("nothing is written")
            }
            log = log.picking(picked)
        }
        let script = try memory.script(of: log, as: form, version: host.version)
        do throws(SavedFile.Problem) {
            try SavedFile.write(script.text, to: path, replaces: replaces)
        } catch {
            if case .exists = error { throw exists }
            throw error
        }
        display.note("written to \(DisplayText.safe(path, limit: 200))")
        for note in script.notes { display.note("  " + DisplayText.safe(note, limit: 300)) }
    }

    /// Asks which entries are to be saved, until the answer names some that can be; nil: none.
    private func picked(of log: SessionLog) async -> Set<Int>? {
        let pick = EntryPick(log)
        await showLong(listed(pick.entries.map { ($0.number, $0.text) }))
        while let answer = await ask("entries [all]: ") {
            do throws(REPLProblem) { return try pick.numbers(in: answer) } catch {
                display.error("\(error)")
            }
        }
        return nil
    }

    func showHistory(_ argument: String) async {
        let found: [(number: Int, text: String)]
        if let count = Int(argument) {
            found = memory.newest(count)
        } else {
            found = argument.isEmpty ? memory.newest(30) : memory.search(argument)
        }
        guard !found.isEmpty else { return display.note("nothing found") }
        await showLong(listed(found))
    }

    /// Entries behind their numbers.
    private func listed(_ found: [(number: Int, text: String)]) -> StyledText {
        let width = "\(found.map(\.number).max() ?? 0)".count
        let redaction = memory.redaction
        return found.map { entry in
            let number = "\(entry.number)"
            let gap = String(repeating: " ", count: width - number.count)
            let indent = "\n" + String(repeating: " ", count: width + 3)
            let text = PrintedText.safe(redaction.redacting(entry.text)).split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .joined(separator: indent)
            return StyledText(" \(gap)\(number)  ", .note) + StyledText(text)
        }.joined(separator: "\n")
    }
}

/// Small files of text.
public enum TextFile {
    public static func read(_ path: String) throws(REPLProblem) -> String {
        guard let file = fopen(path, "re") else { throw problem("read", path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            bytes += piece[..<count]
            if count < piece.count { break }
        }
        guard ferror(file) == 0 else { throw problem("read", path) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw REPLProblem("\(shown(path)) is not UTF-8 text")
        }
        return text
    }

    /// The text of a Lua file, without what Lua's own loader skips: a mark at its beginning, and a first line
    /// for the kernel (`#!`), of which the number stays.
    static func script(_ path: String) throws(REPLProblem) -> String {
        let text = withoutMark(try read(path))
        return text.first == "#" ? String(text.drop { !$0.isNewline }) : text
    }

    /// The path as messages show it: Lua cuts names after 59 bytes (LUA_IDSIZE), and would cut the end.
    static func chunkName(_ path: String) -> String {
        guard path.utf8.count > 59 else { return path }
        var end = path[...]
        while end.utf8.count > 56 { end.removeFirst() }
        return "..." + end
    }

    static func withoutMark(_ text: String) -> String {
        text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// "sweep" of "recipes/sweep.lua".
    static func name(of path: String) -> String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.hasSuffix(".lua") ? last.dropLast(4) : last)
    }

    private static func problem(_ verb: String, _ path: String) -> REPLProblem {
        REPLProblem("cannot \(verb) \(shown(path)): \(String(cString: strerror(errno)))")
    }

    private static func shown(_ path: String) -> String { DisplayText.safe(path, limit: 200) }
}

/// `$VISUAL` or `$EDITOR`, over a file that only the user can read.
enum OutsideEditor {
    /// - Returns: what the user made of the text; nil: nothing else.
    static func edit(_ text: String) throws(REPLProblem) -> String? {
        var name = Array("/tmp/tavlua-XXXXXX.lua".utf8CString)
        let descriptor = mkstemps(&name, 4)
        guard descriptor >= 0 else {
            throw REPLProblem("no file to edit in /tmp: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        let path = name.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        defer { unlink(path) }
        do throws(SavedFile.Problem) {
            try SavedFile.write(text + "\n", to: path, replaces: true)
        } catch {
            throw REPLProblem("\(error)")
        }
        let status = try ChildProgram.run(["/bin/sh", "-c", "\(program) \"$1\"", "sh", path])
        guard status == 0 else {
            throw REPLProblem("\(program) ended with status \(status); the entry is as it was")
        }
        var edited = try TextFile.read(path)[...]
        while edited.last?.isNewline == true { edited = edited.dropLast() }
        return edited == text ? nil : String(edited)
    }

    /// The variable may hold options, as in `code --wait`: a shell takes it apart.
    private static var program: String {
        for name in ["VISUAL", "EDITOR"] {
            if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
        }
        return "vi"
    }
}
