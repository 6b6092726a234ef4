import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends single requests to servers that are not the Tavus API: recipes to install, hosts a script was granted.
///
/// It knows no account. Each request has a connection of its own; a redirect is followed only where the
/// request's limits say so, never from https to http, and every hop is judged like the first one.
/// `HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE` and `SSL_CERT_DIR` count as they do for calls.
public struct WebClient: Sendable {
    /// One address a request is about to go to.
    public struct Destination: Sendable {
        public let address: WebAddress
        /// Four or sixteen bytes; nil where a proxy looks the name up.
        public let networkAddress: [UInt8]?
    }

    /// Throws for what must not be reached. It is asked about each address of a host before anything is sent,
    /// and what is then connected to is the address it was asked about.
    public typealias Judge = @Sendable (Destination) throws -> Void

    private let environment: [String: String]
    private let version: String
    private let judge: Judge

    public init(environment: [String: String], version: String, judge: @escaping Judge) {
        self.environment = environment
        self.version = version
        self.judge = judge
    }

    /// Sends the request and reads its answer.
    /// - Throws: ``WebError``, and what the judge throws.
    public func send(_ request: WebRequest) async throws -> WebAnswer {
        let deadline = NIODeadline.now() + TimeAmount(request.limits.total)
        var request = request
        var hops = 0
        while true {
            let answer = try await exchange(request, until: deadline)
            guard let next = try followUp(to: answer, of: request) else { return answer }
            hops += 1
            guard hops <= request.limits.redirects else {
                throw WebError(
                    .refused, "\(request.address.host): more than \(hops - 1) redirects")
            }
            request = next
        }
    }

    /// The addresses of a host, judged, for a program that connects on its own.
    /// - Returns: none where a proxy looks the name up.
    /// - Throws: ``WebError``, and what the judge throws.
    public func addresses(of address: WebAddress) async throws -> [String] {
        guard try proxy(for: address) == nil else {
            try judge(Destination(address: address, networkAddress: nil))
            return []
        }
        return try await judged(address, until: .now() + .seconds(10)).map(\.text)
    }

    private func judged(
        _ address: WebAddress, until deadline: NIODeadline
    ) async throws -> [(text: String, bytes: [UInt8])] {
        let host = address.host.filter { $0 != "[" && $0 != "]" }
        let found = try await HostLookup.addresses(
            of: host, on: Wire.loops.next(), until: deadline)
        for place in found {
            try judge(Destination(address: address, networkAddress: place.bytes))
        }
        return found
    }

    private func followUp(to answer: WebAnswer, of request: WebRequest) throws -> WebRequest? {
        let isRedirect = [301, 302, 303, 307, 308].contains(answer.status)
        guard isRedirect, request.limits.redirects > 0, ["GET", "HEAD"].contains(request.method),
            let location = answer.header("location")
        else { return nil }
        var next = request
        next.address = try request.address.following(location)
        if request.address.isSecure && !next.address.isSecure {
            throw WebError(
                .refused, "\(request.address.host) redirects to \(next.address.host) without TLS")
        }
        if next.address.origin != request.address.origin { next.headers = [] }
        return next
    }

    private func exchange(
        _ request: WebRequest, until deadline: NIODeadline
    ) async throws -> WebAnswer {
        if let proxy = try proxy(for: request.address) {
            try judge(Destination(address: request.address, networkAddress: nil))
            return try await exchange(request, at: [nil], through: proxy, until: deadline)
        }
        let found = try await judged(
            request.address, until: min(deadline, .now() + TimeAmount(request.limits.connect)))
        return try await exchange(request, at: found.map(\.text), through: nil, until: deadline)
    }

    /// Tries one address after the other until one takes the connection.
    private func exchange(
        _ request: WebRequest, at addresses: [String?], through proxy: ProxyServer?,
        until deadline: NIODeadline
    ) async throws -> WebAnswer {
        var failure = WebError(.connection, "the host \(request.address.host) has no address")
        for address in addresses {
            do {
                return try await exchange(request, at: address, through: proxy, until: deadline)
            } catch let error as Unreached {
                failure = error.why  // Nothing was sent there: the next address may do.
            }
        }
        throw failure
    }

