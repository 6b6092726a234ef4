import GRDB

extension Refusal {
    /// The answer when the data file could not do its part. The write has been rolled back; reading
    /// goes on, and writing does when there is room again.
    init(storage error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(507, "The emulator's disk is full; nothing was changed")
        case .SQLITE_IOERR:
            // A limit of the file's size (RLIMIT_FSIZE, a quota) is an input/output error to SQLite.
            self.init(507, "The emulator's data file cannot be written; nothing was changed")
        case .SQLITE_BUSY:
            self.init(503, "Another process keeps the emulator's data file locked")
        case .SQLITE_CANTOPEN:
            self.init(503, "The emulator's data file cannot be opened now")
        default:
            self.init(500, "The emulator's data file failed: \(error.message ?? "\(error)")")
        }
    }
}
