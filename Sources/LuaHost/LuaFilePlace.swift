import Glibc
import LuaShim

/// A name in a folder that is held open: what a file is made, replaced, renamed or removed by.
///
/// The folder was looked up below what is granted, and stays that one whatever is renamed meanwhile. It is
/// closed with the value.
public struct LuaFilePlace: ~Copyable {
    /// A descriptor (`O_PATH`) for `mkdirat`, `renameat`, `unlinkat` and their kin.
    public let folder: Int32
    /// The last part of the path: no slash, neither `.` nor `..`.
    public let name: String

    fileprivate init(folder: Int32, name: String) {
        self.folder = folder
        self.name = name
    }

    deinit { close(folder) }
}

extension LuaGrants {
    /// Where a file may be made, replaced or removed, whether it is there or not.
    ///
    /// - Throws: ``LuaPermissionError``, ``FileProblem`` (also for `/`, which has no name).
    public func place(_ path: String, for capability: LuaCapability) throws -> LuaFilePlace {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw FileProblem(path: "a path", reason: "it is empty, or contains a zero byte")
        }
        let roots = if case .readFile = capability { readable } else { writable }
        let whole = LuaFileRoots.absolute(path)
        guard let slash = whole.lastIndex(of: "/"), whole != "/" else {
            throw FileProblem(path: path, reason: "it is the root folder")
        }
        let name = String(whole[whole.index(after: slash)...])
        let parent = slash == whole.startIndex ? "/" : String(whole[..<slash])
        if roots == .all {
            let folder = luashim_open_any_folder(parent)
            guard folder >= 0 else { throw FileProblem(path: path, errno: errno) }
            return LuaFilePlace(folder: folder, name: name)
        }
        return try placeBeneath(roots.candidates(for: path), path, capability)
    }

    private func placeBeneath(
        _ candidates: [(root: LuaFileRoots.Root, rest: String)], _ path: String,
        _ capability: LuaCapability
    ) throws -> LuaFilePlace {
        var problem: Int32 = EXDEV
        for (root, rest) in candidates {
            // A granted file itself is a name in its own folder.
            let whole = rest.isEmpty ? root.place : rest
            let parts = whole.split(separator: "/")
            guard let name = parts.last else { continue }
            let place = rest.isEmpty ? "/" : root.place
            let top = luashim_open_folder(place)
            guard top >= 0 else {
                problem = errno
                continue
            }
            defer { close(top) }
            let folder = luashim_open_folder_beneath(
                top, parts.dropLast().joined(separator: "/"), !rest.isEmpty)
            if folder >= 0 { return LuaFilePlace(folder: folder, name: String(name)) }
            problem = errno
            if problem != EXDEV, problem != ELOOP { break }
        }
        throw Self.unopened(path, problem, capability, isInside: !candidates.isEmpty)
    }
}
