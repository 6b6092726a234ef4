@preconcurrency import Glibc
import TavusClient

/// Progress, warnings and errors; results go to standard output.
enum StandardError {
    /// Writes a line in one piece.
    static func line(_ text: String) {
        fflush(stdout)
        let bytes = Array((text + "\n").utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                write(STDERR_FILENO, $0.baseAddress, $0.count)
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
        let isFlushed = fflush(stdout) == 0
        if !isFlushed && errno == EPIPE { _exit(ExitStatus.closedOutput) }
        if status == ExitStatus.success && (!isFlushed || ferror(stdout) != 0) {
            // Which error it was is known only to the write that met it.
            StandardError.line(
                "tavlua: standard output could not be written whole; is the disk full?")
            _exit(ExitStatus.failure)
        }
        // Not exit(3): its handlers run while other threads may still work.
        _exit(status)
    }
}
