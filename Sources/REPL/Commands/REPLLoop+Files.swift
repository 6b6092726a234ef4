import Glibc
import LuaHost
import TavusAPI

/// Commands that read and write files.
extension REPLLoop {
    /// Runs a file before the first prompt; its locals are its own.
    func load(_ path: String) async {
        guard let session = engine?.session else { return }
        do {
            try await session.run(.file(path))
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
            text = try TextFile.read(path)
        } catch {
            return display.error("\(error)")
        }
        begin(machine.nextNumber(), text, name: path)
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
        display.keepTranscript(try TranscriptFile(path: path))
        display.note("writing what you see to \(DisplayText.safe(path, limit: 200)); .tee stops")
    }

    func showHistory(_ argument: String) {
        let found: [(number: Int, text: String)]
        if let count = Int(argument) {
            found = memory.newest(count)
        } else {
            found = argument.isEmpty ? memory.newest(30) : memory.search(argument)
        }
        guard !found.isEmpty else { return display.note("nothing found") }
        let width = "\(found.map(\.number).max() ?? 0)".count
        let lines = found.map { entry in
            let number = "\(entry.number)"
            let gap = String(repeating: " ", count: width - number.count)
            let indent = "\n" + String(repeating: " ", count: width + 3)
            let text = PrintedText.safe(entry.text).split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .joined(separator: indent)
            return StyledText(" \(gap)\(number)  ", .note) + StyledText(text)
        }
        showLong(lines.joined(separator: "\n"))
    }
}

/// Small files of text.
enum TextFile {
    static func read(_ path: String) throws(REPLProblem) -> String {
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

    /// - Parameter replaces: an existing file is written anew; otherwise it is left alone.
    static func write(_ text: String, to path: String, replaces: Bool) throws(REPLProblem) {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replaces ? O_TRUNC : O_EXCL)
        let descriptor = open(path, flags, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw REPLProblem("\(shown(path)) exists; --force replaces it")
            }
            throw problem("write", path)
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw problem("write", path) }
            written += count
        }
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
        try TextFile.write(text + "\n", to: path, replaces: true)
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
