import Glibc

/// An open history file that is ours: a regular file of this user that nobody else may read, with our
/// header. Rights are read from the open file, as the path could name another one a moment later.
struct HistoryDescriptor: ~Copyable {
    private let descriptor: CInt
    private let path: String
    private let facts: stat
    var size: Int { Int(facts.st_size) }

    /// The file, to be read; nil where there is none.
    static func toRead(_ path: String) throws(HistoryFault) -> HistoryDescriptor? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if descriptor < 0 && errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw openFault(errno, path: path) }
        let file = HistoryDescriptor(descriptor, path: path)
        try file.check()
        return file
    }

    /// The file, made where there is none, with every other session kept out until this is gone.
    static func toAppend(_ path: String) throws(HistoryFault) -> HistoryDescriptor {
        // Whoever waited for the lock may hold a file that has been replaced meanwhile.
        for _ in 0..<100 {
            let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
            let descriptor = open(path, flags, 0o600)
            guard descriptor >= 0 else { throw openFault(errno, path: path) }
            let lockFault = lock(descriptor, path: path)
            // Made after the wait, as its size is read here; and before the throw, as it closes.
            let file = HistoryDescriptor(descriptor, path: path)
            if let lockFault { throw lockFault }
            try file.check()
            if file.isStillAtItsPath { return file }
        }
        throw .unavailable(path: path, why: "other sessions replace it all the time")
    }

    private init(_ descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
        var facts = stat()
        // Fails for no open descriptor; no rights at all would then be refused as no regular file.
        _ = fstat(descriptor, &facts)
        self.facts = facts
    }

    deinit { _ = close(descriptor) }

    private static func openFault(_ number: CInt, path: String) -> HistoryFault {
        switch number {
        case ELOOP:
            .refused(path: path, why: "it is a symbolic link", advice: moveAway)
        case EISDIR, ENXIO, ENODEV:
            .refused(path: path, why: "it is not a regular file", advice: moveAway)
        default: fault(number, path: path)
        }
    }

    static func fault(_ number: CInt, path: String) -> HistoryFault {
        .unavailable(path: path, why: String(cString: strerror(number)))
    }

    private static let moveAway = "Move it away to have a history."

    private func check() throws(HistoryFault) {
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw .refused(path: path, why: "it is not a regular file", advice: Self.moveAway)
        }
        // As root too: a file of theirs that root replaces could no longer be read by its owner.
        guard facts.st_uid == geteuid() else {
            throw .refused(path: path, why: "it belongs to another user", advice: Self.moveAway)
        }
        guard facts.st_mode & 0o077 == 0 else {
            let mode = "0" + String(facts.st_mode & 0o777, radix: 8)
            throw .refused(
                path: path, why: "others may read it (mode \(mode))",
                advice: "Run: chmod 600 \(path)")
        }
        try checkHeader()
    }

    /// A beginning of the header is what the end of a process may leave of it.
    private func checkHeader() throws(HistoryFault) {
        let found = try bytes(0..<min(size, HistoryLine.header.count))
        guard !HistoryLine.header.starts(with: found) else { return }
        let isOurs = found.starts(with: "tavlua history ".utf8)
        throw .refused(
            path: path,
            why: isOurs ? "another version of tavlua wrote it" : "it is not a history of tavlua",
            advice: Self.moveAway)
    }

    /// Other sessions hold the lock for the time of a write.
    private static func lock(_ descriptor: CInt, path: String) -> HistoryFault? {
        for _ in 0..<200 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return nil }
            guard errno == EWOULDBLOCK || errno == EINTR else { return fault(errno, path: path) }
            _ = poll(nil, 0, 5)
        }
        return .unavailable(path: path, why: "another session keeps it locked")
    }

    private var isStillAtItsPath: Bool {
        var found = stat()
        guard lstat(path, &found) == 0 else { return false }
        return found.st_dev == facts.st_dev && found.st_ino == facts.st_ino
    }

    /// What is in the file at these places, or less where it has become shorter.
    func bytes(_ range: Range<Int>) throws(HistoryFault) -> [UInt8] {
        var failure: CInt?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let got = pread(
                    descriptor, rest.baseAddress, rest.count, range.lowerBound + count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                count += got
            }
        }
        if let failure { throw Self.fault(failure, path: path) }
        return bytes
    }

    /// Adds bytes by one write, or nothing.
    func append(_ bytes: [UInt8]) throws(HistoryFault) {
        var sent = write(descriptor, bytes, bytes.count)
        while sent < 0 && errno == EINTR { sent = write(descriptor, bytes, bytes.count) }
        guard sent != bytes.count else { return }
        // Half a line would hide that there was one; a disk that is full says so by a short count.
        let number = sent < 0 ? errno : ENOSPC
        if sent > 0 { _ = ftruncate(descriptor, size) }
        throw Self.fault(number, path: path)
    }
}
