import Foundation
import Synchronization

/// Runs the system's git in a folder of its own, with an environment that holds nothing of ours.
///
/// No hook, no credential helper, no configuration of the user's or the repository's, no other protocol than
/// the one that was asked for; no file above 32 MiB, no run above a minute.
struct GitProgram: Sendable {
    let folder: String
    /// `https`, `http` or `file`.
    let protocols: String
    let environment: [String: String]

    private static let safeSettings = [
        "protocol.ext.allow=never", "core.hooksPath=/dev/null", "core.fsmonitor=false",
        "credential.helper=", "http.followRedirects=false", "fetch.recurseSubmodules=false",
        "gc.auto=0", "advice.detachedHead=false",
    ]

    /// - Parameter settings: more of git's own, `name=value`.
    /// - Returns: what it printed.
    /// - Throws: ``SharingError`` with git's last words.
    func run(
        _ words: [String], settings: [String] = [], input: [UInt8] = [], limit: Int = 16 << 20
    ) async throws(SharingError) -> [UInt8] {
        let all = (Self.safeSettings + settings).flatMap { ["-c", $0] } + words
        let result: Result<[UInt8], SharingError> = await withCheckedContinuation { continuation in
            // Waiting for a process blocks, so it has a thread of its own.
            Thread.detachNewThread {
                continuation.resume(returning: self.runAndWait(all, input: input, limit: limit))
            }
        }
        return try result.get()
    }

    private func runAndWait(
        _ words: [String], input: [UInt8], limit: Int
    ) -> Result<[UInt8], SharingError> {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // The shell is there for the limit alone: 1024 bytes a unit in bash, 512 in dash.
        process.arguments = ["-c", #"ulimit -f 65536; exec git "$@""#, "git"] + words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = cleanEnvironment
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        do {
            process.standardInput = try entry(of: input)
        } catch {
            return .failure(SharingError(.file, "git's input cannot be written: \(error)"))
        }
        do {
            try process.run()
        } catch {
            return .failure(SharingError(.file, "git cannot be started: \(error)"))
        }
        let timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + 60)
        // Not SIGTERM: a process that Foundation starts here may have it blocked.
        timer.setEventHandler { kill(process.processIdentifier, SIGKILL) }
        timer.resume()
        defer { timer.cancel() }
        let said = Collected(errors.fileHandleForReading, limit: 16 << 10)
        let printed = Collected(output.fileHandleForReading, limit: limit)
        let bytes = printed.bytes()
        if bytes.count > limit { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        guard bytes.count <= limit else {
            return .failure(SharingError(.refused, "git has more to say than a recipe can hold"))
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let text = String(decoding: said.bytes(), as: UTF8.self)
            let last = text.split(separator: "\n").last { !$0.isEmpty } ?? "git was stopped"
            return .failure(SharingError(.network, "git: \(last)"))
        }
        return .success(bytes)
    }

    /// By way of a file: a pipe that git leaves early would end this program with SIGPIPE.
    private func entry(of input: [UInt8]) throws -> FileHandle {
        guard !input.isEmpty else { return .nullDevice }
        let path = folder + "/tavlua-input"
        try WholeFile.write(input, to: path)
        return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    }

    private var cleanEnvironment: [String: String] {
        var clean = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "/bin/false", "SSH_ASKPASS": "/bin/false",
            "GIT_ALLOW_PROTOCOL": protocols, "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
        ]
        let ways = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"]
        for name in ways { clean[name] = environment[name] }
        clean["GIT_SSL_CAINFO"] = environment["SSL_CERT_FILE"]
        return clean
    }
}

/// Reads a pipe to its end on a thread of its own; what is beyond the limit is read and dropped.
private final class Collected: Sendable {
    private let collected = Mutex<[UInt8]>([])
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle, limit: Int) {
        Thread.detachNewThread { [self] in
            while true {
                let part = handle.availableData
                if part.isEmpty { break }
                collected.withLock { bytes in
                    // One byte more than allowed says that there was more.
                    bytes += part.prefix(limit + 1 - bytes.count)
                }
            }
            done.signal()
        }
    }

    func bytes() -> [UInt8] {
        done.wait()
        done.signal()
        return collected.withLock { $0 }
    }
}
