extension Theme {
    /// For dark terminals.
    public static let standard = Theme(
        name: "default",
        codes: [
            .keyword: "35", .string: "32", .number: "36", .comment: "90", .constant: "36",
            .unclosed: "31", .match: "1;4", .fieldName: "94", .heading: "1", .reference: "33",
            .typeName: "33", .note: "2", .error: "1;31", .warning: "33", .success: "32",
            .hint: "2", .name: "36", .promptSafe: "1;32", .promptLive: "1;31",
        ])

    /// For light ones.
    public static let light = Theme(
        name: "light",
        codes: [
            .keyword: "35", .string: "32", .number: "34", .comment: "90", .constant: "34",
            .unclosed: "31", .match: "1;4", .fieldName: "34", .heading: "1", .reference: "35",
            .typeName: "35", .note: "90", .error: "1;31", .warning: "35", .success: "32",
            .hint: "90", .name: "34", .promptSafe: "1;34", .promptLive: "1;31",
        ])

    /// Blue and orange, which nearly everybody tells apart; never red against green.
    public static let colourBlind = Theme(
        name: "colour-blind",
        codes: [
            .keyword: "1", .string: "38;5;75", .number: "38;5;180", .comment: "2",
            .constant: "38;5;180", .unclosed: "4;38;5;208", .match: "1;4", .fieldName: "38;5;75",
            .heading: "1", .reference: "38;5;180", .typeName: "38;5;180", .note: "2",
            .error: "1;38;5;208", .warning: "38;5;214", .success: "38;5;75", .hint: "2",
            .name: "38;5;75", .promptSafe: "1;38;5;33", .promptLive: "1;7;38;5;208",
        ])

    /// Weight and lines alone.
    public static let mono = Theme(
        name: "mono",
        codes: [
            .keyword: "1", .comment: "2", .unclosed: "4", .match: "1;4", .heading: "1",
            .note: "2", .error: "1", .warning: "1", .hint: "2", .promptSafe: "1",
            .promptLive: "1;7",
        ])

    public static let all = [standard, light, colourBlind, mono, none]

    /// The theme of this name, or what the terminal and the environment allow of it.
    ///
    /// `NO_COLOR` that is not empty leaves weight and lines, and nothing in a pipe, whatever else is set
    /// (no-color.org). `FORCE_COLOR` that is not empty, be it 0 (force-color.org), and `CLICOLOR_FORCE` other
    /// than 0 (bixense.com/clicolors) colour where there is no terminal, too. `CLICOLOR=0` is a weaker
    /// `NO_COLOR`.
    /// - Returns: nil where there is no theme of this name.
    public static func chosen(
        name: String, environment: [String: String], isTerminal: Bool
    ) -> Theme? {
        guard let theme = all.first(where: { $0.name == name }) else { return nil }
        func value(_ variable: String) -> String? {
            environment[variable].flatMap { $0.isEmpty ? nil : $0 }
        }
        let isCapable = isTerminal && environment["TERM"] != "dumb"
        let isForced =
            value("FORCE_COLOR") != nil || value("CLICOLOR_FORCE").map { $0 != "0" } ?? false
        let isRefused = value("NO_COLOR") != nil
        guard isCapable || (isForced && !isRefused) else { return Theme.none }
        if isRefused || (value("CLICOLOR") == "0" && !isForced) {
            return theme == Theme.none ? theme : mono
        }
        return theme
    }
}
