import TavusAPI

extension TavusEmulator {
    /// What the emulator says where the sources of the API disagree; `Catalogue.conflicts` cites
    /// them. The first value of each is the default.
    public struct Dialect: Sendable, Equatable {
        /// The status of an unknown id.
        public enum UnknownID: String, Sendable, CaseIterable {
            /// 400 for conversations, personas, replicas and videos, 404 for the others, as observed.
            case observed
            /// 404 everywhere, as the reference lists it.
            case notFound = "404"
        }

        /// The state of a new document.
        public enum NewDocument: String, Sendable, CaseIterable { case processing, started }

        /// A conversation whose persona has no replica, where none is named.
        public enum MissingReplica: String, Sendable, CaseIterable {
            /// 400, as the reference says.
            case refused
            /// With a stock one, as published browser examples expect.
            case lent
        }

        public var unknownID = UnknownID.observed
        public var newDocument = NewDocument.processing
        public var missingReplica = MissingReplica.refused
        /// The number of the first page of videos: 1 or 0.
        public var firstVideoPage = 1
        /// The status of a patch that changes nothing: 304 or 200.
        public var unchanged = 304
        /// The status of a delete: 204 or 200.
        public var deleted = 204
        /// The status of a rename: 200 or 204.
        public var renamed = 200

        public init() {}
    }
}

extension TavusEmulator.Dialect {
    /// The dialect that these words ask for, such as `unknown-id=404`; later ones win.
    ///
    /// - Throws: ``EmulatorError`` that names the word and what there is.
    public init(words: [String]) throws(EmulatorError) {
        for word in words {
            let sides = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let topic = sides.first.flatMap(Topic.init), sides.count == 2 else {
                let near = nearest(sides.first ?? "", among: Topic.allCases.map(\.rawValue))
                throw EmulatorError(
                    "dialect: no topic in \"\(word)\"."
                        + (near.map { " Did you mean \"\($0)\"?" } ?? " " + Self.usage))
            }
            guard topic.values.contains(sides[1]) else {
                throw EmulatorError(
                    "dialect: \(topic.rawValue) is \(topic.values.joined(separator: " or ")),"
                        + " not \"\(sides[1])\"")
            }
            set(topic, to: sides[1])
        }
    }

    /// One line: every topic with its values.
    public static let usage =
        Topic.allCases.map { "\($0.rawValue)=\($0.values.joined(separator: "|"))" }
        .joined(separator: " ")

    /// The words of the command line.
    enum Topic: String, CaseIterable {
        case unknownID = "unknown-id"
        case newDocument = "new-document"
        case missingReplica = "missing-replica"
        case videosPage = "videos-page"
        case unchanged, deleted, renamed

        /// The default first.
        var values: [String] {
            switch self {
            case .unknownID: UnknownID.allCases.map(\.rawValue)
            case .newDocument: NewDocument.allCases.map(\.rawValue)
            case .missingReplica: MissingReplica.allCases.map(\.rawValue)
            case .videosPage: ["1", "0"]
            case .unchanged: ["304", "200"]
            case .deleted: ["204", "200"]
            case .renamed: ["200", "204"]
            }
        }
    }

    private mutating func set(_ topic: Topic, to value: String) {
        let number = Int(value) ?? 0
        switch topic {
        case .unknownID: unknownID = UnknownID(rawValue: value) ?? unknownID
        case .newDocument: newDocument = NewDocument(rawValue: value) ?? newDocument
        case .missingReplica: missingReplica = MissingReplica(rawValue: value) ?? missingReplica
        case .videosPage: firstVideoPage = number
        case .unchanged: unchanged = number
        case .deleted: deleted = number
        case .renamed: renamed = number
        }
    }

    /// An answer in the statuses of this dialect.
    func spoken(_ answer: Answer, to operation: APIOperation) -> Answer {
        switch answer.status {
        case 204 where deleted == 200 && operation.effect == .delete: return .empty
        case 200 where renamed == 204 && operation.verb == "rename": return .noContent
        case 304 where unchanged == 200:
            let kind = Catalogue.resource(operation.resource)?.singular ?? operation.resource
            // OpenAPI file, 2026-05: the text of the 304 that cannot have one.
            return .ok(["message": .string("No changes were made to the \(kind)")])
        default: return answer
        }
    }
}
