import NIOCore

/// What the connections of one event loop share, so that none of them waits for another loop.
final class ServingLoop: Sendable {
    let eventLoop: any EventLoop
    /// What reads see, which are answered on the event loop itself.
    let moment: SharedMoment
    let writes: TurnWrites
    private let reader: StoreReader
    private let common: NIOLoopBoundBox<(second: Int, lines: String)>

    init(_ eventLoop: any EventLoop, _ reader: StoreReader) {
        self.eventLoop = eventLoop
        self.reader = reader
        moment = SharedMoment(reader, on: eventLoop)
        writes = TurnWrites(on: eventLoop)
        common = .makeBoxSendingValue((second: 0, lines: ""), eventLoop: eventLoop)
    }

    /// The header lines of every answer, made once a second. `x-tavus-emulator` is among them, so
    /// that nobody takes a made-up id for a real one.
    func commonLines() -> String {
        let now = EmulatorClock.systemTime().rounded(.down)
        let second = Int(now)
        if common.value.second != second {
            let date = Timestamp.rfc1123.string(now)
            let lines = "date: \(date)\r\nx-tavus-emulator: \(TavusEmulator.version)\r\n"
            common.value = (second, lines)
        }
        return common.value.lines
    }

    /// Behind what the loop still does.
    func close() async {
        // It cannot fail: the loop of a process does not end.
        do { try await eventLoop.submit { [moment] in moment.renew() }.get() } catch {}
        reader.close()
    }
}

/// One for each event loop of a group.
struct ServingLoops: Sendable {
    private let loops: [ObjectIdentifier: ServingLoop]

    init(_ group: any EventLoopGroup, _ store: Store) throws(EmulatorError) {
        var loops: [ObjectIdentifier: ServingLoop] = [:]
        for loop in group.makeIterator() {
            loops[ObjectIdentifier(loop)] = ServingLoop(loop, try store.reader())
        }
        self.loops = loops
    }

    func of(_ channel: any Channel) -> ServingLoop {
        guard let loop = loops[ObjectIdentifier(channel.eventLoop)] else {
            preconditionFailure("the connection belongs to an event loop of another group")
        }
        return loop
    }

    func close() async { for loop in loops.values { await loop.close() } }
}
