import JSONValue
import NIOCore
import NIOHTTP1
import TavusAPI

/// A call that has ended, and what its end means: an answer, or an error with its outcome.
struct Exchange: Sendable {
    /// Enough of a body to see what it is; the whole could be a video or somebody's transcript.
    private static let maxShownBodyBytes = 4_096

    let request: TavusRequest
    let received: Transmission.Received
    let cause: (any Error)?
    /// What the server showed, where TLS did not trust it.
    let certificate: ServerCertificate?
    let timeouts: ClientConfiguration.Timeouts
    let limits: ClientConfiguration.Limits
    let endpoint: TavusEndpoint
    /// Which attempt at its call it was, from 1 on.
    let attempt: Int
    /// When the first one began, in seconds since 1970.
    let sentAt: Double

    private var secrets: CallSecrets { CallSecrets(request, key: endpoint.key) }

    /// An attempt without a usable answer: what the caller is told if it was the last, and what
    /// decides whether it was.
    struct Failure: Error, Sendable {
        var error: TavusError
        let mishap: Mishap
    }

    private var isWrite: Bool { request.repeatability != .read }

    func result() -> Result<TavusAnswer, Failure> {
        guard let head = received.head else { return .failure(brokenOff) }
        let status = Int(head.status.code)
        switch status {
        // Reference, "Patch persona", 2026-05: 304 answers a patch that changes nothing.
        case 304 where request.method == .patch: return .success(answer(head, body: []))
        case 200..<300:
            guard received.phase == .complete else { return .failure(brokenOff) }
            return accepted(head)
        // A refusal counts also where the rest of its text got lost on the way.
        default: return .failure(refusal(head))
        }
    }

    /// The id of the record that the call answered with.
    var createdID: String? {
        // Text that is not JSON names no id; that it is none has been reported before.
        guard case .record(let name)? = request.operation?.answer,
            let resource = Catalogue.resource(name), received.phase == .complete,
            let value = try? JSONValue(parsing: Array(received.body.readableBytesView))
        else { return nil }
        return Self.id(in: value, of: resource)
    }

    // MARK: 2xx

    private func accepted(_ head: HTTPResponseHead) -> Result<TavusAnswer, Failure> {
        guard received.body.readableBytes > 0 else {
            switch request.operation?.answer {
            case .record?, .list?, .map?, .object?:
                return .failure(undecodable("the answer is empty"))
            case .none?, nil: return .success(answer(head, body: []))
            }
        }
        let body = Array(received.body.readableBytesView)
        if let error = Self.problem(inJSON: body) {
            let start = DisplayText.safe(excerpt(120), limit: 120)
            return .failure(
                undecodable(
                    "the answer is not JSON (byte \(error.offset): \(error.reason)): \"\(start)\""))
        }
        if let problem = wrongShape(body) { return .failure(undecodable(problem)) }
        return .success(answer(head, body: body))
    }

    private static func problem(inJSON body: [UInt8]) -> JSONParseError? {
        body.withUnsafeBytes { bytes in
            do throws(JSONParseError) { try JSONValue.validate(bytes) } catch { return error }
            return nil
        }
    }

    /// What is missing from valid JSON that the caller relies on, or nil. Unknown fields and values
    /// pass: the API grows.
    private func wrongShape(_ body: [UInt8]) -> String? {
        let first = body.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        switch request.operation?.answer {
        case .record(let name)?:
            guard first == UInt8(ascii: "{") else { return "the answer is not an object" }
            // Without the id of what was made nobody can find, use or delete it.
            guard request.operation?.effect == .create, let resource = Catalogue.resource(name),
                createdID == nil
            else { return nil }
            return "the answer has no \(resource.idField)"
        case .object?:
            return first == UInt8(ascii: "{") ? nil : "the answer is not an object"
        case .list?:
            let isList = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            return isList ? nil : "the answer is not a list"
        case .map?:
            return first == UInt8(ascii: "{") ? nil : "the answer is not an object"
        case .none?, nil: return nil
        }
    }

    private static func id(in value: JSONValue, of resource: APIResource) -> String? {
        resource.idNames.lazy.compactMap { value[$0]?.stringValue }.first { !$0.isEmpty }
    }

    private func answer(_ head: HTTPResponseHead, body: [UInt8]) -> TavusAnswer {
        TavusAnswer(
            status: Int(head.status.code), headers: head.headers.map { ($0.name, $0.value) },
            body: body, attempts: attempt, requestID: requestID)
    }

    private func undecodable(_ message: String) -> Failure {
        failure(.unusable, code: .undecodable, message: message, isRetryable: false)
    }

    // MARK: 3xx, 4xx, 5xx

