/// What was entered and shown, as text that people read and `--replay` runs again.
///
/// ```
/// # tavlua transcript 1: 2026-11-21 09:14 UTC, tavlua 0.1.0, 80x24
/// emulator> for i = 1, 2 do
/// ..>   print(i)
/// ..> end
/// 1
/// 2
/// ```
/// An entry begins with a place and `> `, its further rows with `..> `; all else was shown. A shown line that
/// could be taken for one of these, or begins with a backslash, has a backslash before it; one that did
/// not end is followed by the line `\ no newline`. Control characters are shown as pictures (`␛`).
public struct Transcript: Sendable, Equatable {
    public struct Exchange: Sendable, Equatable {
        /// Where calls went: "emulator", "live/acme".
        public var place: String
        public var entry: String
        public var shown: String

        public init(place: String, entry: String, shown: String = "") {
            self.place = place
            self.entry = entry
            self.shown = shown
        }
    }

    public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        case notATranscript
        /// A row of an entry without its beginning.
        case misplaced(line: Int)

        public var description: String {
            switch self {
            case .notATranscript:
                "not a transcript of tavlua: the first line must begin with \"\(Transcript.mark)\""
            case .misplaced(let line):
                "line \(line): a further row (\"..>\") where no entry stands above it"
            }
        }
    }

    public var exchanges: [Exchange]
    /// Of the terminal where it was recorded, as the first line says.
    public private(set) var columns = 80
    public private(set) var rows = 24

    static let mark = "# tavlua transcript 1"
    static let further = "..>"
    static let unended = "\\ no newline"

    public init(_ exchanges: [Exchange] = []) { self.exchanges = exchanges }

    /// - Parameter text: of ``TranscriptWriter``, perhaps edited: blanks at the end of empty rows may be gone.
    public init(parsing text: String) throws(Problem) {
        var lines = Self.lines(of: text)
        guard let first = lines.first, first.hasPrefix(Self.mark) else { throw .notATranscript }
        lines.removeFirst()
        if let (columns, rows) = Self.size(in: first) {
            (self.columns, self.rows) = (columns, rows)
        }
        if lines.last == "" { lines.removeLast() }
        exchanges = []
        var mayGoOn = false
        for (index, line) in lines.enumerated() {
            if let rest = Self.row(line, after: Self.further[...]) {
                guard mayGoOn else { throw .misplaced(line: index + 2) }
                exchanges[exchanges.count - 1].entry += "\n" + rest
            } else if let place = Self.place(of: line) {
                let entry = Self.row(line, after: place + ">") ?? ""
                exchanges.append(Exchange(place: String(place), entry: entry))
                mayGoOn = true
            } else if !exchanges.isEmpty {
                // What was shown before the first entry is the banner.
                mayGoOn = false
                if line == Self.unended {
                    _ = exchanges[exchanges.count - 1].shown.unicodeScalars.popLast()
                } else {
                    let isEscaped = line.first == "\\"
                    exchanges[exchanges.count - 1].shown +=
                        (isEscaped ? line.dropFirst() : line) + "\n"
                }
            }
        }
    }

    /// `…, 80x24`
    private static func size(in heading: Substring) -> (Int, Int)? {
        let numbers = heading.split(separator: " ").last?.split(separator: "x").compactMap {
            Int($0)
        }
        guard let numbers, numbers.count == 2 else { return nil }
        return (numbers[0], numbers[1])
    }

    /// Split at line feeds alone: a `String` takes CR LF for one character.
    static func lines(of text: String) -> [Substring] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map(Substring.init)
    }

    /// What stands after a prompt; by scalars, as an accent after the blank would make it another character.
    private static func row(_ line: Substring, after prompt: Substring) -> String? {
        if line == prompt { return "" }
        let beginning = prompt.unicodeScalars + [" "]
        guard line.unicodeScalars.starts(with: beginning) else { return nil }
        return String(line.unicodeScalars.dropFirst(beginning.count))
    }

    /// The place that a line which looks like an entry begins with.
    static func place(of line: Substring) -> Substring? {
        let scalars = line.unicodeScalars
        let place = Substring(
            scalars.prefix { $0 != ">" && $0 != "\\" && !$0.properties.isWhitespace })
        guard !place.isEmpty, place != ".." else { return nil }
        return row(line, after: place + ">").map { _ in place }
    }

    /// A shown line as it stands in the file.
    static func escaped(_ line: Substring) -> String {
        let isTaken = line.first == "\\" || row(line, after: further[...]) != nil
        return (isTaken || place(of: line) != nil ? "\\" : "") + line
    }

    /// The text without control characters but line feeds and tabs.
    public static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0a: plain.append(scalar)
            // Unicode, block "Control Pictures".
            case 0..<0x20: plain.append(Unicode.Scalar(UInt16(0x2400 + scalar.value)) ?? scalar)
            case 0x7f: plain.append("\u{2421}")
            case 0x80...0x9f: plain.append("\u{fffd}")
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }
}
