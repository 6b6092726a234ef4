import Glibc

/// A program on a terminal, and who sits before it: types, looks, waits.
///
///     let session = try TerminalSession("/bin/bash", ["-i"], folder: "/tmp")
///     try session.send("echo $((6 * 7))\r")
///     try session.wait(for: "42")
///
/// Nothing sleeps: waiting reads what the program writes until the screen is as wanted, or time is up; then
/// the error shows the screen. For one thread.
public final class TerminalSession {
    public private(set) var terminal: VirtualTerminal
    /// How many bytes the program has been given to read as keys.
    public private(set) var bytesTyped = 0
    /// How long ``wait(until:_:)`` waits.
    public var patience = Duration.seconds(20)
    /// All that the program wrote is kept as it came, too.
    public var recordsOutput = false
    public private(set) var output: [UInt8] = []

    private let pty: PseudoTerminal
    private var program: ChildProgram
    private var isHungUp = false

    /// Starts the program in the folder. Its environment is PATH, TERM and what is given.
    public init(
        _ program: String, _ arguments: [String] = [], size: WindowSize = .standard,
        term: String = "xterm-256color", environment: [String: String] = [:], folder: String
    ) throws {
        terminal = VirtualTerminal(size: size)
        pty = try PseudoTerminal(size: size)
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let all = ["PATH": path, "TERM": term].merging(environment) { $1 }
        self.program = try ChildProgram(
            program, arguments, environment: all, folder: folder, terminal: pty.path)
    }

    deinit { program.destroy() }

    public var screen: Screen { terminal.screen }
    public var processIdentifier: pid_t { program.identifier }
    /// In kB, once it ended.
    public var peakMemory: Int { program.peakMemory }

    /// How the terminal is set now, also after the program ended.
    public func lineDiscipline() throws -> LineDiscipline { try pty.lineDiscipline() }

    public func signal(_ number: Int32) { program.signal(number) }

    /// Gives the terminal another size; the program hears of it by a signal.
    public func resize(_ size: WindowSize) throws {
        try pty.resize(size)
        terminal.resize(size)
    }

    /// Closes the terminal, as a user closes its window.
    public func hangUp() {
        pty.close()
        isHungUp = true
    }

    // MARK: Keys

    /// Types the text, and waits until the program has read all of it, shown what came of it, and waits for
    /// more. It must tell so; see ``VirtualTerminal/inputReadWhenIdle``.
    public func type(_ text: String) throws {
        try send(text)
        try waitUntilIdle()
    }

    public func press(_ keys: Key...) throws {
        try type(keys.map(bytes).joined())
    }

    /// Types without waiting for the program.
    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    public func send(_ bytes: [UInt8]) throws {
        bytesTyped += bytes.count
        try write(bytes)
    }

    public func send(_ keys: Key...) throws { try send(keys.map(bytes).joined()) }

    /// What a terminal sends when text is pasted: marked, if the program asked for that.
    public func paste(_ text: String) throws {
        try sendPaste(text)
        try waitUntilIdle()
    }

    public func sendPaste(_ text: String) throws {
        let isMarked = screen.modes.contains(.bracketedPaste)
        // Terminals send Enter where the clipboard has a newline.
        let keys = String(text.map { $0 == "\n" ? "\r" : $0 })
        try send(isMarked ? "\u{1B}[200~\(keys)\u{1B}[201~" : keys)
    }

    /// ^C, ^Z or ^\ while the kernel makes signals of them: the program never reads these bytes.
    public func sendSignalKey(_ letter: Character) throws {
        try write(Array(bytes(of: .control(letter)).utf8))
    }

    private func bytes(of key: Key) -> String {
        key.bytes(isApplication: screen.modes.contains(.applicationCursorKeys))
    }

    // MARK: Waiting

    public func waitUntilIdle() throws {
        try wait("idle after \(bytesTyped) bytes of input") {
            ($0.inputReadWhenIdle ?? -1) >= self.bytesTyped
        }
    }

