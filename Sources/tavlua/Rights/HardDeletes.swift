import JSONValue
import Recipes
import TavusAPI
import TavusClient

/// On a live target nothing is deleted for good (`hard = true`: with the footage behind it) without
/// `--allow hard-delete`, and without somebody who types the id.
struct HardDeletes: GatePolicy {
    let isAllowed: Bool
    /// A dry run sends nothing, and the prompt asks by itself.
    let isConfirmedElsewhere: Bool
    /// Nil where nobody can be asked.
    let question: TerminalQuestion?

    func admit(_ request: TavusRequest) async throws(TavusError) {
        guard request.effect == .hardDelete else { return }
        guard isAllowed else {
            throw refusal(
                request, "not sent: it deletes for good. To allow it: --allow hard-delete",
                needed: "--allow hard-delete")
        }
        guard !isConfirmedElsewhere else { return }
        let id =
            Catalogue.match(method: request.method, path: request.path)?.ids.last ?? request.path
        let what = DisplayText.safe(request.subject ?? id, limit: 200)
        let answer = await question?.ask(
            "This deletes \(what) for good, with the files behind it. Type the id to go on: ")
        guard let answer else {
            throw refusal(
                request,
                "not sent: it deletes for good, and nobody is there to type the id;"
                    + " run it on a terminal")
        }
        guard answer == id else { throw refusal(request, "not sent: you did not type the id") }
    }

    private func refusal(
        _ request: TavusRequest, _ message: String, needed: String? = nil
    ) -> TavusError {
        TavusError(
            notSending: request, code: .permissionDenied, message: message,
            facts: needed.map { ["needed": .string($0)] } ?? [:])
    }
}
