extension JSONPatch {
    /// A small patch that makes `to` out of `from`; empty when they are equal.
    ///
    /// Members are set with `add`, which needs nothing to be there: the API leaves empty fields out
    /// of its answers, so a `replace` could miss. For the same reason an empty array or object below
    /// the top is set as a whole. Other arrays change element by element or as a whole, whichever is
    /// shorter.
    ///
    /// - Parameter whole: members of the document that are set as a whole where they differ, because
    ///   the other side takes no smaller change of them.
    public static func diff(
        from: JSONValue, to: JSONValue, whole: [String] = []
    ) -> JSONPatch {
        var comparison = Comparison()
        comparison.compare(from.without(whole), to.without(whole))
        for name in whole where from[name] != to[name] {
            let path = JSONPointer(tokens: [name])
            comparison.operations.append(to[name].map { .add(path, $0) } ?? .remove(path))
        }
        return JSONPatch(operations: comparison.operations)
    }
}

extension JSONValue {
    fileprivate func without(_ names: [String]) -> JSONValue {
        guard !names.isEmpty, case .object(var members) = self else { return self }
        for name in names { members.removeValue(forKey: name) }
        return .object(members)
    }
}

private struct Comparison {
    /// How the value at hand is set: an element exists and `add` would insert another before it.
    enum Place { case document, member, element }

    var path = JSONPointer()
    var place = Place.document
    var operations: [JSONPatchOperation] = []

    mutating func compare(_ from: JSONValue, _ to: JSONValue) {
        switch (from, to) {
        case (.object(let from), .object(let to)) where !from.isEmpty || place == .document:
            compareMembers(from, to)
        case (.array(let from), .array(let to)) where !from.isEmpty || place == .document:
            if from != to { compareElements(from, to) }
        default:
            if from != to { operations.append(setting(to)) }
        }
    }

    private func setting(_ value: JSONValue) -> JSONPatchOperation {
        place == .member ? .add(path, value) : .replace(path, value)
    }

    private mutating func compareMembers(_ from: JSONObject, _ to: JSONObject) {
        for (name, _) in from where to[name] == nil {
            operations.append(.remove(path.appending(name)))
        }
        for (name, value) in to {
            guard let old = from[name] else {
                operations.append(.add(path.appending(name), value))
                continue
            }
            descend(name, .member) { $0.compare(old, value) }
        }
    }

    private mutating func compareElements(_ from: [JSONValue], _ to: [JSONValue]) {
        let whole = [setting(.array(to))]
        let candidates = [whole, inPlace(from, to), moving(from, to)].compactMap(\.self)
        let smallest = candidates.min { $0.byteCount < $1.byteCount }
        operations += smallest ?? whole
    }

    /// Each element changes where it stands; the rest is added to or taken from the end.
    private func inPlace(_ from: [JSONValue], _ to: [JSONValue]) -> [JSONPatchOperation] {
        var inner = Comparison(path: path)
        for (index, (old, new)) in zip(from, to).enumerated() {
            inner.descend(String(index), .element) { $0.compare(old, new) }
        }
        for index in from.indices.dropFirst(to.count).reversed() {
            inner.operations.append(.remove(path.appending(String(index))))
        }
        for index in to.indices.dropFirst(from.count) {
            inner.operations.append(.add(path.appending(String(index)), to[index]))
        }
        return inner.operations
    }

    /// Elements are taken out and put in; those between them keep. Nil for long arrays: the search
    /// takes memory with the square of the number of differences.
    private func moving(_ from: [JSONValue], _ to: [JSONValue]) -> [JSONPatchOperation]? {
        guard from.count + to.count <= 400 else { return nil }
        let difference = to.difference(from: from)
        let removed = difference.removals.reversed().map { change in
            JSONPatchOperation.remove(path.appending(String(change.offset)))
        }
        let inserted = difference.insertions.map { change in
            JSONPatchOperation.add(path.appending(String(change.offset)), change.element)
        }
        return removed + inserted
    }

    private mutating func descend(
        _ token: String, _ place: Place, _ body: (inout Comparison) -> Void
    ) {
        let outer = self.place
        self.place = place
        path.tokens.append(token)
        body(&self)
        path.tokens.removeLast()
        self.place = outer
    }
}

extension [JSONPatchOperation] {
    fileprivate var byteCount: Int {
        JSONPatch(operations: self).jsonValue.bytes().count
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    fileprivate var element: ChangeElement {
        switch self {
        case .insert(_, let element, _), .remove(_, let element, _): element
        }
    }
}
