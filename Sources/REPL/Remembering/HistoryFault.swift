/// Why entries do not reach the history file. The session goes on, and remembers them until it ends.
public enum HistoryFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What lies at the path is not our file, and stays as it is.
    case refused(path: String, why: String, advice: String)
    /// The file cannot be read or written now; what is missing is written once it can be.
    case unavailable(path: String, why: String)

    public var description: String {
        switch self {
        case .refused(let path, let why, let advice):
            "history \(path): \(why); it stays as it is, and this session is not stored. \(advice)"
        case .unavailable(let path, let why):
            "history \(path): \(why); this session goes on without it."
        }
    }
}
