import Glibc
import TavusAPI

/// The entries of all sessions on this machine, in a file of their owner's alone.
///
/// Sessions only add to the file, by one write under a lock, so that none loses what another one
/// entered. Nothing reaches it that ``redaction`` would hide. What lies at the path and is not our file is
/// neither read nor changed.
/// ```swift
/// var store = HistoryStore(path: "…/history", limit: 10_000, redaction: Redaction(secrets: [key]))
/// let (entries, fault) = store.load()
/// ```
public struct HistoryStore: Sendable {
    public let path: String
    /// Entries that are kept; 0: the file is neither read nor written.
    public let limit: Int
    public var redaction: Redaction
    /// Lines that could not be written so far.
    private var pending: [UInt8] = []
    private var pendingCount = 0
    private var lineCount = 0
    private var isRefused = false
    private var said: [HistoryFault] = []

    /// More is not read at start, and not kept: entries of a megabyte each would be 10 GB.
    static let maxBytes = 32 << 20

    /// - Parameter path: absolute; the folders above it are made when the first entry is written.
    public init(path: String, limit: Int = 10_000, redaction: Redaction = Redaction()) {
        self.path = path
        self.limit = limit
        self.redaction = redaction
    }

    /// The newest entries, oldest first, and why there are none if something is wrong.
    public mutating func load() -> (entries: [HistoryEntry], fault: HistoryFault?) {
        guard limit > 0 else { return ([], nil) }
        do throws(HistoryFault) {
            guard let file = try HistoryDescriptor.toRead(path) else { return ([], nil) }
            let lines = try Self.lines(of: file)
            lineCount = lines.count
            return (lines.suffix(limit).compactMap(HistoryLine.entry), nil)
        } catch {
            return ([], tell(error))
        }
    }

    /// Adds an entry at once. What cannot be written is tried again with the next one.
    /// - Returns: what is wrong, the first time that it is.
    public mutating func append(_ entry: HistoryEntry) -> HistoryFault? {
        guard limit > 0, !isRefused else { return nil }
        var entry = entry
        entry.text = redaction.redacting(entry.text)
        pending += HistoryLine.bytes(entry)
        pendingCount += 1
        do throws(HistoryFault) {
            let size = try writePending()
            // Not at every entry beyond the limit: one rewrite for a quarter of the file.
            if lineCount > limit + limit / 4 || size > 2 * Self.maxBytes {
                lineCount = try Self.compact(path, limit: limit)
            }
            said = []
            return nil
        } catch {
            return tell(error)
        }
    }

    /// - Returns: how large the file was.
    private mutating func writePending() throws(HistoryFault) -> Int {
        try makeFolder()
        let file = try HistoryDescriptor.toAppend(path)
        try file.append(try Self.repair(of: file) + pending)
        lineCount += pendingCount
        (pending, pendingCount) = ([], 0)
        return file.size
    }

    /// What must stand before the next line: a header, or the end of a line that was torn.
    private static func repair(of file: borrowing HistoryDescriptor) throws(HistoryFault) -> [UInt8]
    {
        guard file.size >= HistoryLine.header.count else {
            return Array(HistoryLine.header.dropFirst(file.size))
        }
        let last = try file.bytes((file.size - 1)..<file.size)
        return last == [UInt8(ascii: "\n")] ? [] : [HistoryLine.cancel, UInt8(ascii: "\n")]
    }

    /// The whole lines of the file, without torn ones.
    static func lines(
        of file: borrowing HistoryDescriptor
    ) throws(HistoryFault) -> [ArraySlice<UInt8>] {
        let start = max(HistoryLine.header.count, file.size - maxBytes)
        guard start < file.size else { return [] }
        let bytes = try file.bytes(start..<file.size)
        var lines = HistoryLine.whole(in: bytes[...])
        // Reading began inside a line.
        if start > HistoryLine.header.count, !lines.isEmpty { lines.removeFirst() }
        return lines.filter { !HistoryLine.isTorn($0) }
    }

    private mutating func tell(_ fault: HistoryFault) -> HistoryFault? {
        if case .refused = fault {
            isRefused = true
            (pending, pendingCount) = ([], 0)
        }
        guard !said.contains(fault) else { return nil }
        said.append(fault)
        return fault
    }

    private func makeFolder() throws(HistoryFault) {
        let parts = path.split(separator: "/").dropLast()
        var folder = ""
        for part in parts {
            folder += "/" + part
            guard mkdir(folder, 0o700) != 0 else { continue }
            let number = errno
            // A folder that is there may answer EACCES or EROFS in place of EEXIST.
            guard access(folder, F_OK) != 0 else { continue }
            throw HistoryDescriptor.fault(number, path: path)
        }
    }
}
