import Glibc
import LuaShim

/// What a file is opened for.
public enum LuaFileAccess: Sendable, Equatable {
    case reading
    /// A file that is there; nothing is cut off.
    case writing
    /// A new or emptied file.
    case creating
}

extension LuaGrants {
    /// Opens a regular file or a folder that is granted.
    ///
    /// The file is looked up below the granted folder by the kernel, so neither `..` nor a link nor one
    /// put there meanwhile leads out of it. Pipes and devices are refused: opening or reading them may
    /// take for ever.
    /// - Returns: a file descriptor that belongs to the caller, and is closed on exec.
    /// - Throws: ``LuaPermissionError``, ``FileProblem``.
    public func open(_ path: String, for access: LuaFileAccess) throws -> Int32 {
        let roots = access == .reading ? readable : writable
        let capability: LuaCapability = access == .reading ? .readFile(path) : .writeFile(path)
        guard !path.utf8.contains(0) else {
            throw FileProblem(path: "a path", reason: "it contains a zero byte")
        }
        var file: Int32 = -1
        if roots == .all {
            file = Glibc.open(path, access.flags | O_CLOEXEC, 0o666)
            guard file >= 0 else { throw FileProblem(path: path, errno: errno) }
        } else {
            file = try openBeneath(roots.candidates(for: path), path, access.flags, capability)
        }
        do {
            try requireRegular(file, path)
        } catch {
            close(file)
            throw error
        }
        return file
    }

    private func openBeneath(
        _ candidates: [(root: LuaFileRoots.Root, rest: String)], _ path: String, _ flags: Int32,
        _ capability: LuaCapability
    ) throws -> Int32 {
        var problem: Int32 = EXDEV
        for (root, rest) in candidates {
            let file = openBeneath(root, rest, flags)
            if file >= 0 { return file }
            problem = errno
            if problem != EXDEV, problem != ELOOP { break }
        }
        throw Self.unopened(path, problem, capability, isInside: !candidates.isEmpty)
    }

    /// Why nothing was opened below what is granted: it leads out of it, or there is another problem.
    /// - Parameter isInside: whether its name is in what is granted.
    static func unopened(
        _ path: String, _ problem: Int32, _ capability: LuaCapability, isInside: Bool
    ) -> any Error {
        guard problem == EXDEV || problem == ELOOP else {
            return FileProblem(path: path, errno: problem)
        }
        let reason = isInside ? "a link leads out of what is granted" : nil
        return LuaPermissionError(capability, reason: reason)
    }

    private func openBeneath(_ root: LuaFileRoots.Root, _ rest: String, _ flags: Int32) -> Int32 {
        let folder = luashim_open_folder(rest.isEmpty ? "/" : root.place)
        guard folder >= 0 else { return -1 }
        defer { close(folder) }
        return rest.isEmpty
            ? luashim_open_beneath(folder, root.place, flags, 0o666, false)
            : luashim_open_beneath(folder, rest, flags, 0o666, true)
    }

    private func requireRegular(_ file: Int32, _ path: String) throws {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileProblem(path: path, errno: errno) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || kind == S_IFDIR else {
            throw FileProblem(path: path, reason: "it is neither a file nor a folder")
        }
    }
}

extension LuaFileAccess {
    /// Without waiting for the other end of a pipe, and without making a terminal one's own.
    fileprivate var flags: Int32 {
        let kind =
            switch self {
            case .reading: O_RDONLY
            case .writing: O_WRONLY
            case .creating: O_WRONLY | O_CREAT | O_TRUNC
            }
        return kind | O_NONBLOCK | O_NOCTTY
    }
}
