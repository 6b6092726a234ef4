import Dispatch
import Glibc

/// Puts questions on the terminal of this process, one at a time, whatever standard input is.
struct TerminalQuestion: Sendable {
    private let line = Line()

    /// Nil where nobody may be asked: `--no-input`, in continuous integration, without a terminal.
    init?(_ rights: RunRights) {
        guard !rights.noInput, getenv("CI") == nil, isatty(STDERR_FILENO) == 1 else { return nil }
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        close(terminal)
    }

    /// - Returns: the line that was typed; nil where none came.
    func ask(_ question: String) async -> String? {
        await withCheckedContinuation { continuation in
            line.queue.async { continuation.resume(returning: Self.read(after: question)) }
        }
    }

    /// A thread of its own: reading blocks, and the pool of tasks has two threads.
    private final class Line: Sendable {
        let queue = DispatchQueue(label: "tavlua.question")
    }

    private static func read(after question: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        let bytes = Array(question.utf8)
        guard write(terminal, bytes, bytes.count) == bytes.count else { return nil }
        var typed: [UInt8] = []
        var byte: UInt8 = 0
        while typed.count < 4096 {
            let count = Glibc.read(terminal, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: typed, as: UTF8.self) }
            typed.append(byte)
        }
        return nil
    }
}
