import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Puts `x-tavus-emulator` on every answer, so that nobody takes a made-up id for a real one.
///
/// It sits in the channel because Hummingbird answers a request that it cannot parse by itself,
/// below every responder; that answer gets a body here, too.
final class EmulatorStamp: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let header = HTTPField.Name("x-tavus-emulator")

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        if let header = Self.header { head.headerFields[header] = TavusEmulator.version }
        guard head.status == .badRequest, head.headerFields[.connection] == "close" else {
            context.write(wrapOutboundOut(.head(head)), promise: promise)
            return
        }
        let body = ByteBuffer(string: #"{"error":"Malformed HTTP request"}"#)
        head.headerFields[.contentType] = "application/json"
        head.headerFields[.contentLength] = "\(body.readableBytes)"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: promise)
    }
}
