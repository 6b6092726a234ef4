import JSONValue
import NIOCore
import NIOHTTP1
import TavusAPI

@testable import TavusClient

private let key = "SECRETSENTINELkey0123456789abf3"
private let requests: [TavusRequest] =
    Catalogue.operations.map {
        TavusRequest(operation: $0, method: $0.method, path: $0.path)
    } + [.get, .post, .patch, .delete].map { TavusRequest(method: $0, path: "/v2/unknown") }

/// Any bytes as an answer: status and operation by the first two, `Retry-After` by the first line, the rest
/// is the body. Nothing may trap, and no error may show the key or move the cursor of a terminal.
func checkAnswer(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    let status = bytes[0] < 128 ? 200 : 100 + Int(bytes[1]) * 2
    let request = requests[Int(bytes[1]) % requests.count]
    let line = bytes[2...].prefix { $0 != 0x0a }
    var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
    head.headers.add(name: "retry-after", value: String(decoding: line, as: UTF8.self))
    head.headers.add(name: "location", value: String(decoding: line, as: UTF8.self))
    head.headers.add(name: "x-request-id", value: String(decoding: line, as: UTF8.self))
    let body = bytes[2...].dropFirst(line.count + 1)
    var received = Transmission.Received()
    received.head = head
    received.body = ByteBuffer(bytes: body)
    received.phase = bytes[0] % 8 == 7 ? .receiving : .complete
    received.isReused = bytes[0] % 2 == 1
    guard let endpoint else { return }
    let exchange = Exchange(
        request: request, received: received, cause: nil, certificate: nil, timeouts: .init(),
        limits: .init(), endpoint: endpoint, attempt: 1, sentAt: 0)
    switch exchange.result() {
    case .success(let answer): check(answer, of: request)
    case .failure(let failure): check(failure)
    }
}

private let endpoint: TavusEndpoint? = {
    do { return try TavusEndpoint(baseURL: "http://127.0.0.1:1", key: APIKey(key)) } catch {
        Failure.unless(false, "\(error)")
        return nil
    }
}()

private func check(_ answer: TavusAnswer, of request: TavusRequest) {
    Failure.unless((200..<300).contains(answer.status) || answer.status == 304, "a strange success")
    guard !answer.body.isEmpty else { return }
    do {
        let value = try JSONValue(parsing: answer.body)
        guard case .list(let name)? = request.operation?.answer,
            let resource = Catalogue.resource(name)
        else { return }
        // A server that gives the same page for ever must not be asked for ever.
        var pager = Pager(of: resource)
        for _ in 0..<5 where pager.next != nil { _ = pager.accept(value) }
        // Of rows that nobody can tell apart, as many are asked for as it says that there are.
        let isCounted = value["total_count"]?.integerValue != nil
        Failure.unless(pager.next == nil || isCounted, "the pages do not end")
    } catch { Failure.unless(false, "an answer that is not JSON: \(error)") }
}

private func check(_ failure: Exchange.Failure) {
    let error = failure.error
    Failure.unless(error.outcome != .notSent, "it was sent")
    Failure.unless(error.message.count <= 501, "a long message")
    for text in [error.description, error.body ?? "", error.requestID ?? ""] {
        Failure.unless(!text.contains(key), "the key is shown: \(text)")
    }
    let isPlain = error.description.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
    }
    Failure.unless(isPlain, "control characters in \(error.description)")
    for kind in Repeatability.allCases {
        var machine = RetryMachine(kind)
        let step = machine.next(
            failure.mishap, timeLeft: .seconds(90), draw: 1, budget: RetryBudget())
        if kind == .create, case .again = step {
            Failure.unless(error.status == 429, "a create is sent twice after \(error)")
        }
    }
}
