import TavusAPI

extension ValueSnapshot {
    /// The value with ``Redaction/mark`` in place of text under names such as `api_key`, at any depth below them. Who wants
    /// to see it prints it: `print(p.layers.llm.api_key)`.
    var hidingSecrets: ValueSnapshot { hidingSecrets(asSecret: false) }

    fileprivate func hidingSecrets(asSecret isSecret: Bool) -> ValueSnapshot {
        switch self {
        case .string(let text, _):
            isSecret && text.contains { $0 != "*" }
                ? .string(Redaction.mark, bytesCut: 0) : self
        case .bytes: isSecret ? .string(Redaction.mark, bytesCut: 0) : self
        case .table(let table): .table(table.hidingSecrets(asSecret: isSecret))
        case .nil, .boolean, .integer, .number, .reference, .opaque: self
        }
    }
}

extension TableSnapshot {
    fileprivate func hidingSecrets(asSecret isSecret: Bool) -> TableSnapshot {
        var shown = self
        // Most tables hold no table and no name that matters: they are not copied.
        for (place, item) in items.enumerated() where isSecret || item.isTable {
            shown.items[place] = item.hidingSecrets(asSecret: isSecret)
        }
        for (place, member) in members.enumerated() {
            guard case .string(let name, _) = member.key else {
                shown.members[place].value = member.value.hidingSecrets(asSecret: isSecret)
                continue
            }
            let isHidden =
                SecretName.isHiddenInAnswers(name) || SecretName.passes(isSecret, to: name)
            guard isHidden || member.value.isTable else { continue }
            shown.members[place].value = member.value.hidingSecrets(asSecret: isHidden)
        }
        return shown
    }
}

extension ValueSnapshot {
    fileprivate var isTable: Bool {
        if case .table = self { true } else { false }
    }
}
