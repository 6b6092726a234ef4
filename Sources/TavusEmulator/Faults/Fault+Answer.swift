import JSONValue

extension Fault {
    /// What is sent instead of `answer`.
    func spoiled(_ answer: Answer) -> Answer {
        var answer = answer
        switch kind {
        case .status: answer = replacement
        case .close: answer.delivery = .dropped(isReset: false)
        case .reset: answer.delivery = .dropped(isReset: true)
        case .slow: answer.delivery = .whole(byteDelay: byteDelay)
        case .truncate: answer.delivery = .truncated(bytes)
        case .garbage:
            answer = Answer(status: 200, body: nil)
            let page = "<html><body>It works!</body></html>"
            answer.text = Answer.Text(type: "text/html", body: body?.stringValue ?? page)
        }
        answer.delay = delay
        return answer
    }

    private var replacement: Answer {
        var answer = Answer(status: status, body: body ?? ["error": .string(words)])
        if case .string(let text)? = body {
            answer.body = nil
            answer.text = Answer.Text(type: "text/plain", body: text)
        }
        // These have no body (RFC 9110, 15).
        if [204, 205, 304].contains(status) {
            answer.body = nil
            answer.text = nil
        }
        answer.retryAfter = retryAfter
        return answer
    }

    private var words: String {
        status == 429 ? "Too many requests" : "A fault of the emulator: status \(status)"
    }
}
