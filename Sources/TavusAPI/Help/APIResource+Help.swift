extension APIResource {
    /// The operations of this resource, in the order of the catalogue.
    public var operations: [APIOperation] {
        Catalogue.operations.filter { $0.resource == name }
    }

    /// What the resource is, its states, and its operations in two lines each; at most 100 columns.
    public var helpText: String { helpText(width: TextColumns.usual) }

    /// The same for a narrower terminal.
    public func helpText(width: Int) -> String {
        var page = TextColumns(width: width)
        page.paragraph(
            ([name] + aliases).map { "tavus.\($0)" }.joined(separator: ", ") + ": " + summary)
        page.paragraph("Id: " + ([idField] + idAliases).joined(separator: ", also ") + ".")
        if let lifecycle { page.paragraph(lifecycle.words) }
        page.blank()
        for operation in operations {
            page.paragraph(operation.signature, indent: 2)
            page.paragraph(operation.summary, indent: 6)
        }
        return page.text
    }
}

extension Lifecycle {
    fileprivate var words: String {
        let end = failed.isEmpty ? "" : "; failed: \(failed.joined(separator: ", "))"
        let states = pending.joined(separator: ", ") + " → " + succeeded.joined(separator: ", ")
        return "States in \(field): \(states)\(end)."
    }
}
