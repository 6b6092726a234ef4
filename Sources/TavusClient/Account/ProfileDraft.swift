import Glibc
import JSONValue
import TavusAPI

/// A profile that is about to be written, with a key that its user was asked for.
///
/// ```swift
/// let draft = try ProfileDraft(named: "acme", beside: account, environment: variables)
/// print("the key goes to \(draft.baseURL)")
/// let key = try APIKey(typed, from: "what you typed")
/// try draft.store(key, replaces: false)
/// ```
public struct ProfileDraft: Sendable {
    public let name: String
    /// Whether there is a profile of this name, which is written over.
    public let exists: Bool
    private let path: String
    private let base: BaseURL
    private let environment: [String: String]

    /// Decides where the key is for: where the profile of this name goes already, else where calls go now.
    /// - Parameter account: the one in use; its key is not looked at.
    /// - Throws: for a name that no profile can have, and where the profile that is there cannot be read.
    public init(
        named name: String, beside account: Account, environment: [String: String]
    ) throws(ConfigurationError) {
        self.name = name
        self.environment = environment
        path = try Profile.path(of: name, environment: environment)
        exists = Profile.exists(name, environment: environment)
        let old = exists ? try Profile.named(name, environment: environment).baseURL : nil
        base = exists ? old ?? .tavus : account.endpoint?.base ?? .tavus
    }

    /// Where calls with the key go.
    public var baseURL: String { base.text }

    /// What a client needs to try the key.
    public func endpoint(with key: APIKey) throws(ConfigurationError) -> TavusEndpoint {
        try Credentials.endpoint(
            base, key: key, source: "what you typed", environment: environment)
    }

    /// Writes the profile for its owner alone; what is there is replaced at once, or not at all.
    /// - Parameter replaces: false: a profile that has come meanwhile stays as it is.
    public func store(_ key: APIKey, replaces: Bool) throws(ConfigurationError) {
        let members: JSONValue =
            base == .tavus
            ? ["api_key": .string(key.raw)]
            : ["api_key": .string(key.raw), "base_url": .string(base.text)]
        try PrivateFile.write(
            members.serialized() + "\n", to: path, what: "profile", replaces: replaces)
    }
}
