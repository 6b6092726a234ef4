import Testing

@testable import TavusAPI

/// Expected values are from GNU date: `date -ud TEXT +%s.%N`.
@Suite struct TimestampTests {
    @Test(arguments: [
        ("2024-12-19T10:30:00Z", 1_734_604_200.0),
        ("2024-01-24T07:14:03.327Z", 1_706_080_443.327),
        ("2025-07-11T06:45:47.472000Z", 1_752_216_347.472),
        ("Mon, 14 Jul 2025 09:14:24 GMT", 1_752_484_464.0),
        ("2024-08-28 15:27:40.824457", 1_724_858_860.824457),
        ("2026-06-10T17:04:52.183947+00:00", 1_781_111_092.183947),
        ("2026-06-10T17:04:52", 1_781_111_092.0),
        ("1752216347.472", 1_752_216_347.472),
        ("1752216347", 1_752_216_347.0),
        ("2026-06-10T17:04:52+02:00", 1_781_103_892.0),
        ("2026-06-10T17:04:52-0530", 1_781_130_892.0),
        ("2026-06-10t17:04:52z", 1_781_111_092.0),
        ("1970-01-01T00:00:00Z", 0.0),
        ("1969-12-31T23:59:59Z", -1.0),
        ("2000-02-29T00:00:00Z", 951_782_400.0),
        ("2024-02-29T23:59:60Z", 1_709_251_200.0),
        ("1900-03-01T00:00:00Z", -2_203_891_200.0),
        ("9999-12-31T23:59:59Z", 253_402_300_799.0),
        ("0001-01-01T00:00:00Z", -62_135_596_800.0),
    ])
    func everySpellingOfTheAPIIsRead(_ text: String, _ seconds: Double) {
        #expect(APITimestamp.parse(text) == seconds)
    }

    @Test(arguments: [
        "", "now", "2024", "2024-12-19", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
        "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2024-12-00T00:00:00Z", "2024-12-19T24:00:00Z", "2024-12-19T10:60:00Z",
        "2024-12-19T10:30:61Z", "2024-12-19T10:30:00.Z", "2024-12-19T10:30:00Zx",
        "2024-12-19T10:30:00 Z", " 2024-12-19T10:30:00Z", "2024-12-19T10:30Z",
        "2024-12-19T10:30:00+1", "2024-12-19T10:30:00+24:00", "24-12-19T10:30:00Z",
        "Mon, 14 Jul 2025 09:14:24", "Mon, 14 Foo 2025 09:14:24 GMT",
        "Mon, 32 Jul 2025 09:14:24 GMT", "Xyz, 14 Jul 2025 09:14:24 GMT", "1752216347472",
        "12345678", "1752216347.", "-1752216347", "2024-12-19T10:30:00Z\u{0}",
        "２０２４-12-19T10:30:00Z",
    ])
    func anythingElseIsNoTime(_ text: String) {
        #expect(APITimestamp.parse(text) == nil)
    }

    @Test func daysCountOnWithoutAGap() throws {
        var expected = try #require(APITimestamp.days(year: 1899, month: 12, day: 31))
        for year in 1900...2101 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let days = APITimestamp.days(year: year, month: month, day: day) else {
                        continue
                    }
                    expected += 1
                    #expect(days == expected)
                }
            }
        }
        #expect(expected == APITimestamp.days(year: 2101, month: 12, day: 31))
        #expect(APITimestamp.days(year: 1970, month: 1, day: 1) == 0)
    }
}
