import Glibc
import TerminalHarness

/// Starts `Tests/LineReader`, which lies beside the tests.
func lineReader(
    _ arguments: String..., size: WindowSize = .standard, term: String = "xterm-256color",
    environment: [String: String] = [:]
) throws -> TerminalSession {
    let base = [
        "TAVLUA_IDLE_MARKS": "1", "LANG": "C.UTF-8", "HOME": "/nonexistent",
        "SWIFT_BACKTRACE": "enable=no",
    ]
    let session = try TerminalSession(
        lineReaderPath, arguments, size: size, term: term,
        environment: base.merging(environment) { $1 }, folder: "/")
    if term != "dumb" { try session.waitUntilIdle() }
    return session
}

var lineReaderPath: String { productsFolder + "/line-reader" }

private var productsFolder: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let path = String(
        decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
}

extension TerminalSession {
    /// The rows of the screen, and where the cursor is.
    struct View: Equatable, CustomStringConvertible {
        var lines: [String]
        var row: Int
        var column: Int

        init(_ lines: String..., at row: Int, _ column: Int) {
            self.lines = lines
            (self.row, self.column) = (row, column)
        }

        var description: String { lines.joined(separator: "\n") + "\n(\(row), \(column))" }
    }

    var view: View {
        var view = View(at: screen.cursor.row, screen.cursor.column)
        view.lines = screen.lines
        return view
    }
}
