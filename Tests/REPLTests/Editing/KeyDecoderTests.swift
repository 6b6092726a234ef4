import Testing

@testable import REPL

@Suite struct KeyDecoderTests {
    private func events(_ bytes: [UInt8], isFinal: Bool = false) -> [KeyDecoder.Event] {
        var decoder = KeyDecoder()
        decoder.append(bytes)
        var events: [KeyDecoder.Event] = []
        while let event = decoder.next(isFinal: isFinal) { events.append(event) }
        return events
    }

    @Test(arguments: [
        ("\u{1b}[A", EditorKey.up), ("\u{1b}OA", .up), ("\u{1b}[1;5C", .wordRight),
        ("\u{1b}[3~", .delete), ("\u{1b}[200~", .paste), ("\u{1b}OP", .help),
        ("\u{1b}[[A", .help), ("\u{1b}\r", .newline), ("\u{1b}[13;2u", .newline),
    ])
    func sequencesAreKeys(bytes: String, key: EditorKey) {
        #expect(events(Array(bytes.utf8)) == [.key(key)])
    }

    @Test(arguments: [
        ("é日😀", ["é", "日", "😀"] as [Unicode.Scalar]), ("a\u{1b}fb", ["a", "\u{1b}", "f", "b"]),
    ])
    func othersAreCharacters(text: String, scalars: [Unicode.Scalar]) {
        #expect(events(Array(text.utf8)) == scalars.map { .scalar($0) })
    }

    @Test func whatWasTypedBeforeAControlCGoesWithIt() {
        var decoder = KeyDecoder()
        decoder.append(Array("ab".utf8))
        let early = decoder.dropThroughInterrupt()
        #expect(!early)
        let first = decoder.next()
        #expect(first == .scalar("a"))
        decoder.append([3] + Array("é".utf8) + [3] + Array("c".utf8))
        let late = decoder.dropThroughInterrupt()
        #expect(late)
        #expect(decoder.consumed == 6)
        let rest = [decoder.next(), decoder.next()]
        #expect(rest == [.scalar("c"), nil])
    }

    /// Unicode 16, table 3-8: each maximal part of a broken sequence is replaced once.
    @Test func whatIsNotUTF8IsReplacedAndNeverDropped() {
        let bytes: [UInt8] = [
            0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64,
        ]
        #expect(
            events(bytes).map(\.character).joined()
                == "a\u{FFFD}\u{FFFD}\u{FFFD}b\u{FFFD}c\u{FFFD}\u{FFFD}d")
        #expect(events(bytes).map(\.character).joined() == String(decoding: bytes, as: UTF8.self))
    }

    @Test func randomBytesDecodeAsSwiftDecodesThem() {
        var random = Seeded(state: 7)
        for _ in 0..<2000 {
            // No Escape: what follows one is no text.
            let bytes = (0..<12).map { _ in
                [
                    UInt8.random(in: 0x20...0x7E, using: &random),
                    UInt8.random(in: 0x80...0xFF, using: &random),
                ]
                .randomElement(using: &random) ?? 0
            }
            let decoded = events(bytes, isFinal: true).map(\.character).joined()
            #expect(
                Array(decoded.unicodeScalars)
                    == Array(String(decoding: bytes, as: UTF8.self).unicodeScalars), "\(bytes)")
        }
    }

    @Test func sequencesMayComeByteByByte() {
        var decoder = KeyDecoder()
        var events: [KeyDecoder.Event] = []
        for byte in Array("\u{1b}[1;5D日\u{1b}[200~".utf8) {
            decoder.append([byte])
            while let event = decoder.next() { events.append(event) }
        }
        #expect(events == [.key(.wordLeft), .scalar("日"), .key(.paste)])
        #expect(decoder.consumed == 15)
    }

    @Test func anEscapeIsAKeyOnlyWhenNothingFollows() {
        #expect(events([0x1b]) == [])
        #expect(events([0x1b], isFinal: true) == [.scalar("\u{1b}")])
    }

    @Test(arguments: ["\u{1b}[99;99Q", "\u{1b}[?1;2c", "\u{1b}Oz"])
    func unknownSequencesDoNotBecomeText(bytes: String) {
        #expect(events(Array(bytes.utf8)) == [.unknown(String(bytes.dropFirst()))])
    }

    @Test func anEndlessSequenceIsGivenUp() {
        let bytes = Array("\u{1b}[\(String(repeating: "1", count: 100))".utf8)
        #expect(events(bytes).first == .scalar("\u{1b}"))
    }
}

extension KeyDecoder.Event {
    fileprivate var character: String {
        if case .scalar(let scalar) = self { String(scalar) } else { "\(self)" }
    }
}

/// The same numbers each time.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
