import Glibc
// Unicode.NFC of SE-0511's draft, not public so far (Swift 6.3). Foundation, which has the same, would come with it.
@_spi(_Unicode) import Swift

/// Text between a terminal's marks for a paste.
enum PastedText {
    /// More than that is for a file: libedit takes several times the memory.
    static let maxBytes = 1 << 20
    /// What ends it, without the Escape.
    static let end = Array("\u{1b}[201~".utf8)

    /// As it goes into the buffer: newlines as LF, no control characters but newlines and tabs, no
    /// empty rows at the end, and composed (NFC): what is typed is, and texts that look the same are to be
    /// the same. File managers of macOS copy names decomposed.
    static func cleaned(_ bytes: some RandomAccessCollection<UInt8>) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        var isAfterReturn = false
        var rest = bytes[...]
        while !rest.isEmpty {
            guard case .scalar(let scalar, let length) = UTF8Decoder.first(of: rest) else {
                scalars.append("\u{FFFD}")
                break
            }
            rest = rest.dropFirst(length)
            defer { isAfterReturn = scalar == "\r" }
            switch scalar {
            case "\r": scalars.append("\n")
            case "\n": if !isAfterReturn { scalars.append("\n") }
            case "\t", " "..."~", "\u{A0}"...: scalars.append(scalar)
            default: break
            }
        }
        while scalars.last == "\n" { scalars.removeLast() }
        return scalars.allSatisfy(\.isASCII) ? scalars : Array(String(scalars)._nfc)
    }

    /// Keeps what is too long in a file that only the user can read.
    /// - Returns: its path; nil if it cannot be written.
    static func keep(_ bytes: [UInt8]) -> String? {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/tavlua-paste-XXXXXX.lua".utf8CString)
        let file = mkstemps(&template, 4)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard TerminalBytes.write(bytes, to: file) else { return nil }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

enum TerminalBytes {
    /// Writes all of it. False if the other end is gone.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var output = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&output, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
