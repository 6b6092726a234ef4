import Foundation
import Recipes
import Testing

/// A folder of a test's own, and the tools of the system in it.
struct Workbench {
    let folder: URL

    static func with<Result>(_ body: (Workbench) throws -> Result) throws -> Result {
        let bench = try Workbench()
        defer { bench.remove() }
        return try body(bench)
    }

    static func awaiting<Result>(_ body: (Workbench) async throws -> Result) async throws -> Result
    {
        let bench = try Workbench()
        defer { bench.remove() }
        return try await body(bench)
    }

    private init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tavlua-sharing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func remove() {
        do {
            // Stored recipes are read-only.
            try run("/bin/chmod", "-R", "u+w", ".")
            try FileManager.default.removeItem(at: folder)
        } catch {
            print("the folder of a test stays behind: \(error)")
        }
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    /// Runs a program in the folder and expects it to succeed.
    /// - Returns: what it printed.
    @discardableResult
    func run(_ program: String, _ words: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ToolFailed(program: program, words: words, output: text)
        }
        return text
    }

    struct ToolFailed: Error {
        let program: String
        let words: [String]
        let output: String
    }

    /// Every path below the folder with its kind, mode, size and content's hash: what a test compares before and
    /// after something that has to leave no trace.
    func listing() throws -> String {
        try run(
            "/bin/bash", "-c",
            "find . -printf '%p %y %m %s %l\\n' | sort; find . -type f | sort | xargs -r -d '\\n' sha256sum"
        )
    }
}

/// A recipe of three files and its hash, worked out with sha256sum and not with our code.
enum SampleRecipe {
    static let script = """
        --[==[ [recipe]
        name = "acme/sweep"
        version = "1.2.0"
        summary = "Ends what is old"
        ]==]
        return function(args, ctx) end

        """
    static let files = [
        ("init.lua", script), ("lib/text.lua", "return {}\n"), ("README.md", "# Sweep\n"),
    ]
}

/// An archive made byte by byte, as no tool would make it.
struct RawTar {
    var bytes: [UInt8] = []

    struct Entry {
        var name = "init.lua"
        var content: [UInt8] = Array("return 1\n".utf8)
        var type: Character = "0"
        var link = ""
        var prefix = ""
        var magic = "ustar\u{0}00"
        /// Written into the size field instead of the content's size.
        var size: String?
        var checksumOffset = 0
    }

    init(_ entries: Entry...) {
        for entry in entries { add(entry) }
    }

    mutating func add(_ entry: Entry) {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            let bytes = Array(text.utf8)
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        put(entry.name, at: 0)
        put("0000644\u{0}0000000\u{0}0000000\u{0}", at: 100)
        let size = String(entry.content.count, radix: 8)
        put(
            entry.size ?? String(repeating: "0", count: 11 - size.count) + size + "\u{0}",
            at: 124)
        put("00000000000\u{0}", at: 136)
        put(String(entry.type), at: 156)
        put(entry.link, at: 157)
        put(entry.magic, at: 257)
        put(entry.prefix, at: 345)
        for index in 148..<156 { block[index] = 0x20 }
        let sum = block.reduce(0) { $0 + Int($1) } + entry.checksumOffset
        let text = String(sum, radix: 8)
        put(String(repeating: "0", count: 6 - text.count) + text + "\u{0} ", at: 148)
        bytes += block + entry.content
        bytes += [UInt8](repeating: 0, count: -entry.content.count & 511)
    }

    /// With the two blocks of zeros that end an archive.
    var whole: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }
}
