/// What differs between two versions of a recipe, for a person to read before an update.
public struct RecipeChanges: Sendable {
    /// Lines as of `diff -u`, without a terminal's colours; whoever shows them makes them safe.
    public let lines: [String]

    public init(from before: SharedRecipe, to after: SharedRecipe) {
        var lines: [String] = []
        let (old, new) = (before.permissions.words.may, after.permissions.words.may)
        lines += old.filter { !new.contains($0) }.map { "- may \($0)" }
        lines += new.filter { !old.contains($0) }.map { "+ may \($0)" }
        let paths = Set(before.tree.files.map(\.path) + after.tree.files.map(\.path)).sorted()
        for path in paths {
            lines += Self.difference(before.tree[path], after.tree[path], at: path)
        }
        self.lines = lines
    }

    private static func difference(
        _ before: [UInt8]?, _ after: [UInt8]?, at path: String
    ) -> [String] {
        guard before != after else { return [] }
        let head = [
            "--- \(before == nil ? "/dev/null" : path)", "+++ \(after == nil ? "/dev/null" : path)",
        ]
        func rows(_ bytes: [UInt8]?) -> [Substring] {
            let text = String(decoding: bytes ?? [], as: UTF8.self)
            var rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            if rows.last?.isEmpty ?? false { rows.removeLast() }
            return rows
        }
        let (old, new) = (rows(before), rows(after))
        // The standard library's difference takes the square of the lines that differ.
        guard old.count + new.count <= 4000 else {
            return head + ["  \(old.count) lines became \(new.count)"]
        }
        return head + changes(from: old, to: new)
    }

    /// Removed and inserted lines in the order of the file, with the number of each run's first line.
    private static func changes(from old: [Substring], to new: [Substring]) -> [String] {
        let difference = new.difference(from: old)
        var removed: [Int: Substring] = [:]
        var inserted: [Int: Substring] = [:]
        for change in difference {
            switch change {
            case .remove(let offset, let line, _): removed[offset] = line
            case .insert(let offset, let line, _): inserted[offset] = line
            }
        }
        var lines: [String] = []
        var (before, after) = (0, 0)
        var isInRun = false
        while before < old.count || after < new.count {
            if let line = removed[before] {
                if !isInRun { lines.append("@@ line \(before + 1) @@") }
                lines.append("-" + line)
                before += 1
                isInRun = true
            } else if let line = inserted[after] {
                if !isInRun { lines.append("@@ line \(before + 1) @@") }
                lines.append("+" + line)
                after += 1
                isInRun = true
            } else {
                before += 1
                after += 1
                isInRun = false
            }
        }
        return lines
    }
}
