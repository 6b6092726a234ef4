/// What a user may choose about the prompt; read from `config.toml`, then from flags.
public struct REPLSettings: Sendable, Equatable {
    public enum EditMode: String, Sendable, CaseIterable { case emacs, vi }
    public enum DisplayMode: String, Sendable, CaseIterable { case auto, table, tree, json, lua }
    /// Whether a `local` of one entry can be seen by the next.
    public enum Locals: String, Sendable, CaseIterable { case keep, lua }

    public var editMode = EditMode.emacs
    public var theme = "default"
    public var displayMode = DisplayMode.auto
    public var locals = Locals.keep
    /// Dim text from earlier entries after the cursor.
    public var suggests = true
    /// Dim parameters after `(` and `{`.
    public var showsSignatures = true
    public var colorsInput = true
    /// Tab asks the service for ids. Nil: on the emulator, and on a live target once the user listed.
    public var completesIDs: Bool?
    /// Entries kept; 0: none.
    public var historySize = 10_000
    /// Long output goes through `$PAGER`.
    public var pages = true
    /// Nothing of this session is stored.
    public var isPrivate = false
    /// No colours, no redrawing, ASCII only.
    public var isPlain = false
    public var isQuiet = false

    public init() {}
}
