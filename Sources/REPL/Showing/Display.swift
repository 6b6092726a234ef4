import LuaHost
import Synchronization
import TavusAPI

/// What the user sees, in order, and the transcript of it. From any thread.
final class Display: Sendable {
    private struct State {
        var isAtLineStart = true
        var hasStatus = false
        var transcript: TranscriptFile?

        /// A full disk ends the transcript, not the session.
        /// - Returns: why it ended.
        mutating func transcribe(
            _ write: (TranscriptFile) throws(REPLProblem) -> Void
        ) -> REPLProblem? {
            guard let file = transcript else { return nil }
            do throws(REPLProblem) { try write(file) } catch {
                transcript = nil
                return error
            }
            return nil
        }
    }

    private let editor: any LineEditor
    private let state = Mutex(State())

    init(editor: any LineEditor) { self.editor = editor }

    func show(_ text: StyledText) { put(text) { editor.show(text) } }

    /// A line of the prompt's own.
    func note(_ text: String) { line(StyledText(text, .note)) }

    func line(_ text: StyledText) {
        startLine()
        show(text + "\n")
    }

    func error(_ text: String) { error(StyledText(text, .error)) }

    func error(_ text: StyledText) {
        startLine()
        let line = text + "\n"
        put(line) { editor.showError(line) }
    }

    /// What a script prints. Nothing in it moves the cursor, colours or hides text.
    func print(_ bytes: [UInt8], on stream: LuaStream) {
        let text = String(decoding: bytes, as: UTF8.self)
        let shown = StyledText(PrintedText.safe(text))
        // Into a pipe goes what the script wrote, byte for byte.
        guard editor.size != nil else { return put(shown) { editor.write(bytes, on: stream) } }
        switch stream {
        case .standardOutput: show(shown)
        case .standardError: put(shown) { editor.showError(shown) }
        case .warning: error(StyledText("warning: ", .warning) + shown)
        }
    }

    /// Ends a line that a script left open.
    func startLine() {
        let isAtLineStart = state.withLock { $0.isAtLineStart }
        if !isAtLineStart { show("\n") }
    }

    /// A line that is replaced at each call and erased by nil, or by what is shown next.
    func showStatus(_ text: StyledText?) {
        let hadStatus = state.withLock { state in
            defer { state.hasStatus = text != nil }
            return state.hasStatus
        }
        if text != nil || hadStatus { editor.showStatus(text) }
    }

    private func put(_ text: StyledText, _ write: () -> Void) {
        guard !text.isEmpty else { return }
        showStatus(nil)
        let plain = text.plain
        let problem = state.withLock { state in
            state.isAtLineStart = plain.last?.isNewline ?? true
            return state.transcribe { file throws(REPLProblem) in try file.write(shown: plain) }
        }
        write()
        tell(problem)
    }

    // MARK: The transcript

    /// Notes what a pager has shown.
    func record(_ text: StyledText) {
        let plain = text.plain + "\n"
        tell(
            state.withLock { state in
                state.transcribe { file throws(REPLProblem) in try file.write(shown: plain) }
            })
    }

    /// Begins a transcript, or ends the one there is.
    func keepTranscript(_ transcript: TranscriptFile?) {
        tell(
            state.withLock { state in
                let problem = state.transcribe { file throws(REPLProblem) in try file.end() }
                state.transcript = transcript
                return problem
            })
    }

    /// - Parameter redaction: what is hidden from here on: the account may be another one now.
    func record(entry: String, place: String, redaction: Redaction) {
        tell(
            state.withLock { state in
                state.isAtLineStart = true  // Enter ended the line
                return state.transcribe { file throws(REPLProblem) in
                    try file.write(entry: entry, place: place, redaction: redaction)
                }
            })
    }

    private func tell(_ problem: REPLProblem?) {
        if let problem { error("\(problem); the transcript ends there") }
    }
}

/// What scripts print, made safe for a terminal.
enum PrintedText {
    /// Newlines and tabs stay; what could move the cursor, hide or reorder text is spelled out.
    static func safe(_ text: String) -> String {
        var shown = ""
        var run = Substring()
        func end() {
            shown += DisplayText.safe(run)
            run = Substring()
        }
        for character in text {
            if character == "\n" || character == "\r\n" || character == "\t" {
                end()
                shown.append(character == "\t" ? "\t" : "\n")
            } else {
                run.append(character)
            }
        }
        end()
        return shown
    }
}
