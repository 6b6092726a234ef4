import Glibc

/// A program that gets the terminal while the prompt waits for it.
enum ChildProgram {
    /// Runs it to its end.
    /// - Parameters:
    ///   - words: the program, looked up in PATH, and its arguments.
    ///   - input: what it reads; nil: the terminal.
    ///   - hidden: variables that it does not get.
    /// - Returns: its exit status, 128 and the signal's number where one ended it.
    static func run(
        _ words: [String], input: String? = nil, hidden: Set<String> = ["TAVUS_API_KEY"]
    ) throws(REPLProblem) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Handlers of ours become defaults by themselves; what is blocked here stays blocked there.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var ends: [Int32] = [-1, -1]
        if input != nil {
            guard pipe(&ends) == 0 else { throw problem(words, errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        }
        var pid = pid_t()
        let failure = withTexts(words) { arguments in
            withTexts(environment(without: hidden)) { environment in
                posix_spawnp(&pid, words[0], &actions, &attributes, arguments, environment)
            }
        }
        if input != nil { close(ends[0]) }
        guard failure == 0 else {
            if input != nil { close(ends[1]) }
            throw problem(words, failure)
        }
        if let input { feed(input, to: ends[1]) }
        return wait(for: pid)
    }

    private static func problem(_ words: [String], _ number: Int32) -> REPLProblem {
        REPLProblem("cannot run \(words[0]): \(String(cString: strerror(number)))")
    }

    /// A pager that is left early closes its end; SIGPIPE must not end us.
    private static func feed(_ text: String, to descriptor: Int32) {
        var pipeSignal = sigset_t()
        var before = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            written += count
        }
        close(descriptor)
        var now = timespec()
        while sigtimedwait(&pipeSignal, nil, &now) > 0 {}  // the one that came is dropped
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    private static func wait(for pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func environment(without hidden: Set<String>) -> [String] {
        var kept: [String] = []
        var entry = environ
        while let text = entry.pointee {
            let variable = String(cString: text)
            let name = String(variable.prefix { $0 != "=" })
            if !hidden.contains(name) { kept.append(variable) }
            entry += 1
        }
        return kept
    }

    private static func withTexts<R>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

extension REPLLoop {
    /// Runs a program that has the terminal.
    func runProgram(_ words: [String], input: String? = nil) async throws -> Int32 {
        try await lendingTerminal {
            Result { () throws(REPLProblem) in try ChildProgram.run(words, input: input) }
        }.get()
    }
}
