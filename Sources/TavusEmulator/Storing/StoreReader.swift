import GRDB

/// Reads the store on the calling thread.
///
/// A read takes some microseconds and waits for no writer of a file, so it is not worth two thread
/// switches.
struct StoreReader: Sendable {
    private let database: any DatabaseWriter
    /// Whether the connection is this reader's alone, and ends with it.
    let isOwn: Bool

    init(_ database: any DatabaseWriter, isOwn: Bool) {
        self.database = database
        self.isOwn = isOwn
    }

    func read<T>(_ body: (Database) throws -> T) throws -> T { try database.unsafeRead(body) }

    func close() {
        guard isOwn else { return }
        // One that cannot be closed is closed with the process; it has written nothing.
        do { try database.close() } catch {}
    }
}
