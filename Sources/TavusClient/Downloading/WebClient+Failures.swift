import AsyncHTTPClient
import Glibc
import NIOCore

extension WebClient {
    /// No connection came about, so nothing was sent.
    struct Unreached: Error {
        let why: WebError
    }

    static func tooLarge(_ request: WebRequest) -> WebError {
        let bytes = request.limits.bodyBytes
        let size = bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
        return WebError(
            .tooLarge, "what \(request.address.host) sends is larger than \(size)")
    }

    /// What happened, in the words that calls of the API have for it.
    static func explained(
        _ failure: any Error, _ request: WebRequest, isLate: Bool
    ) -> any Error {
        let host = request.address.host
        if failure is WebError { return failure }
        if isLate || (failure as? HTTPClientError) == .deadlineExceeded {
            return WebError(
                .timeout, "\(host) did not answer whole within \(request.limits.total.inWords)")
        }
        if let unreached = unreached(failure, host) { return unreached }
        if failure is CancellationError { return WebError(.cancelled, "cancelled") }
        var timeouts = ClientConfiguration.Timeouts()
        timeouts.connect = request.limits.connect
        var limits = ClientConfiguration.Limits()
        limits.bodyBytes = request.limits.bodyBytes
        let known = TransportFailure(
            failure, received: .init(), timeouts: timeouts, limits: limits, host: host)
        if known.isTooLarge { return tooLarge(request) }
        let kind: WebError.Kind =
            switch known.code {
            case .timeout: .timeout
            case .cancelled: .cancelled
            default: .connection
            }
        let error = WebError(kind, known.message)
        return (failure as? HTTPClientError) == .connectTimeout ? Unreached(why: error) : error
    }

    /// An address is connected to, not a name, so a failure to connect is the system's own.
    private static func unreached(_ failure: any Error, _ host: String) -> Unreached? {
        guard let failure = failure as? IOError,
            [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT]
                .contains(failure.errnoCode)
        else { return nil }
        let why = String(cString: strerror(failure.errnoCode)).lowercased()
        return Unreached(why: WebError(.connection, "cannot connect to \(host): \(why)"))
    }
}
