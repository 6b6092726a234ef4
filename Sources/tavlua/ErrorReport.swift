import Glibc
import LuaHost
import TavusAPI
import TavusClient
import TavusLua

/// Says on standard error what went wrong, and with which status that ends the program.
struct ErrorReport: Sendable {
    /// With Lua's whole traceback.
    let isVerbose: Bool

    /// - Returns: the exit status of the contract for this error.
    func print(_ error: any Error) -> Int32 {
        switch error {
        case let error as ScriptError:
            StandardError.line(text(of: error))
            return status(of: error)
        case let problem as FileProblem:
            StandardError.line("tavlua: " + DisplayText.safe(problem.description))
            return ExitStatus.noSuchScript
        case let problem as ConfigurationError:
            StandardError.line("tavlua: " + DisplayText.safeLines(problem.message))
            return problem.exitStatus
        case let error as TavusError:
            StandardError.line(DisplayText.safe(error.description))
            return ExitStatus.of(error)
        default:
            StandardError.line("tavlua: " + DisplayText.safeLines("\(error)"))
            return ExitStatus.failure
        }
    }

    private func status(of error: ScriptError) -> Int32 {
        switch error.cause {
        case let cause as TavusError: ExitStatus.of(cause)
        case let cause as ConfigurationError: cause.exitStatus
        default: ExitStatus.failure
        }
    }

    /// The message, the line of the script that it is about, and the way that led there.
    func text(of error: ScriptError) -> String {
        var lines = [DisplayText.safeLines(error.message, limit: 2000)]
        if let excerpt = SourceExcerpt(message: error.message) {
            lines += excerpt.lines
        } else if let location = error.location, !error.message.hasPrefix(location + ":") {
            lines.append("  at \(DisplayText.safe(location))")
            lines += SourceExcerpt(location: location)?.lines ?? []
        }
        if error.isSyntaxError, error.message.hasSuffix("<name> expected near 'end'") {
            lines.append(
                "  `end` is a Lua keyword; the operation is end_, as in tavus.conversations.end_(id)"
            )
        }
        lines += isVerbose ? [DisplayText.safeLines(error.traceback)] : callers(of: error)
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The script's own frames of the traceback, when there is more than the one shown already.
    private func callers(of error: ScriptError) -> [String] {
        let frames = error.traceback.split(separator: "\n").dropFirst().filter { frame in
            let frame = frame.drop { $0 == "\t" || $0 == " " }
            return !frame.hasPrefix("[C]") && !frame.hasPrefix("[tavus") && !frame.hasPrefix("(...")
        }
        guard frames.count > 1 else { return [] }
        return frames.prefix(12).map { "  in " + DisplayText.safe(String($0.drop { $0 == "\t" })) }
    }
}

/// Two lines of a script around the place that a message names.
struct SourceExcerpt {
    let lines: [String]

    /// From a message that begins `path.lua:5: `.
    init?(message: String) {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let line = Int(parts[1]) else { return nil }
        self.init(path: String(parts[0]), line: line)
    }

    /// From `path.lua:5`.
    init?(location: String) {
        guard let colon = location.lastIndex(of: ":"),
            let line = Int(location[location.index(after: colon)...])
        else { return nil }
        self.init(path: String(location[..<colon]), line: line)
    }

    private init?(path: String, line: Int) {
        guard line > 0, let source = Self.firstLines(of: path, count: line), source.count == line
        else {
            return nil
        }
        let shown = max(1, line - 1)...line
        lines = shown.map { number in
            return "  \(number) | \(DisplayText.safe(source[number - 1], limit: 160))"
        }
    }

    private static func firstLines(of path: String, count: Int) -> [String]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        var found: [String] = []
        while found.count < count, getline(&buffer, &capacity, file) > 0, let text = buffer {
            found.append(String(String(cString: text).prefix { !$0.isNewline }))
        }
        return found
    }
}
