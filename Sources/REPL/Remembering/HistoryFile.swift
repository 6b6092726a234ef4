import Glibc

/// The entries of earlier sessions: one line each, appended as they are entered, readable by the
/// owner alone.
public struct HistoryFile: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// The newest entries, oldest first; empty where there is no file yet.
    public func entries(atMost count: Int = 1000) -> [String] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var lines: [String] = []
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        while getline(&buffer, &capacity, file) > 0, let text = buffer {
            let line = String(cString: text).trimmingSuffix { $0.isNewline }
            if !line.isEmpty { lines.append(unescaped(line)) }
        }
        return Array(lines.suffix(count))
    }

    /// Appends one entry, unless it begins with a space or looks as if it held a key.
    /// - Returns: false when it could not be written; the session goes on without it.
    public func append(_ entry: String) -> Bool {
        guard Self.mayBeKept(entry) else { return true }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        defer { _ = Glibc.close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { return false }
        // One write: lines of two sessions never mix.
        let line = Array((escaped(entry) + "\n").utf8)
        return write(descriptor, line, line.count) == line.count
    }

    /// A Tavus key is 32 hexadecimal digits; nothing that holds such a run is stored.
    static func mayBeKept(_ entry: String) -> Bool {
        guard entry.first != " " else { return false }
        var run = 0
        for byte in entry.utf8 {
            let isDigit = (48...57).contains(byte) || (97...102).contains(byte | 0x20)
            run = isDigit ? run + 1 : 0
            if run >= 32 { return false }
        }
        return true
    }

    private func escaped(_ entry: String) -> String {
        entry.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    }

    private func unescaped(_ line: String) -> String {
        var text = ""
        var isEscaped = false
        for character in line {
            if isEscaped {
                text.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }
}

extension String {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
        var rest = self[...]
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return String(rest)
    }
}
