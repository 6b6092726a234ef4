import Testing

@testable import TavusEmulator

struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_827_696, "2000-02-29T12:34:56Z", "Tue, 29 Feb 2000 12:34:56 GMT"),
            (1_752_484_464, "2025-07-14T09:14:24Z", "Mon, 14 Jul 2025 09:14:24 GMT"),
            (4_107_542_399, "2100-02-28T23:59:59Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
            (-1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        ] as [(Double, String, String)])
    func daysAndWeekdaysAreRight(_ time: Double, _ iso: String, _ rfc1123: String) {
        #expect(Timestamp.seconds.string(time) == iso)
        #expect(Timestamp.rfc1123.string(time) == rfc1123)
    }

    @Test(
        arguments: [
            (1e300, "9999-12-31T23:59:59Z"), (.infinity, "9999-12-31T23:59:59Z"),
            (-1e300, "0000-01-01T00:00:00Z"),
        ] as [(Double, String)])
    func timesThatNoDateHasAreWrittenAsTheNearestOne(_ time: Double, _ iso: String) {
        #expect(Timestamp.seconds.string(time) == iso)
    }

    @Test func everySpellingIsWritten() {
        let time = 1_706_080_443.000_45
        let spellings: [(Timestamp, String)] = [
            (.seconds, "2024-01-24T07:14:03Z"), (.milliseconds, "2024-01-24T07:14:03.000Z"),
            (.microseconds, "2024-01-24T07:14:03.000450Z"),
            (.offset, "2024-01-24T07:14:03.000450+00:00"), (.bareSeconds, "2024-01-24T07:14:03"),
            (.bareMicroseconds, "2024-01-24T07:14:03.000450"),
            (.spaced, "2024-01-24 07:14:03.000450"), (.rfc1123, "Wed, 24 Jan 2024 07:14:03 GMT"),
        ]
        for (spelling, text) in spellings { #expect(spelling.string(time) == text) }
    }

    @Test func fractionsAreCutAndPadded() {
        let time = 1_706_080_443.327_5
        #expect(Timestamp.seconds.string(time) == "2024-01-24T07:14:03Z")
        #expect(Timestamp.milliseconds.string(time) == "2024-01-24T07:14:03.327Z")
        #expect(Timestamp.microseconds.string(time) == "2024-01-24T07:14:03.327500Z")
        #expect(Timestamp.microseconds.string(5.000_04) == "1970-01-01T00:00:05.000040Z")
    }
}

struct MarkerTests {
    @Test(
        arguments: [
            (nil, nil), ("", nil), ("https://a/b.mp4", nil), ("emulator-fai", nil),
            ("emulator-fail", ""), ("https://a/emulator-fail/b.mp4", ""), ("x emulator-fail=", ""),
            ("https://a?emulator-fail=file_empty&x=1", "file_empty"),
            ("https://a/emulator-fail=too_short.mp4", "too_short"),
        ] as [(String?, String?)])
    func aFailureMayCarryItsReason(_ text: String?, _ reason: String?) {
        #expect(Markers.failure(in: text) == reason)
    }

    @Test func aCallCanBeSteeredByItsName() {
        #expect(Markers.isAbsent("my emulator-absent call"))
        #expect(!Markers.isAbsent("my call"))
        #expect(Markers.leave(in: "emulator-leave=20") == 20)
        #expect(Markers.leave(in: "emulator-leave") == nil)
        #expect(Markers.leave(in: "emulator-leave=soon") == nil)
    }
}

struct IdentifierTests {
    @Test func idsHaveTheLengthsOf2026() {
        for _ in 1...200 {
            let id = Identifiers.prefixed("c")
            #expect(id.count == 12 && id.first == "c" && id.dropFirst().allSatisfy(\.isHexDigit))
            #expect(Identifiers.video().count == 10)
            #expect(Identifiers.flatGuardrail().count == 13)
            let parts = Identifiers.document().split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(parts[2].first == "4" && "89ab".contains(parts[3].first ?? "x"))
        }
        #expect(Set((1...1000).map { _ in Identifiers.prefixed("c") }).count == 1000)
    }
}
