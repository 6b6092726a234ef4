/// What is shown while an entry goes on: what it waits for, and for how long.
struct StatusLine: Sendable {
    var wait: RecordWait?
    var calls: (count: Int, first: CallLog.Call?) = (0, nil)
    /// Since the entry began, or since the wait did.
    var elapsed: Duration = .zero
    var isStopping = false

    private static let spinner = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

    /// `⠹ replica r5c2… started 37/100 · 00:41 · about 01:10 left · ^C puts it in the background`
    /// - Parameter step: turns the spinner; nil: none, for terminals where nothing is redrawn.
    func text(step: Int?) -> StyledText {
        var parts = [what, Self.clock(elapsed)]
        if let left { parts.append("about \(Self.clock(left)) left") }
        let key = wait == nil ? "^C stops it" : "^C puts it in the background"
        parts.append(isStopping ? "stopping" : key)
        let mark = step.map { "\(Self.spinner[$0 % Self.spinner.count]) " } ?? ""
        return StyledText(mark, .success) + StyledText(parts.joined(separator: " · "), .note)
    }

    /// The part that is worth a line of its own when it changes.
    var what: String {
        if let wait {
            return [wait.kind, wait.id, wait.state, wait.detail].compactMap { $0 }
                .joined(separator: " ")
        }
        guard let call = calls.first else { return "running" }
        return calls.count > 1 ? "\(call.name) and \(calls.count - 1) more" : call.name
    }

    /// By the share that is done.
    private var left: Duration? {
        guard let detail = wait?.detail else { return nil }
        let numbers = detail.split(separator: "/").compactMap { Double($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > numbers[0] else { return nil }
        let seconds = Double(elapsed.components.seconds)
        return .seconds(seconds * (numbers[1] - numbers[0]) / numbers[0])
    }

    /// 00:41, 1:02:03.
    static func clock(_ duration: Duration) -> String {
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = duration.components.seconds
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let rest = "\(padded(minutes)):\(padded(seconds % 60))"
        return hours > 0 ? "\(hours):\(rest)" : rest
    }
}
