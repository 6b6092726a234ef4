import Foundation
import Testing

/// The key that is looked for. Its characters have other spellings in JSON, URLs and Base64.
private let key = "SECRETSENTINEL/0+9=f3"

@Suite(.serialized) struct SecrecyTests {
    /// A server that repeats the key in every spelling, and its address with a status to answer.
    private func withEcho(_ body: (Binary, (Int) -> String) throws -> Void) throws {
        try Binary.with { binary in
            let server = Process()
            server.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            server.arguments = [
                Binary.checkout.path + "/Tests/Support/tools/keyecho.py"
            ]
            let input = Pipe()
            let running = try Running(server, input: input.fileHandleForReading)
            defer {
                input.fileHandleForWriting.closeFile()
                server.waitUntilExit()
            }
            try running.wait(for: "\n")
            let port = try #require(running.printed.split(separator: " ").last)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            try body(binary) { "http://127.0.0.1:\(port)/s/\($0)/v2" }
        }
    }

    private func expectNoKey(in text: String, _ place: String) {
        for spelling in spellings where text.contains(spelling) {
            Issue.record("\(place) holds the key as \(spelling): \(text.prefix(2000))")
        }
    }

    /// Whole spellings, and parts of them that tell enough.
    private var spellings: [String] {
        let percent = key.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
        return ["SENTINEL", "SENTINEL/0", String(percent.prefix(24)), "\\u0053\\u0045"]
            + [Data(key.utf8), Data(("x" + key).utf8), Data(("xy" + key).utf8)]
            .map { String($0.base64EncodedString().dropFirst(4).prefix(16)) }
    }

    private func expectNoKey(below folder: URL) throws {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var seen = 0
        while let file = files?.nextObject() as? URL {
            guard !file.hasDirectoryPath, !file.lastPathComponent.hasPrefix("input-") else {
                continue
            }
            seen += 1
            expectNoKey(
                in: String(decoding: try Data(contentsOf: file), as: UTF8.self), file.path)
        }
        #expect(seen > 0)
    }

    private static let entries = """
        p = tavus.personas.get("p1")
        print(tavus.try(tavus.personas.create, { persona_name = "x", system_prompt = "y" }))
        k = "\(key)"
        .http
        .env
        .tee tee.txt
        print(k and 1)
        error(select(2, tavus.try(tavus.personas.get, "p1")))
        .trace
        .sh env
        .save saved.lua
        .profile
        .history

        """

    @Test(arguments: [0, 200, 299, 302, 400, 401, 402, 403, 404, 409, 429, 500])
    func noCommandShowsOrKeepsTheKey(status: Int) throws {
        try withEcho { binary, base in
            let script = try binary.script(
                """
                local ok, err = pcall(tavus.replicas.get, "r1")
                print(ok, err)
                if not ok then for name, value in pairs(err) do print(name, value) end end
                for line in io.popen("env; tr '\\\\0' '\\\\n' < /proc/self/environ"):lines() do print(line) end
                os.execute("env")
                print((io.open("/proc/self/environ"):read("a"):gsub("%z", " ")))
                print(os.getenv("TAVUS_API_KEY"), tavus, tavus.client)
                tavus.videos.create{ replica_id = "r1", script = "hello" }
                """)
            let commands = [
                ["-v", "-v", script], ["run", "-v", "-v", script],
                ["-v", "-v", "-e", "tavus.videos.list()"],
                ["api", "-v", "-v", "replicas.get", "r1"],
                ["api", "-v", "-v", "POST", "/v2/x", "a=b"],
                ["api", "-v", "-v", "personas.list", "--all"], ["doctor", "-v", "-v"],
                ["catalogue"], ["repl", "--plain", "-v", "-v"],
            ]
            for words in commands {
                // What a server answers as data is data.
                if status == 200 && words[0] == "api" { continue }
                let input = words[0] == "repl" ? Self.entries : ""
                let ended = try binary.run(
                    words, input: input,
                    environment: ["TAVUS_API_KEY": key, "TAVUS_BASE_URL": base(status)])
                #expect(ended.status < 128, "\(words): \(ended)")
                expectNoKey(in: ended.out, "\(words), standard output")
                expectNoKey(in: ended.err, "\(words), standard error")
            }
            try expectNoKey(below: binary.folder)
        }
    }

    @Test func theServerOfTheseTestsDoesRepeatTheKey() throws {
        try withEcho { binary, base in
            let said = try binary.shell("curl -s -H 'x-api-key: \(key)' $2", base(401))
            #expect(spellings.allSatisfy { said.out.contains($0) })
        }
    }
}
