import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TavusAPI

/// Why no complete answer came, in words for a person.
struct TransportFailure {
    var code: ErrorCode
    var message: String
    /// Whether the same call may go through a moment later.
    var isTransient = true
    var isTooLarge = false

    init(
        _ failure: (any Error)?, received: Transmission.Received,
        timeouts: ClientConfiguration.Timeouts, limits: ClientConfiguration.Limits, host: String,
        certificate: ServerCertificate? = nil
    ) {
        if let stop = received.stop {
            self.init(stop, received, timeouts: timeouts, limits: limits, host: host)
        } else if let failure = failure as? HTTPClientError {
            self.init(failure, timeouts: timeouts, limits: limits, host: host)
        } else if let failure = failure as? NIOConnectionError {
            self.init(.connectionFailed, Self.words(failure, host: host))
        } else if let failure, let words = Self.words(tls: failure, certificate) {
            self.init(.connectionFailed, "\(host): TLS failed: \(words)")
            isTransient = false
        } else if let failure {
            self.init(other: failure, limits: limits, host: host)
        } else {
            self.init(.connectionFailed, "\(host) closed the connection without an answer")
        }
    }

    private init(_ code: ErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }

    private init(
        _ stop: Transmission.Stop, _ received: Transmission.Received,
        timeouts: ClientConfiguration.Timeouts, limits: ClientConfiguration.Limits, host: String
    ) {
        switch stop {
        case .totalTimeout:
            let missing =
                switch received.phase {
                case .unsent: "no connection to \(host)"
                case .sent: "no answer"
                case .receiving, .complete: "no complete answer"
                }
            self.init(.timeout, "\(missing) within \(timeouts.total.inWords)")
        case .headTimeout: self.init(.timeout, "no answer within \(timeouts.head.inWords)")
        case .idleTimeout:
            self.init(
                .timeout, "the answer stopped for \(timeouts.idleBody.inWords) before its end")
        case .cancelled:
            self.init(
                .cancelled, received.phase == .unsent ? "cancelled before it was sent" : "cancelled"
            )
            isTransient = false
        case .interrupted:
            self.init(.cancelled, "interrupted before an answer came")
            isTransient = false
        case .bodyTooLarge: self = Self.tooLarge(limits)
        }
    }

    private init(
        _ failure: HTTPClientError, timeouts: ClientConfiguration.Timeouts,
        limits: ClientConfiguration.Limits, host: String
    ) {
        let connect = timeouts.connect.inWords
        switch failure {
        case .connectTimeout:
            self.init(.timeout, "no connection to \(host) within \(connect)")
        case .tlsHandshakeTimeout:
            self.init(.timeout, "\(host) did not finish the TLS handshake within \(connect)")
        case .getConnectionFromPoolTimeout:
            self.init(
                .timeout,
                "all \(limits.connections) connections to \(host) were busy for \(connect)")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            self.init(.timeout, "the proxy did not open a tunnel to \(host) within \(connect)")
        case .proxyAuthenticationRequired:
            self.init(.connectionFailed, "the proxy wants a name and password")
            isTransient = false
        case .invalidProxyResponse:
            // Its status is not told; most are 403, which a proxy means.
            self.init(.connectionFailed, "the proxy refused a tunnel to \(host)")
            isTransient = false
        case .remoteConnectionClosed:
            self.init(.connectionFailed, "\(host) closed the connection before the answer's end")
        case .cancelled, .alreadyShutdown:
            self.init(.cancelled, "this client was closed")
            isTransient = false
        default:
            self.init(.connectionFailed, "\(host): \(failure.shortDescription)")
        }
    }

