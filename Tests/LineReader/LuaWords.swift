import Glibc
import REPL

/// As much of Lua as the tests of the editor need.
final class LuaWords: EditorServices {
    private let chunker = Chunker()

    func tidied(_ buffer: EditBuffer) -> EditBuffer? { chunker.closingRowMovedOut(in: buffer) }

    func verdict(of text: String) -> EntryVerdict {
        switch chunker.verdict(of: text) {
        case .incomplete: .incomplete(indentation: 2)
        case let other: other
        }
    }

    func styles(of buffer: EditBuffer) -> [Style] {
        var styles: [Style] = []
        let words = buffer.scalars.split(omittingEmptySubsequences: false) { !$0.isLetter }
        for word in words {
            let style =
                ["for", "do", "end", "local"].contains(String(String.UnicodeScalarView(word)))
                ? Style.keyword : .plain
            styles += Array(repeating: style, count: word.count) + [.plain]
        }
        return styles.dropLast()
    }

    func suggestion(for buffer: EditBuffer) -> String? {
        buffer.text == "print(" ? "\"hello\", world)" : nil
    }

    func signature(for buffer: EditBuffer) -> String? {
        buffer.text.hasSuffix("create{") ? " persona_name = string" : nil
    }

    private static let names = [
        "tavus.personas.create", "tavus.personas.delete", "tavus.personas.get",
        "tavus.personas.list", "tavus.personas.update",
    ]

    func completion(for buffer: EditBuffer) -> Completion? {
        let word = buffer.scalars[..<buffer.cursor].reversed().prefix { $0.isLetter || $0 == "." }
        let prefix = String(String.UnicodeScalarView(word.reversed()))
        let found = Self.names.filter { $0.hasPrefix(prefix) }
        return Completion(
            replaced: buffer.cursor - word.count..<buffer.cursor,
            candidates: found.map { Candidate($0, kind: "function", summary: "does \($0)") })
    }

    func help(for buffer: EditBuffer) -> StyledText? {
        StyledText("help about \(buffer.text)\n", .name)
    }

    func editedOutside(_ text: String) -> String? { text + " -- edited\n" }
}

extension Unicode.Scalar {
    fileprivate var isLetter: Bool { properties.isAlphabetic }
}

func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Box(body)).toOpaque()
    let failure = pthread_create(
        &thread, nil,
        { context in
            if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }, context)
    if failure == 0 { pthread_detach(thread) }
}
