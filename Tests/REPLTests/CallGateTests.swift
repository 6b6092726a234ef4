import Synchronization
import Testing

@testable import REPL

@Suite struct CallGateTests {
    private let read = call("personas.list", "GET", .reads)
    private let write = call("personas.create", "POST", .writes)
    private let delete = call("personas.delete", "DELETE", .destroys)

    private static func call(
        _ operation: String, _ method: String, _ effect: CallGate.Call.Effect
    ) -> CallGate.Call {
        CallGate.Call(
            operation: operation, method: method, path: "/v2/personas", body: nil, effect: effect,
            subject: ("personas", "persona", "p1"))
    }

    @Test func whileDryOnlyReadsPass() async {
        let gate = CallGate { false }
        gate.isDry = true
        let refusal = CallGate.Refusal(message: "not sent, as .dry is on; .dry off lets it pass")
        #expect(await gate.admit(read) == nil)
        #expect(await gate.admit(write) == refusal)
        #expect(await gate.admit(delete) == refusal)
        gate.isDry = false
        #expect(await gate.admit(write) == nil)
    }

    @Test func onlyDestroyingOnALiveTargetAsks() async {
        let asked = Mutex<[String]>([])
        let isLive = Atomic(false)
        let gate = CallGate { isLive.load(ordering: .relaxed) }
        gate.onQuestion { call in
            asked.withLock { $0.append(call.name) }
            return .yes
        }
        #expect(await gate.admit(delete) == nil)
        #expect(asked.withLock { $0 } == [])
        isLive.store(true, ordering: .relaxed)
        for call in [read, write, delete] { #expect(await gate.admit(call) == nil) }
        #expect(asked.withLock { $0 } == ["tavus.personas.delete"])
    }

    @Test func noAnswerButYesLetsItPass() async throws {
        let gate = CallGate { true }
        for (answer, word) in [(CallGate.Answer.no, "confirm"), (.notNow, "background job")] {
            gate.onQuestion { _ in answer }
            let refusal = try #require(await gate.admit(delete))
            #expect(refusal.message.contains(word))
        }
    }

    @Test func whereNobodyCanBeAskedTheFlagIsNamed() async throws {
        let refusal = try #require(await CallGate { true }.admit(delete))
        #expect(refusal.message.contains("--yes"))
        #expect(await CallGate(assumesYes: true) { true }.admit(delete) == nil)
    }
}

@Suite struct StatusLineTests {
    @Test func aWaitSaysHowFarItIsAndWhatInterruptingDoes() {
        let line = StatusLine(
            wait: RecordWait(kind: "replica", id: "r5c2", state: "started", detail: "37/100"),
            elapsed: .seconds(41))
        #expect(
            line.text(step: 2).plain
                == "⠹ replica r5c2 started 37/100 · 00:41 · about 01:09 left · ^C puts it in the background"
        )
    }

    @Test func otherWorkNamesItsCall() {
        let call = CallLog.Call(
            operation: "personas.list", method: "GET", path: "/v2/personas", body: nil)
        #expect(
            StatusLine(calls: (3, call), elapsed: .seconds(3725)).text(step: nil).plain
                == "tavus.personas.list and 2 more · 1:02:05 · ^C stops it")
        #expect(StatusLine(elapsed: .zero).text(step: nil).plain == "running · 00:00 · ^C stops it")
    }

    @Test(arguments: [nil, "", "0/100", "100/100", "half", "1/2/3"])
    func withoutAShareThereIsNoEstimate(detail: String?) {
        let wait = RecordWait(kind: "video", id: "v", state: nil, detail: detail)
        let text = StatusLine(wait: wait, elapsed: .seconds(9)).text(step: nil).plain
        #expect(!text.contains("left"))
    }
}

@Suite struct REPLPlaceTests {
    @Test func aLivePlaceIsMarkedWithoutColoursToo() {
        let live = REPLPlace(word: "live:acme", isLive: true)
        #expect(live.prompt(jobs: 0).plain == "live:acme!> ")
        #expect(live.prompt(jobs: 2).plain == "live:acme [2]!> ")
        #expect(REPLPlace(word: "emulator", isLive: false).prompt(jobs: 0).plain == "emulator> ")
    }
}
