import Foundation
import TerminalHarness
import Testing

/// Acceptance tests of the prompt: the built program on a real terminal, and what its user sees.
///
/// One after the other: they keep this machine busy, and each waits for a program.
@Suite(.serialized) struct PromptTests {}

extension Binary {
    /// Starts the prompt and does not wait for it.
    func prompt(
        _ words: [String] = ["--quiet", "--fresh"], size: WindowSize = .standard,
        term: String = "xterm-256color", environment extra: [String: String] = [:]
    ) throws -> TerminalSession {
        let words = try TerminalSession(
            Self.path.path, words, size: size, term: term,
            environment: promptEnvironment(term).merging(extra) { $1 }, folder: folder.path)
        return words
    }

    private func promptEnvironment(_ term: String) -> [String: String] {
        environment([
            "TERM": term, "LANG": "C.UTF-8", "TAVLUA_IDLE_MARKS": "1",
            "XDG_CONFIG_HOME": folder.path + "/config",
        ])
    }

    var history: String {
        get throws {
            try String(
                contentsOf: folder.appendingPathComponent("state/tavlua/history"), encoding: .utf8)
        }
    }

    /// The texts of the history file, oldest first, as they are stored.
    var historyTexts: [String] {
        get throws {
            try history.split(separator: "\n").dropFirst().map {
                $0.split(separator: " ", maxSplits: 2).last.map(String.init) ?? ""
            }
        }
    }

    func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
}

/// A prompt that waits for its first entry, in a folder of its own, without banner, on an empty emulator.
func atPrompt(
    _ words: [String] = ["--quiet", "--fresh"], size: WindowSize = .standard,
    environment: [String: String] = [:], _ body: (TerminalSession, Binary) throws -> Void
) throws {
    try Binary.with { binary in
        let user = try binary.prompt(words, size: size, environment: environment)
        try user.waitUntilIdle()
        try body(user, binary)
        // Whatever was done, nothing was sent that a terminal would not understand.
        #expect(user.screen.unknown == [])
    }
}

func atPrompt(_ body: (TerminalSession) throws -> Void) throws {
    try atPrompt { user, _ in try body(user) }
}

extension TerminalSession {
    /// Types entries, each of which ends before the next one is typed.
    func enter(_ entries: String...) throws {
        for entry in entries { try type(entry + "\r") }
    }

    /// What stands before the cursor in its row, and after it.
    var typed: String {
        let cells = screen.rows[screen.cursor.row].cells
        let before = cells[..<screen.cursor.column].map(\.text).joined()
        let after = cells[screen.cursor.column...].map(\.text).joined()
        return (before + "|" + after).trimmingTrailingBlanks
    }
}

extension String {
    var trimmingTrailingBlanks: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
