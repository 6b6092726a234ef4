import Foundation
import LuaHost
import TavusAPI
import Testing

@testable import REPL

/// Real texts, with the cursor at each place of them.
@Suite struct EveryPlaceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Shipped recipes and the examples of all operations.
    static let texts: [String] =
        Catalogue.operations.map(\.example.lua)
        + ["recipes", "Examples"].flatMap { folder -> [String] in
            let found = FileManager.default.enumerator(
                at: root.appending(path: folder), includingPropertiesForKeys: nil)
            let files = (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "lua" }
            return files.sorted { $0.path < $1.path }.compactMap {
                try? String(contentsOf: $0, encoding: .utf8)
            }
        }

    @Test func thereAreTexts() { #expect(Self.texts.count > Catalogue.operations.count) }

    @Test func tabFitsAtEveryPlace() {
        let completer = Completer(names: KnownNames(), commands: MetaCommand.names)
        for text in Self.texts {
            let scalars = Array(text.unicodeScalars)
            // Long files at some of their places; a prime meets all columns.
            for cursor in stride(from: 0, through: scalars.count, by: scalars.count > 200 ? 97 : 1)
            {
                let buffer = EditBuffer(scalars: scalars, cursor: cursor)
                guard let found = completer.completion(for: buffer) else { continue }
                #expect(found.replaced.upperBound == cursor && found.replaced.lowerBound >= 0)
                let labels = found.candidates.map(\.label)
                #expect(Set(labels).count == labels.count, "\(text) at \(cursor): \(labels)")
                _ = completer.topic(at: buffer)
            }
        }
    }

    /// The fields that examples set are those that are offered there.
    @Test(arguments: Catalogue.operations)
    func whatAnExampleTypesIsOffered(_ operation: APIOperation) {
        guard case .object(let fields)? = operation.example.fields else { return }
        for (name, _) in fields {
            guard let place = operation.example.lua.firstRange(of: "\(name) =") else { continue }
            let before = operation.example.lua[..<place.lowerBound]
            #expect(KnownNames().offered("\(before)|").contains("\(name) = "), "\(before)")
        }
    }

    @Test func wholeScriptsLeaveNothingOpen() {
        for text in Self.texts where LuaSyntax.problem(in: text) == nil {
            let text = LuaText(Array(text.unicodeScalars))
            #expect(text.brackets.open.isEmpty && text.brackets.stray.isEmpty)
        }
    }
}
