/// Steps through the statements of a TOML text, and skips values without understanding them.
struct TOMLScanner {
    enum Item {
        case header([String], line: Int)
        case key([String], line: Int)
    }

    private let text: [UInt8]
    private var position = 0
    private var line = 1
    /// The first thing that toml++ (3.4.0) must not be given: it takes for granted, without looking, that
    /// a name follows `[` at the beginning of a line, and that brackets in values are closed by their like.
    private(set) var fault: Fault?

    struct Fault: Sendable {
        let line: Int
        let text: String
    }

    init(_ text: String) { self.text = Array(text.utf8) }

    private var byte: UInt8? { position < text.count ? text[position] : nil }

    private func looksAt(_ mark: StaticString) -> Bool {
        let bytes = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
        return text[position...].starts(with: bytes)
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where position < text.count {
            if text[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    /// The next `[table]` or `key =`.
    mutating func next() -> Item? {
        while let byte {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                advance()
            case UInt8(ascii: "#"):
                skipLine()
            case UInt8(ascii: "["):
                let start = line
                advance()
                if self.byte == UInt8(ascii: "[") { advance() }
                if !beginsName { refuse("a table needs a name between its brackets") }
                let path = readPath(until: UInt8(ascii: "]"))
                skipLine()
                return .header(path, line: start)
            default:
                let start = line
                let path = readPath(until: UInt8(ascii: "="))
                skipValue()
                return .key(path, line: start)
            }
        }
        return nil
    }

    private var beginsName: Bool {
        let rest = text[position...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = rest.first else { return false }
        switch first {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "\""), UInt8(ascii: "'"):
            return true
        default: return false
        }
    }

    /// `a."b c".d`; stops after `end`, or before the end of the line.
    private mutating func readPath(until end: UInt8) -> [String] {
        var path: [String] = []
        var name: [UInt8] = []
        while let byte, byte != UInt8(ascii: "\n") {
            switch byte {
            case end:
                advance()
                return path + [String(decoding: name, as: UTF8.self)]
            case UInt8(ascii: "."):
                path.append(String(decoding: name, as: UTF8.self))
                name = []
                advance()
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let start = position + 1
                skipString(byte)
                name += text[min(start, position)..<max(start, position - 1)]
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                advance()
            default:
                name.append(byte)
                advance()
            }
        }
        return path + [String(decoding: name, as: UTF8.self)]
    }

    /// To the end of the line on which the value ends.
    private mutating func skipValue() {
        var open: [UInt8] = []
        while let byte {
            switch byte {
            case UInt8(ascii: "\n") where open.isEmpty: return
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                open.append(byte)
                advance()
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                // In ASCII the closing bracket is two after the opening one.
                if open.popLast() != byte - 2 { refuse("a bracket closes what is not open") }
                advance()
            case UInt8(ascii: "\""):
                looksAt("\"\"\"") ? skipLongString("\"\"\"", byte) : skipString(byte)
            case UInt8(ascii: "'"):
                looksAt("'''") ? skipLongString("'''", byte) : skipString(byte)
            default: advance()
            }
        }
    }

    private mutating func refuse(_ text: String) {
        fault = fault ?? Fault(line: line, text: text)
    }

    private mutating func skipLine() {
        while let byte, byte != UInt8(ascii: "\n") { advance() }
    }

    /// One line at most, with its quotes.
    private mutating func skipString(_ quote: UInt8) {
        advance()
        while let byte, byte != UInt8(ascii: "\n") {
            let isEscape = byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
            advance(isEscape ? 2 : 1)
            if byte == quote { return }
        }
    }

    /// Up to two further quotes may stand before the closing three.
    private mutating func skipLongString(_ quotes: StaticString, _ quote: UInt8) {
        advance(3)
        while byte != nil, !looksAt(quotes) {
            let isEscape = byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
            advance(isEscape ? 2 : 1)
        }
        while byte == quote { advance() }
    }
}
