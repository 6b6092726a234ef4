import Testing

@testable import Recipes

struct GlobTests {
    /// By definition, without any cleverness.
    private func naive(_ pattern: Substring, _ text: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        guard first == "*" else { return text.first == first && naive(rest, text.dropFirst()) }
        return naive(rest, text) || (!text.isEmpty && naive(pattern, text.dropFirst()))
    }

    private func words(of letters: [Character], upTo length: Int) -> [String] {
        var all = [""]
        var last = [""]
        for _ in 0..<length {
            last = last.flatMap { word in letters.map { word + String($0) } }
            all += last
        }
        return all
    }

    @Test func aPatternMatchesWhatItsDefinitionSays() {
        for pattern in words(of: ["a", "b", "*"], upTo: 5) {
            for text in words(of: ["a", "b"], upTo: 5) {
                let expected = naive(pattern[...], text[...])
                #expect(Glob(pattern).matches(text) == expected, "\(pattern) on \(text)")
            }
        }
    }

    @Test func aPatternThatContainsAnotherMatchesAllOfIts() {
        let patterns = words(of: ["a", "b", "*"], upTo: 3)
        let texts = words(of: ["a", "b"], upTo: 4)
        for outer in patterns {
            for inner in patterns where Glob(outer).contains(Glob(inner)) {
                let left = texts.filter { Glob(inner).matches($0) && !Glob(outer).matches($0) }
                #expect(left == [], "\(outer) contains \(inner)")
            }
        }
    }

    @Test func manyStarsOnALongTextTakeNoTime() {
        let pattern = String(repeating: "*a", count: 50) + "b"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 5_000)))
    }
}