    private func refusal(_ head: HTTPResponseHead) -> Failure {
        let status = Int(head.status.code)
        let text = ServerText.reason(in: received.body.readableBytesView, hiding: secrets)
        let code = Catalogue.classify(status: status, text: text)
        let mishap = Mishap.answered(status: status, code: code, retryAfter: retryAfter)
        if (300..<400).contains(status) {
            return failure(
                mishap, code: code, message: words(forRedirect: head), isRetryable: false)
        }
        let isBreakdown = code == .serverError || code == .timeout
        return failure(
            mishap, code: code, message: (text ?? "the server gave no reason") + origin(of: code),
            isRetryable: code == .rateLimited || (isSafeTwice && isBreakdown))
    }

    /// With several accounts at hand, "invalid access token" is answered by which one it was.
    private func origin(of code: ErrorCode) -> String {
        guard code == .authentication, let source = endpoint.keySource else { return "" }
        return "; the key \(endpoint.key.hint) is from \(source)"
    }

    private func words(forRedirect head: HTTPResponseHead) -> String {
        guard let location = head.headers.first(name: "location") else {
            return "an answer of status \(head.status.code) means nothing to this call"
        }
        return
            "the server redirects to \(Self.host(in: secrets.redacting(location))), and redirects are never followed"
            + " as they would take the key along; check the base URL"
    }

    private static func host(in location: String) -> String {
        let rest = location.firstRange(of: "//").map { location[$0.upperBound...] } ?? ""
        let authority = rest.prefix { !"/?#\\".contains($0) }
        // A name and password before "@" are somebody's secret.
        let host = authority.split(separator: "@").last ?? ""
        return host.isEmpty ? "another path" : "host \(DisplayText.safe(host, limit: 100))"
    }

    // MARK: No complete answer

    private var brokenOff: Failure {
        let cause = TransportFailure(
            cause, received: received, timeouts: timeouts, limits: limits,
            host: endpoint.base.host, certificate: certificate)
        let mishap = mishap(of: cause)
        let isUnsent = mishap.outcome(isWrite: isWrite) == .notSent
        return failure(
            mishap, code: cause.code, message: cause.message,
            isRetryable: cause.isTransient && (isUnsent || isSafeTwice))
    }

    private func mishap(of cause: TransportFailure) -> Mishap {
        let wasSent = received.phase != .unsent
        if cause.code == .cancelled { return .cancelled(wasSent: wasSent) }
        if cause.isTooLarge { return .unusable }
        guard wasSent else {
            return cause.isTransient ? .unsent(isTimeout: cause.code == .timeout) : .barred
        }
        if !cause.isTransient { return .illegible }
        if cause.code == .timeout { return .silent }
        return received.isReused && received.head == nil ? .stale : .broken
    }

    /// Whether doing it twice leaves the same state as doing it once.
    private var isSafeTwice: Bool {
        request.repeatability == .read || request.repeatability == .idempotent
    }

    // MARK: Common facts

    private func failure(
        _ mishap: Mishap, code: ErrorCode, message: String, isRetryable: Bool
    ) -> Failure {
        let secrets = secrets
        var error = TavusError(
            code: code, status: received.head.map { Int($0.status.code) },
            message: DisplayText.safe(secrets.redacting(message), limit: 500),
            operation: request.operation?.id, method: request.method,
            path: secrets.redacting(request.path),
            requestID: requestID, subject: request.subject.map(secrets.redacting),
            outcome: mishap.outcome(isWrite: isWrite), isRetryable: isRetryable,
            retryAfter: retryAfter, attempts: attempt,
            body: received.body.readableBytes > 0
                ? excerpt(Self.maxShownBodyBytes) : nil)
        error.sentAt = sentAt
        return Failure(error: error, mishap: mishap)
    }

    private var retryAfter: Double? {
        received.head?.headers.first(name: "retry-after").flatMap {
            RetryAfter.seconds(in: $0, now: WallClock.now)
        }
    }

    /// The start of the body without secrets. What the cut would leave of one is taken out with it.
    private func excerpt(_ maxBytes: Int) -> String {
        let start = received.body.readableBytesView.prefix(ServerText.maxBytes)
        let clean = secrets.redacting(String(decoding: start, as: UTF8.self))
        return String(decoding: clean.utf8.prefix(maxBytes), as: UTF8.self)
    }

    /// The names that gateways in front of HTTP services use; Tavus documents none.
    private var requestID: String? {
        let names = ["x-request-id", "request-id", "x-amzn-requestid", "apigw-requestid", "cf-ray"]
        return received.head.flatMap { head in
            names.lazy.compactMap { head.headers.first(name: $0) }.first
        }.map { DisplayText.safe(secrets.redacting($0), limit: 128) }
    }
}

extension APIResource {
    /// Every field in which an answer may carry the record's id, newer names included.
    var idNames: [String] {
        [idField] + idAliases
    }
}
