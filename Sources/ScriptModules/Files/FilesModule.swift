import Glibc
import JSONValue
import LuaHost

/// `require "files"`: files and folders, each call within the session's grants.
public enum FilesModule {
    public static var module: LuaModule {
        LuaModule(
            "files",
            functions: [read, write, append, exists, info, list, makeFolder, remove, rename])
    }

    /// What csv and yaml read and write by.
    static var textFunctions: [LuaFunction] {
        [
            LuaFunction("read_text") { arguments in
                let path = try arguments.string(0)
                return [.string(LuaString(bytes: try bytes(path, arguments, of: "read")))]
            },
            LuaFunction("write_text") { arguments in
                let path = try arguments.string(0)
                try FileWriting.replace(
                    path, with: try arguments.bytes(1), arguments.grants, in: "write")
                return []
            },
        ]
    }

    private static func bytes(
        _ path: String, _ arguments: LuaArguments, of function: String
    ) throws -> [UInt8] {
        try FileReading.bytes(path, arguments.grants, in: function)
    }

    /// `files.read(path)` → all bytes
    private static var read: LuaFunction {
        LuaFunction("read") { arguments in
            let path = try arguments.string(0)
            return [.string(LuaString(bytes: try bytes(path, arguments, of: "files.read")))]
        }
    }

    /// `files.write(path, text)`: the whole file or nothing of it
    private static var write: LuaFunction {
        LuaFunction("write") { arguments in
            try FileWriting.replace(
                try arguments.string(0), with: try arguments.bytes(1), arguments.grants,
                in: "files.write")
            return []
        }
    }

    /// `files.append(path, text)`
    private static var append: LuaFunction {
        LuaFunction("append") { arguments in
            try FileWriting.append(
                try arguments.string(0), try arguments.bytes(1), arguments.grants,
                in: "files.append")
            return []
        }
    }

    /// `files.exists(path)` → boolean
    private static var exists: LuaFunction {
        LuaFunction("exists") { arguments in
            let path = try arguments.string(0)
            let facts = try FileReading.facts(path, arguments.grants, in: "files.exists")
            return [.boolean(facts != nil)]
        }
    }

    /// `files.info(path)` → `{kind=, size=, modified=}`, or nil where nothing is
    private static var info: LuaFunction {
        LuaFunction("info") { arguments in
            let path = try arguments.string(0)
            guard let facts = try FileReading.facts(path, arguments.grants, in: "files.info")
            else { return [.nil] }
            let kind: JSONValue =
                switch facts.st_mode & S_IFMT {
                case S_IFREG: "file"
                case S_IFDIR: "folder"
                default: "other"
                }
            let modified =
                Double(facts.st_mtim.tv_sec) + Double(facts.st_mtim.tv_nsec) / 1_000_000_000
            let members: JSONObject = [
                "kind": kind, "size": .integer(Int64(facts.st_size)),
                "modified": .number(modified),
            ]
            return [.json(JSONValue.object(members).bytes())]
        }
    }

    /// `files.list(folder)` → names, sorted
    private static var list: LuaFunction {
        LuaFunction("list") { arguments in
            let names = try FileReading.names(
                in: try arguments.string(0), arguments.grants, in: "files.list")
            return [.json(JSONValue.array(names.map { .string($0) }).bytes())]
        }
    }

    /// `files.mkdir(path)`: the folder and those it is in
    private static var makeFolder: LuaFunction {
        LuaFunction("mkdir") { arguments in
            try FileWriting.makeFolder(
                try arguments.string(0), arguments.grants, in: "files.mkdir")
            return []
        }
    }

    /// `files.remove(path)` → whether there was something
    private static var remove: LuaFunction {
        LuaFunction("remove") { arguments in
            let path = try arguments.string(0)
            return [
                .boolean(try FileWriting.remove(path, arguments.grants, in: "files.remove"))
            ]
        }
    }

    /// `files.rename(path, to)`
    private static var rename: LuaFunction {
        LuaFunction("rename") { arguments in
            try FileWriting.rename(
                try arguments.string(0), to: try arguments.string(1), arguments.grants,
                in: "files.rename")
            return []
        }
    }
}
