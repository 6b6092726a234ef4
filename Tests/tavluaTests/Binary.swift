import Foundation

/// The built program, run as a user would: in an empty folder, with no key and a state folder of its own.
struct Binary {
    struct Finished: Equatable {
        var status: Int32
        var out: String
        var err: String
    }

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tavlua-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Runs the body with a fresh folder, which is removed afterwards.
    static func with<Result>(_ body: (Binary) throws -> Result) throws -> Result {
        let binary = try Binary()
        defer { binary.remove() }
        return try body(binary)
    }

    private func remove() {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            print("the folder of a test stays behind: \(error)")
        }
    }

    /// The tests' own executable lies beside it.
    static let path = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent("tavlua")

    /// The top of the checkout, where the recipes are.
    static let checkout = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    func environment(_ extra: [String: String]) -> [String: String] {
        [
            "HOME": folder.path, "XDG_STATE_HOME": folder.path + "/state", "TERM": "dumb",
            "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
        ].merging(extra) { $1 }
    }

    func start(
        _ words: [String], input: FileHandle? = nil, environment extra: [String: String] = [:]
    ) throws -> Running {
        let process = Process()
        process.executableURL = Self.path
        process.arguments = words
        process.currentDirectoryURL = folder
        process.environment = environment(extra)
        return try Running(process, input: input)
    }

    /// Runs it to its end.
    func run(
        _ words: String..., input: String = "", environment extra: [String: String] = [:]
    ) throws -> Finished {
        try run(words, input: input, environment: extra)
    }

    func run(
        _ words: [String], input: String, environment extra: [String: String]
    ) throws -> Finished {
        let file = folder.appendingPathComponent("input-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        let handle = try FileHandle(forReadingFrom: file)
        return try start(words, input: handle, environment: extra).finish()
    }

    /// Runs a line of bash whose `$1` is the program and `$2` this word.
    func shell(_ line: String, _ word: String) throws -> Finished {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", line, "bash", Self.path.path, word]
        process.currentDirectoryURL = folder
        process.environment = environment([:])
        return try Running(process, input: nil).finish()
    }

    /// Writes a script into the folder and gives its name.
    func script(_ text: String, name: String = "script.lua") throws -> String {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        return name
    }
}

/// A program that runs, with its output collected as it comes.
final class Running {
    let process: Process
    private let out = Pipe()
    private let err = Pipe()
    private var collected = ""

    init(_ process: Process, input: FileHandle?) throws {
        self.process = process
        process.standardOutput = out
        process.standardError = err
        process.standardInput = input ?? FileHandle.nullDevice
        try process.run()
    }

    /// Reads standard output until it contains the text.
    func wait(for text: String) throws {
        while !collected.contains(text) {
            let data = out.fileHandleForReading.availableData
            guard !data.isEmpty else { throw EndedEarly(output: collected) }
            collected += String(decoding: data, as: UTF8.self)
        }
    }

    /// Reads standard error until it contains the text.
    func waitForErrors(_ text: String) throws {
        var read = ""
        while !read.contains(text) {
            let data = err.fileHandleForReading.availableData
            guard !data.isEmpty else { throw EndedEarly(output: read) }
            read += String(decoding: data, as: UTF8.self)
        }
    }

    /// What ``wait(for:)`` has read so far.
    var printed: String { collected }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    func finish() throws -> Binary.Finished {
        let errors = ErrorReader(err.fileHandleForReading)
        collected += String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let status =
            process.terminationReason == .uncaughtSignal
            ? 128 + process.terminationStatus : process.terminationStatus
        return .init(status: status, out: collected, err: errors.text())
    }

    struct EndedEarly: Error {
        let output: String
    }
}

/// Reads standard error beside standard output, so that neither pipe fills up.
private final class ErrorReader: @unchecked Sendable {
    // because `data` is written before `done` is signalled and read after it was waited for.
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            data = handle.readDataToEndOfFile()
            done.signal()
        }
    }

    func text() -> String {
        done.wait()
        return String(decoding: data, as: UTF8.self)
    }
}
