import Foundation
import Testing

/// The short form of what `scripts/soak` does for longer: a client that is none of ours (Python's standard
/// library), and a server that is killed while it writes.
@Suite struct DurabilityTests {
    @Test(.timeLimit(.minutes(3)))
    func whatWasAnsweredIsKept() throws {
        try Binary.with { binary in
            let script = Binary.checkout.appendingPathComponent("Tests/Soak/Emulator/durability.py")
            let finished = try binary.shell(
                "python3 \"$2\" \"$1\" kill=3 two limit", script.path)
            #expect(finished.status == 0, "\(finished)")
            #expect(finished.out.contains("none lost, none half"))
            #expect(finished.out.contains("none lost, one clock"))
            #expect(finished.out.contains("recovered"))
        }
    }
}
