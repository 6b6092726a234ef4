/// A line of a comparison.
public enum LineDifference: Sendable, Equatable {
    case same(String)
    case missing(String)
    case added(String)
    /// So many more lines that are not shown.
    case more(Int)

    public var text: String {
        switch self {
        case .same(let line): "  " + line
        case .missing(let line): "- " + line
        case .added(let line): "+ " + line
        case .more(let count): "  … \(count) more lines"
        }
    }

    /// Beyond it, lines are paired no more: that takes the square of their number.
    private static let maxPaired = 1000
    private static let maxShown = 200

    /// Compares by the second text of each side, and shows the first.
    static func between(
        _ old: (shown: String, compared: String), _ new: (shown: String, compared: String)
    ) -> [LineDifference] {
        let (oldLines, newLines) = (lines(old.shown), lines(new.shown))
        let (oldKeys, newKeys) = (lines(old.compared), lines(new.compared))
        let first = zip(oldKeys, newKeys).prefix { $0 == $1 }.count
        let last = zip(oldKeys[first...].reversed(), newKeys[first...].reversed())
            .prefix { $0 == $1 }.count
        let (oldEnd, newEnd) = (oldKeys.count - last, newKeys.count - last)
        var found: [LineDifference] = []
        if first > 0 { found.append(.same(newLines[first - 1])) }
        found += middle(
            oldLines[first..<oldEnd], oldKeys[first..<oldEnd], newLines[first..<newEnd],
            newKeys[first..<newEnd])
        if last > 0 { found.append(.same(newLines[newEnd])) }
        let rest = found.count - maxShown
        return rest > 0 ? found.prefix(maxShown) + [.more(rest)] : found
    }

    private static func middle(
        _ old: ArraySlice<String>, _ oldKeys: ArraySlice<String>, _ new: ArraySlice<String>,
        _ newKeys: ArraySlice<String>
    ) -> [LineDifference] {
        guard max(old.count, new.count) <= maxPaired else {
            return old.map { .missing($0) } + new.map { .added($0) }
        }
        let changes = Array(newKeys).difference(from: Array(oldKeys))
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var found: [LineDifference] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                found.append(.missing(old[old.startIndex + left]))
                left += 1
            } else if inserted.contains(right) {
                found.append(.added(new[new.startIndex + right]))
                right += 1
            } else {
                found.append(.same(new[new.startIndex + right]))
                (left, right) = (left + 1, right + 1)
            }
        }
        return found
    }

    /// The line that has no end says so, as it would look like one that has.
    private static func lines(_ text: String) -> [String] {
        var lines = Transcript.lines(of: text).map(String.init)
        if lines.last == "" { lines.removeLast() } else { lines.append(Transcript.unended) }
        return lines
    }
}
