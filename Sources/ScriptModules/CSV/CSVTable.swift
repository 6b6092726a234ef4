/// Rows under the names of their columns, as the first line of a file gives them.
public struct CSVTable: Sendable, Equatable {
    public let columns: [String]
    /// With as many fields as there are columns.
    public let rows: [CSVReader.Row]

    /// - Throws: ``CSVReader/Problem`` also for names that are missing or there twice, and for rows that
    ///   are longer or shorter than the first.
    public init(
        _ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")
    ) throws(CSVReader.Problem) {
        var reader = CSVReader(bytes, delimiter: delimiter)
        guard let head = try reader.next() else {
            throw CSVReader.Problem(
                line: 1, reason: "there is nothing in it; the first line names the columns")
        }
        try Self.check(head)
        columns = head.fields
        var rows: [CSVReader.Row] = []
        while let row = try reader.next() {
            guard row.fields.count == columns.count else {
                throw CSVReader.Problem(
                    line: row.line,
                    reason: "\(row.fields.count) fields under \(columns.count) columns")
            }
            rows.append(row)
        }
        self.rows = rows
    }

    private static func check(_ head: CSVReader.Row) throws(CSVReader.Problem) {
        var seen: Set<String> = []
        for (index, name) in head.fields.enumerated() {
            guard !name.isEmpty else {
                throw CSVReader.Problem(line: head.line, reason: "column \(index + 1) has no name")
            }
            guard seen.insert(name).inserted else {
                throw CSVReader.Problem(
                    line: head.line, reason: "two columns are named \"\(name)\"")
            }
        }
    }
}
