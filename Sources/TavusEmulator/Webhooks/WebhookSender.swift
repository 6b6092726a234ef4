import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends one webhook over HTTP.
struct WebhookSender: Sendable {
    enum Outcome: Sendable, Equatable {
        case answered(Int)
        case failed(String)
        /// Not sent, and never to be.
        case refused(String)
    }

    /// A receiver that takes longer has failed.
    static let limit = TimeAmount.seconds(5)
    private static let largestAnswer = 64 * 1024

    /// Whether URLs may lead off this machine.
    let reachesOut: Bool

    func send(_ body: String, to url: String) async -> Outcome {
        let target: WebhookTarget
        do throws(WebhookTarget.Refused) {
            target = try await WebhookTarget(url, reachesOut: reachesOut)
        } catch {
            return .refused(error.why)
        }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        // Who receives a webhook of ours shall know that it is not the service's.
        request.headers.add(name: "user-agent", value: "tavlua-emulator")
        request.headers.add(name: "x-tavus-emulator", value: TavusEmulator.version)
        request.body = .bytes(ByteBuffer(string: body))
        let client = HTTPClient(configuration: Self.configuration(target))
        let outcome: Outcome
        do {
            let answer = try await client.execute(request, deadline: .now() + Self.limit)
            // Read to its end, so that the receiver sees no reset.
            _ = try await answer.body.collect(upTo: Self.largestAnswer)
            outcome = .answered(Int(answer.status.code))
        } catch {
            outcome = .failed(Self.words(error))
        }
        // It fails only when it was shut down before.
        do { try await client.shutdown() } catch {}
        return outcome
    }

    private static func configuration(_ target: WebhookTarget) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = limit
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        configuration.http1_1ConnectionDebugInitializer = { ReceiverWatch.install(on: $0) }
        // The address that was looked at is the one that is used, whatever a name says a moment later.
        if let address = target.address { configuration.dnsOverride = [target.host: address] }
        return configuration
    }

    private static func words(_ error: any Error) -> String {
        switch error as? HTTPClientError {
        case .deadlineExceeded, .connectTimeout: "no answer within 5 s"
        case .remoteConnectionClosed: "the receiver closed the connection"
        default:
            switch error {
            case is NIOConnectionError: "nobody listens there"
            case is NIOTooManyBytesError: "the answer is larger than \(largestAnswer) bytes"
            default: "\(error)"
            }
        }
    }
}
