import Recipes
import Testing

struct VersionRangeTests {
    @Test(arguments: [
        (">=0.3", "0.3.0 0.4.1 1.0.0", "0.2.9 0.3.0-rc.1 1.0.0-rc.1"),
        (">1.2", "1.3.0 2.0.0", "1.2.0 1.2.9"),
        (">1.2.3", "1.2.4", "1.2.3 1.2.3+b"),
        ("<2", "1.9.9 0.0.0", "2.0.0 2.0.0-alpha 1.0.0-alpha"),
        ("<=1.2", "1.2.9 1.0.0", "1.3.0"),
        ("<=1.2.3", "1.2.3 1.2.3+b", "1.2.4"),
        ("1.4.0", "1.4.0 1.4.0+linux", "1.4.1 1.4.0-rc.1"),
        ("=1.4", "1.4.0 1.4.9", "1.5.0 1.3.9"),
        ("1", "1.0.0 1.9.0", "2.0.0 0.9.0"),
        ("^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-rc.1"),
        ("^0.2.3", "0.2.3 0.2.9", "0.3.0"),
        ("^0.0.3", "0.0.3", "0.0.4 0.0.2"),
        ("^0.0", "0.0.9", "0.1.0"),
        ("^0", "0.9.0", "1.0.0"),
        ("^1", "1.9.0", "2.0.0"),
        ("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2"),
        ("~1.2", "1.2.0", "1.3.0"),
        ("~1", "1.9.0", "2.0.0"),
        (" >= 1.2 , < 2 ", "1.2.0 1.9.9", "1.1.9 2.0.0"),
        (">=1.0.0-rc.1", "1.0.0-rc.1 1.0.0-rc.2 1.0.0 2.0.0", "1.0.0-beta 1.1.0-rc.1"),
        ("*", "0.0.0 9.9.9", "1.0.0-rc.1"),
        ("<=9223372036854775807", "9223372036854775807.1.0", "1.0.0-rc.1"),
    ])
    func aRangeHoldsThese(_ range: String, _ inside: String, _ outside: String) throws {
        let range = try #require(VersionRange(range))
        for text in inside.split(separator: " ") {
            #expect(
                range.contains(try #require(SemanticVersion(String(text)))), "\(range): \(text)")
        }
        for text in outside.split(separator: " ") {
            let version = try #require(SemanticVersion(String(text)))
            #expect(!range.contains(version), "\(range): \(text)")
        }
    }

    @Test(arguments: [
        "", ",", ">=1,", "1.x", ">=", "=>1", "==1", "^^1", "1.2.3.4", "1 2", "01", "1.2-rc", "**",
        "latest", ">=99999999999999999999",
    ])
    func whatIsNotARangeIsNone(_ text: String) {
        #expect(VersionRange(text) == nil)
    }

    @Test func theNewestOfWhatWillDoIsTaken() throws {
        let versions = ["1.2.0", "1.10.0", "2.0.0", "1.9.9", "1.11.0-rc.1"]
            .compactMap(SemanticVersion.init)
        let range = try #require(VersionRange("^1.2"))
        #expect(range.newest(of: versions) == SemanticVersion(1, 10, 0))
        #expect(VersionRange.any.newest(of: []) == nil)
        #expect(
            VersionRange(exactly: SemanticVersion(2, 0, 0)).newest(of: versions)
                == SemanticVersion(2, 0, 0))
    }
}
