/// What the prompt does next: events in, effects out. No terminal, no clock, no Lua.
///
/// It holds what an entry counts as, what ^C means at each moment, and when to leave.
struct REPLMachine: Sendable {
    enum Event: Sendable, Equatable {
        /// - Parameter at: when it was entered.
        case read(LineRead, at: ContinuousClock.Instant = .now)
        /// The entry, or what a command waited for, is over.
        case ended
        /// `os.exit` was called, or the terminal went away.
        case left(status: Int32)
        /// ^C as a signal: while an entry runs, or is about to.
        case interrupted(at: ContinuousClock.Instant)
        /// The entry waits for a record, which it can do in the background, or no longer does.
        case waits(Bool)
    }

    enum Effect: Sendable, Equatable {
        /// Ask for an entry that begins with this text.
        case read(text: String)
        case evaluate(number: Int, text: String)
        case command(CommandLine)
        /// Make it the newest entry of the history.
        case remember(String)
        case recall(number: Int)
        /// ^C came as a signal while a line was being typed: forget what was typed.
        case abandon
        /// Let the entry go on as a job.
        case detach
        /// Stop the entry.
        case stop
        case note(String)
        /// End at once: nothing else helped.
        case abort
        case leave(status: Int32)
    }

    private enum State: Equatable {
        case reading
        case busy(waits: Bool, interrupts: [ContinuousClock.Instant])
        case ended
    }

    private var state = State.reading
    private(set) var entryCount = 0
    /// The last ^C that found nothing running. Enter may have been pressed before it, and be heard of after.
    private var unspent: ContinuousClock.Instant?

    /// Three of them within this time end the program.
    static let patience = Duration.seconds(2)

    var isBusy: Bool { if case .busy = state { true } else { false } }

    mutating func handle(_ event: Event) -> [Effect] {
        switch (state, event) {
        case (.ended, _): return []
        case (_, .left(let status)): return leave(status)
        case (.reading, .read(let read, let instant)):
            defer { unspent = nil }
            let isStopped = unspent.map { $0 >= instant } ?? false
            return isStopped ? stopped(read) : entered(read)
        case (.busy(_, let interrupts), .waits(let waits)):
            state = .busy(waits: waits, interrupts: interrupts)
            return []
        case (.busy, .ended):
            state = .reading
            return [.read(text: "")]
        case (.busy(let waits, let interrupts), .interrupted(let instant)):
            return interrupted(at: instant, waits: waits, before: interrupts)
        case (.reading, .interrupted(let instant)):
            unspent = instant
            return [.abandon]
        case (.reading, _), (.busy, .read): return []
        }
    }

    /// For what runs as an entry and was not typed as one.
    mutating func nextNumber() -> Int {
        entryCount += 1
        return entryCount
    }

    private mutating func leave(_ status: Int32) -> [Effect] {
        state = .ended
        return [.leave(status: status)]
    }

    private mutating func entered(_ read: LineRead) -> [Effect] {
        switch read {
        case .end: return leave(0)
        case .interrupted: return [.read(text: "")]
        case .line(let text):
            if text.allSatisfy(\.isWhitespace) { return [.read(text: "")] }
            if let number = Self.recalled(text) { return [.recall(number: number)] }
            state = .busy(waits: false, interrupts: [])
            if let command = CommandLine(text) { return [.remember(text), .command(command)] }
            return [.remember(text), .evaluate(number: nextNumber(), text: text)]
        }
    }

    /// What was entered is not even begun.
    private mutating func stopped(_ read: LineRead) -> [Effect] {
        guard case .line(let text) = read, !text.allSatisfy(\.isWhitespace) else {
            return entered(read)
        }
        let kept: [Effect] = Self.recalled(text) == nil ? [.remember(text)] : []
        return kept + [.note("stopped"), .read(text: "")]
    }

    /// `!12` brings entry 12 of the history back to be edited.
    private static func recalled(_ text: String) -> Int? {
        guard text.first == "!" else { return nil }
        return Int(text.dropFirst().filter { !$0.isWhitespace })
    }

    private mutating func interrupted(
        at instant: ContinuousClock.Instant, waits: Bool, before: [ContinuousClock.Instant]
    ) -> [Effect] {
        guard !waits else {
            state = .reading
            return [.detach, .read(text: "")]
        }
        let recent = before.filter { instant - $0 < Self.patience } + [instant]
        state = .busy(waits: false, interrupts: recent)
        switch recent.count {
        case 1: return [.stop]
        case 2: return [.stop, .note("stopping; ^C once more ends tavlua")]
        default: return [.abort]
        }
    }
}
