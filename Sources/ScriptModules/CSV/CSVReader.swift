/// Text in the form of RFC 4180: rows of fields, quoted where they hold a delimiter, a quote or a line end.
///
/// Written here because rows that a call is made of must arrive as they are, or not at all: SwiftCSV
/// 0.10.0 drops the white space before a field and an empty last one, ends a row at any line end that
/// Unicode knows, takes a quote that never closes for the end, and says of no error where it is.
public struct CSVReader {
    public struct Row: Sendable, Equatable {
        /// Where it begins, counted from 1.
        public let line: Int
        public let fields: [String]
    }

    /// What is wrong with the text, and in which line.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        public let line: Int
        public let reason: String
        public var description: String { "line \(line): \(reason)" }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var place: Int
    private var line = 1

    /// - Parameter bytes: UTF-8, with or without a byte order mark.
    public init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.delimiter = delimiter
        place = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    /// The rows in order; lines with nothing in them are left out.
    public static func rows(
        of bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")
    ) throws(Problem) -> [Row] {
        var reader = CSVReader(bytes, delimiter: delimiter)
        var rows: [Row] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// The next row, or nil at the end.
    public mutating func next() throws(Problem) -> Row? {
        while place < bytes.count, endsLine(at: place) { passLineEnd() }
        guard place < bytes.count else { return nil }
        let start = line
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard place < bytes.count, bytes[place] == delimiter else { break }
            place += 1
        }
        passLineEnd()
        return Row(line: start, fields: fields)
    }

    private func endsLine(at place: Int) -> Bool {
        bytes[place] == Self.lineFeed || bytes[place] == Self.carriageReturn
    }

    private mutating func passLineEnd() {
        guard place < bytes.count else { return }
        let isPair =
            bytes[place] == Self.carriageReturn && place + 1 < bytes.count
            && bytes[place + 1] == Self.lineFeed
        place += isPair ? 2 : 1
        line += 1
    }

    private mutating func field() throws(Problem) -> String {
        guard place < bytes.count, bytes[place] == Self.quote else { return try plainField() }
        return try quotedField()
    }

    private mutating func plainField() throws(Problem) -> String {
        let start = place
        while place < bytes.count, bytes[place] != delimiter, !endsLine(at: place) {
            guard bytes[place] != Self.quote else {
                throw Problem(
                    line: line,
                    reason: "a quote inside a field; write the field in quotes, and the quote twice"
                )
            }
            place += 1
        }
        return try text(bytes[start..<place], from: line)
    }

    private mutating func quotedField() throws(Problem) -> String {
        let start = line
        var content: [UInt8] = []
        place += 1
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == Self.quote {
                guard place < bytes.count, bytes[place] == Self.quote else {
                    try requireEndOfField()
                    return try text(content[...], from: start)
                }
                place += 1
            } else if byte == Self.lineFeed {
                line += 1
            }
            content.append(byte)
        }
        throw Problem(line: start, reason: "a quote that begins a field and never ends it")
    }

    private func requireEndOfField() throws(Problem) {
        guard place < bytes.count, bytes[place] != delimiter, !endsLine(at: place) else { return }
        throw Problem(line: line, reason: "text after the quote that ends a field")
    }

    private func text(_ bytes: ArraySlice<UInt8>, from line: Int) throws(Problem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(line: line, reason: "bytes that are no UTF-8; save the file as UTF-8")
        }
        return text
    }
}