    private func proxy(for address: WebAddress) throws(WebError) -> ProxyServer? {
        if address.isLoopback { return nil }
        do {
            return try ProxyServer.named(by: environment, for: address.host)
        } catch {
            throw WebError(.connection, error.message)
        }
    }

    /// One exchange on one new connection.
    private func exchange(
        _ request: WebRequest, at address: String?, through proxy: ProxyServer?,
        until deadline: NIODeadline
    ) async throws -> WebAnswer {
        let client = HTTPClient(
            eventLoopGroup: Wire.loops,
            configuration: try settings(for: request, at: address, through: proxy))
        do {
            let answer = try await bounded(until: deadline) {
                try await transfer(request, with: client, until: deadline)
            }
            try await client.shutdown()
            return answer
        } catch {
            try await client.shutdown()
            throw Self.explained(error, request, isLate: NIODeadline.now() >= deadline)
        }
    }

    /// Cancels what is not done in time: the deadline of async-http-client (1.37.0) ends with the answer's head.
    private func bounded(
        until deadline: NIODeadline, _ body: @escaping @Sendable () async throws -> WebAnswer
    ) async throws -> WebAnswer {
        let work = Task { try await body() }
        let timer = Wire.loops.next().scheduleTask(deadline: deadline) { work.cancel() }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            work.cancel()
        }
    }

    private func settings(
        for request: WebRequest, at address: String?, through proxy: ProxyServer?
    ) throws -> HTTPClient.Configuration {
        var settings = HTTPClient.Configuration(
            tlsConfiguration: .makeClientConfiguration(), redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(request.limits.connect)),
            decompression: request.acceptsGzip
                ? .enabled(limit: .size(request.limits.bodyBytes)) : .disabled)
        settings.tlsConfiguration?.minimumTLSVersion = .tlsv12
        let trust: [String]
        do {
            trust = try TrustedCertificates.named(by: environment)
        } catch {
            throw WebError(.connection, error.message)
        }
        if let first = trust.first {
            settings.tlsConfiguration?.trustRoots = .file(first)
            settings.tlsConfiguration?.additionalTrustRoots = trust.dropFirst().map { .file($0) }
        }
        settings.connectionPool.retryConnectionEstablishment = false
        settings.httpVersion = .http1Only
        settings.http1_1ConnectionDebugInitializer = { channel in
            ConnectionWatch.install(on: channel, ConnectionWatch.LastUse())
        }
        settings.tracing.tracer = nil
        settings.proxy = proxy.map(HTTPClient.Configuration.Proxy.init)
        if let address, address != request.address.host {
            settings.dnsOverride = [request.address.host: address]
        }
        return settings
    }

    private func transfer(
        _ request: WebRequest, with client: HTTPClient, until deadline: NIODeadline
    ) async throws -> WebAnswer {
        var outgoing = HTTPClientRequest(url: request.address.description)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for header in request.headers {
            outgoing.headers.add(name: header.name, value: header.value)
        }
        let encoding = request.acceptsGzip ? "gzip" : "identity"
        let usual = ["accept-encoding": encoding, "user-agent": "tavlua/\(version)"]
        for (name, value) in usual where !outgoing.headers.contains(name: name) {
            outgoing.headers.add(name: name, value: value)
        }
        if let body = request.body { outgoing.body = .bytes(body) }
        let answer = try await client.execute(outgoing, deadline: deadline)
        var body: [UInt8] = []
        for try await part in answer.body {
            guard body.count + part.readableBytes <= request.limits.bodyBytes else {
                throw Self.tooLarge(request)
            }
            body += part.readableBytesView
        }
        // A body whose reader was cancelled looks like one that ended.
        try Task.checkCancellation()
        return WebAnswer(
            status: Int(answer.status.code),
            headers: answer.headers.map { (name: $0.name, value: $0.value) }, body: body,
            address: request.address)
    }
}
