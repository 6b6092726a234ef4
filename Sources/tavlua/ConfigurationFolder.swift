/// Where a user's settings and grants are: `$XDG_CONFIG_HOME/tavlua`.
enum ConfigurationFolder {
    /// Nil where no home folder is known.
    static func path(_ environment: [String: String] = ProcessEnvironment.variables) -> String? {
        // XDG Base Directory Specification 0.8: relative paths in the variable are to be ignored.
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            return base + "/tavlua"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.config/tavlua"
    }
}
