import TavusAPI

/// One header block of a tar archive, taken at its word only as far as its checksum goes.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar 1.34, "Basic Tar Format", for the other magic.
struct TarHeader {
    static let blockBytes = 512

    let name: String
    let size: Int
    let type: Character

    init(_ block: ArraySlice<UInt8>) throws(SharingError) {
        let block = Array(block)
        guard try Self.number(block[148..<156], "checksum") == Self.checksum(of: block) else {
            throw SharingError(.refused, "a header of the archive has a wrong checksum")
        }
        let magic = block[257..<265]
        let isPOSIX = magic.elementsEqual("ustar\u{0}00".utf8)
        guard isPOSIX || magic.elementsEqual("ustar  \u{0}".utf8) else {
            throw SharingError(.refused, "the archive is not in the format ustar")
        }
        let base = try Self.text(block[0..<100])
        // GNU's own format keeps times and maps of sparse files there.
        let prefix = try Self.text(block[345..<500])
        guard isPOSIX || prefix.isEmpty else {
            throw SharingError(.refused, "the archive has an entry of GNU's own kind")
        }
        name = prefix.isEmpty ? base : prefix + "/" + base
        size = try Self.number(block[124..<136], "size")
        type = block[156] == 0 ? "0" : Character(Unicode.Scalar(block[156]))
        let link = try Self.text(block[157..<257])
        guard link.isEmpty || !["0", "5"].contains(type) else {
            throw SharingError(.refused, "\(shownName) is a file and a link")
        }
    }

    var shownName: String { "\"\(DisplayText.safe(name, limit: 120))\"" }

    /// What an entry of another kind than a file or a folder is, in words.
    var kindInWords: String {
        switch type {
        case "1": "a hard link"
        case "2": "a symbolic link"
        case "3", "4": "a device"
        case "6": "a named pipe"
        case "L", "K": "a long name in GNU's own format"
        case "S": "a sparse file"
        default: "of the unknown kind \"\(DisplayText.safe(String(type)))\""
        }
    }

    /// Text up to its first NUL, after which there is nothing else: readers differ in what they would take.
    private static func text(_ field: ArraySlice<UInt8>) throws(SharingError) -> String {
        let end = field.firstIndex(of: 0) ?? field.endIndex
        guard field[end...].allSatisfy({ $0 == 0 }) else {
            throw SharingError(.refused, "a name in the archive goes on after a NUL")
        }
        guard let text = String(validating: field[..<end], as: UTF8.self) else {
            throw SharingError(.refused, "a name in the archive is not UTF-8")
        }
        return text
    }

    /// Octal digits between spaces and NULs; numbers in base 256 are for files that no recipe has.
    private static func number(
        _ field: ArraySlice<UInt8>, _ what: String
    ) throws(SharingError) -> Int {
        let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        let rest = field[digits.endIndex...]
        guard !digits.isEmpty, rest.allSatisfy({ $0 == 0 || $0 == 0x20 }) else {
            throw SharingError(.refused, "a header of the archive has no octal \(what)")
        }
        return digits.reduce(0) { $0 << 3 | Int($1 & 7) }
    }

    /// The sum of all bytes, those of the sum itself being spaces.
    static func checksum(of block: [UInt8]) -> Int {
        block.reduce(0) { $0 + Int($1) } - block[148..<156].reduce(0) { $0 + Int($1) } + 8 * 0x20
    }
}
