import Testing

@testable import REPL

@Suite struct TranscriptReplayTests {
    private func replay(_ exchanges: (entry: String, shown: String)...) -> TranscriptReplay {
        TranscriptReplay(
            Transcript(
                exchanges.map { .init(place: "emulator", entry: $0.entry, shown: $0.shown) }))
    }

    @Test func idsAndTimesMayDifferAndLaterEntriesGetTheIDsOfThisRun() {
        var replay = replay(
            (
                "p = tavus.personas.create{ persona_name = 'Nurse' }",
                "p  persona_id  \"pa41c09e2d7f\"  created_at  \"2026-11-21T09:14:02Z\"\n"
            ),
            ("tavus.personas.get('pa41c09e2d7f').persona_id", "\"pa41c09e2d7f\"\n"))
        #expect(replay.next == "p = tavus.personas.create{ persona_name = 'Nurse' }")
        let shown = "p  persona_id  \"pb52c09e2d7f\"  created_at  \"2027-01-02T10:00:00.5Z\"\n"
        #expect(replay.take(shown: shown) == nil)
        #expect(replay.next == "tavus.personas.get('pb52c09e2d7f').persona_id")
        #expect(replay.take(shown: "\"pb52c09e2d7f\"\n") == nil)
        #expect(replay.next == nil)
        #expect(replay.take(shown: "") == nil)
    }

    @Test func anotherRecordAtThatPlaceIsADifference() {
        var replay = replay(("make()", "p1111111 p2222222\n"), ("again()", "p1111111\n"))
        #expect(replay.take(shown: "p3333333 p4444444\n") == nil)
        #expect(
            replay.take(shown: "p4444444\n")?.text == """
                entry 2: emulator> again()
                - p1111111
                + p4444444

                """)
    }

    @Test func aDifferenceIsShownWithTheLinesAroundIt() {
        var replay = replay(("f()\ng()", "a\nb\nc\nd\n"), ("h()", "x"))
        #expect(
            replay.take(shown: "a\nb\nC\nC2\nd\n")?.text == """
                entry 1: emulator> f() …
                  b
                - c
                + C
                + C2
                  d

                """)
        #expect(
            replay.take(shown: "x\n")?.text == """
                entry 2: emulator> h()
                  x
                - \\ no newline

                """)
    }

    @Test func thousandsOfLinesAreCut() {
        let lines = (0..<10_000).map { "row \($0)\n" }
        var replay = replay(("rows()", lines.joined()))
        let difference = replay.take(shown: lines.reversed().joined())
        #expect(difference?.lines.count == 201)
        #expect(difference?.lines.last == .more(19_800))
    }

    @Test(arguments: [
        ("p5317866 c3f09a1be77 1e30440cf9 p5317866", "‹1› ‹2› ‹3› ‹1›"),
        ("https://tavus.daily.co/c3f09a1be77", "https://tavus.daily.co/‹1›"),
        ("d8a1b2c3-0123-4567-89ab-0123456789ab-x", "‹1›-x"),
        ("table: 0x55d0c8a1b2c3", "table: ‹1›"), ("0xff 0x10", "0xff 0x10"),
        ("2026-11-21 2026-11-21 09:14 2026-11-21T09:14:02.5+01:00", "‹time› ‹time› ‹time›"),
        ("at 09:14:02 after 4 s, 1.5ms", "at ‹time› after ‹time›, ‹time›"),
        ("1763718523 1763718523.25 1763718523000", "‹time› ‹time› ‹time›"),
        (
            "40 items, 37/100, feedback deadbeef 1.2.3 v5.4",
            "40 items, 37/100, feedback deadbeef 1.2.3 v5.4"
        ),
        ("3 seconds 5 shops 人 é", "3 seconds 5 shops 人 é"),
    ])
    func whatDiffersBetweenRunsIsSettled(text: String, settled: String) {
        var volatile = VolatileText()
        #expect(volatile.settled(text).text == settled)
    }
}
