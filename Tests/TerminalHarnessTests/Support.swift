import TerminalHarness

extension Screen {
    /// A small terminal after it was sent the text.
    init(of bytes: String, columns: Int = 10, rows: Int = 4) {
        var terminal = VirtualTerminal(size: WindowSize(columns: columns, rows: rows))
        terminal.receive(bytes)
        self = terminal.screen
    }
}
