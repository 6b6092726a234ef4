import TavusAPI

/// Turns what happens at the prompt into the text of a ``Transcript``, piece by piece: each function
/// returns what to append to the file.
public struct TranscriptWriter: Sendable {
    public var redaction: Redaction
    /// The beginning of a shown line whose end has not come yet.
    private var unended = ""

    public init(redaction: Redaction = Redaction()) { self.redaction = redaction }

    /// The first line.
    /// - Parameter time: seconds since 1970.
    public static func heading(version: String, time: Int64, size: TerminalSize? = nil) -> String {
        let time = UTCTime(time)
        let room = size.map { ", \($0.columns)x\($0.rows)" } ?? ""
        return "\(Transcript.mark): \(time.day) \(time.minute) UTC, tavlua \(version)\(room)\n"
    }

    /// - Parameter place: a word, such as "emulator" or "live/acme".
    public mutating func entered(_ entry: String, place: String) -> String {
        let rows = Transcript.lines(of: redaction.redacting(entry))
        let word = String(place.map { $0.isWhitespace || $0 == ">" || $0 == "\\" ? "_" : $0 })
        var text = ended()
        for (index, row) in rows.enumerated() {
            text += (index == 0 ? word + ">" : Transcript.further) + " " + row + "\n"
        }
        return text
    }

    /// - Parameter text: may begin and end inside a line.
    public mutating func shown(_ text: String) -> String {
        var lines = Transcript.lines(of: Transcript.plain(unended + text))
        unended = String(lines.removeLast())
        return lines.map { Transcript.escaped($0[...]) + "\n" }
            .map { redaction.redacting($0) }.joined()
    }

    /// The end of what an entry showed; to be asked for before the file is closed too.
    public mutating func ended() -> String {
        guard !unended.isEmpty else { return "" }
        let line = redaction.redacting(Transcript.escaped(unended[...]))
        unended = ""
        return "\(line)\n\(Transcript.unended)\n"
    }
}
