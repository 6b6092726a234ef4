import JSONValue
import TavusAPI
import TavusClient
import Testing

@testable import Recipes

struct PlanRecorderTests {
    private func answer(
        _ recorder: PlanRecorder, _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil
    ) async throws -> JSONValue? {
        let answer = try await recorder.answer(
            TavusRequest(method: method, path: path, body: body))
        guard let answer else { return nil }
        #expect(answer.attempts == 0)
        return answer.body.isEmpty ? .null : try JSONValue(parsing: answer.body)
    }

    @Test func aPlannedRecordAnswersLikeARealOneAsFarAsItIsKnown() async throws {
        let plan = PlanRecorder()
        let made = try await answer(
            plan, .post, "/v2/personas", ["persona_name": "Rio", "system_prompt": "x"])
        #expect(
            made == [
                "persona_id": "<persona_id#1>", "persona_name": "Rio", "system_prompt": "x",
            ])
        let path = "/v2/pals/%3Cpersona_id%231%3E"
        #expect(try await answer(plan, .get, path) == made)
        _ = try await answer(
            plan, .patch, path, [["op": "replace", "path": "/persona_name", "value": "Ria"]])
        #expect(try await answer(plan, .get, path)?["persona_name"] == "Ria")
        #expect(try await answer(plan, .get, "/v2/personas/p5317866") == nil)
        _ = try await answer(plan, .delete, path)
        await #expect(throws: TavusError.self) { try await answer(plan, .get, path) }
        #expect(
            plan.plan.calls.map(\.name) == ["personas.create", "personas.patch", "personas.delete"])
        #expect(plan.plan.calls[1].path == "/v2/pals/<persona_id#1>")
        #expect(plan.plan.incompleteness == nil)
    }

    @Test func aChangeOfARecordThatWasReadIsSeenByLaterReads() async throws {
        let plan = PlanRecorder()
        let get = TavusRequest(method: .get, path: "/v2/personas/p1")
        #expect(try await plan.answer(get) == nil)
        await plan.record(
            get, .success(TavusAnswer(status: 200, body: Array(#"{"persona_id":"p1","a":1}"#.utf8)))
        )
        #expect(try await plan.answer(get) == nil)
        _ = try await answer(
            plan, .patch, "/v2/personas/p1", [["op": "add", "path": "/b", "value": 2]])
        #expect(
            try await answer(plan, .get, "/v2/personas/p1") == ["persona_id": "p1", "a": 1, "b": 2])
        #expect(plan.plan.reads.map(\.name) == ["personas.get (/v2/personas/p1)"])
    }

    @Test func aCallThatNobodyKnowsMakesThePlanIncomplete() async throws {
        let plan = PlanRecorder()
        #expect(try await answer(plan, .post, "/v2/things", [:]) == [:])
        #expect(plan.plan.incompleteness?.reason == "what POST /v2/things answers is not known")
        #expect(plan.plan.text.hasPrefix("would call POST /v2/things\nincomplete: what"))
    }

    @Test func whatAPlanFileHoldsIsReadAsItWasWritten() async throws {
        let recorder = PlanRecorder()
        _ = try await answer(recorder, .post, "/v2/videos", ["script": "Hi <b#1>"])
        _ = try await answer(recorder, .delete, "/v2/videos/%3Cvideo_id%231%3E")
        recorder.assume("video <video_id#1> becomes ready")
        let origin = PlanOrigin(code: "x", arguments: ["a"], account: "the emulator")
        let file = PlanFile(id: "abc", madeAt: "2025", origin: origin, plan: recorder.plan)
        #expect(try PlanFile(parsing: file.json.bytes(.pretty)) == file)
        for damage in ["", "{}", #"{"format":"tavlua-plan-1"}"#, "[1]"] {
            #expect(throws: PlanProblem.self) { try PlanFile(parsing: Array(damage.utf8)) }
        }
        var members = try #require(file.json.objectValue)
        members["writes"] = [["method": "POST"]]
        #expect(throws: PlanProblem.self) {
            try PlanFile(parsing: JSONValue.object(members).bytes())
        }
    }
}
