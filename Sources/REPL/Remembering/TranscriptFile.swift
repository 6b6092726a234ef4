import Glibc
import Synchronization
import TavusAPI

/// A ``Transcript`` that is written as it happens. The file is its owner's alone: answers may hold anything.
final class TranscriptFile: Sendable {
    private let descriptor: Int32
    private let writer: Mutex<TranscriptWriter>

    /// Goes on at the end of a file that is there.
    init(
        path: String, version: String, size: TerminalSize?, redaction: Redaction
    ) throws(REPLProblem) {
        writer = Mutex(TranscriptWriter(redaction: redaction))
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw REPLProblem("cannot write \(path): \(String(cString: strerror(errno)))")
        }
        if lseek(descriptor, 0, SEEK_END) == 0 {
            put(TranscriptWriter.heading(version: version, time: Int64(time(nil)), size: size))
        }
    }

    deinit {
        put(writer.withLock { $0.ended() })
        close(descriptor)
    }

    func write(entry: String, place: String) {
        put(writer.withLock { $0.entered(entry, place: place) })
    }

    func write(shown: String) { put(writer.withLock { $0.shown(shown) }) }

    /// A full disk ends the transcript's growth, not the session.
    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            written += count
        }
    }
}
