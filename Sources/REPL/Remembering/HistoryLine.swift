/// The form of the history file: a header that names it, then a line for each entry, oldest first.
///
/// ```
/// tavlua history 1
/// 1763718523 live/acme for p in tavus.personas.each() do\n  print(p.persona_id)\nend
/// ```
/// Seconds since 1970, a space, the place, a space, the text. Control characters and backslashes are
/// escaped (`\n`, `\t`, `\\`, `\xNN`), and all else stands as it is, so that grep finds it. A line that was torn by
/// the end of its process is closed later with CAN (U+0018, "disregard what came before"), which
/// no text holds unescaped.
enum HistoryLine {
    static let header = Array("tavlua history 1\n".utf8)
    static let cancel: UInt8 = 0x18
    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
    private static let backslash = UInt8(ascii: "\\")

    /// The line of an entry, with its newline.
    static func bytes(_ entry: HistoryEntry) -> [UInt8] {
        var line = Array(String(entry.time).utf8)
        line.append(space)
        escape(entry.place, escapesSpace: true, to: &line)
        line.append(space)
        escape(entry.text, escapesSpace: false, to: &line)
        line.append(newline)
        return line
    }

    /// The entry of a line without its newline; nil for torn lines, and lines that were never ours.
    static func entry(_ line: ArraySlice<UInt8>) -> HistoryEntry? {
        guard let parts = parts(line) else { return nil }
        return HistoryEntry(
            unescaped(parts.text), time: parts.time, place: unescaped(parts.place))
    }

    /// What two lines of one text have in common.
    static func key(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> { parts(line)?.text ?? line }

    /// The lines that have their newline, without it.
    static func whole(in bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes
        while let end = rest.firstIndex(of: newline) {
            lines.append(rest[..<end])
            rest = rest[(end + 1)...]
        }
        return lines
    }

    static func isTorn(_ line: ArraySlice<UInt8>) -> Bool { line.last == cancel }

    private static func parts(
        _ line: ArraySlice<UInt8>
    ) -> (time: Int64, place: ArraySlice<UInt8>, text: ArraySlice<UInt8>)? {
        guard !isTorn(line), let first = line.firstIndex(of: space),
            let time = Int64(String(decoding: line[..<first], as: UTF8.self)),
            let second = line[(first + 1)...].firstIndex(of: space)
        else { return nil }
        return (time, line[(first + 1)..<second], line[(second + 1)...])
    }

    private static func escape(_ text: String, escapesSpace: Bool, to line: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case backslash: line += [backslash, backslash]
            case newline: line += [backslash, UInt8(ascii: "n")]
            case 0x09: line += [backslash, UInt8(ascii: "t")]
            case space where escapesSpace, 0..<0x20, 0x7f:
                line += [backslash, UInt8(ascii: "x")]
                line += ((byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
            default: line.append(byte)
            }
        }
    }

    /// Bytes that are no UTF-8 come as U+FFFD; the file keeps them.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        guard text.contains(backslash) else { return String(decoding: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            if byte == backslash, let (meant, count) = escape(rest) {
                bytes.append(meant)
                rest = rest.dropFirst(count)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The byte that an escape stands for, and its length, at what follows a backslash.
    private static func escape(_ rest: ArraySlice<UInt8>) -> (meant: UInt8, count: Int)? {
        switch rest.first {
        case backslash: return (backslash, 1)
        case UInt8(ascii: "n"): return (newline, 1)
        case UInt8(ascii: "t"): return (0x09, 1)
        case UInt8(ascii: "x"):
            let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
            return UInt8(digits, radix: 16).map { ($0, 1 + digits.utf8.count) }
        default: return nil
        }
    }
}
