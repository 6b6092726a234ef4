/// Runs a transcript again and tells what is shown differently.
///
/// Ids and times of two runs differ; ``VolatileText`` says what is compared. Where an entry names an id that
/// the recorded run had made, the id that this run made in its place is entered instead.
/// ```swift
/// var replay = TranscriptReplay(transcript)
/// while let entry = replay.next { differences += replay.take(shown: run(entry)) }
/// ```
public struct TranscriptReplay: Sendable {
    /// An entry that showed something else than before.
    public struct Difference: Sendable, Equatable {
        /// Its place among the entries, from 1.
        public var number: Int
        public var exchange: Transcript.Exchange
        public var lines: [LineDifference]

        /// As `diff` shows it.
        public var text: String {
            let rows = Transcript.lines(of: exchange.entry)
            let head =
                "entry \(number): \(exchange.place)> \(rows[0])\(rows.count > 1 ? " …" : "")\n"
            return head + lines.map { $0.text + "\n" }.joined()
        }
    }

    private let exchanges: [Transcript.Exchange]
    private var position = 0
    private var recorded = VolatileText()
    private var fresh = VolatileText()
    /// The id of this run for one of the recorded run.
    private var ids: [String: String] = [:]

    public init(_ transcript: Transcript) { exchanges = transcript.exchanges }

    /// The entry to run now; nil at the end.
    public var next: String? {
        guard position < exchanges.count else { return nil }
        let bytes = Array(exchanges[position].entry.utf8)
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let isPart = { (byte: UInt8) in
                LuaPieces.isNamePart(byte) || byte == UInt8(ascii: "-")
            }
            let word = rest.prefix(while: isPart)
            let id = ids[String(decoding: word, as: UTF8.self)]
            text += id.map { Array($0.utf8) } ?? Array(word)
            rest = rest.dropFirst(word.count)
            if let byte = rest.popFirst() { text.append(byte) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Takes what the entry showed, and goes on to the next one.
    /// - Returns: nil where it is what it was.
    public mutating func take(shown: String) -> Difference? {
        guard position < exchanges.count else { return nil }
        let exchange = exchanges[position]
        position += 1
        let shown = Transcript.plain(shown)
        let (before, now) = (recorded.settled(exchange.shown), fresh.settled(shown))
        if before.ids.count == now.ids.count {
            for (old, new) in zip(before.ids, now.ids) where ids[old] == nil { ids[old] = new }
        }
        guard before.text != now.text else { return nil }
        let lines = LineDifference.between(
            (exchange.shown, before.text), (shown, now.text))
        return Difference(number: position, exchange: exchange, lines: lines)
    }
}
