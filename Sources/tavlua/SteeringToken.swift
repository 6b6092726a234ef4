import Glibc
import Synchronization

/// The token of one run of `tavlua emulator`, which opens the paths below `/__emulator/`.
///
/// It is kept in a file for its owner alone, so that scripts find it: other users of the machine reach
/// the port, too, and may not steer.
final class SteeringToken: Sendable {
    let text: String
    private let path = Mutex<String?>(nil)

    init() {
        var generator = SystemRandomNumberGenerator()
        text = (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes the file of a port, over that of an earlier run.
    /// - Returns: its path.
    func store(port: Int) throws(Problem) -> String {
        let file = "\(StateFolder.path)/emulator-\(port).token"
        if let problem = StateFolder.make() { throw Problem(description: problem) }
        // A link that somebody has put there must not be written through.
        unlink(file)
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.problem(file) }
        defer { close(descriptor) }
        let line = text + "\n"
        guard write(descriptor, line, line.utf8.count) == line.utf8.count else {
            throw Self.problem(file)
        }
        path.withLock { $0 = file }
        return file
    }

    func remove() {
        if let path = path.withLock({ $0 }) { unlink(path) }
    }

    private static func problem(_ file: String) -> Problem {
        Problem(description: "cannot write \(file): \(String(cString: strerror(errno)))")
    }
}
