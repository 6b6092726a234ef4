import LuaHost

/// Which lines tests ran: for tools as LCOV's tracefile, for people as a share of each file.
public struct CoverageReport: Sendable {
    private let files: [LuaCoverage.File]

    /// - Parameter name: the path by which a file is told, or nil to leave it out. Files that come to
    ///   one path are added up.
    public init(_ coverage: LuaCoverage, name: (String) -> String?) {
        var runs: [String: [Int: Int]] = [:]
        for file in coverage.files {
            guard let path = name(file.path) else { continue }
            for line in file.lines {
                runs[path, default: [:]][line.number, default: 0] += line.runs
            }
        }
        files = runs.sorted { $0.key < $1.key }.map { path, runs in
            LuaCoverage.File(path: path, runs: runs)
        }
    }

    /// Format: geninfo(1) of LCOV.
    public var lcov: String {
        files.map { file in
            let lines = file.lines.map { "DA:\($0.number),\($0.runs)\n" }.joined()
            return
                "TN:\nSF:\(file.path)\n\(lines)LF:\(file.lines.count)\nLH:\(file.ran)\nend_of_record\n"
        }.joined()
    }

    /// A line for each file: `recipes/sweep.lua  42 of 45 lines  93 %  not: 12, 30-31`.
    public var text: String {
        let width = files.map(\.path.count).max() ?? 0
        return files.map { file in
            let path = file.path + String(repeating: " ", count: width - file.path.count)
            let (ran, all) = (file.ran, file.lines.count)
            let missing = ran == all ? "" : "  not: \(file.missing)"
            return
                "\(path)  \(ran) of \(all) lines  \(all == 0 ? 100 : 100 * ran / all) %\(missing)"
        }.joined(separator: "\n")
    }
}

extension LuaCoverage.File {
    fileprivate init(path: String, runs: [Int: Int]) {
        self.init(
            path: path,
            lines: runs.sorted { $0.key < $1.key }.map {
                LuaCoverage.Line(number: $0.key, runs: $0.value)
            })
    }

    fileprivate var ran: Int { lines.count { $0.runs > 0 } }

    /// The lines that did not run; neighbours among those that have code as a range.
    fileprivate var missing: String {
        var ranges: [(first: Int, last: Int)] = []
        var isOpen = false
        for line in lines {
            if line.runs > 0 {
                isOpen = false
            } else if isOpen {
                ranges[ranges.count - 1].last = line.number
            } else {
                ranges.append((line.number, line.number))
                isOpen = true
            }
        }
        return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }
            .joined(separator: ", ")
    }
}
