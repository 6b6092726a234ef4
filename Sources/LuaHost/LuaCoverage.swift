import LuaShim
import Synchronization

/// Which lines of Lua files were run, and how often; sessions add theirs when they are closed.
///
/// ```swift
/// var host = LuaHost()
/// let coverage = LuaCoverage()
/// host.coverage = coverage
/// …
/// for file in coverage.files { print(file.path, file.lines.count { $0.runs > 0 }, file.lines.count) }
/// ```
public final class LuaCoverage: Sendable {
    public struct File: Sendable, Equatable {
        /// As the script was named.
        public let path: String
        /// Those that have code, in order.
        public let lines: [Line]

        public init(path: String, lines: [Line]) {
            self.path = path
            self.lines = lines
        }
    }

    public struct Line: Sendable, Equatable {
        public let number: Int
        public let runs: Int

        public init(number: Int, runs: Int) {
            self.number = number
            self.runs = runs
        }
    }

    private let runs = Mutex<[String: [Int: Int]]>([:])

    public init() {}

    /// In the order of their paths.
    public var files: [File] {
        runs.withLock { $0 }.sorted { $0.key < $1.key }.map { path, runs in
            let lines = runs.sorted { $0.key < $1.key }
            return File(path: path, lines: lines.map { Line(number: $0.key, runs: $0.value) })
        }
    }

    /// On the session's thread, while its VM is open.
    func note(_ vm: OpaquePointer) {
        luashim_each_chunk(
            vm,
            { context, lines in
                guard let context, let lines = lines?.pointee else { return }
                Unmanaged<LuaCoverage>.fromOpaque(context).takeUnretainedValue().add(lines)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func add(_ lines: luashim_chunk_lines) {
        let path = String(cString: lines.source + 1)
        let compiled = UnsafeBufferPointer(start: lines.compiled, count: lines.compiled_size)
        let counts = UnsafeBufferPointer(start: lines.counts, count: Int(lines.capacity))
        runs.withLock { all in
            var runs = all[path] ?? [:]
            for line in LuaLineTable(compiled: Array(compiled))?.lines ?? [] where runs[line] == nil
            {
                runs[line] = 0
            }
            for (line, count) in counts.enumerated() where count > 0 {
                runs[line, default: 0] += Int(count)
            }
            all[path] = runs
        }
    }
}
