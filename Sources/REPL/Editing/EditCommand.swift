/// What our keys do. Their names can be bound in `.editrc`, after `bind`.
enum EditCommand: Int32, CaseIterable {
    case enter, newline, complete, completeBack
    case up, down, earlier, later
    case searchBack, searchForward
    case left, right, wordLeft, wordRight, rowStart, rowEnd
    case deleteBackward, deleteForward, killToRowEnd, killToRowStart, killUpToMark
    case interrupt, endOfInput, suspend, clearScreen
    case paste, insertLiteral, undo
    case editOutside, commentOut, help, ignore

    var name: String {
        switch self {
        case .enter: "tavlua-enter"
        case .newline: "tavlua-newline"
        case .complete: "tavlua-complete"
        case .completeBack: "tavlua-complete-back"
        case .up: "tavlua-up"
        case .down: "tavlua-down"
        case .earlier: "tavlua-earlier"
        case .later: "tavlua-later"
        case .searchBack: "tavlua-search-back"
        case .searchForward: "tavlua-search-forward"
        case .left: "tavlua-left"
        case .right: "tavlua-right"
        case .wordLeft: "tavlua-word-left"
        case .wordRight: "tavlua-word-right"
        case .rowStart: "tavlua-row-start"
        case .rowEnd: "tavlua-row-end"
        case .deleteBackward: "tavlua-backspace"
        case .deleteForward: "tavlua-delete"
        case .killToRowEnd: "tavlua-kill-to-row-end"
        case .killToRowStart: "tavlua-kill-to-row-start"
        case .killUpToMark: "tavlua-kill-jump"
        case .interrupt: "tavlua-interrupt"
        case .endOfInput: "tavlua-end"
        case .suspend: "tavlua-suspend"
        case .clearScreen: "tavlua-clear-screen"
        case .paste: "tavlua-paste"
        case .insertLiteral: "tavlua-literal"
        case .undo: "tavlua-undo"
        case .editOutside: "tavlua-edit"
        case .commentOut: "tavlua-comment-out"
        case .help: "tavlua-help"
        case .ignore: "tavlua-ignore"
        }
    }
}

/// Which keys do what, in the notation of editrc(5).
enum KeyBindings {
    /// Before `.editrc`, which may bind these anew; for emacs alone.
    static let emacs: [(keys: String, command: EditCommand)] = [
        ("^P", .up), ("^N", .down), ("\\ep", .earlier), ("\\en", .later), ("^R", .searchBack),
        ("^S", .searchForward), ("^A", .rowStart), ("^E", .rowEnd), ("^K", .killToRowEnd),
        ("^U", .killToRowStart), ("^F", .right), ("^B", .left), ("\\ef", .wordRight),
        ("^_", .undo), ("^H", .deleteBackward), ("^?", .deleteBackward),
        ("^L", .clearScreen), ("\\e#", .commentOut), ("^X^E", .editOutside), ("^X^U", .undo),
    ]

    /// The same for vi: in both of its modes, and in command mode only.
    static let vi: [(keys: String, command: EditCommand)] = [
        ("^P", .up), ("^N", .down), ("^R", .searchBack), ("^S", .searchForward),
        ("^L", .clearScreen), ("^X^E", .editOutside), ("^_", .undo), ("^U", .killToRowStart),
        ("^A", .rowStart), ("^E", .rowEnd), ("^K", .killToRowEnd), ("^F", .right),
    ]
    static let viCommand: [(keys: String, command: EditCommand)] = [
        ("j", .down), ("k", .up), ("u", .undo), ("#", .commentOut), ("v", .editOutside),
        ("+", .down), ("-", .up), ("/", .searchBack), ("?", .searchForward),
    ]

    /// After `.editrc`: without these the prompt is a trap.
    static let fixed: [(keys: String, command: EditCommand)] = [
        ("^M", .enter), ("^J", .enter), ("^C", .interrupt), ("^D", .endOfInput), ("^Z", .suspend),
        ("^I", .complete), ("^\\", .ignore),
    ]

    /// What the keys of `EditorKey` do.
    static func command(of key: EditorKey) -> EditCommand {
        switch key {
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .home: .rowStart
        case .end: .rowEnd
        case .delete: .deleteForward
        case .newline: .newline
        case .paste: .paste
        case .literal: .insertLiteral
        case .wordLeft: .wordLeft
        case .wordRight: .wordRight
        case .backTab: .completeBack
        case .help: .help
        case .pageUp: .earlier
        case .pageDown: .later
        case .insert: .ignore
        }
    }
}
