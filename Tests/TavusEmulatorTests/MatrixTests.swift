import Foundation
import TavusAPI
import Testing

@testable import TavusEmulator

/// The published matrix, which is written from the code.
struct MatrixTests {
    @Test func thePublishedMatrixIsThatOfTheCode() throws {
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized
        let page = root.appending(path: "Sources/EmulatorMatrix.md")
        let published = try String(contentsOf: page, encoding: .utf8)
        #expect(published == EmulatorMatrix.markdown, "Run scripts/generate after building.")
    }

    @Test func everyOperationHasARowAndEveryRowItsColumns() {
        let rows = EmulatorMatrix.markdown.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == Catalogue.operations.count)
        for row in rows { #expect(row.split(separator: "|").count == 8, "\(row)") }
    }

    /// A row says what the emulator does, so what it says of an operation is tried on one.
    @Test func aRowTellsWhatIsDone() throws {
        let chunks = try #require(Catalogue.operation("documents.chunks"))
        #expect(
            Fidelity(chunks).row == [
                "not established", "query", "made up", "–", "401 404", "–",
            ])
        let video = try #require(Catalogue.operation("videos.create"))
        #expect(
            Fidelity(video).row == [
                "reference", "required, types, rules", "kept", "queued → ready", "400 401 402",
                "sent",
            ])
    }

    @Test func whatIsNotServedIsNotInTheCatalogue() async throws {
        try await TestEmulator.run { api in
            for operation in Catalogue.uncatalogued where operation.path.hasPrefix("/") {
                #expect(!operation.reason.isEmpty)
                #expect(
                    Catalogue.match(method: operation.method, path: operation.path) == nil,
                    "\(operation.path)")
                let answer = try await api.send(operation.method.rawValue, operation.path)
                #expect([404, 405].contains(answer.status), "\(operation.path)")
            }
        }
    }
}

extension Fidelity {
    fileprivate var row: [String] {
        [shape, validation, state, lifecycle, errors, webhooks]
    }
}
