@preconcurrency import Glibc
import LuaHost
import TavusClient

/// Progress, warnings and errors; results go to standard output.
enum StandardError {
    /// Writes a line in one piece.
    static func line(_ text: String) { self.text(text + "\n") }

    static func text(_ text: String) {
        fflush(stdout)
        write(Array(text.utf8))
    }

    static func write(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            sent += count
        }
    }
}

/// The end of the process.
enum ProcessEnd {
    /// Flushes standard output and ends. A full disk turns success into failure, a closed pipe ends
    /// quietly, as shells expect it.
    static func exit(_ status: Int32) -> Never {
        let fault = fflush(stdout) == 0 ? nil : errno
        // Which error an earlier write met is known to nobody any more.
        let isWhole = fault == nil && ferror(stdout) == 0
        // Not exit(3): its handlers run while other threads may still work.
        _exit(self.status(status, outputFault: isWhole ? nil : fault ?? EIO))
    }

    /// The status to end with, having said why where it is another one.
    /// - Parameter fault: the error that standard output met.
    static func status(_ status: Int32, outputFault fault: Int32?) -> Int32 {
        guard let fault else { return status }
        if fault == EPIPE { return ExitStatus.closedOutput }
        guard status == ExitStatus.success else { return status }
        StandardError.line("tavlua: standard output could not be written whole; is the disk full?")
        return ExitStatus.failure
    }
}

extension LuaOutput {
    /// All of it to standard error, where standard output is for a result or a plan.
    static let standardError = LuaOutput.handler { _, bytes in StandardError.write(bytes) }
}
