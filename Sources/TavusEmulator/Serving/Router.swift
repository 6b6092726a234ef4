import TavusAPI

/// Finds the operation of a method and a path; its table is the catalogue.
///
/// Both names of a collection lead to it (`/v2/pals` is `/v2/personas`), and both slash forms,
/// because official clients use both.
struct Router: Sendable {
    struct Match: Sendable {
        let route: Route
        let ids: [String]
    }

    /// One path of an operation, and who answers it.
    final class Route: Sendable {
        let operation: APIOperation
        let vocabulary: Vocabulary
        /// Whether the path is one of the newer names, `/v2/pals` for `/v2/personas`.
        let isNewerName: Bool
        let handler: Handler
        fileprivate let method: String
        /// What follows the collection.
        fileprivate let pieces: [Piece]

        /// - Parameter path: the operation's own, or one of its newer names.
        init(_ operation: APIOperation, path: String, _ handler: @escaping Handler) {
            self.operation = operation
            vocabulary = Vocabulary(operation)
            isNewerName = path != operation.path
            self.handler = handler
            method = operation.method.rawValue
            pieces = path.split(separator: "/").dropFirst(2).map {
                $0.hasPrefix("{") ? .id : .literal($0)
            }
        }
    }

    fileprivate enum Piece: Sendable {
        case literal(Substring)
        case id
    }

    /// By collection, the second word of a path: `personas` of `/v2/personas/{persona_id}`.
    private var routes: [Substring: [Route]] = [:]
    private static let version: Substring = "v2"

    init(operations: [APIOperation], handlers: [String: Handler]) {
        for operation in operations {
            guard let handler = handlers[operation.id] else { continue }
            for path in [operation.path] + operation.aliasPaths {
                let words = path.split(separator: "/")
                precondition(words.first == Self.version, "\(path) is of no known version")
                routes[words[1], default: []].append(Route(operation, path: path, handler))
            }
        }
        // A word says more than an id: /v2/documents/tags is no document of that id.
        for collection in routes.keys {
            routes[collection]?.sort { $0.idCount < $1.idCount }
        }
    }

    /// - Throws: ``Refusal`` with 404 for a path that is none, 405 for a method it does not take.
    func match(method: String, path: Substring) throws(Refusal) -> Match {
        guard let segments = Self.segments(of: path) else {
            throw Refusal(400, "Malformed path: \(path)")
        }
        var allowed: [String] = []
        // Those with fewer ids stand first, so the first one of this method is the one meant.
        for route in routes(for: segments) {
            guard route.fits(segments) else { continue }
            if route.method == method { return Match(route: route, ids: route.ids(in: segments)) }
            if !allowed.contains(route.method) { allowed.append(route.method) }
        }
        guard allowed.isEmpty else {
            throw .methodNotAllowed(method, String(path), allow: allowed.sorted())
        }
        throw Refusal(404, "Not found: the emulator has no \(method) \(path)")
    }

    private func routes(for segments: [Substring]) -> [Route] {
        guard segments.count >= 2, segments[0] == Self.version else { return [] }
        return routes[segments[1]] ?? []
    }

    /// Decoded segments without the one a trailing slash makes. An escaped slash stays inside its
    /// segment, so an id can hold one; `nil` for a bad escape.
    private static func segments(of path: Substring) -> [Substring]? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var segments: [Substring] = []
        segments.reserveCapacity(4)
        var rest = path.utf8.dropFirst()
        while let end = rest.firstIndex(of: UInt8(ascii: "/")) {
            segments.append(Substring(rest[..<end]))
            rest = rest[end...].dropFirst()
        }
        segments.append(Substring(rest))
        if segments.count > 1, segments.last?.isEmpty == true { segments.removeLast() }
        for index in segments.indices where segments[index].utf8.contains(UInt8(ascii: "%")) {
            guard let decoded = PercentCoding.decoded(segments[index].utf8) else { return nil }
            segments[index] = decoded[...]
        }
        return segments
    }
}

extension Router.Route {
    fileprivate var idCount: Int {
        pieces.count { if case .id = $0 { true } else { false } }
    }

    /// - Parameter segments: the whole path, with its version and its collection.
    fileprivate func fits(_ segments: [Substring]) -> Bool {
        guard segments.count == pieces.count + 2 else { return false }
        for (piece, segment) in zip(pieces, segments[2...]) {
            switch piece {
            case .literal(let text): guard text == segment else { return false }
            case .id: guard !segment.isEmpty else { return false }
            }
        }
        return true
    }

    fileprivate func ids(in segments: [Substring]) -> [String] {
        zip(pieces, segments[2...]).compactMap { piece, segment in
            if case .id = piece { String(segment) } else { nil }
        }
    }
}
