import Foundation
import Testing

/// Plays fixtures.
enum RawRun {
    struct Fixture: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var testDescription: String { name }
    }

    struct Failure: Sendable, Equatable, CustomStringConvertible {
        var fixture: String
        var exchange: String
        var mismatch: RawMismatch

        var description: String {
            "\(fixture), '\(exchange)', \(mismatch.place): "
                + "expected \(mismatch.expected), found \(mismatch.found)"
        }
    }

    /// Every file of `RawHTTP/`, by name.
    static func fixtures() throws -> [Fixture] {
        let folder = try #require(
            Bundle.module.url(forResource: "RawHTTP", withExtension: nil))
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "http" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map {
                Fixture(
                    name: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8))
            }
    }

    /// Plays the exchanges in order. What a failed capture would have fed cannot be played, so the
    /// fixture ends there.
    static func failures(
        of fixture: Fixture, port: Int, advance: (Double) async throws -> Void
    ) async throws -> [Failure] {
        var failures: [Failure] = []
        var values: [String: String] = [:]
        for template in try RawExchange.all(in: fixture.text) {
            let exchange = try template.filled(with: values)
            if exchange.pause > 0 { try await advance(exchange.pause) }
            let answer = try await RawSocket.exchange(exchange.bytes(port: port), port: port)
            var mismatches = try mismatches(of: exchange, with: answer)
            for capture in exchange.captures {
                let body = try? RawValue(parsing: answer.body)
                values[capture.name] = body?.string(at: capture.pointer)
                if values[capture.name] == nil {
                    mismatches.append(
                        RawMismatch(
                            place: capture.pointer, expected: "a string for @\(capture.name)",
                            found: "none"))
                }
            }
            failures += mismatches.map {
                Failure(fixture: fixture.name, exchange: exchange.title, mismatch: $0)
            }
            if exchange.captures.contains(where: { values[$0.name] == nil }) { break }
        }
        return failures
    }

    /// What is wrong with one answer.
    static func mismatches(
        of exchange: RawExchange, with answer: RawAnswer
    ) throws -> [RawMismatch] {
        var mismatches: [RawMismatch] = []
        if answer.headers["x-tavus-emulator"] == nil {
            mismatches.append(
                RawMismatch(place: "header x-tavus-emulator", expected: "present", found: "absent"))
        }
        let status = "\(answer.status)"
        let isClass = exchange.status.hasSuffix("xx") && status.first == exchange.status.first
        guard status == exchange.status || isClass else {
            mismatches.append(
                RawMismatch(place: "status", expected: exchange.status, found: status))
            return mismatches
        }
        guard !exchange.expectation.isEmpty else { return mismatches }
        let type = answer.headers["content-type"] ?? "absent"
        if !type.hasPrefix("application/json") {
            mismatches.append(
                RawMismatch(
                    place: "header content-type", expected: "application/json", found: type))
        }
        let expected = try RawValue(parsing: exchange.expectation)
        do {
            mismatches += expected.mismatches(with: try RawValue(parsing: answer.body))
        } catch {
            mismatches.append(
                RawMismatch(place: "body", expected: "JSON", found: "'\(answer.body)'"))
        }
        return mismatches
    }

    /// Whether an exchange calls `operation`, a method and a path in which `{id}` is any segment.
    static func matches(_ exchange: RawExchange, _ operation: String) -> Bool {
        let path = exchange.target.prefix { $0 != "?" }.split(separator: "/")
        let words = operation.split(separator: " ")
        let wanted = words[1].split(separator: "/")
        return exchange.method == words[0] && path.count == wanted.count
            && zip(path, wanted).allSatisfy { $0 == $1 || $1 == "{id}" }
    }
}
