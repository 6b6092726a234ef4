import EditlineShim
import Synchronization

/// The terminal's output, which all threads share. While an entry is typed it belongs to the editor's
/// thread alone: what others have to show waits for it.
final class TerminalScreen: Sendable {
    private struct State {
        var isEditing = false
        /// Whole lines, for above the entry.
        var waiting = StyledText()
        /// A last line that has no end yet.
        var unfinished = StyledText()
        var prompt: StyledText?
        var status: StyledText?
        /// The cursor is behind something that was shown.
        var isInsideLine = false
    }

    let descriptor: Int32
    let theme: Theme
    private let state = Mutex(State())

    init(descriptor: Int32, theme: Theme) {
        self.descriptor = descriptor
        self.theme = theme
    }

    /// Of 80 columns and 24 rows where the terminal does not say.
    var size: TerminalSize {
        var (columns, rows): (Int32, Int32) = (80, 24)
        terminal_size(descriptor, &columns, &rows)
        return TerminalSize(columns: Int(columns), rows: Int(rows))
    }

    func show(_ text: StyledText) {
        guard !text.isEmpty else { return }
        state.withLock { state in
            guard state.isEditing else { return write(text, &state) }
            state.unfinished.append(text)
            let (lines, rest) = state.unfinished.splitAfterLastNewline()
            state.waiting.append(lines)
            state.unfinished = rest
            if !lines.isEmpty { terminal_wake() }
        }
    }

    func change(prompt: StyledText) {
        state.withLock { state in
            guard state.isEditing else { return }
            state.prompt = prompt
            terminal_wake()
        }
    }

    /// A line that stays at the cursor while other text goes above it.
    func showStatus(_ text: StyledText?) {
        state.withLock { state in
            guard !state.isEditing, text != nil || state.status != nil else { return }
            var output = state.status == nil ? "" : "\r\u{1b}[K"
            if state.isInsideLine, text != nil {
                output += "\n"
                state.isInsideLine = false
            }
            // The terminal echoes ^C behind it, which is not to begin another row.
            if let text { output += theme.rendered(text.cut(toCells: max(1, size.columns - 3))) }
            state.status = text
            TerminalBytes.write(Array(output.utf8), to: descriptor)
        }
    }

    /// The terminal is the caller's until `endEditing`.
    func beginEditing() {
        showStatus(nil)
        state.withLock {
            $0.isEditing = true
            $0.prompt = nil
            $0.isInsideLine = false
        }
    }

    /// What came for the entry since the last time.
    func news() -> (lines: StyledText, prompt: StyledText?) {
        state.withLock { state in
            defer { (state.waiting, state.prompt) = (StyledText(), nil) }
            return (state.waiting, state.prompt)
        }
    }

    var isEditing: Bool { state.withLock { $0.isEditing } }

    func endEditing() {
        state.withLock { state in
            state.isEditing = false
            let rest = state.waiting + state.unfinished
            (state.waiting, state.unfinished) = (StyledText(), StyledText())
            if !rest.isEmpty { write(rest, &state) }
        }
    }

    private func write(_ text: StyledText, _ state: inout State) {
        var output = state.status == nil ? "" : "\r\u{1b}[K"
        output += theme.rendered(text)
        state.isInsideLine = text.pieces.last?.text.unicodeScalars.last != "\n"
        if let status = state.status {
            // It would stand behind a line that is not finished.
            if state.isInsideLine { state.status = nil } else { output += theme.rendered(status) }
        }
        TerminalBytes.write(Array(output.utf8), to: descriptor)
    }
}

extension StyledText {
    /// The lines that are finished, and what is left.
    func splitAfterLastNewline() -> (lines: StyledText, rest: StyledText) {
        let newline: Unicode.Scalar = "\n"
        guard let index = pieces.lastIndex(where: { $0.text.unicodeScalars.contains(newline) })
        else { return (StyledText(), self) }
        var (lines, rest) = (StyledText(), StyledText())
        for piece in pieces[..<index] { lines.append(piece.text, piece.style) }
        let scalars = pieces[index].text.unicodeScalars
        let end = scalars.lastIndex(of: newline).map(scalars.index(after:)) ?? scalars.startIndex
        lines.append(String(scalars[..<end]), pieces[index].style)
        rest.append(String(scalars[end...]), pieces[index].style)
        for piece in pieces[(index + 1)...] { rest.append(piece.text, piece.style) }
        return (lines, rest)
    }

    /// Its first line, as far as it fits.
    func cut(toCells width: Int) -> StyledText {
        var room = width
        var line = StyledText()
        for piece in pieces {
            let fitted = CandidateList.fit(piece.text, room)
            line.append(fitted, piece.style)
            room -= CellWidth.of(fitted)
            if fitted != piece.text || room <= 0 { break }
        }
        return line
    }
}
