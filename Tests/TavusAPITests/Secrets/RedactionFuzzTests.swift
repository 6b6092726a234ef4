import Foundation
import Testing

@testable import TavusAPI

@Suite struct RedactionFuzzTests {
    /// The spellings in which a secret may stand in an entry.
    private enum Spelling: CaseIterable {
        case raw, json, percent, allPercent, unicode, hex, base64, base64URL, basic
    }

    private func spelled(
        _ secret: String, _ spelling: Spelling, _ random: inout SystemRandomNumberGenerator
    ) -> String {
        let bytes = Array(secret.utf8)
        func hex(_ byte: UInt8) -> String { String(format: "%02x", byte) }
        let lead = (0..<Int.random(in: 0..<7, using: &random)).map { _ in "ü" }.joined() + "u:"
        switch spelling {
        case .raw: return secret
        case .json:
            return secret.map { "\\\"/".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        case .percent:
            return bytes.map {
                Bool.random(using: &random) || $0 == 0x25
                    ? "%" + (Bool.random(using: &random) ? hex($0) : hex($0).uppercased())
                    : String(UnicodeScalar($0))
            }.joined()
        case .allPercent: return bytes.map { "%" + hex($0) }.joined()
        case .unicode: return bytes.map { "\\u00" + hex($0) }.joined()
        case .hex: return bytes.map { "\\x" + hex($0) }.joined()
        case .base64: return Data(bytes).base64EncodedString()
        case .base64URL:
            return Data(lead.utf8 + bytes).base64EncodedString()
                .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        case .basic: return Data((lead + secret + ":").utf8).base64EncodedString()
        }
    }

    @Test(arguments: [
        "0123456789abcdef0123456789abcdef", "short-8!", #"back\slash\\and"quote"#, "100%41%%sure/+",
        "aaaaaaaaaaaa", "sk-live_~.+/==", #"\\\\\\\\"#,
    ])
    func noSecretSurvivesInAnySpelling(secret: String) {
        var random = SystemRandomNumberGenerator()
        let redaction = Redaction(secrets: [secret, "another secret"])
        let around = ["", "x = \"", "\\", "%", "é", "\n", "abc", "= ", "🙂", "\"", "[["]
        for round in 0..<400 {
            let spelling = Spelling.allCases[round % Spelling.allCases.count]
            let before = around.randomElement(using: &random) ?? ""
            let after = around.randomElement(using: &random) ?? ""
            let core = spelled(secret, spelling, &random)
            // A letter beside Base64 makes other bytes of it.
            let text = before + " " + core + " " + after
            let stored = redaction.redacting(text)
            #expect(!stored.contains(core), "\(spelling): \(text)")
            #expect(stored.contains(Redaction.mark), "\(spelling): \(text)")
            #expect(redaction.redacting(stored) == stored, "\(text)")
        }
    }

    @Test func anyBytesMakeNoTrouble() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "api_key", "=", "\"", "'", "\\", "[", "[[", "]]", "\n", " ", "(", "..", ":", "Bearer ",
            "://", "@", "%", "--token", ".login", "x", "é", "\u{0}", "/password\"", "value", "{",
        ]
        let redaction = Redaction(secrets: ["xxxxxxxx", #"\\\\""x%"#])
        for _ in 0..<3000 {
            let count = Int.random(in: 0..<30, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let stored = redaction.redacting(text)
            #expect(!stored.contains("xxxxxxxx"))
        }
    }

    @Test func aMegabyteIsReadInTheTimeOfAnEntry() {
        let line = #"tavus.personas.create{ persona_name = "a", token_count = 3 } -- \\\\ %41 "#
        let text = String(repeating: line, count: 1_000_000 / line.utf8.count)
        let started = ContinuousClock.now
        #expect(Redaction(secrets: ["0123456789abcdef0123456789abcdef"]).redacting(text) == text)
        // Linear: quadratic scans of a megabyte take minutes.
        #expect(ContinuousClock.now - started < .seconds(20))
    }
}
