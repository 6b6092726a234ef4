import TavusAPI
import Testing

@testable import TavusClient

@Suite struct ExitStatusTests {
    private static func error(
        _ code: ErrorCode, _ outcome: TavusError.Outcome = .refused, method: HTTPMethod? = .post,
        status: Int? = nil
    ) -> TavusError {
        TavusError(code: code, status: status, message: "m", method: method, outcome: outcome)
    }

    @Test(
        arguments: [
            (error(.timeout, .unknown), 10), (error(.serverError, .unknown, status: 500), 10),
            (error(.timeout, .unknown, method: .get), 8), (error(.timeout, .notSent), 8),
            (error(.connectionFailed, .notSent), 8), (error(.authentication, status: 401), 4),
            (error(.permissionDenied, .notSent), 5), (error(.permissionDenied, status: 403), 5),
            (error(.budgetExceeded, .notSent), 6), (error(.notFound, status: 400), 7),
            (error(.rateLimited, status: 429), 7), (error(.undecodable, .done, status: 200), 7),
            (error(.serverError, method: .get, status: 500), 7),
            (error(.invalidArgument, .notSent), 1),
            (error(.failed, .done, method: nil), 1), (error(.cancelled, .notSent), 1),
        ] as [(TavusError, Int32)])
    func theFirstMatchOfTheListDecides(error: TavusError, status: Int32) {
        #expect(ExitStatus.of(error) == status)
    }

    @Test(
        arguments: [
            ("7", 7), ("0", 0), ("86400", 86_400), ("", nil), ("-1", nil), ("1.5", nil),
            ("soon", nil),
            ("99999999999999999999", 2_147_483_647), ("Thu, 01 Jan 1970 00:16:45 GMT", 5),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ] as [(String, Double?)])
    func retryAfterIsSecondsOrADate(text: String, seconds: Double?) {
        #expect(RetryAfter.seconds(in: text, now: 1_000) == seconds)
    }

    @Test(arguments: [
        ("plain text, ünïcode 日本", "plain text, ünïcode 日本"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\u{1b}[2J\u{7f}\u{9b}31m", "\\u{1b}[2J\\u{7f}\\u{9b}31m"),
        ("abc\u{202e}dcba\u{2069}", "abc\\u{202e}dcba\\u{2069}"),
        ("a\u{200b}b\0", "a\\u{200b}b\\u{0}"),
    ])
    func nothingFromOutsideReachesTheTerminalAsAControl(text: String, shown: String) {
        #expect(DisplayText.safe(text) == shown)
    }

    @Test func longTextIsCut() {
        #expect(DisplayText.safe("abcdef", limit: 3) == "abc…")
        #expect(DisplayText.safe("abc", limit: 3) == "abc")
    }
}
