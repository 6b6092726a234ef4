import LuaHost
import TavusAPI

/// What the prompt asks of the program around it. Everything but the session has a default, so that any
/// program can offer a prompt over sessions of its own.
public protocol REPLHost: AnyObject, Sendable {
    /// A session with the connection's modules and output among its own. Called at the start, and again
    /// by `.reset` and `.profile`, when the one before has been closed.
    func openSession(with connection: REPLConnection) async throws -> LuaSession

    /// Where calls go.
    var place: REPLPlace { get }
    /// The line above the first prompt; nil: none.
    var banner: String? { get }
    /// Of the program, for what is saved.
    var version: String { get }
    /// Values that are never stored or shown.
    var secrets: [String] { get }
    /// What `.env` shows.
    var facts: [(name: String, value: String)] { get }
    /// The calls that sessions make.
    var calls: CallLog { get }
    /// Hears what is to be said beside results.
    var notices: NoticeBoard { get }
    /// What calls pass before they are sent.
    var gate: CallGate { get }
    /// Sessions opened from now on act for another account.
    func choose(profile: String) throws
    /// Begins `.login`.
    /// - Throws: where there can be no profile of this name.
    func login(profile: String) throws -> any REPLLogin
    /// Ids and names of the newest records, for Tab. Only for reads that cost nothing.
    func identifiers(of resource: String) async throws -> [NamedIdentifier]
    /// What the record is called, for a question before it is deleted.
    func name(of id: String, in resource: String) async -> String?
    /// Ends the process at once, with the status of an interrupted one: an entry does not stop.
    func abort()
    /// The user interrupted: calls that were not sent yet may be dropped.
    func interruptCalls()
    /// The names of recipes, for Tab.
    var recipeNames: [String] { get }
}

public struct NamedIdentifier: Sendable, Equatable {
    public var id: String
    public var name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// Where one is: what the prompt says.
public struct REPLPlace: Sendable, Equatable {
    /// "emulator", "live:acme".
    public var word: String
    /// What happens there costs money, or cannot be undone.
    public var isLive: Bool

    public init(word: String, isLive: Bool) {
        self.word = word
        self.isLive = isLive
    }

    /// `emulator> `, `live:acme!> `; with jobs `emulator [2]> `. The mark stands there without colours, too.
    /// - Parameter own: what the user wants there. On a live target it stands behind the place, not for it.
    func prompt(jobs: Int, own: String? = nil) -> StyledText {
        if let own {
            let text = StyledText(DisplayText.safe(own, limit: 100), .promptSafe)
            let mark = jobs > 0 ? StyledText("[\(jobs)] ", .note) : ""
            return (isLive ? StyledText("\(word)! ", .promptLive) : "") + mark + text
        }
        var prompt = StyledText(word, isLive ? .promptLive : .promptSafe)
        if jobs > 0 { prompt.append(" [\(jobs)]", .note) }
        prompt.append(isLive ? "!" : "", .promptLive)
        prompt.append("> ")
        return prompt
    }
}

extension REPLHost {
    public var banner: String? { nil }
    public var version: String { "0" }
    public var secrets: [String] { [] }
    public var facts: [(name: String, value: String)] { [] }
    public var recipeNames: [String] { [] }
    public func choose(profile: String) throws {
        throw REPLProblem("there are no profiles here")
    }
    public func login(profile: String) throws -> any REPLLogin {
        throw REPLProblem("there are no profiles here")
    }
    public func identifiers(of resource: String) async throws -> [NamedIdentifier] { [] }
    public func name(of id: String, in resource: String) async -> String? { nil }
    public func interruptCalls() {}
}

/// Why the prompt cannot do what was asked; a sentence.
public struct REPLProblem: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}

/// Where the program around the prompt says what is neither a result nor an error, such as a warning about
/// a call. From any thread; shown above what is being typed.
public final class NoticeBoard: Sendable {
    private let reader = FunctionSlot<@Sendable (String) -> Void>()

    public init() {}

    /// - Returns: false where no prompt is there to show it.
    public func post(_ text: String) -> Bool {
        guard let reader = reader.function else { return false }
        reader(text)
        return true
    }

    func read(_ body: (@Sendable (String) -> Void)?) { reader.set(body) }
}
