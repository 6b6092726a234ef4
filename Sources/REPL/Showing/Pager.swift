/// Where a text goes that may be longer than the screen.
enum Pager: Sendable, Equatable {
    /// All of it to the terminal, or into the pipe.
    case whole
    /// A screenful, and the rest by `.more`.
    case screenfuls
    /// Into a program that has the terminal meanwhile.
    case program(words: [String])

    /// - Parameters:
    ///   - size: nil where there is no terminal: nothing is ever paged there.
    ///   - isOn: the user lets a program page.
    ///   - environment: `PAGER` is a command line for a shell, as POSIX has it; empty means none.
    static func chosen(
        for text: LongText, size: TerminalSize?, isOn: Bool, environment: [String: String]
    ) -> Pager {
        guard let size, Page(text, size: size).rest != nil else { return .whole }
        guard isOn, let command = environment["PAGER"],
            command.contains(where: { !$0.isWhitespace })
        else { return .screenfuls }
        // What git sets: leave when it fits, keep colours, leave the text on the screen. Who has a LESS
        // keeps it, be it empty.
        return .program(
            words: ["/bin/sh", "-c", "LESS=${LESS-FRX}; export LESS\n\(command)"])
    }
}
