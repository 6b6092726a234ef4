import LuaHost
import Synchronization
import Testing

@testable import REPL

/// What comes at the worst moment.
@Suite struct RaceTests {
    private final class Held: Sendable {
        let loop = Mutex<REPLLoop?>(nil)
        @Sendable func interrupt() { loop.withLock { $0 }?.interrupt() }
    }

    private func shown(_ steps: (Held) -> [TypingEditor.Step]) async -> String {
        let held = Held()
        let editor = TypingEditor(steps(held))
        let settings = REPLSettings()
        let memory = REPLMemory(path: nil, settings: settings, secrets: { [] })
        let loop = REPLLoop(host: TestHost(), editor: editor, settings: settings, memory: memory)
        held.loop.withLock { $0 = loop }
        _ = await loop.run()
        held.loop.withLock { $0 = nil }
        return editor.shown
    }

    @Test func aControlCRightAfterEnterKeepsTheEntryFromBeginning() async {
        let shown = await shown { held in
            [.enter("x = 'sent'", then: held.interrupt), .type("x"), .type("1")]
        }
        #expect(shown == "stopped\nnil\n1\n")
    }

    /// `kill -INT` at a prompt that reads ^C as a key.
    @Test func aSignalWhileAnEntryIsTypedDoesNotStopIt() async {
        let shown = await shown { held in
            [.act { _ in held.interrupt() }, .enter("x = 1", then: {}), .type("x")]
        }
        #expect(shown == "1\n")
    }
}
