import Glibc
import JSONValue

/// Values that tests compare with what was written down before: a JSON file each, in the folder `golden`
/// beside the spec, beneath the name of its subject.
public struct GoldenFiles: Sendable {
    private let folder: String
    private let updates: Bool

    /// - Parameter updates: write what is found instead of comparing it.
    public init(for file: SpecFile, updates: Bool) {
        folder = "\(file.folder)golden/\(file.subject)"
        self.updates = updates
    }

    /// - Returns: what is wrong; nil where the value is as it was.
    public func check(_ value: JSONValue, name: String) -> String? {
        guard !folder.hasSuffix("/.") && !folder.hasSuffix("/..") else {
            return "a spec with golden values needs a name before _spec.lua"
        }
        guard !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        else {
            return "a golden value's name has letters, digits, - and _ alone, found \"\(name)\""
        }
        let path = "\(folder)/\(name).json"
        let found = GoldenText(value).text
        if updates { return write(found, to: path) }
        guard let bytes = read(path) else {
            return
                "there is no golden value \(path); tavlua test --update-golden writes what is found"
        }
        let expected = String(decoding: bytes, as: UTF8.self)
        guard found != expected else { return nil }
        return "the value differs from \(path):\n\(Self.difference(expected, found))"
            + "\ntavlua test --update-golden takes the new one"
    }

    /// The lines that differ, the first of them, with those before.
    private static func difference(_ expected: String, _ found: String) -> String {
        let (old, new) = (expected.split(separator: "\n"), found.split(separator: "\n"))
        let same = zip(old, new).prefix { $0 == $1 }.count
        let before = old[max(0, same - 3)..<same].map { "    \($0)" }
        let (oldRest, newRest) = (old.dropFirst(same), new.dropFirst(same))
        let end = zip(oldRest.reversed(), newRest.reversed()).prefix { $0 == $1 }.count
        let gone = oldRest.dropLast(end).prefix(5).map { "  - \($0)" }
        let come = newRest.dropLast(end).prefix(5).map { "  + \($0)" }
        return (["  line \(same + 1):"] + before + gone + come).joined(separator: "\n")
    }

    private func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&block, 1, block.count, file)
            guard count > 0 else { return ferror(file) == 0 ? bytes : nil }
            bytes += block[..<count]
        }
    }

    /// By another name first: a golden value is never half there.
    private func write(_ text: String, to path: String) -> String? {
        for end in folder.indices where folder[end] == "/" { mkdir(String(folder[..<end]), 0o777) }
        mkdir(folder, 0o777)
        let fresh = "\(path).\(UInt64.random(in: 0...UInt64.max)).new"
        guard let file = fopen(fresh, "we") else { return Self.problem("write", fresh) }
        let isWhole = fputs(text, file) >= 0
        guard fclose(file) == 0, isWhole, rename(fresh, path) == 0 else {
            let problem = Self.problem("write", path)
            unlink(fresh)
            return problem
        }
        return nil
    }

    private static func problem(_ what: String, _ path: String) -> String {
        "cannot \(what) the golden value \(path): \(String(cString: strerror(errno)))"
    }
}
