/// Reads records of RFC 4180: fields apart by a separator, quoted where they hold one, a quote or a line break.
struct SeparatedText {
    struct Mistake: Error {
        let text: String
        let line: Int
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    private static let quote = UInt8(ascii: "\"")

    init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The next record with the number of its first line; empty lines are passed over.
    mutating func next() throws(Mistake) -> (fields: [String], line: Int)? {
        while position < bytes.count, skipLineBreak() {}
        guard position < bytes.count else { return nil }
        let start = line
        var fields: [String] = []
        while true {
            fields.append(try field())
            if position < bytes.count, bytes[position] == separator {
                position += 1
            } else {
                _ = skipLineBreak()
                return (fields, start)
            }
        }
    }

    private mutating func skipLineBreak() -> Bool {
        var next = position
        if next < bytes.count, bytes[next] == UInt8(ascii: "\r") { next += 1 }
        guard next < bytes.count, bytes[next] == UInt8(ascii: "\n") else { return false }
        position = next + 1
        line += 1
        return true
    }

    private mutating func field() throws(Mistake) -> String {
        guard position < bytes.count, bytes[position] == Self.quote else {
            let start = position
            while position < bytes.count, bytes[position] != separator,
                bytes[position] != UInt8(ascii: "\n")
            { position += 1 }
            var end = position
            let endsLine = position == bytes.count || bytes[position] == UInt8(ascii: "\n")
            if endsLine, end > start, bytes[end - 1] == UInt8(ascii: "\r") {
                end -= 1
                position -= position < bytes.count ? 1 : 0
            }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        return try quotedField()
    }

    private mutating func quotedField() throws(Mistake) -> String {
        let start = line
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == Self.quote else {
                text.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == Self.quote {
                text.append(byte)
                position += 1
                continue
            }
            guard position == bytes.count || bytes[position] == separator || isAtLineBreak else {
                throw Mistake(text: "text stands behind a closing quote", line: line)
            }
            return String(decoding: text, as: UTF8.self)
        }
        throw Mistake(text: "the quote that begins here has no end", line: start)
    }

    private var isAtLineBreak: Bool {
        let rest = bytes[position...]
        return rest.first == UInt8(ascii: "\n") || rest.starts(with: [13, 10])
            || rest.elementsEqual([13])
    }
}
