import Foundation

/// `tavlua emulator` as a server of its own, which a program meets as a live target, and which tells what
/// arrived.
final class CountedEmulator {
    let port: Int
    private let server: Running
    private let token: String

    /// Runs the body with a server that starts empty.
    static func with<Result>(_ binary: Binary, _ body: (CountedEmulator) throws -> Result) throws
        -> Result
    {
        let emulator = try CountedEmulator(binary)
        defer { emulator.server.signal(SIGKILL) }
        return try body(emulator)
    }

    private init(_ binary: Binary) throws {
        server = try binary.start([
            "emulator", "--port", "0", "--fresh", "--speed", "1000", "--concurrency", "100",
        ])
        try server.wait(for: "\n")
        let digits = server.printed.split(separator: ":").last?.filter(\.isNumber) ?? ""
        guard let port = Int(digits) else { throw Running.EndedEarly(output: server.printed) }
        self.port = port
        let file = binary.folder.path + "/state/tavlua/emulator-\(port).token"
        token = try String(contentsOfFile: file, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// For the program under test: a live target whose key is `local`.
    var environment: [String: String] { ["TAVUS_BASE_URL": "http://127.0.0.1:\(port)"] }

    private struct Arrival: Decodable {
        var method: String
        var path: String
    }

    /// What arrived since the start, in order: "POST /v2/videos".
    func arrivals() throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = [
            "-s", "-H", "x-emulator-token: \(token)",
            "http://127.0.0.1:\(port)/__emulator/requests",
        ]
        let out = Pipe()
        process.standardOutput = out
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([Arrival].self, from: data)
            .map { "\($0.method) \($0.path)" }
            .reversed()
    }

    /// Those that are no GET.
    func effects() throws -> [String] { try arrivals().filter { !$0.hasPrefix("GET ") } }
}
