import TavusAPI

/// The extended headers that stock tools write into archives: times, owners, git's commit. Whatever could make
/// another file of the entry that follows is refused.
///
/// Source: POSIX.1-2017, pax, "pax Extended Header". Python's tarfile writes `mtime`, `git archive` a `comment`.
enum PaxRecords {
    private static let harmless: Set<String> = [
        "comment", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname",
    ]

    static func check(_ bytes: ArraySlice<UInt8>) throws(SharingError) {
        var rest = bytes
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard digits.count <= 6,
                let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 1, length <= rest.count,
                rest[digits.endIndex] == UInt8(ascii: " "),
                rest[rest.startIndex + length - 1] == UInt8(ascii: "\n")
            else { throw SharingError(.refused, "an extended header of the archive is damaged") }
            let record = rest[(digits.endIndex + 1)..<(rest.startIndex + length)]
            let name = String(decoding: record.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
            guard harmless.contains(name) else {
                throw SharingError(
                    .refused,
                    "an extended header of the archive sets \"\(DisplayText.safe(name, limit: 60))\""
                )
            }
            rest = rest.dropFirst(length)
        }
    }
}
