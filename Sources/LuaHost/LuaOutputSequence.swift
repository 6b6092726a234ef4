import Glibc

/// A piece of what a script wrote.
public struct LuaOutputEvent: Sendable, Equatable {
    public let stream: LuaStream
    public let bytes: [UInt8]

    /// The text, with U+FFFD where the bytes are no UTF-8.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// What a session's scripts write, as they write it, until the session is closed.
///
/// ```swift
/// for await event in session.output { print(event.text, terminator: "") }
/// ```
/// One reader at a time: pieces that one has seen are gone for others.
public struct LuaOutputSequence: AsyncSequence, Sendable {
    public typealias Element = LuaOutputEvent
    let buffer: OutputBuffer?

    public struct AsyncIterator: AsyncIteratorProtocol {
        let buffer: OutputBuffer?

        public func next() async -> LuaOutputEvent? { await buffer?.next() }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(buffer: buffer) }
}

/// What was written and not read yet. The writer is the session's thread, which may wait here.
///
// @unchecked Sendable because all state is read and written with the lock held.
final class OutputBuffer: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private let capacity: Int
    private var events: [LuaOutputEvent] = []
    private var first = 0
    private var bytes = 0
    private var isEnded = false
    private var readers: [CheckedContinuation<LuaOutputEvent?, Never>] = []

    init(capacity: ByteCount) {
        self.capacity = max(1, capacity.bytes)
        lock = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        lock.deallocate()
        changed.deallocate()
    }

    private func locked<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    /// Adds a piece, after waiting for room; a run that is being stopped does not wait.
    func write(_ stream: LuaStream, _ piece: [UInt8], isStopping: () -> Bool) {
        let reader: CheckedContinuation<LuaOutputEvent?, Never>? = locked {
            let event = LuaOutputEvent(stream: stream, bytes: piece)
            while bytes >= capacity, !isEnded, !isStopping() { waitAWhile() }
            if !readers.isEmpty { return readers.removeFirst() }
            events.append(event)
            bytes += piece.count
            return nil
        }
        reader?.resume(returning: LuaOutputEvent(stream: stream, bytes: piece))
    }

    /// An interrupt wakes the writer; deadlines are looked for.
    private func waitAWhile() {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        time.tv_nsec += 20_000_000
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_sec += 1
            time.tv_nsec -= 1_000_000_000
        }
        pthread_cond_timedwait(changed, lock, &time)
    }

    /// Pieces in memory, for tests.
    var pieces: Int { locked { events.count } }

    func wake() {
        locked { _ = pthread_cond_broadcast(changed) }
    }

    func end() {
        let waiting = locked {
            isEnded = true
            pthread_cond_broadcast(changed)
            defer { readers = [] }
            return readers
        }
        for reader in waiting { reader.resume(returning: nil) }
    }

    func next() async -> LuaOutputEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let (isThere, event) = locked { take(for: reader) }
                if isThere { reader.resume(returning: event) }
            }
        } onCancel: {
            let waiting = locked {
                defer { readers = [] }
                return readers
            }
            for reader in waiting { reader.resume(returning: nil) }
        }
    }

    private func take(
        for reader: CheckedContinuation<LuaOutputEvent?, Never>
    ) -> (isThere: Bool, LuaOutputEvent?) {
        if first < events.count {
            let event = events[first]
            events[first] = LuaOutputEvent(stream: event.stream, bytes: [])
            first += 1
            bytes -= event.bytes.count
            // Not only when all is read: a writer that is always ahead would let it grow for ever.
            if first * 2 >= events.count {
                events.removeFirst(first)
                first = 0
            }
            pthread_cond_broadcast(changed)
            return (true, event)
        }
        if isEnded || Task.isCancelled { return (true, nil) }
        readers.append(reader)
        return (false, nil)
    }
}
