import EditlineShim
import Glibc

/// What is typed, and what else the editor's thread waits for.
struct TerminalInput {
    enum Event: Equatable {
        case key(KeyDecoder.Event)
        /// Other threads have something to show.
        case news
        case resized, continued
        /// A signal is about to end the process, and the terminal was given back.
        case ended
        case closed
    }

    private let descriptor: Int32
    private var decoder = KeyDecoder()
    private var isClosed = false
    /// Read before what is typed.
    private var returned: [KeyDecoder.Event] = []
    /// An Escape that nothing follows soon is a key of its own, as vi needs it.
    var escapeIsKey = false
    private static let escapeDelay: Int32 = 30
    private static let chunk = 64 << 10

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Bytes that have become keys.
    var consumed: Int { decoder.consumed }

    /// The next key that needs no waiting.
    mutating func ready() -> KeyDecoder.Event? {
        if let event = returned.popLast() { return event }
        if let event = decoder.next(isFinal: isClosed) { return event }
        while waits(for: 0), fill() {
            if let event = decoder.next() { return event }
        }
        return decoder.next(isFinal: isClosed)
    }

    /// Gives a key back, to be the next one.
    mutating func unread(_ event: KeyDecoder.Event) { returned.append(event) }

    /// Waits for whatever comes first.
    mutating func wait() -> Event {
        while true {
            if let event = ready() { return .key(event) }
            if isClosed { return .closed }
            let isEscape = escapeIsKey && decoder.mayBeAlone
            var polled = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: terminal_events(), events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&polled, 2, isEscape ? Self.escapeDelay : -1)
            if count == 0, let event = decoder.next(isFinal: true) { return .key(event) }
            if count > 0, polled[1].revents != 0, let event = nextEvent() { return event }
            if count > 0, polled[0].revents != 0, !fill(), isClosed, decoder.isEmpty {
                return .closed
            }
        }
    }

    /// The bytes of a paste, up to its end mark.
    /// - Parameter body: called with each part.
    mutating func readPaste(_ body: (ArraySlice<UInt8>) -> Void) {
        var tail: [UInt8] = []
        while true {
            let bytes = tail + decoder.takeBytes()
            if let end = bytes.firstRange(of: PastedText.end) {
                body(bytes[..<end.lowerBound])
                return decoder.putBack(bytes[end.upperBound...])
            }
            // The mark may come in two parts.
            let kept = max(0, bytes.count - PastedText.end.count + 1)
            body(bytes[..<kept])
            tail = Array(bytes[kept...])
            if isClosed || (waits(for: -1) && !fill() && isClosed) { return body(tail[...]) }
        }
    }

    /// Whether ^C was typed behind an entry while it was a key. From now on it is a signal, and the rest of what is
    /// typed for whoever reads next. What was typed before it goes, too, as in the kernel's own queue.
    mutating func takeInterrupt() -> Bool {
        var modes = termios()
        if tcgetattr(descriptor, &modes) == 0 {
            modes.c_lflag |= tcflag_t(ISIG)
            tcsetattr(descriptor, TCSANOW, &modes)
        }
        while waits(for: 0), fill() {}
        return decoder.dropThroughInterrupt()
    }

    /// Leaves others two seconds to end the process.
    func linger() { poll(nil, 0, 2000) }

    /// Whether there is something to read within so many milliseconds.
    private func waits(for milliseconds: Int32) -> Bool {
        var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !isClosed && poll(&input, 1, milliseconds) > 0
    }

    /// Reads what there is. False if that was nothing.
    private mutating func fill() -> Bool {
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
            let result = read(descriptor, buffer.baseAddress, Self.chunk)
            if result == 0 || (result < 0 && errno != EINTR && errno != EAGAIN) { isClosed = true }
            count = max(0, result)
        }
        decoder.append(bytes)
        return !bytes.isEmpty
    }

    private func nextEvent() -> Event? {
        var byte: UInt8 = 0
        guard read(terminal_events(), &byte, 1) == 1 else { return nil }
        switch Int(byte) {
        case TERMINAL_RESIZED: return .resized
        case TERMINAL_CONTINUED: return .continued
        case TERMINAL_ENDED: return .ended
        default: return .news
        }
    }
}
