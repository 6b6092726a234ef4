/// A key that terminals send as an escape sequence.
///
/// libedit is given two characters for each: one that no keyboard sends, and the letter here. Its own
/// reading of sequences would make Escape, which in vi mode is a key, wait for another one.
enum EditorKey: Character, CaseIterable {
    case up = "A"
    case down = "B"
    case right = "C"
    case left = "D"
    case end = "E"
    case help = "F"
    case home = "H"
    case insert = "I"
    case delete = "K"
    case newline = "N"
    case paste = "P"
    case wordRight = "R"
    case wordLeft = "L"
    case backTab = "T"
    case pageUp = "U"
    case pageDown = "V"
    /// A character that libedit's keymap would take for something else, or draw wrongly.
    case literal = "Z"

    /// What the terminal sends, after the Escape.
    static let sequences: [String: EditorKey] = [
        "[A": .up, "OA": .up, "[B": .down, "OB": .down, "[C": .right, "OC": .right,
        "[D": .left, "OD": .left, "[H": .home, "OH": .home, "[1~": .home, "[7~": .home,
        "[F": .end, "OF": .end, "[4~": .end, "[8~": .end, "[2~": .insert, "[3~": .delete,
        "[5~": .pageUp, "[6~": .pageDown, "[Z": .backTab, "[200~": .paste,
        "OP": .help, "[11~": .help, "[[A": .help,
        "[1;5C": .wordRight, "[1;3C": .wordRight, "[5C": .wordRight, "Oc": .wordRight,
        "[1;5D": .wordLeft, "[1;3D": .wordLeft, "[5D": .wordLeft, "Od": .wordLeft,
        "\r": .newline, "\n": .newline,
        // Shift-Enter and Alt-Enter where the terminal says which: xterm's modifyOtherKeys, CSI u.
        "[27;2;13~": .newline, "[27;3;13~": .newline, "[13;2u": .newline, "[13;3u": .newline,
    ]

    /// What stands before the letter.
    static let mark = Unicode.Scalar(0x80 as UInt8)

    var scalar: Unicode.Scalar { rawValue.unicodeScalars[rawValue.unicodeScalars.startIndex] }
}

/// Functions of libedit's own that ours end in, by the same kind of private key.
enum EditlineFunction: Character, CaseIterable {
    case nextCharacter = "f"
    case previousCharacter = "b"
    case nextWord = "w"
    case previousWord = "v"
    case deleteCharacter = "d"
    case setMark = "m"
    case killRegion = "k"

    var name: String {
        switch self {
        case .nextCharacter: "ed-next-char"
        case .previousCharacter: "ed-prev-char"
        case .nextWord: "em-next-word"
        case .previousWord: "ed-prev-word"
        case .deleteCharacter: "ed-delete-next-char"
        case .setMark: "em-set-mark"
        case .killRegion: "em-kill-region"
        }
    }
}
