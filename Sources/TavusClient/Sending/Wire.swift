import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import TavusAPI

/// The HTTP client of one endpoint, made at the first call: a script that calls nothing starts no
/// thread for it.
///
/// Settings that differ from async-http-client's own, read in its 1.37.0:
/// - redirects are off: it would follow them, and keep `x-api-key` on the way to another origin;
/// - connection retries are off: it would try a refused port until the connect timeout;
/// - TLS 1.2 at least: NIOSSL would still speak 1.0;
/// - HTTP/1.1 only: what left and what did not is exact on a connection that carries one call;
/// - idle connections go after 25 s, before the load balancers of this world close them at 60 s, so
///   that a call rarely meets a connection that is just being closed.
///
/// It never sends a request again by itself: once a request has a connection, that connection's
/// failure is the request's failure (`HTTPConnectionPool+HTTP1StateMachine`, `http1ConnectionClosed`
/// fails no request over to another connection).
///
/// What must not meet a stale connection goes through a second pool, whose connections serve one call
/// each: a create then costs a handshake more, and is never lost on a connection that the server
/// was closing.
final class Wire: Sendable {
    /// One thread for all clients: on two cores a second loop only adds hand-overs between threads,
    /// and with a single loop the order of "sent" and "cancelled" is certain.
    static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let endpoint: TavusEndpoint
    let loop: any EventLoop
    let lastUse = ConnectionWatch.LastUse()
    private let pooled: HTTPClient
    private let single: HTTPClient
    private let fixedHeaders: [(String, String)]

    init(endpoint: TavusEndpoint, configuration: ClientConfiguration) {
        var settings = HTTPClient.Configuration(
            tlsConfiguration: .makeClientConfiguration(), redirectConfiguration: .disallow,
            timeout: .init(connect: .init(configuration.timeouts.connect)),
            decompression: .enabled(limit: .size(configuration.limits.bodyBytes)))
        settings.tlsConfiguration?.minimumTLSVersion = .tlsv12
        if let first = endpoint.trust.first {
            settings.tlsConfiguration?.trustRoots = .file(first)
            settings.tlsConfiguration?.additionalTrustRoots = endpoint.trust.dropFirst().map {
                .file($0)
            }
        }
        settings.connectionPool.idleTimeout = .seconds(25)
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            configuration.limits.connections
        settings.httpVersion = .http1Only
        settings.tracing.tracer = nil
        settings.proxy = endpoint.proxy.map(HTTPClient.Configuration.Proxy.init)
        settings.http1_1ConnectionDebugInitializer = { [lastUse] channel in
            ConnectionWatch.install(on: channel, lastUse)
        }
        self.endpoint = endpoint
        loop = Self.loops.next()
        pooled = HTTPClient(eventLoopGroup: Self.loops, configuration: settings)
        settings.maximumUsesPerConnection = 1
        // Only one that was opened for a call which was then cancelled is ever idle.
        settings.connectionPool.idleTimeout = .milliseconds(500)
        single = HTTPClient(eventLoopGroup: Self.loops, configuration: settings)
        fixedHeaders = [
            ("x-api-key", endpoint.key.raw), ("accept", "application/json"),
            ("accept-encoding", "gzip"), ("user-agent", "tavlua/\(configuration.version)"),
        ]
    }

    deinit {
        // A client that was dropped without `close` has no calls left; after `close` this is refused.
        for client in [pooled, single] { client.shutdown { _ in } }
    }

    func close() async {
        for client in [pooled, single] {
            await withCheckedContinuation { continuation in
                // The only error is that it was shut down before, which is what is wanted.
                client.shutdown { _ in continuation.resume() }
            }
        }
    }

    /// - isFresh: for a call that must not go out on a connection which has served another one.
    func client(isFresh: Bool) -> HTTPClient { isFresh ? single : pooled }

    /// The request as it goes out. Its URL is this endpoint's and nobody else's.
    func request(for call: TavusRequest) throws -> HTTPClient.Request {
        var headers = HTTPHeaders(fixedHeaders)
        var body: HTTPClient.Body?
        if let value = call.body {
            headers.add(name: "content-type", value: "application/json")
            body = .byteBuffer(ByteBuffer(bytes: value.bytes(.compact)))
        }
        return try HTTPClient.Request(
            url: endpoint.base.text + call.pathAndQuery,
            method: .init(rawValue: call.method.rawValue), headers: headers, body: body)
    }
}

extension HTTPClient.Configuration.Proxy {
    init(_ proxy: ProxyServer) {
        switch proxy.kind {
        case .openTunnel: self = .server(host: proxy.host, port: proxy.port)
        case .tunnel(let name, let password):
            self = .server(
                host: proxy.host, port: proxy.port,
                authorization: .basic(username: name, password: password))
        case .socks: self = .socksServer(host: proxy.host, port: proxy.port)
        }
    }
}
