import JSONValue
import NIOCore

/// Delivers webhooks when the clock reaches their time.
///
/// It sleeps until the next one is due, and is woken when one is queued or the clock is moved. Other
/// processes on the data file may do both unheard, so with a file it looks again now and then.
struct WebhookCourier: Sendable {
    static let tries = 3
    /// Seconds after the first and the second try, by the emulator's clock.
    static let pauses = [1.0, 5.0]
    /// Seconds for which a delivery belongs to the process that tries it; above the limit of a try.
    static let lease = 10.0
    private static let atOnce = 8
    private static let recheck = 2.0

    let core: EmulatorCore
    let sender: WebhookSender
    let isShared: Bool

    /// Delivers until it is cancelled. A delivery that is under way then is sent again at the next
    /// start: the receiver may have it.
    func run(_ wakes: AsyncStream<Void>) async {
        var wakes = wakes.makeAsyncIterator()
        while !Task.isCancelled {
            do {
                if try await deliverDue() { continue }
                let timer = try pause().map { seconds in
                    Task {
                        try await Task.sleep(for: .seconds(seconds))
                        core.wakeCourier()
                    }
                }
                _ = await wakes.next()
                timer?.cancel()
            } catch {
                // The store is busy or full; what is queued stays queued.
                do { try await Task.sleep(for: .seconds(Self.recheck)) } catch { return }
            }
        }
    }

    /// - Returns: whether there were any.
    private func deliverDue() async throws -> Bool {
        let now = try core.now()
        // Looking costs a read, taking a write.
        guard let next = try core.store.read({ try WebhookQueue.nextTime($0) }), next <= now else {
            return false
        }
        let wall = EmulatorClock.systemTime()
        let due = try await core.store.write {
            try WebhookQueue.claim(limit: Self.atOnce, at: now, wall: wall, $0)
        }
        await withTaskGroup(of: Void.self) { group in
            for webhook in due { group.addTask { await deliver(webhook) } }
        }
        return !due.isEmpty
    }

    /// Seconds until there may be something to do; `nil` for as long as nobody wakes it.
    private func pause() throws -> Double? {
        let now = try core.now()
        guard let next = try core.store.read({ try WebhookQueue.nextTime($0) }) else {
            return isShared ? Self.recheck : nil
        }
        // One that is due and was not taken is in other hands, or behind one that waits.
        let wait = next <= now ? Self.recheck : next - now
        return isShared ? min(wait, Self.recheck) : wait
    }

    private func deliver(_ webhook: Webhook) async {
        let start = EmulatorClock.uptime()
        let outcome = await sender.send(webhook.body, to: webhook.url)
        guard !Task.isCancelled else { return }
        let tried = webhook.tried(outcome)
        core.journal.add(entry(tried, since: start))
        // What cannot be kept is sent again when its lease is over.
        do { try await core.store.write { try WebhookQueue.settle(tried, $0) } } catch {}
    }

    private func entry(_ webhook: Webhook, since start: Double) -> JournalEntry {
        var entry = JournalEntry(
            id: core.journal.nextID(), time: core.clock.wallTime(), method: "POST",
            path: webhook.url)
        entry.webhook = webhook.subject.event
        entry.status = webhook.status ?? 0
        entry.duration = EmulatorClock.uptime() - start
        return entry
    }
}

extension Webhook {
    /// The same delivery after a try that came to this.
    fileprivate func tried(_ outcome: WebhookSender.Outcome) -> Webhook {
        var tried = self
        tried.tries += 1
        tried.status = nil
        tried.problem = nil
        tried.state = tried.tries < WebhookCourier.tries ? .pending : .failed
        switch outcome {
        case .answered(let status):
            tried.status = status
            if (200..<300).contains(status) {
                tried.state = .delivered
            } else if (300..<400).contains(status) {
                tried.problem = "redirects are not followed"
            }
        case .failed(let problem): tried.problem = problem
        case .refused(let problem):
            tried.problem = problem
            tried.state = .refused
            // Nothing was sent.
            tried.tries = tries
        }
        if tried.state == .pending { tried.nextTryAt += WebhookCourier.pauses[tries] }
        return tried
    }
}
