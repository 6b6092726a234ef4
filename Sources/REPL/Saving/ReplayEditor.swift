import LuaHost
import Synchronization

/// Enters what a transcript recorded, and compares what is shown with what was.
///
/// ```swift
/// let editor = ReplayEditor(try Transcript(parsing: text))
/// _ = await REPLLoop(host: host, editor: editor, settings: settings, memory: memory).run()
/// for difference in editor.differences { print(difference.text) }
/// ```
public final class ReplayEditor: LineEditor {
    private struct State {
        var replay: TranscriptReplay
        var shown = ""
        var hasEntered = false
        var differences: [TranscriptReplay.Difference] = []
    }

    private let state: Mutex<State>
    public let size: TerminalSize?

    public init(_ transcript: Transcript) {
        state = Mutex(State(replay: TranscriptReplay(transcript)))
        // What is shown was cut to it.
        size = TerminalSize(columns: transcript.columns, rows: transcript.rows)
    }

    /// What was shown differently, entry by entry.
    public var differences: [TranscriptReplay.Difference] { state.withLock { $0.differences } }

    public func readEntry(
        prompt: StyledText, text: String, services: any EditorServices
    ) -> LineRead {
        state.withLock { state in
            if state.hasEntered, let found = state.replay.take(shown: state.shown) {
                state.differences.append(found)
            }
            state.hasEntered = true
            state.shown = ""
            return state.replay.next.map { .line($0) } ?? .end
        }
    }

    public func show(_ text: StyledText) { state.withLock { $0.shown += text.plain } }
    public func change(prompt: StyledText) {}
    public func showStatus(_ text: StyledText?) {}
    public func ask(_ question: StyledText, isSecret: Bool) -> String? { nil }
    public func remember(_ entry: String) {}
    public var isInteractive: Bool { false }
    public func close() {}
}
