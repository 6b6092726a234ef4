import JSONValue

/// A file that a run was given, with what tells whether a row of it has changed.
public struct PlanInput: Sendable, Equatable {
    public let path: String
    public let sha256: String
    /// The beginning of each line's hash.
    let lines: [String]

    /// No input of a run that a person approves is larger.
    static let maxBytes = 64 << 20

    /// - Returns: nil where there is no such file that can be read.
    public init?(path: String) {
        guard let bytes = Self.bytes(of: path) else { return nil }
        self.init(path: path, bytes: bytes)
    }

    init(path: String, bytes: [UInt8]) {
        self.path = path
        sha256 = SHA256Text.hex(of: bytes)
        var pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if pieces.last?.isEmpty ?? false { pieces.removeLast() }
        lines = pieces.map { String(SHA256Text.hex(of: Array($0)).prefix(8)) }
    }

    /// What differs from an earlier state of the same file: `leads.csv: row 3 (line 4) has changed`.
    func difference(from planned: PlanInput) -> String? {
        guard sha256 != planned.sha256 else { return nil }
        let shared = min(lines.count, planned.lines.count)
        let first = (0..<shared).first { lines[$0] != planned.lines[$0] } ?? shared
        let others = (0..<shared).count { lines[$0] != planned.lines[$0] } - 1
        let more = others > 0 ? " and \(others) more" : ""
        if lines.count != planned.lines.count, first == shared {
            let what = lines.count > planned.lines.count ? "has more lines" : "has fewer lines"
            return "\(path) \(what) than planned: \(lines.count), not \(planned.lines.count)"
        }
        let row = first == 0 ? "line 1" : "row \(first) (line \(first + 1))"
        return "\(path): \(row)\(more) changed since the plan was made"
    }

    public var json: JSONValue {
        [
            "path": .string(path), "sha256": .string(sha256),
            "lines": .array(lines.map { .string($0) }),
        ]
    }

    init?(_ json: JSONValue) {
        guard let path = json["path"]?.stringValue, let sha256 = json["sha256"]?.stringValue,
            let lines = json["lines"]?.arrayValue
        else { return nil }
        self.path = path
        self.sha256 = sha256
        self.lines = lines.compactMap(\.stringValue)
    }

    /// The bytes of a regular file; nil for anything else, since a pipe cannot be read twice.
    public static func bytes(of path: String) -> [UInt8]? {
        do { return try BoundedFile.read(path, maxBytes: maxBytes) } catch { return nil }
    }
}
