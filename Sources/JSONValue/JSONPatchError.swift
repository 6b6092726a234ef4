/// Why a patch could not be read or applied. The document it was meant for is untouched.
public struct JSONPatchError: Error, Hashable, CustomStringConvertible {
    /// The operation at fault, from 0; nil when the patch as a whole is wrong.
    public let index: Int?
    /// The operation's `op`, where it has one.
    public let operation: String?
    /// The operation's `path` as it was written, where it has one.
    public let path: String?
    /// What is wrong: `there is no member "tags" in the object at /layers`
    public let reason: String

    /// `operation 2 (remove "/layers/tags"): there is no member "tags" in the object at /layers`
    public var description: String {
        guard let index else { return reason }
        let detail = [operation, path.map { JSONValue.string($0).description }].compactMap(\.self)
        let name = detail.isEmpty ? "" : " (\(detail.joined(separator: " ")))"
        return "operation \(index)\(name): \(reason)"
    }
}
