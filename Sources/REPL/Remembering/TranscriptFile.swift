import Glibc

/// What a user sees, written to a file as it comes: prompts with what was typed, and what was shown.
///
/// The file is the owner's alone: it may hold what answers hold.
final class TranscriptFile: Sendable {
    private let descriptor: Int32

    /// Goes on at the end of a file that is there.
    init(path: String) throws(REPLProblem) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw REPLProblem("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    func write(entry: String, prompt: String) { put(prompt + entry + "\n") }
    func write(shown: String) { put(shown) }

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
