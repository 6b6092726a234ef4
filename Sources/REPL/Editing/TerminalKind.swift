import Glibc

/// What is known of a terminal by its environment. The terminal database is not asked: it often lacks new ones.
enum TerminalKind {
    static var name: String { getenv("TERM").map { String(cString: $0) } ?? "" }

    /// The few sequences of ECMA-48 that are used here work wherever a terminal has a name and is not one of
    /// these.
    static var canDraw: Bool { !["", "dumb", "emacs"].contains(name) }

    /// Whether lines are wrapped anew when the width changes. Where nobody says so, as in xterm, they are not:
    /// the other guess would clear lines above the prompt.
    static var reflows: Bool {
        reflowing.contains { name.hasPrefix($0) } || marks.contains { getenv($0) != nil }
    }

    private static let reflowing = [
        "tmux", "xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "konsole", "vte",
    ]
    private static let marks = [
        "TMUX", "VTE_VERSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID",
        "TERM_PROGRAM", "WT_SESSION",
    ]
}
