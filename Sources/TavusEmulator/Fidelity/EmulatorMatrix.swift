import TavusAPI

/// The published table of what the emulator does and does not do: `Sources/EmulatorMatrix.md`.
public enum EmulatorMatrix {
    /// The page as it is published, written by `scripts/generate`.
    public static let markdown = """
        <!-- Made by scripts/generate from Sources/TavusAPI and Sources/TavusEmulator/Fidelity. -->
        # What the emulator does

        Derived from documents of 2025-11 and 2026, not measured against the service.

        *Shape* names the text that the answer's members are from, *validation* what of a request is
        looked at, *state* what is kept, *errors* the statuses it answers with by itself: 403 and 500
        come by injected faults alone. – means that there is nothing of the kind.

        \(operations)

        ## Not served

        Named by some text, not in the catalogue, and answered 404.

        \(uncatalogued)

        ## Where the sources disagree

        `tavlua emulator --dialect WORD` takes the other side where a word is given.

        \(conflicts)

        """

    private static var operations: String {
        table(
            [
                "operation", "request", "shape", "validation", "state", "lifecycle", "errors",
                "webhooks",
            ],
            Catalogue.operations.map { operation in
                let fidelity = Fidelity(operation)
                return [
                    "`\(operation.id)`" + (operation.deprecation == nil ? "" : " (deprecated)"),
                    "\(operation.method.rawValue) \(operation.path)", fidelity.shape,
                    fidelity.validation, fidelity.state, fidelity.lifecycle, fidelity.errors,
                    fidelity.webhooks,
                ]
            })
    }

    private static var uncatalogued: String {
        table(
            ["request", "why", "source"],
            Catalogue.uncatalogued.map {
                ["\($0.method.rawValue) \($0.path)", $0.reason, $0.source]
            })
    }

    private static var conflicts: String {
        table(
            ["", "topic", "reference, 2025-11", "others", "done", "word"],
            Catalogue.conflicts.sorted { $0.id < $1.id }.map {
                [
                    String($0.id), $0.topic, $0.reference, $0.others, $0.decision,
                    $0.dialect.map { "`\($0)`" } ?? "",
                ]
            })
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let rule = head.map { _ in "---" }
        return ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }
}