    private init(
        other failure: any Error, limits: ClientConfiguration.Limits, host: String
    ) {
        // These types live in modules that async-http-client does not export.
        let type = String(reflecting: type(of: failure))
        switch failure {
        case is ConnectionWatch.TooManyInformational:
            self.init(
                .undecodable,
                "\(host) sent more than \(ConnectionWatch.maxInformational) informational answers and"
                    + " no other")
            isTransient = false
        case let failure as ConnectionWatch.NoStatus:
            self.init(
                .connectionFailed, "what \(host) sent is not HTTP (\(failure.code) is no status)")
        case let failure as IOError:
            self.init(.connectionFailed, "\(host): \(Self.words(failure))")
        case HTTPParserError.invalidEOFState:
            self.init(.connectionFailed, "\(host) closed the connection before the answer's end")
        case HTTPParserError.headerOverflow:
            self.init(.connectionFailed, "the head of \(host)'s answer is too large")
            isTransient = false
        case is HTTPParserError:
            self.init(.connectionFailed, "what \(host) sent is not HTTP (\(failure))")
        case is ChannelError:
            self.init(.connectionFailed, "\(host) closed the connection")
        case is NIOSSLError:
            self.init(.connectionFailed, "\(host) closed the connection in the TLS handshake")
        case _ where type.contains("DecompressionError"):
            if "\(failure)" == "limit" {
                self = Self.tooLarge(limits)
            } else {
                self.init(.undecodable, "the answer's gzip data is damaged")
            }
        default:
            self.init(.connectionFailed, "\(host): \(failure)")
        }
    }

    private static func tooLarge(_ limits: ClientConfiguration.Limits) -> TransportFailure {
        let size =
            limits.bodyBytes >= 1 << 20
            ? "\(limits.bodyBytes >> 20) MiB" : "\(limits.bodyBytes) bytes"
        var failure = TransportFailure(.undecodable, "the answer is larger than \(size)")
        failure.isTransient = false
        failure.isTooLarge = true
        return failure
    }

    private static func words(_ failure: NIOConnectionError, host: String) -> String {
        if let first = failure.connectionErrors.first {
            let why = (first.error as? IOError).map(words) ?? "\(first.error)"
            return "cannot connect to \(host): \(why)"
        }
        return "cannot find the host \(host)"
    }

    private static func words(_ failure: IOError) -> String {
        String(cString: strerror(failure.errnoCode)).lowercased()
    }

    /// Whether TLS refused the server's certificate, and looking at it can tell why.
    static func isDistrust(_ failure: any Error) -> Bool {
        guard case NIOSSLError.handshakeFailed = failure else { return false }
        return "\(failure)".contains("CERTIFICATE_VERIFY_FAILED")
    }

    /// Why TLS will not come about with this server, however often it is tried; nil for all else, such as
    /// a connection that broke during the handshake.
    private static func words(tls failure: any Error, _ certificate: ServerCertificate?) -> String?
    {
        if let failure = failure as? NIOSSLExtraError {
            return failure == .failedToValidateHostname
                ? "its certificate is for another host" : "\(failure)"
        }
        guard let failure = failure as? NIOSSLError else { return nil }
        if isDistrust(failure) {
            let why = certificate?.problem(now: WallClock.now)
            return "its certificate "
                + (why ?? "is not trusted; SSL_CERT_FILE can name what to trust")
        }
        switch failure {
        case .failedToLoadCertificate, .noSuchFilesystemObject:
            return "SSL_CERT_FILE or SSL_CERT_DIR holds no certificates in PEM format"
        case .handshakeFailed(.sslError(let stack)) where stack != [.eofDuringHandshake]:
            // BoringSSL's own words are file names and numbers; one more case has an answer.
            let words = stack.map(\.description).joined(separator: ", ")
            return words.contains("WRONG_VERSION_NUMBER") ? "the port does not speak TLS" : words
        case .noCertificateToValidate, .unableToValidateCertificate: return "\(failure)"
        default: return nil
        }
    }
}

extension Duration {
    /// "30 s", "250 ms".
    var inWords: String {
        let (seconds, fraction) = components
        let milliseconds = fraction / 1_000_000_000_000_000
        if milliseconds == 0 { return "\(seconds) s" }
        return seconds == 0
            ? "\(milliseconds) ms" : "\(Double(seconds) + Double(milliseconds) / 1e3) s"
    }
}
