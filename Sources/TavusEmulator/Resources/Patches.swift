import JSONValue

/// RFC 6902 patches of personas, objectives and guardrails.
///
/// A body that is no patch is refused with the resource's own text; a patch that does not fit the
/// document is 400 and changes nothing.
enum Patches {
    /// The operations of a body, with every path put through `rewrite`.
    static func parsed(
        _ body: JSONValue?, orElse refusal: Refusal = .badPatch,
        rewrite: (JSONPointer) -> JSONPointer = { $0 }
    ) throws -> JSONPatch {
        let patch: JSONPatch
        do {
            patch = try JSONPatch(parsing: body ?? .null)
        } catch {
            throw refusal
        }
        return JSONPatch(operations: patch.operations.map { $0.mapPaths(rewrite) })
    }

    static func applied(_ patch: JSONPatch, to document: JSONObject) throws -> JSONObject {
        let result: JSONValue
        do {
            result = try patch.applied(to: .object(document))
        } catch {
            throw Refusal(400, "The patch does not fit: \(error)")
        }
        guard case .object(let object) = result else {
            throw Refusal(400, "The patch does not fit: it replaces the whole document")
        }
        return object
    }
}

extension JSONPatchOperation {
    fileprivate func mapPaths(_ rewrite: (JSONPointer) -> JSONPointer) -> JSONPatchOperation {
        switch self {
        case .add(let path, let value): .add(rewrite(path), value)
        case .remove(let path): .remove(rewrite(path))
        case .replace(let path, let value): .replace(rewrite(path), value)
        case .move(let from, let path): .move(from: rewrite(from), to: rewrite(path))
        case .copy(let from, let path): .copy(from: rewrite(from), to: rewrite(path))
        case .test(let path, let value): .test(rewrite(path), value)
        }
    }
}
