import Foundation

/// `faultserver.py`, started once for all tests of this process. It says how often each request arrived.
final class FaultServer: Sendable {
    /// One request as the server saw it.
    struct Arrival: Decodable, Equatable {
        var method: String
        var path: String
        var connection: Int
        /// Whether it arrived whole.
        var complete: Bool
        /// Whether the header with the key came along.
        var apiKey: Bool
        var plan: String

        enum CodingKeys: String, CodingKey {
            case method, path, connection, complete, plan
            case apiKey = "api_key"
        }
    }

    struct NotListening: Error { var output: String }

    static let shared = Result { try FaultServer() }

    let port: Int
    /// Its standard input: the server ends when this process does.
    private let leash: FileHandle
    private let output: FileHandle

    init(_ words: [String] = [], script: String = "faultserver.py") throws {
        let process = Process()
        let tool = Binary.checkout.appendingPathComponent("Tests/Support/tools/\(script)")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", tool.path, "--attached"] + words
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        leash = input.fileHandleForWriting
        self.output = output.fileHandleForReading
        var text = ""
        while !text.contains("\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw NotListening(output: text) }
            text += String(decoding: more, as: UTF8.self)
        }
        let digits = text.firstRange(of: "127.0.0.1:").map {
            text[$0.upperBound...].prefix { $0.isNumber }
        }
        guard let port = digits.flatMap({ Int($0) }) else { throw NotListening(output: text) }
        self.port = port
    }

    /// Ends the server and gives what it printed after its first line.
    func end() throws -> [String] {
        try leash.close()
        return String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// The base URL of a plan whose counter is this tag's alone.
    func baseURL(_ plan: String, tag: String) -> String {
        "http://127.0.0.1:\(port)/f/\(tag)!\(plan)"
    }

    /// What has arrived for a plan.
    func arrivals(_ plan: String, tag: String) throws -> [Arrival] {
        try JSONDecoder().decode([Arrival].self, from: get("/__log"))
            .filter { $0.plan == "\(tag)!\(plan)" }
    }

    /// What has arrived of any plan that begins so.
    func arrivals(beginning plan: String) throws -> [Arrival] {
        try JSONDecoder().decode([Arrival].self, from: get("/__log"))
            .filter { $0.plan.hasPrefix(plan) }
    }

    /// Has the next connections broken before a byte of a request is read: "reset", "close", "garbage".
    func misbehave(_ fault: String) throws { _ = try exchange("POST", "/__accept", fault) }

    private func get(_ path: String) throws -> Data { try exchange("GET", path, "") }

    /// A request over a bare socket, as nothing of the product should stand between the server's log and us.
    private func exchange(_ method: String, _ path: String, _ body: String) throws -> Data {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failure = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard failure == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let head = "\(method) \(path) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
        let request = Array(
            (head + "content-length: \(body.utf8.count)\r\n\r\n" + body).utf8)
        _ = request.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
        var bytes = Data()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        let end = bytes.range(of: Data("\r\n\r\n".utf8))?.upperBound ?? bytes.endIndex
        return bytes[end...]
    }
}
