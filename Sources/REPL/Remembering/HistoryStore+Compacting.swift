import Glibc

extension HistoryStore {
    /// Rewrites the file with the newest line of each text, as many as the limit allows.
    ///
    /// Under the lock, into a new file that takes the old one's place at once: sessions that wait for the
    /// lock meanwhile find that their file has gone, and open the new one.
    /// - Returns: how many lines there are now.
    static func compact(_ path: String, limit: Int) throws(HistoryFault) -> Int {
        let file = try HistoryDescriptor.toAppend(path)
        let kept = newest(try lines(of: file), limit: limit)
        var bytes = HistoryLine.header
        for line in kept { bytes += line + [UInt8(ascii: "\n")] }
        try replace(path, by: bytes)
        return kept.count
    }

    private static func newest(_ lines: [ArraySlice<UInt8>], limit: Int) -> [ArraySlice<UInt8>] {
        var texts: Set<ArraySlice<UInt8>> = []
        var kept: [ArraySlice<UInt8>] = []
        for line in lines.reversed() where kept.count < limit {
            if texts.insert(HistoryLine.key(line)).inserted { kept.append(line) }
        }
        return kept.reversed()
    }

    private static func replace(_ path: String, by bytes: [UInt8]) throws(HistoryFault) {
        // One name for all: only who holds the lock is here, and what is there was left by a process
        // that ended.
        let fresh = path + ".new"
        _ = unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw HistoryDescriptor.fault(errno, path: fresh) }
        defer { _ = close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw abandoned(fresh) }
            sent += count
        }
        guard fsync(descriptor) == 0, rename(fresh, path) == 0 else { throw abandoned(fresh) }
    }

    private static func abandoned(_ fresh: String) -> HistoryFault {
        let fault = HistoryDescriptor.fault(errno, path: fresh)
        _ = unlink(fresh)
        return fault
    }
}
