import Synchronization
import Testing

@testable import REPL

@Suite struct FunctionSlotTests {
    @Test func aFunctionThatIsCalledOftenStaysAsItIs() {
        let slot = FunctionSlot<@Sendable (String, [UInt8]) -> Int>()
        #expect(slot.function == nil)
        slot.set { text, bytes in text.utf8.count + bytes.count }
        // Two thunks more at each call would overflow the stack long before the end.
        let sum = (0..<200_000).reduce(0) { sum, _ in sum + (slot.function?("a", [1]) ?? 0) }
        #expect(sum == 400_000)
        slot.set(nil)
        #expect(slot.function == nil)
    }
}
