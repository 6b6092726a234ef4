import Glibc
import LuaHost
import LuaSpecs
import TavusAPI

/// Where the lines that tests ran are written as an LCOV tracefile.
struct CoverageFile {
    let path: String

    /// Says on standard error, too, what no test reached.
    /// - Returns: false where it cannot be written, which is said.
    func write(_ lines: LuaCoverage) -> Bool {
        let here = WorkingFolder.absolute("")
        // What is part of this program has no file.
        let report = CoverageReport(lines) { path in
            guard !path.hasSuffix(SpecFile.ending), access(path, F_OK) == 0 else { return nil }
            return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
        }
        if !report.text.isEmpty { StandardError.line(DisplayText.safeLines(report.text)) }
        // As a shell's `>` writes: through links and pipes, and for whoever may read here.
        guard let file = fopen(path, "we") else { return cannotWrite() }
        let isWhole = fputs(report.lcov, file) >= 0
        guard fclose(file) == 0, isWhole else { return cannotWrite() }
        return true
    }

    private func cannotWrite() -> Bool {
        let why = String(cString: strerror(errno))
        let shown = DisplayText.safe(path, limit: 200)
        StandardError.line("tavlua test: cannot write the coverage to \(shown): \(why)")
        return false
    }
}
