import Recipes
import Testing

struct SemanticVersionTests {
    /// The example of Semantic Versioning 2.0.0, section 11, and numbers too long for an `Int`.
    @Test func precedenceIsThatOfTheStandard() {
        let ordered = [
            "0.0.0", "0.0.4", "0.9.0", "1.0.0-1", "1.0.0-2", "1.0.0-10",
            "1.0.0-99999999999999999999", "1.0.0-100000000000000000000", "1.0.0-A", "1.0.0-alpha",
            "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1", "10.0.0",
        ]
        #expect(
            ordered.reversed().compactMap(SemanticVersion.init).sorted().map(\.description)
                == ordered)
        for (earlier, later) in zip(ordered, ordered.dropFirst()) {
            #expect(SemanticVersion(earlier)! < SemanticVersion(later)!, "\(earlier) < \(later)")
        }
    }

    /// Valid examples of the standard's own regular expression.
    @Test(arguments: [
        "0.0.4", "1.1.2-prerelease+meta", "1.1.2+meta-valid", "1.0.0-alpha-a.b-c",
        "1.0.0-alpha0.valid", "1.0.0-rc.1+build.123", "2.0.1-alpha.1227", "1.0.0-0A.is.legal",
        "1.2.3----RC-SNAPSHOT.12.9.1--.12+788", "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
    ])
    func aVersionPrintsAsItWasWritten(_ text: String) {
        #expect(SemanticVersion(text)?.description == text)
    }

    /// Invalid examples from the same place, and some of ours.
    @Test(arguments: [
        "", "1", "1.2", "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "+invalid", "-invalid",
        "alpha", "1.0.0-alpha_beta", "01.1.1", "1.01.1", "1.1.01", "1.2.3.DEV", "1.2-SNAPSHOT",
        "1.0.0+a+b", "-1.0.3-gamma+b7718", "9.8.7-whatever+meta+meta", "v1.0.0", " 1.0.0", "1.0.0 ",
        "1.0.0-", "1.0.0+", "1.0.0-a..b", "99999999999999999999.0.0", "1.0.0-\u{e9}", "１.0.0",
        "1.0.0-" + String(repeating: "a", count: 128),
    ])
    func whatIsNotAVersionIsNone(_ text: String) {
        #expect(SemanticVersion(text) == nil)
    }
}
