import NIOCore
import NIOHTTP1

/// One connection: puts requests together, has them answered one after the other, and sends the
/// answers in that order.
///
/// While one is answered and another waits, or the other side does not take what it is sent, nothing is
/// read: what came with it waits here, and the rest in the socket.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private let responder: Responder
    private let deadlines: ConnectionDeadlines
    private let loop: ServingLoop
    /// The request whose end has not come yet.
    private var coming: Request?
    private var waiting: CircularBuffer<Request> = []
    private var isAnswering = false
    /// Requests that may be answered before others have their turn.
    private var turns = Connection.turns
    private var isPausing = false
    private var isGoing = false
    private var isReading = false
    /// Whether nothing was answered yet of what is being read: that began to come before the turn did.
    private var isFirst = false
    private var wantsRead = false
    private var isMalformed = false
    /// Whether the connection ends when all that came is answered.
    private var isEnding = false

    private init(_ responder: Responder, _ deadlines: ConnectionDeadlines, _ loop: ServingLoop) {
        self.responder = responder
        self.deadlines = deadlines
        self.loop = loop
    }

    /// Makes the handlers of a new connection.
    static func set(
        up channel: any Channel, _ limits: TavusEmulator.ConnectionLimits, _ loop: ServingLoop,
        _ responder: Responder
    ) throws {
        let deadlines = ConnectionDeadlines(limits)
        var headLimits = NIOHTTPDecoderLimitConfiguration()
        headLimits.maxHeaderFieldSize = 80 * 1024
        headLimits.maxHeaderListSize = 80 * 1024
        headLimits.maxHeaderFieldCount = 1000
        let decoder = HTTPRequestDecoder(
            leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .drop,
            limitConfiguration: headLimits)
        let handlers = channel.pipeline.syncOperations
        try handlers.addHandler(deadlines)
        try handlers.addHandler(ByteToMessageHandler(decoder))
        try handlers.addHandler(Connection(responder, deadlines, loop))
    }

    // MARK: - What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isReading { isFirst = true }
        isReading = true
        switch unwrapInboundIn(data) {
        case .head(let head):
            deadlines.headCame()
            coming = Request(head)
        case .body(let part): coming?.append(part)
        case .end:
            deadlines.requestCame()
            guard let request = coming.take(), !isEnding else { return }
            waiting.append(request)
            goOn(context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        isFirst = false
        turns = Self.turns
        context.flush()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        // Most send nothing before they have their answer. To stop reading for its time would tell the
        // system twice.
        wantsRead = !waiting.isEmpty || isPausing || !context.channel.isWritable
        if !wantsRead { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { goOn(context) }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isEnding = true
            // Half a request will not become a whole one any more.
            waiting.removeAll()
            goOn(context)
        case ChannelEvent.inputClosed:
            isEnding = true
            goOn(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.close(promise: nil) }
        isMalformed = true
        isEnding = true
        goOn(context)
    }

    // MARK: - What goes

    /// Answers what waits, as far as that is possible now.
    private func goOn(_ context: ChannelHandlerContext) {
        // A flush tells that there is room again before it returns.
        guard !isGoing && !isPausing else { return }
        isGoing = true
        while turns > 0, canAnswer(context), let request = waiting.popFirst() {
            answer(request, context)
            turns -= 1
        }
        isGoing = false
        guard canAnswer(context) else { return }
        guard waiting.isEmpty else { return pause(context) }
        if isEnding { return end(context) }
        guard wantsRead else { return }
        wantsRead = false
        context.read()
    }

    private func canAnswer(_ context: ChannelHandlerContext) -> Bool {
        !isAnswering && context.channel.isWritable
    }

    private static let turns = 16

    private func pause(_ context: ChannelHandlerContext) {
        isPausing = true
        // assumeIsolated because handlers are called on their channel's event loop alone.
        context.eventLoop.assumeIsolated().execute { [self] in
            isPausing = false
            turns = Self.turns
            goOn(context)
        }
    }

    private func answer(_ request: Request, _ context: ChannelHandlerContext) {
        if !request.head.isKeepAlive {
            isEnding = true
            waiting.removeAll()
        }
        if !isFirst { loop.moment.renew() }
        isFirst = false
        switch responder.respond(to: request, on: loop) {
        case .now(let reply) where reply.answer.isPlain: send(reply, to: request, context)
        case .now(let reply): begin(reply, to: request, context)
        case .later(let future):
            isAnswering = true
            deadlines.answering()
            // assumeIsolated because the future is one of this channel's event loop.
            future.assumeIsolated().whenSuccess { [self] reply in
                // The answer may tell of a change, and whoever has it may ask at once.
                loop.moment.renew()
                guard reply.answer.isPlain else { return begin(reply, to: request, context) }
                send(reply, to: request, context)
                answered(context)
            }
        }
    }

    private func send(_ reply: Reply, to request: Request, _ context: ChannelHandlerContext) {
        var bytes = reply.head(
            to: request.head, common: loop.commonLines(), isLast: isEnding)
        if request.head.method != .HEAD { bytes.writeImmutableBuffer(reply.body) }
        context.write(wrapOutboundOut(bytes), promise: nil)
        if !isReading { context.flush() }
    }

    /// Sends what a fault has spoiled, which takes its time.
    private func begin(_ reply: Reply, to request: Request, _ context: ChannelHandlerContext) {
        isAnswering = true
        deadlines.answering()
        let head = reply.head(
            to: request.head, common: loop.commonLines(), isLast: isEnding)
        let spoiled = SpoiledAnswer(reply, head: head, isHead: request.head.method == .HEAD)
        spoiled.send(on: context) { [self] in answered(context) }
    }

    private func answered(_ context: ChannelHandlerContext) {
        isAnswering = false
        deadlines.answered()
        goOn(context)
    }

    private func end(_ context: ChannelHandlerContext) {
        if isMalformed {
            isMalformed = false
            context.write(
                wrapOutboundOut(Reply.malformed(common: loop.commonLines())), promise: nil)
        }
        // Behind what was written before: a close drops what the socket has not taken yet.
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()))
            .whenComplete { _ in channel.close(promise: nil) }
    }
}
