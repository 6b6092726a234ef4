import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
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
        timeouts: ClientConfiguration.Timeouts, limits: ClientConfiguration.Limits, host: String
    ) {
        if let stop = received.stop {
            self.init(stop, received, timeouts: timeouts, limits: limits, host: host)
        } else if let failure = failure as? HTTPClientError {
            self.init(failure, timeouts: timeouts, limits: limits, host: host)
        } else if let failure = failure as? NIOConnectionError {
            self.init(.connectionFailed, Self.words(failure, host: host))
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
            self.init(.connectionFailed, "the proxy refused a tunnel to \(host)")
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
        case _ where type.contains("DecompressionError"):
            if "\(failure)" == "limit" {
                self = Self.tooLarge(limits)
            } else {
                self.init(.undecodable, "the answer's gzip data is damaged")
            }
        case _ where type.contains("NIOSSL") || type.contains("BoringSSL"):
            self.init(.connectionFailed, "\(host): TLS failed: \(Self.words(tls: "\(failure)"))")
            isTransient = false
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

    /// BoringSSL's own words are file names and numbers; two cases have an answer.
    private static func words(tls text: String) -> String {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "its certificate is not trusted (expired, self-signed or for another host)"
        }
        if text.contains("WRONG_VERSION_NUMBER") { return "the port does not speak TLS" }
        if text.contains("failedToValidateHostname") || text.contains("hostname") {
            return "its certificate is for another host"
        }
        return text
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
