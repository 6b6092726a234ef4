import Glibc

/// The width of the terminal that standard output goes to.
enum TerminalWidth {
    /// 80 where there is no terminal, as in files and tests.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
