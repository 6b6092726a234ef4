import Glibc
import Synchronization
import TavusAPI

/// A ``Transcript`` that is written as it happens. The file is its owner's alone: answers may hold anything.
final class TranscriptFile: Sendable {
    private let path: String
    private let descriptor: Int32
    private let writer: Mutex<TranscriptWriter>

    /// Goes on at the end of a file that is there.
    init(
        path: String, version: String, size: TerminalSize?, redaction: Redaction
    ) throws(REPLProblem) {
        self.path = DisplayText.safe(path, limit: 200)
        writer = Mutex(TranscriptWriter(redaction: redaction))
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw problem(errno)
        }
        if lseek(descriptor, 0, SEEK_END) == 0 {
            try put(TranscriptWriter.heading(version: version, time: Int64(time(nil)), size: size))
        }
    }

    deinit { close(descriptor) }

    func write(entry: String, place: String, redaction: Redaction) throws(REPLProblem) {
        try put(
            writer.withLock { writer in
                writer.redaction = redaction
                return writer.entered(entry, place: place)
            })
    }

    func write(shown: String) throws(REPLProblem) {
        try put(writer.withLock { $0.shown(shown) })
    }

    /// Writes the last line, if it was never finished.
    func end() throws(REPLProblem) { try put(writer.withLock { $0.ended() }) }

    private func put(_ text: String) throws(REPLProblem) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            // Half a write without an error is what a disk gives that is full.
            guard count > 0 else { throw problem(count < 0 ? errno : ENOSPC) }
            written += count
        }
    }

    private func problem(_ number: Int32) -> REPLProblem {
        REPLProblem("cannot write \(path): \(String(cString: strerror(number)))")
    }
}
