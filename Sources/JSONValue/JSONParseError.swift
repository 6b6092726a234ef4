internal import CJSON

/// Why a text is not JSON, and where.
public struct JSONParseError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, without the place: `expected ':' after a member name`.
    public let reason: String
    /// The offending byte, from 0.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// In characters, from 1.
    public let column: Int

    /// `line 3, column 7: expected ':' after a member name`
    public var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONParseError {
    /// Call this while the bytes of the reader are still there.
    init(_ reader: inout cjson_reader) {
        var line = 0
        var column = 0
        cjson_place(&reader, &line, &column)
        reason = reader.reason.map { String(cString: $0) } ?? "not JSON"
        offset = reader.at - reader.start
        self.line = line
        self.column = column
    }
}
