import Glibc
import TerminalHarness

/// Starts the prompt anew for each figure, in an empty folder without a key, and waits for its idle marks.
struct PromptBench {
    let program: String
    private let folder: String

    init(program: String) throws {
        self.program = try Self.absolute(program)
        var template = Array("/tmp/bench-prompt-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw BenchProblem("mkdtemp failed") }
        folder = String(cString: made)
    }

    func run() throws {
        defer { removeFolder() }
        try measureStart()
        try measureKeys()
        try measurePaste()
        try measureInterrupts()
        try measureCompletion()
        try measurePrinting()
        try checkTerminal()
    }

    // MARK: Figures

    private func measureStart() throws {
        var sockets = 0
        let times = try (0..<30).map { _ in
            let began = ContinuousClock.now
            let user = try start()
            let taken = Sample.milliseconds(since: began)
            sockets += try Self.sockets(of: user.processIdentifier)
            return taken
        }
        Sample(times).report("start to prompt", limit: 50)
        print("sockets open at 30 first prompts".padded, sockets)
    }

    private func measureKeys() throws {
        for rows in [1, 100] {
            let user = try start()
            let row = "value = { name = 'x', 17 } -- forty one\n"
            try user.paste(String(repeating: row, count: rows))
            let times = try (0..<500).map { number in
                try timed { try user.type(number % 20 == 19 ? "\u{7F}" : "a") }
            }
            Sample(times).report("key to paint, \(rows * row.utf8.count) bytes", limit: 8)
        }
        let user = try start()
        try user.paste(String(repeating: "x", count: 4096))
        let times = try (0..<500).map { _ in try timed { try user.type("a") } }
        Sample(times).report("key to paint, one row of 4096", limit: 8)
    }

    private func measurePaste() throws {
        let user = try start()
        let before = try Self.peakMemory(of: user.processIdentifier)
        let row = "value = '" + String(repeating: "x", count: 69) + "'\n"
        let time = try timed { try user.paste(String(repeating: row, count: 1_000_000 / 80)) }
        Sample([time]).report("paste of 1 MB", limit: 500)
        let after = try Self.peakMemory(of: user.processIdentifier)
        print("its memory".padded, "\((after - before) / 1024) MB more, limit 64")
    }

    private func measureInterrupts() throws {
        for (name, entry) in [
            ("a loop", "while true do end"), ("pcall in a loop", "while true do pcall(error) end"),
            ("a coroutine", "coroutine.wrap(function() while true do end end)()"),
        ] {
            let user = try start()
            let times = try (0..<10).map { number in
                try user.send("print('go \(number)') \(entry)\r")
                try user.wait("the entry") { $0.screen.lines.contains("go \(number)") }
                return try timed {
                    try user.sendSignalKey("c")
                    try user.waitUntilIdle()
                }
            }
            Sample(times).report("^C to prompt, \(name)", limit: 200)
        }
        try measureStalledCall()
    }

    private func measureStalledCall() throws {
        let silent = try SilentServer()
        let user = try start([
            "TAVUS_API_KEY": "local", "TAVUS_BASE_URL": silent.address,
        ])
        let times = try (0..<10).map { _ in
            try user.send("tavus.personas.list()\r")
            try silent.takeRequest()
            return try timed {
                try user.sendSignalKey("c")
                try user.waitUntilIdle()
            }
        }
        Sample(times).report("^C to prompt, a stalled call", limit: 200)
    }

    private func measureCompletion() throws {
        for (name, table) in [("fields", "t"), ("globals", "_G")] {
            let user = try start()
            try user.type("t = {} for i = 1, 5000 do \(table)['name_' .. i] = i end\r")
            try user.type(table == "t" ? "t.name" : "name")
            let first = try timed { try user.press(.tab) }
            let later = try (0..<20).map { number in
                try user.type(number % 2 == 0 ? "_1" : "\u{7F}\u{7F}")
                return try timed { try user.press(.tab) }
            }
            Sample([first] + later).report("Tab over 5000 \(name)", limit: 30)
        }
    }

    private func measurePrinting() throws {
        let user = try start()
        user.patience = .seconds(60)
        try user.type(
            "t = {} for i = 1, 50000 do t[i] = { id = 'p' .. i, name = ('x'):rep(200) .. i } end\r")
        let times = try (0..<10).map { _ in try timed { try user.type("t\r") } }
        Sample(times).report("10 MB of records printed", limit: 100)
        try user.type("n = {} for i = 1, 50000 do n['k' .. i] = { { ('x'):rep(200) .. i } } end\r")
        let nested = try (0..<10).map { _ in try timed { try user.type("n\r") } }
        Sample(nested).report("10 MB by names printed", limit: 100)
        let lines = try timed { try user.type("for i = 1, 100000 do print(i) end\r") }
        Sample([lines]).report("100,000 lines printed", limit: 2000)
    }

    private func checkTerminal() throws {
        for (name, signal) in [("TERM", SIGTERM), ("SEGV", SIGSEGV)] {
            let user = try start()
            try user.type("half")
            user.signal(signal)
            try user.waitForEnd()
            let isSane = try user.lineDiscipline() == .sane && user.screen.modes == .initial
            print("terminal after SIG\(name)".padded, isSane ? "as before" : "NOT RESTORED")
        }
    }

    // MARK: The prompt

    private func start(_ environment: [String: String] = [:]) throws -> TerminalSession {
        let own = [
            "HOME": folder, "SWIFT_BACKTRACE": "enable=no", "XDG_STATE_HOME": folder,
            "LANG": "C.UTF-8", "TAVLUA_IDLE_MARKS": "1",
        ]
        let user = try TerminalSession(
            program, ["--quiet", "--private"], environment: own.merging(environment) { $1 },
            folder: folder)
        try user.waitUntilIdle()
        return user
    }

    private func timed(_ body: () throws -> Void) rethrows -> Double {
        let began = ContinuousClock.now
        try body()
        return Sample.milliseconds(since: began)
    }

    private static func absolute(_ path: String) throws -> String {
        guard let real = realpath(path, nil) else { throw BenchProblem("no program \(path)") }
        defer { free(real) }
        return String(cString: real)
    }

    private static func sockets(of process: pid_t) throws -> Int {
        let path = "/proc/\(process)/fd"
        guard let folder = opendir(path) else { throw BenchProblem("cannot read \(path)") }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var target = [CChar](repeating: 0, count: 64)
            let length = readlink("\(path)/\(name)", &target, target.count)
            let text = target.prefix(max(0, length)).map { UInt8(bitPattern: $0) }
            if String(decoding: text, as: UTF8.self).hasPrefix("socket:") { count += 1 }
        }
        return count
    }

    /// In kB.
    private static func peakMemory(of process: pid_t) throws -> Int {
        guard let file = fopen("/proc/\(process)/status", "r") else {
            throw BenchProblem("cannot read the status of \(process)")
        }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("VmHWM:") else { continue }
            return Int(text.filter(\.isNumber)) ?? 0
        }
        throw BenchProblem("no VmHWM for \(process)")
    }

    private func removeFolder() {
        // Only files of the prompt's own are there.
        for name in [
            "tavlua/emulator.sqlite", "tavlua/emulator.sqlite-wal",
            "tavlua/emulator.sqlite-shm", "tavlua/history",
        ] {
            unlink("\(folder)/\(name)")
        }
        rmdir("\(folder)/tavlua")
        rmdir(folder)
    }
}

struct BenchProblem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
