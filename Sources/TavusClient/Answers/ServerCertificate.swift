import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// What is wrong with a server's certificate, for the sentence that says so.
///
/// BoringSSL tells no more than that verification failed. So after such a failure the certificate is
/// fetched once more, on a connection that never gets past the handshake: nothing of a call is sent.
struct ServerCertificate: Sendable, Equatable {
    var notBefore: Double
    var notAfter: Double
    var isSelfSigned: Bool

    /// The certificate that a server shows, or nil where none comes in time.
    static func shown(
        by host: String, port: Int, on loop: any EventLoop, within time: Duration
    ) async -> ServerCertificate? {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        let found = loop.makePromise(of: ServerCertificate?.self)
        // The first answer counts: the certificate, else the end of the connection, else the time.
        let timer = loop.scheduleTask(in: .init(time)) { found.succeed(nil) }
        do {
            let context = try NIOSSLContext(configuration: configuration)
            let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
            // RFC 6066, 3: server names are no addresses.
            let name = bare.contains(":") || isAddress(bare) ? nil : bare
            let channel = try await ClientBootstrap(group: loop)
                .connectTimeout(.init(time))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = try NIOSSLClientHandler(
                            context: context, serverHostname: name,
                            customVerificationCallback: { certificates, verdict in
                                found.succeed(certificates.first.flatMap(ServerCertificate.init))
                                verdict.succeed(.failed)
                            })
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: bare, port: port).get()
            channel.closeFuture.whenComplete { _ in found.succeed(nil) }
            defer { channel.close(promise: nil) }
            defer { timer.cancel() }
            return try await found.futureResult.get()
        } catch {
            // Whatever it is, the failure that led here is the one to report.
            timer.cancel()
            found.succeed(nil)
            return nil
        }
    }

    private static func isAddress(_ host: String) -> Bool {
        host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }

    init(notBefore: Double, notAfter: Double, isSelfSigned: Bool) {
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.isSelfSigned = isSelfSigned
    }

    private init?(_ certificate: NIOSSLCertificate) {
        guard let bytes = try? certificate.toDERBytes() else { return nil }
        self.init(
            notBefore: Double(certificate.notValidBefore),
            notAfter: Double(certificate.notValidAfter),
            isSelfSigned: CertificateNames(der: bytes).map { $0.issuer == $0.subject } ?? false)
    }

    /// "expired on 2020-01-02", to follow "its certificate".
    func problem(now: Double) -> String {
        if now > notAfter { return "expired on \(Self.day(notAfter))" }
        if now < notBefore {
            return "is not valid before \(Self.day(notBefore)); check the clock of this machine"
        }
        let signer = isSelfSigned ? "by itself, and not" : "by an authority that is not"
        return "is signed \(signer) trusted here; SSL_CERT_FILE can name what to trust"
    }

    /// "2020-01-02", in UTC.
    private static func day(_ seconds: Double) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 16)
        strftime(&text, text.count, "%Y-%m-%d", &parts)
        return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}
