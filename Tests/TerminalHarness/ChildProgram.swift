import Glibc
import TerminalShim

/// How a program ended.
public enum ProgramEnd: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
}

/// A program whose terminal is the far side of a pseudo terminal, in a session of its own.
struct ChildProgram: ~Copyable {
    let identifier: pid_t
    private(set) var end: ProgramEnd?
    /// The most memory it had, in kB; known when it ended.
    private(set) var peakMemory = 0

    /// - Parameter environment: all that it gets.
    init(
        _ path: String, _ arguments: [String], environment: [String: String], folder: String,
        terminal: String
    ) throws {
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        var identifier: pid_t = 0
        let code = withCStrings([path] + arguments) { words in
            withCStrings(variables) {
                terminal_spawn(path, words, $0, folder, terminal, &identifier)
            }
        }
        guard code == 0 else { throw TerminalProblem("starting \(path)", code) }
        self.identifier = identifier
    }

    func signal(_ number: Int32) { kill(identifier, number) }

    /// Looks once whether it ended.
    mutating func reap(waits: Bool) -> ProgramEnd? {
        if let end { return end }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(identifier, &status, waits ? 0 : WNOHANG, &usage) == identifier else {
            return nil
        }
        let signal = status & 0x7F
        end = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
        peakMemory = usage.ru_maxrss
        return end
    }

    /// Ends it and what it started in its process group.
    mutating func destroy() {
        guard reap(waits: false) == nil else { return }
        kill(-identifier, SIGKILL)
        kill(identifier, SIGKILL)
        _ = reap(waits: true)
    }
}

/// The strings as C has argument lists: pointers, and nil at the end.
private func withCStrings<T>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
) -> T {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
