import JSONValue

/// Two documents and a patch made of bytes: the patch from one to the other leads there, also after it was
/// written and read; a patch that fails changes nothing, and one that holds leaves what its test says.
func checkPatch(_ bytes: [UInt8]) {
    var maker = DocumentMaker(bytes)
    let from = maker.value(depth: 4)
    let to = maker.flip() ? maker.value(depth: 4) : maker.changed(from)
    let patch = JSONPatch.diff(from: from, to: to)
    Failure.unless(patch.isEmpty == (from == to), "\(from) to \(to) takes \(patch.jsonValue)")
    for patch in [patch, reread(patch)] {
        do throws(JSONPatchError) {
            let made = try patch.applied(to: from)
            Failure.unless(made == to, "\(patch.jsonValue) makes \(made) of \(from), not \(to)")
        } catch { Failure.unless(false, "\(patch.jsonValue) fails on \(from): \(error)") }
    }
    checkAny(maker.patch(for: from), on: from)
}

private func reread(_ patch: JSONPatch) -> JSONPatch {
    do {
        return try JSONPatch(parsing: JSONValue(parsing: patch.jsonValue.bytes()))
    } catch {
        Failure.unless(false, "\(patch.jsonValue) is not read again: \(error)")
        return patch
    }
}

/// What it makes, or nothing: with the test of that added it holds as well, and with the test of something
/// else it does not.
private func checkAny(_ patch: JSONPatch, on document: JSONValue) {
    do throws(JSONPatchError) {
        let made = try patch.applied(to: document)
        var tested = patch
        tested.operations.append(.test(JSONPointer(), made))
        Failure.unless(
            try tested.applied(to: document) == made, "\(patch.jsonValue) is not what it makes")
        tested.operations.append(.test(JSONPointer(), .array([made])))
        Failure.unless(
            (try? tested.applied(to: document)) == nil, "\(patch.jsonValue) passes a false test")
    } catch {
        let place = error.index ?? patch.operations.count
        Failure.unless(patch.operations.indices.contains(place), "\(error) names no operation")
    }
}
