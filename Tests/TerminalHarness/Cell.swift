/// One place of the screen.
public struct Cell: Sendable, Equatable {
    /// A character with its combining marks; empty in the right half of a wide one.
    public var text: String
    public var look: Look

    public init(_ text: String, _ look: Look = .plain) {
        self.text = text
        self.look = look
    }

    static func blank(_ look: Look) -> Cell { Cell(" ", look) }
    var isRightHalf: Bool { text.isEmpty }
}

/// One line of the screen, as many cells as it has columns.
public struct Row: Sendable, Equatable {
    public var cells: [Cell]
    /// The text went on in the next row because it did not fit.
    public var isWrapped = false
    /// It did so before its last column, where a wide character had no room.
    var skipsLastColumn = false

    /// Without the blanks at its end.
    public var text: String { wholeText.withoutBlanksAtEnd }

    var wholeText: String {
        cells.dropLast(skipsLastColumn ? 1 : 0).reduce(into: "") { $0 += $1.text }
    }
}

extension String {
    var withoutBlanksAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

/// Cells a character takes on common terminals. A table of our own, so that a mistake in the prompt's is
/// not repeated here: Unicode 15, "East Asian Width" W and F, and emoji that are pictures by default.
enum TerminalWidth {
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1B000...0x1B2FF,
        0x20000...0x3FFFD,
    ]

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // The vowels and final consonants that join a syllable of Hangul.
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
}
