import Foundation
import Testing

/// What became of a create whose answer was lost, as a script finds out.
@Suite(.timeLimit(.minutes(2))) struct ReconcileTests {
    private func outcome(_ plan: String, tag: String, then: String) throws -> FaultRun {
        try FaultRun(
            plan, tag: tag,
            code: """
                local ok, err = pcall(function() return \(FaultCall.create.code) end)
                assert(err.outcome == "unknown" and err.attempts == 1)
                \(then)
                """)
    }

    @Test func whatWasMadeIsFoundAndNotMadeAgain() throws {
        let run = try outcome(
            "lost,ok", tag: "found",
            then: """
                local verdict, record = err:reconcile()
                print(verdict, record.conversation_id, record.conversation_name)
                print((tavus.conversations.reconcile(err, { wait = 0 })))
                """)
        #expect(run.finished.out == "found\tc0\tmine\nfound\n", "\(run.finished.err)")
        #expect(run.arrivals.map(\.method) == ["POST", "GET", "GET"])
    }

    // Else it would be taken for one that was there before, and paid for once more.
    @Test func whatAServerWithASlowClockMadeIsFound() throws {
        let run = try outcome(
            "lost:600,behind:600", tag: "behind",
            then: """
                print((err:reconcile{ wait = 0 }))
                local fields = { conversation_name = "mine", replica_id = "r1" }
                print((tavus.conversations.reconcile(fields, { since = err.sent_at, wait = 0 })))
                """)
        #expect(run.finished.out == "found\nfound\n", "\(run.finished.err)")
    }

    @Test func whatWasNotMadeIsNotFound() throws {
        let run = try outcome(
            "reset_after_request,ok", tag: "lost", then: #"print(err:reconcile{ wait = 0 })"#)
        #expect(run.finished.out == "not_found\n", "\(run.finished.err)")
        #expect(run.arrivals.map(\.method) == ["POST", "GET"])
    }

    @Test func itIsLookedForAsLongAsTheCallerLikes() throws {
        let run = try outcome(
            "close_after_request,ok", tag: "patience",
            then: #"print(err:reconcile{ wait = "600ms" })"#)
        #expect(run.finished.out == "not_found\n")
        #expect(run.arrivals.count == 4, "at once, after 0.5 s and at the end")
    }

    @Test func twoOfOneNameAreSeveral() throws {
        let run = try outcome(
            "lost,lost,ok", tag: "several",
            then: """
                pcall(function() return \(FaultCall.create.code) end)
                local verdict, records = err:reconcile()
                print(verdict, #records)
                """)
        #expect(run.finished.out == "several\t2\n", "\(run.finished.err)")
    }

    @Test func aLaterRunFindsItByItsFields() throws {
        let run = try outcome(
            "lost,ok", tag: "later",
            then: """
                local fields = { conversation_name = "mine", replica_id = "r1" }
                print((tavus.conversations.reconcile(fields, { since = err.sent_at, wait = 0 })))
                fields.replica_id = "r2"
                print((tavus.conversations.reconcile(fields, { since = err.sent_at, wait = 0 })))
                fields = { conversation_name = "A Meeting" }
                print((tavus.conversations.reconcile(fields, { since = err.sent_at, wait = 0 })))
                """)
        #expect(run.finished.out == "found\nnot_found\nnot_found\n", "\(run.finished.err)")
    }

    @Test func whatWasRefusedWasNotMade() throws {
        let run = try FaultRun(
            "status:422", tag: "refused",
            code: """
                local ok, err = pcall(function() return \(FaultCall.create.code) end)
                print(err.outcome, err:reconcile())
                """)
        #expect(run.finished.out == "refused\tnot_found\n")
        #expect(run.arrivals.count == 1)
    }

    @Test func aLostPatchIsAnsweredWithTheRecordAsItIs() throws {
        let run = try FaultRun(
            "close_after_request,ok", tag: "patch",
            code: """
                local ok, err = pcall(function() return \(FaultCall.patch.code) end)
                local verdict, record = err:reconcile()
                print(verdict, record.persona_id)
                """)
        #expect(run.finished.out == "found\tp5317866\n", "\(run.finished.err)")
        #expect(run.arrivals.map(\.method) == ["PATCH", "GET"])
    }

    @Test func aCallByPathIsLookedForByItsFields() throws {
        let run = try FaultRun(
            "lost,ok", tag: "path",
            code: """
                local body = { conversation_name = "mine" }
                local ok, err = pcall(tavus.request, "POST", "/v2/conversations", { body = body })
                print(select(2, pcall(err.reconcile, err)))
                print((tavus.conversations.reconcile(body, { since = err.sent_at })))
                """)
        #expect(
            run.finished.out
                == "tavus.reconcile: a call by path does not say what it makes; use tavus.<resource>"
                + ".reconcile({ … }, { since = err.sent_at }) with the fields that were sent\nfound\n",
            "\(run.finished)")
    }

    @Test func aReadHasNothingToReconcile() throws {
        let run = try FaultRun(
            "close_after_request", tag: "read",
            code: """
                local ok, err = pcall(tavus.conversations.get, "c1")
                print(err.outcome, select(2, pcall(err.reconcile, err)))
                """)
        #expect(
            run.finished.out
                == "unknown\ttavus.reconcile: expected the error of a write whose outcome is unknown\n"
        )
    }

    @Test func whatIsNoErrorIsRefused() throws {
        let run = try FaultRun(
            "ok", tag: "misuse",
            code: "tavus.conversations.reconcile{ conversation_name = \"mine\" }")
        #expect(run.finished.status == 1)
        #expect(run.finished.err.contains("since: expected the seconds of err.sent_at"))
        #expect(run.arrivals == [])
    }
}
