import ArgumentParser
import JSONValue
import Recipes
import TavusAPI
import TavusClient

/// `tavlua api`: one call, answered as JSON in the server's order.
struct APICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Make one call and print its answer as JSON.",
        usage: """
            tavlua api OPERATION [ID…] [name=text] [name:=json]
            tavlua api METHOD PATH [name=text] [name:=json]
            """,
        discussion: """
            OPERATION is a name of `tavlua catalogue`, e.g. personas.list. After METHOD and PATH the
            fields are the query of GET and DELETE, and the body of other methods.
            """)

    @OptionGroup var options: HostOptions

    @Flag(name: .customLong("all"), help: "All pages of a list, as one array.")
    var allPages = false

    @Flag(name: .customLong("json"), help: "On one line.")
    var isCompact = false

    @Flag(
        name: .customLong("show-secrets"),
        help: "Print the keys and passwords that an answer holds; they are hidden otherwise.")
    var showsSecrets = false

    @Argument(help: ArgumentHelp("The operation or method, then ids, then fields."))
    var words: [String]

    func run() async throws {
        let settings = options.settings
        do {
            let backend = try Backend(settings)
            let call = try APICall(words)
            try await perform(call, with: backend)
            await backend.close()
            guard backend.gate.plan != nil else { return }
            let origin = PlanOrigin(
                code: words.joined(separator: " "), arguments: [],
                account: backend.account.place)
            throw CommandEnd(
                status: backend.gate.end(
                    with: ExitStatus.success, origin: origin, isVerbose: settings.verbosity > 0))
        } catch let problem as ArgumentError {
            let name = words.first ?? ""
            StandardError.line("\(DisplayText.safe(name)): \(DisplayText.safe(problem.message))")
            throw CommandEnd(status: ExitStatus.failure)
        } catch let problem as APICall.Problem {
            StandardError.line("tavlua api: \(DisplayText.safe(problem.message))")
            throw CommandEnd(status: ExitStatus.usage)
        } catch let end as CommandEnd {
            throw end
        } catch {
            throw CommandEnd(status: ErrorReport(isVerbose: settings.verbosity > 0).print(error))
        }
    }

    private func perform(_ call: APICall, with backend: Backend) async throws {
        if allPages {
            let rows = try await call.allRows(through: backend.client)
            return show(.array(rows))
        }
        let answer = try await backend.client.send(try call.request())
        guard !answer.body.isEmpty, answer.attempts > 0 else { return }
        show(try JSONValue(parsing: answer.body))
    }

    private func show(_ answer: JSONValue) {
        let (value, hidden) = showsSecrets ? (answer, []) : answer.hidingSecrets()
        print(value.serialized(isCompact ? .compact : .pretty))
        guard let first = hidden.first, !options.settings.isQuiet else { return }
        let what = hidden.count == 1 ? "1 secret" : "\(hidden.count) secrets"
        StandardError.line(
            "tavlua api: hid \(what) (\(DisplayText.safe(first, limit: 100))); --show-secrets prints them"
        )
    }
}

/// What the words of `tavlua api` ask for.
struct APICall {
    /// Words that make no call.
    struct Problem: Error {
        let message: String
    }

    private enum Subject {
        case operation(APIOperation, ids: [String])
        case path(HTTPMethod, String)
    }

    private let subject: Subject
    private let fields: JSONObject

    init(_ words: [String]) throws {
        guard let first = words.first else { throw Problem(message: "name an operation") }
        var ids: [String] = []
        var fields: JSONObject = [:]
        for word in words.dropFirst() {
            if let (name, value) = try Self.field(word) {
                fields[name] = value
            } else if fields.isEmpty {
                ids.append(word)
            } else {
                throw Problem(message: "\"\(word)\" is no field; ids stand before the fields")
            }
        }
        self.fields = fields
        if let method = HTTPMethod(rawValue: first), let path = ids.first, ids.count == 1 {
            subject = .path(method, path)
        } else {
            subject = .operation(try Self.operation(first), ids: ids)
        }
    }

    private static func operation(_ name: String) throws -> APIOperation {
        if let operation = Catalogue.operation(name) { return operation }
        let near = nearest(name, among: Catalogue.operations.map(\.id))
        let hint = near.map { " Did you mean \"\($0)\"?" } ?? " tavlua catalogue lists them."
        throw Problem(message: "there is no operation \"\(name)\".\(hint)")
    }

    /// `name=text` or `name:=json`; nil for a word that is no field.
    private static func field(_ word: String) throws -> (String, JSONValue)? {
        let letters = word.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard !letters.isEmpty else { return nil }
        let rest = word.dropFirst(letters.count)
        if rest.hasPrefix("=") { return (String(letters), .string(String(rest.dropFirst()))) }
        guard rest.hasPrefix(":=") else { return nil }
        do {
            return (String(letters), try JSONValue(parsing: String(rest.dropFirst(2))))
        } catch {
            throw Problem(message: "\(letters): \(error), after \":=\"")
        }
    }

    func request() throws -> TavusRequest {
        switch subject {
        case .operation(let operation, let ids):
            return try operation.request(ids: ids, fields: .object(fields))
        case .path(let method, let path):
            let isQuery = method == .get || method == .delete
            return try TavusRequest(
                method: method, path: path, query: isQuery ? fields : [:],
                body: isQuery || fields.isEmpty ? nil : .object(fields))
        }
    }

    /// The rows of all pages.
    func allRows(through client: TavusClient) async throws -> [JSONValue] {
        guard case .operation(let operation, let ids) = subject,
            case .list(let name) = operation.answer,
            let resource = Catalogue.resource(name)
        else {
            throw Problem(message: "--all goes with an operation that lists, e.g. personas.list")
        }
        var pager = Pager(of: resource)
        var rows: [JSONValue] = []
        while let page = pager.next {
            var query = fields
            if let number = page.number { query["page"] = .integer(Int64(number)) }
            let request = try operation.request(ids: ids, fields: .object(query))
            rows += pager.accept(try JSONValue(parsing: try await client.send(request).body))
        }
        return rows
    }
}
