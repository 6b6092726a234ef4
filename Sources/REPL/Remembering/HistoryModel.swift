/// The entries that can be recalled: earlier ones and this session's, each text once, at its last place.
///
/// An entry keeps its number for the session, as `.history` shows it and `!N` names it, even when an
/// equal one is entered later and takes a new number.
public struct HistoryModel: Sendable {
    public struct Item: Sendable, Equatable {
        public var number: Int
        public var entry: HistoryEntry
    }

    /// Oldest first, numbers rising.
    public private(set) var items: [Item] = []
    /// Nothing of this session is stored.
    public var isPrivate: Bool
    private let limit: Int
    private var numbers: [String: Int] = [:]
    private var lastNumber = 0

    /// - Parameters:
    ///   - entries: of earlier sessions, oldest first.
    ///   - limit: how many entries are kept; this session's are, even if it is 0.
    public init(entries: [HistoryEntry] = [], limit: Int = 10_000, isPrivate: Bool = false) {
        self.limit = max(limit, 1000)
        self.isPrivate = isPrivate
        var texts: Set<String> = []
        let newest = entries.reversed().filter { texts.insert($0.text).inserted }
            .prefix(max(0, limit))
        for entry in newest.reversed() { remember(entry) }
    }

    /// Takes an entry that was just read.
    /// - Returns: what to store; nil for what is remembered until the session ends and no longer: all in a
    ///   private session, and what begins with a space.
    public mutating func add(_ entry: HistoryEntry) -> HistoryEntry? {
        guard entry.text.contains(where: { !$0.isWhitespace }) else { return nil }
        remember(entry)
        return isPrivate || entry.text.utf8.first == UInt8(ascii: " ") ? nil : entry
    }

    private mutating func remember(_ entry: HistoryEntry) {
        lastNumber += 1
        if let earlier = numbers.updateValue(lastNumber, forKey: entry.text) {
            index(of: earlier).map { _ = items.remove(at: $0) }
        }
        items.append(Item(number: lastNumber, entry: entry))
        guard items.count > limit else { return }
        numbers[items.removeFirst().entry.text] = nil
    }

    /// What the newest entry that begins with `prefix` goes on with.
    /// - Parameter isDestructive: says which entries must be typed in full.
    public func suggestion(
        for prefix: String, unless isDestructive: (String) -> Bool
    ) -> String? {
        guard prefix.contains(where: { !$0.isWhitespace }) else { return nil }
        // Not hasPrefix: it compares characters, and "e" would not begin what continues with an accent.
        let bytes = Array(prefix.utf8)
        for item in items.reversed() {
            let text = item.entry.text.utf8
            guard text.count > bytes.count, text.starts(with: bytes) else { continue }
            guard !isDestructive(item.entry.text) else { continue }
            return String(item.entry.text.unicodeScalars.dropFirst(prefix.unicodeScalars.count))
        }
        return nil
    }

    /// The entries that hold all words of `words`, in any order; all entries for none. Capitals count
    /// only where `words` has some.
    public func search(_ words: String) -> [Item] {
        let ignoresCase = words.lowercased() == words
        let wanted = words.split(whereSeparator: \.isWhitespace)
        return items.filter { item in
            let text = ignoresCase ? item.entry.text.lowercased() : item.entry.text
            return wanted.allSatisfy { text.contains($0) }
        }
    }

    /// The text with this number; negative ones count from the newest, which is -1.
    public func entry(_ number: Int) -> String? {
        if number < 0 {
            return number >= -items.count ? items[items.count + number].entry.text : nil
        }
        return index(of: number).map { items[$0].entry.text }
    }

    private func index(of number: Int) -> Int? {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < items.count && items[low].number == number ? low : nil
    }
}
