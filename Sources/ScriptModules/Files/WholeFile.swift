import LuaHost

/// Files of the program itself, read and written as `require "files"` does: whole or not at all.
public enum WholeFile {
    /// - Returns: nil where there is none.
    /// - Throws: ``ModuleError``, also for bytes that are no UTF-8.
    public static func text(_ path: String) throws -> String? {
        guard try FileReading.facts(path, .all, in: "read") != nil else { return nil }
        let bytes = try FileReading.bytes(path, .all, in: "read")
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ModuleError(.invalidData, in: "read", "\(path) is no UTF-8 text")
        }
        return text
    }

    /// - Throws: ``ModuleError``; what was there is there still.
    public static func write(_ path: String, _ text: String) throws {
        try FileWriting.replace(path, with: Array(text.utf8), .all, in: "write")
    }

    /// Makes a folder and those it is in.
    public static func makeFolder(_ path: String) throws {
        try FileWriting.makeFolder(path, .all, in: "mkdir")
    }
}
