/// Where the keys of a TOML text stand, which TOMLKit tells neither by line nor in order.
///
/// Reads well-formed text; of other text it makes what it can, as TOMLKit refuses that anyway.
public struct TOMLOutline: Sendable {
    public struct Entry: Sendable, Hashable {
        /// Outermost name first.
        public let path: [String]
        /// From 1.
        public let line: Int
    }

    /// In the order of the text. An `[a.b]` is an entry, too.
    public private(set) var entries: [Entry] = []
    private var places: [[String]: Int] = [:]
    /// Why the text must not reach TOMLKit, if so.
    let fault: TOMLScanner.Fault?

    public init(_ text: String) {
        var scanner = TOMLScanner(text)
        var table: [String] = []
        var found: [(path: [String], line: Int)] = []
        while let item = scanner.next() {
            switch item {
            case .header(let path, let line):
                table = path
                found.append((path, line))
            case .key(let path, let line):
                found.append((table + path, line))
            }
        }
        fault = scanner.fault
        for (path, line) in found { add(path, line) }
    }

    private mutating func add(_ path: [String], _ line: Int) {
        // Each beginning of the path counts as seen here, so that order and place of a table defined
        // by `a.b = 1` are known. More levels than any header has are not worth their time.
        for count in 1...max(1, min(path.count, 8)) where count <= path.count {
            let beginning = Array(path.prefix(count))
            guard places[beginning] == nil else { continue }
            places[beginning] = entries.count
            entries.append(Entry(path: beginning, line: line))
        }
    }

    /// The line of a key, or of the nearest table around it; nil at the top.
    public func line(of path: [String]) -> Int? {
        var path = path
        while !path.isEmpty {
            if let place = places[path] { return entries[place].line }
            path.removeLast()
        }
        return nil
    }

    /// Sorts by where the keys first stand; what stands in an inline table comes last, by name.
    public func sorted(_ keys: [String], in table: [String]) -> [String] {
        let ranked = keys.map { (rank: places[table + [$0]] ?? .max, key: $0) }
        return ranked.sorted { ($0.rank, $0.key) < ($1.rank, $1.key) }.map(\.key)
    }
}
