/// What Enter does with what has been typed.
public enum EntryVerdict: Sendable, Equatable {
    /// Nothing but blanks.
    case empty
    /// To be run.
    case complete
    /// More lines could complete it; the next one begins with so many spaces.
    case incomplete(indentation: Int)
    /// No line that follows could make it valid: run it, and show the error.
    case broken
}
