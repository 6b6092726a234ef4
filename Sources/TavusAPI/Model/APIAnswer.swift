/// What a successful call answers with.
public enum APIAnswer: Sendable, Hashable {
    /// One record of this resource, or a part of it.
    case record(String)
    /// `{"data": […], "total_count": n}` of this resource.
    case list(String)
    /// An object that is no record: it has no id to be found by.
    case object
    /// `{"data": {id: record, …}}` of this resource.
    case map(String)
    case none

    /// Whose records it has.
    public var resource: String? {
        switch self {
        case .record(let name), .list(let name), .map(let name): name
        case .object, .none: nil
        }
    }
}

/// What a call does to the account; permissions, budgets and retries follow from it.
public enum APIEffect: String, Sendable, Hashable, CaseIterable {
    case read
    case create
    case update
    /// Changes the state of the world without changing a record's fields: ends a call, crawls a site.
    case action
    case delete
    /// Deletes for good, with the footage and files behind the record.
    case hardDelete = "hard_delete"
}

/// One way in which the service refuses an operation.
public struct APIFailure: Sendable, Hashable {
    public let status: Int
    public let code: ErrorCode
    /// The service's own words, as far as a source shows them.
    public let text: String?
    /// In which case, in a few words.
    public let when: String
    public let source: String

    public init(
        _ status: Int, _ code: ErrorCode, text: String? = nil, when: String, source: String
    ) {
        self.status = status
        self.code = code
        self.text = text
        self.when = when
        self.source = source
    }
}
