import JSONValue
import TavusAPI

@testable import TavusClient

private let operations = Catalogue.operations.filter { !$0.pathFields.isEmpty }

/// Any text as an id: it is refused, or it is one segment of the path that the gate lets pass, and the
/// catalogue reads it back as the same id of the same operation.
func checkPath(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let operation = operations[Int(first) % operations.count]
    checkRaw(text, operation.method)
    let ids = [String](repeating: text, count: operation.pathFields.count)
    // What is refused sends nothing; that is all that is asked of it.
    guard let request = try? operation.request(ids: ids, fields: filling(operation)) else { return }
    Failure.unless(!text.isEmpty, "an empty id made \(request.path)")
    Failure.unless(RequestPath.problem(in: request.path) == nil, "a path that is not sent")
    let match = Catalogue.match(method: operation.method, path: request.path)
    Failure.unless(
        match?.operation == operation && match?.ids == ids,
        "\(text.debugDescription) became \(request.path), which is \(match?.operation.id ?? "nothing")"
    )
}

/// The example's body, so that nothing but the id decides.
private func filling(_ operation: APIOperation) -> JSONValue? { operation.example.fields }

/// A path by hand: what is taken has no segment that could mean another place.
private func checkRaw(_ text: String, _ method: HTTPMethod) {
    let path = "/v2/" + text
    guard let request = try? TavusRequest(method: method, path: path, query: [:], body: nil) else {
        return
    }
    Failure.unless(RequestPath.problem(in: request.path) == nil, "\(path.debugDescription) passes")
    Failure.unless(request.pathAndQuery == path, "\(path.debugDescription) is sent otherwise")
}