    /// Waits until the screen, or a line that left it, shows the text.
    public func wait(for text: String) throws {
        try wait("\"\(text)\" on the screen") { $0.screen.text.contains(text) }
    }

    public func wait(_ what: String, until isMet: (VirtualTerminal) -> Bool) throws {
        let deadline = ContinuousClock.now + patience
        while !isMet(terminal) {
            switch try exchange(nil, until: deadline) {
            case .progress: continue
            case .hungUp: throw failure("waited for \(what), but the program ended")
            case .timeIsUp: throw failure("waited \(patience) for \(what)")
            }
        }
    }

    /// Waits until the program has ended.
    @discardableResult public func waitForEnd() throws -> ProgramEnd {
        let deadline = ContinuousClock.now + patience
        while true {
            if !isHungUp { if case .timeIsUp = try exchange(nil, until: deadline) { break } }
            if isHungUp, let end = program.reap(waits: false) { return end }
            // It closed its terminal, and takes a moment to end.
            if isHungUp { poll(nil, 0, 1) }
            if ContinuousClock.now > deadline { break }
        }
        throw failure("waited \(patience) for the program to end")
    }

    private func failure(_ text: String) -> WaitFailure {
        WaitFailure(
            text: text, typed: bytesTyped, read: terminal.inputReadWhenIdle,
            screen: screen.framed, unknown: screen.unknown)
    }

    // MARK: Bytes

    private enum Step { case progress, hungUp, timeIsUp }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        let deadline = ContinuousClock.now + patience
        while !rest.isEmpty {
            switch try exchange(&rest, until: deadline) {
            case .progress: continue
            case .hungUp: throw failure("typed \(bytes.count) bytes, but the program ended")
            case .timeIsUp: throw failure("\(rest.count) of \(bytes.count) bytes were never read")
            }
        }
    }

    /// Reads what has come and writes what is taken: a program that paints stops reading when nobody looks.
    private func exchange(
        _ output: UnsafeMutablePointer<ArraySlice<UInt8>>?, until deadline: ContinuousClock.Instant
    ) throws -> Step {
        if isHungUp { return .hungUp }
        let isWriting = output != nil
        var watched = pollfd(
            fd: pty.descriptor, events: Int16(POLLIN) | (isWriting ? Int16(POLLOUT) : 0),
            revents: 0)
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        guard left > 0, poll(&watched, 1, Int32(left.rounded(.up))) != 0 else { return .timeIsUp }
        if let output, watched.revents & Int16(POLLOUT) != 0 { try give(&output.pointee) }
        if watched.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { try takeOutput() }
        return isHungUp ? .hungUp : .progress
    }

    private func give(_ bytes: inout ArraySlice<UInt8>) throws {
        let count = bytes.withUnsafeBytes { Glibc.write(pty.descriptor, $0.baseAddress, $0.count) }
        if count >= 0 {
            bytes = bytes.dropFirst(count)
        } else if errno != EAGAIN && errno != EINTR {
            throw TerminalProblem("write to the terminal")
        }
    }

    private func takeOutput() throws {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(pty.descriptor, &buffer, buffer.count)
        if count > 0 {
            terminal.receive(buffer[..<count])
            if recordsOutput { output += buffer[..<count] }
        } else if count == 0 || errno == EIO {
            // Nobody has the far side open any more.
            isHungUp = true
        } else if errno != EAGAIN && errno != EINTR {
            throw TerminalProblem("read from the terminal")
        }
    }
}

/// The screen did not become what was waited for.
public struct WaitFailure: Error, Sendable, CustomStringConvertible {
    let text: String
    let typed: Int
    let read: Int?
    let screen: String
    let unknown: [String]

    public var description: String {
        let input = read.map(String.init) ?? "none"
        let odd = unknown.isEmpty ? "" : "\nnot understood: \(unknown.joined(separator: ", "))"
        return "\(text)\ntyped \(typed) bytes, \(input) read when idle\(odd)\n\(screen)"
    }
}
