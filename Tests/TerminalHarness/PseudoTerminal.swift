import Glibc
import TerminalShim

/// A system call that a terminal needs did not work.
public struct TerminalProblem: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ call: String, _ code: Int32 = errno) {
        description = "\(call): \(String(cString: strerror(code)))"
    }
}

/// The near side of a pseudo terminal: what is read here was written by the program, and the reverse.
final class PseudoTerminal {
    private(set) var descriptor: Int32
    /// The file that is the terminal for the program.
    let path: String

    init(size: WindowSize) throws {
        var name = [CChar](repeating: 0, count: 128)
        descriptor = terminal_open(&name, name.count)
        guard descriptor >= 0 else { throw TerminalProblem("opening a pseudo terminal") }
        path = name.withUnsafeBufferPointer { $0.baseAddress.map(String.init(cString:)) ?? "" }
        try resize(size)
    }

    deinit { close() }

    /// As when the window of the terminal is closed.
    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    /// The program's side gets SIGWINCH.
    func resize(_ size: WindowSize) throws {
        var window = winsize(
            ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(descriptor, UInt(TIOCSWINSZ), &window) == 0 else {
            throw TerminalProblem("TIOCSWINSZ")
        }
    }

    /// How the program's side is set, also after the program died.
    func lineDiscipline() throws -> LineDiscipline {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { throw TerminalProblem("tcgetattr") }
        return LineDiscipline(settings)
    }
}

/// What the kernel does with keys before the program sees them.
public struct LineDiscipline: Sendable, Equatable {
    /// Typed characters appear.
    public var echoes: Bool
    /// Lines are edited by the kernel and come whole.
    public var isCanonical: Bool
    /// Typed control characters appear as ^X.
    public var showsControls: Bool
    /// ^C and ^Z are signals.
    public var makesSignals: Bool
    /// Enter is a newline.
    public var mapsEnter: Bool
    /// A newline goes to the first column.
    public var processesOutput: Bool

    /// As a shell has it when it starts a program.
    public static let sane = LineDiscipline(
        echoes: true, showsControls: true, isCanonical: true, makesSignals: true, mapsEnter: true,
        processesOutput: true)

    init(
        echoes: Bool, showsControls: Bool, isCanonical: Bool, makesSignals: Bool, mapsEnter: Bool,
        processesOutput: Bool
    ) {
        self.echoes = echoes
        self.showsControls = showsControls
        self.isCanonical = isCanonical
        self.makesSignals = makesSignals
        self.mapsEnter = mapsEnter
        self.processesOutput = processesOutput
    }

    init(_ settings: termios) {
        func has(_ flags: tcflag_t, _ flag: Int32) -> Bool { flags & tcflag_t(flag) != 0 }
        echoes = has(settings.c_lflag, ECHO)
        showsControls = has(settings.c_lflag, ECHOCTL)
        isCanonical = has(settings.c_lflag, ICANON)
        makesSignals = has(settings.c_lflag, ISIG)
        mapsEnter = has(settings.c_iflag, ICRNL)
        processesOutput = has(settings.c_oflag, OPOST)
    }
}
