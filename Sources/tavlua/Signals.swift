import Glibc
import REPL
import Synchronization
import TavusClient

/// SIGINT, SIGTERM and SIGHUP: the first one asks the run to stop, the second ends the process.
enum Signals {
    static let terminating = [SIGINT, SIGTERM, SIGHUP]
    private static let handler = FunctionSlot<@Sendable (Int32) -> Void>()
    private static let relay = SignalRelay()

    /// Calls this, on a thread of its own, at the first signal; nil stops listening.
    static func onTermination(_ body: (@Sendable (Int32) -> Void)?) {
        handler.set(body)
        relay.start { signal in
            if let body = handler.function {
                body(signal)
            } else {
                ProcessEnd.exit(128 + signal)
            }
        }
    }

    /// Lets a write beyond a limit of file sizes fail like any other, where it would end the process:
    /// the emulator answers 507 then, and the prompt goes on without a transcript.
    static func surviveFileLimits() { _ = signal(SIGXFSZ, SIG_IGN) }

    /// Ends the process quietly when standard output was closed, as `| head` does.
    ///
    /// SwiftNIO ignores SIGPIPE for the whole process at its first socket, for the sake of its own
    /// writes; a script would then print into the void for ever. So this is for after that.
    static func endOnClosedOutput() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            let isClosed = poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR) != 0
            if isClosed { _exit(ExitStatus.closedOutput) }
        }
        action.sa_flags = SA_RESTART
        sigaction(SIGPIPE, &action, nil)
    }

    /// Whether a prompt is open: ^C then stops an entry, however often it comes, and not the program. The
    /// prompt decides when it is enough.
    static func letPromptHaveInterrupts(_ isOpen: Bool) {
        promptHasInterrupts.store(isOpen, ordering: .relaxed)
        if !isOpen { signalCount.store(0, ordering: .relaxed) }
    }
}

/// Carries signals out of their handler through a pipe, to a thread that waits for nothing else.
private final class SignalRelay: Sendable {
    private let isStarted = Atomic(false)

    func start(_ body: @escaping @Sendable (Int32) -> Void) {
        guard !isStarted.exchange(true, ordering: .relaxed) else { return }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The handler must never block; it drops what nobody has read.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        signalPipe.store(ends[1], ordering: .relaxed)
        for signal in Signals.terminating { install(signal) }
        Listener(descriptor: ends[0], body: body).start()
    }

    /// The reading end. A thread of its own is cheaper to start than a dispatch source with its
    /// manager.
    private final class Listener: Sendable {
        private let descriptor: Int32
        private let body: @Sendable (Int32) -> Void

        init(descriptor: Int32, body: @escaping @Sendable (Int32) -> Void) {
            self.descriptor = descriptor
            self.body = body
        }

        func start() {
            var thread = pthread_t()
            let context = Unmanaged.passRetained(self).toOpaque()
            let failure = pthread_create(
                &thread, nil,
                { context in
                    if let context {
                        Unmanaged<Listener>.fromOpaque(context).takeRetainedValue().run()
                    }
                    return nil
                }, context)
            if failure == 0 { pthread_detach(thread) }
        }

        private func run() {
            // Whoever started the program may have left them blocked, as libdispatch's threads do.
            var signals = sigset_t()
            sigemptyset(&signals)
            for signal in Signals.terminating { sigaddset(&signals, signal) }
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            var number: UInt8 = 0
            while true {
                let count = read(descriptor, &number, 1)
                if count == 1 { body(Int32(number)) }
                if count == 0 || (count < 0 && errno != EINTR) { return }
            }
        }
    }

    private func install(_ signal: Int32) {
        var previous = sigaction()
        sigaction(signal, nil, &previous)
        // nohup has us ignore SIGHUP: so we do.
        let handler = unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self)
        if handler == unsafeBitCast(SIG_IGN, to: Int.self) { return }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = noteSignal
        // Without SA_RESTART: a script that waits in io.read goes on to be stopped.
        action.sa_flags = 0
        sigaction(signal, &action, nil)
    }
}

private let signalPipe = Atomic<Int32>(-1)
private let signalCount = Atomic<Int>(0)
private let promptHasInterrupts = Atomic(false)

/// Runs in the signal handler: only a write, or at the second signal the end.
private func noteSignal(_ signal: Int32) {
    let isKey = signal == SIGINT && promptHasInterrupts.load(ordering: .relaxed)
    if !isKey, signalCount.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + signal) }
    var number = UInt8(truncatingIfNeeded: signal)
    let kept = errno
    _ = write(signalPipe.load(ordering: .relaxed), &number, 1)
    errno = kept
}
