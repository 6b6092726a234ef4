import TavusAPI

/// Finds the operation of a method and a path; its table is the catalogue.
///
/// Both names of a collection lead to it (`/v2/pals` is `/v2/personas`), and both slash forms,
/// because official clients use both.
struct Router: Sendable {
    struct Match: Sendable {
        let operation: APIOperation
        let vocabulary: Vocabulary
        /// Whether the path is one of the newer names, `/v2/pals` for `/v2/personas`.
        let isNewerName: Bool
        let handler: Handler
        let ids: [String]
    }

    fileprivate struct Route: Sendable {
        let method: String
        /// What follows the collection.
        let pieces: [Piece]
        let operation: APIOperation
        let vocabulary: Vocabulary
        let isAlias: Bool
        let handler: Handler
    }

    /// What all routes of one collection have in common: `/v2/personas`, with and without ids.
    fileprivate struct Collection: Hashable {
        let version: String
        let name: String
    }

    fileprivate enum Piece: Sendable {
        case literal(String)
        case id
    }

    private var routes: [Collection: [Route]] = [:]

    init(operations: [APIOperation], handlers: [String: Handler]) {
        for operation in operations {
            guard let handler = handlers[operation.id] else { continue }
            let vocabulary = Vocabulary(operation)
            for path in [operation.path] + operation.aliasPaths {
                let words = path.split(separator: "/").map(String.init)
                let collection = Collection(version: words[0], name: words[1])
                routes[collection, default: []].append(
                    Route(
                        method: operation.method.rawValue,
                        pieces: words.dropFirst(2).map {
                            $0.hasPrefix("{") ? Piece.id : .literal($0)
                        }, operation: operation, vocabulary: vocabulary,
                        isAlias: path != operation.path, handler: handler))
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
            guard let ids = route.ids(in: segments.dropFirst(2)) else { continue }
            guard route.method == method else {
                if !allowed.contains(route.method) { allowed.append(route.method) }
                continue
            }
            return Match(
                operation: route.operation, vocabulary: route.vocabulary,
                isNewerName: route.isAlias, handler: route.handler, ids: ids)
        }
        guard allowed.isEmpty else {
            throw .methodNotAllowed(method, String(path), allow: allowed.sorted())
        }
        throw Refusal(404, "Not found: the emulator has no \(method) \(path)")
    }

    private func routes(for segments: [String]) -> [Route] {
        guard segments.count >= 2 else { return [] }
        return routes[Collection(version: segments[0], name: segments[1])] ?? []
    }

    /// Decoded segments without the one a trailing slash makes. An escaped slash stays inside its
    /// segment, so an id can hold one; `nil` for a bad escape.
    private static func segments(of path: Substring) -> [String]? {
        var pieces = path.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard pieces.first?.isEmpty == true else { return nil }
        pieces.removeFirst()
        if pieces.count > 1, pieces.last?.isEmpty == true { pieces.removeLast() }
        var segments: [String] = []
        for piece in pieces {
            guard let segment = PercentCoding.decoded(piece) else { return nil }
            segments.append(segment)
        }
        return segments
    }
}

extension Router.Route {
    fileprivate var idCount: Int {
        pieces.count { if case .id = $0 { true } else { false } }
    }

    fileprivate func ids(in segments: ArraySlice<String>) -> [String]? {
        guard segments.count == pieces.count else { return nil }
        var ids: [String] = []
        for (piece, segment) in zip(pieces, segments) {
            switch piece {
            case .literal(let text): guard text == segment else { return nil }
            case .id:
                guard !segment.isEmpty else { return nil }
                ids.append(segment)
            }
        }
        return ids
    }
}
