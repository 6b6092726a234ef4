/// What goes on in the background: a task that an entry spawned, or an entry that ^C put there.
struct Job: Sendable {
    enum Kind: Sendable {
        case spawned
        /// Its entry, which still runs.
        case entry(number: Int, Task<Void, Never>)
    }

    var id: Int
    var kind: Kind
    /// What one recognises it by: a place in an entry, or the entry itself.
    var label: String
    var state = JobState.running
    var began: ContinuousClock.Instant
    var ended: ContinuousClock.Instant?
    /// Why it failed.
    var message: String?

    private static func short(_ text: String) -> String {
        let row = text.prefix { !$0.isNewline }
        return row.count > 50 || row.count < text.count ? "\(row.prefix(50))…" : text
    }

    /// A line of `.jobs`.
    func line(now: ContinuousClock.Instant) -> StyledText {
        let style: Style =
            switch state {
            case .running: .plain
            case .done: .success
            case .failed: .error
            case .cancelled: .warning
            }
        var line = StyledText("[job \(id)] ", .name)
        line.append(state.rawValue, style)
        line.append(" · \(StatusLine.clock((ended ?? now) - began)) · \(Self.short(label))", .note)
        if let message { line.append(" · \(message)", .error) }
        return line
    }
}
