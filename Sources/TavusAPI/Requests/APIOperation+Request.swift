import JSONValue

extension APIOperation {
    /// Checks a call against the catalogue and says how it is sent.
    ///
    /// - Parameters:
    ///   - ids: one text for each part of the path, in order.
    ///   - fields: an object with the fields of query and body. For a JSON Patch the list of
    ///     operations, or an object with that list as `operations` beside the fields of the query.
    ///     The member `extra` is an object of fields that are sent without being checked.
    /// - Returns: the request, with `{}` turned into `[]` where a list is wanted, floats without a
    ///   fraction into integers where one is wanted, and newer names into the reference's.
    /// - Throws: ``ArgumentError`` naming the field and what was meant.
    public func request(
        ids: [String], fields: JSONValue?
    ) throws(ArgumentError) -> TavusRequest {
        let path = try path(with: ids)
        try fields?.checkSendable()
        if case .jsonPatch = body {
            var check = PatchCheck(
                fields: Catalogue.operation("\(resource).create")?.bodyFields ?? [],
                wholeFields: Catalogue.resource(resource)?.wholeFields ?? [])
            let (operations, options) = Self.divided(patch: fields)
            let patch = try check.checked(operations)
            var optionCheck = FieldCheck()
            let call = try CallFields(options, of: self, check: &optionCheck)
            return made(
                path, ids: ids, query: call.query, body: patch,
                warnings: check.warnings + optionCheck.warnings)
        }
        var check = FieldCheck()
        let call = try CallFields(fields, of: self, check: &check)
        var body: JSONValue?
        if case .fields = self.body { body = .object(call.body) }
        return made(path, ids: ids, query: call.query, body: body, warnings: check.warnings)
    }

    private func made(
        _ path: String, ids: [String], query: [(name: String, value: String)], body: JSONValue?,
        warnings: [String]
    ) -> TavusRequest {
        var subject: String?
        if let id = ids.last, case .identifier(let name)? = pathFields.last?.type {
            subject = Catalogue.resource(name).map { "\($0.singular) \(id)" }
        }
        return TavusRequest(
            operation: self, method: method, path: path, query: query, body: body,
            subject: subject, warnings: warnings)
    }

    /// The list of operations, and what goes into the query beside it.
    private static func divided(
        patch fields: JSONValue?
    ) -> (operations: JSONValue?, options: JSONValue?) {
        guard case .object(var options)? = fields,
            let operations = options.removeValue(forKey: "operations")
        else { return (fields, nil) }
        return (operations, .object(options))
    }

    /// The path with each id in its place, as one encoded segment.
    private func path(with ids: [String]) throws(ArgumentError) -> String {
        guard ids.count == pathFields.count else {
            let names = pathFields.map(\.name).joined(separator: ", ")
            let wanted = pathFields.isEmpty ? "no id" : "\(pathFields.count) (\(names))"
            throw ArgumentError(message: "takes \(wanted), got \(ids.count)")
        }
        var filled = path
        for (field, id) in zip(pathFields, ids) {
            try Self.check(id, for: field)
            if let place = filled.firstRange(of: "{\(field.name)}") {
                filled.replaceSubrange(place, with: PercentEncoding.encode(id))
            }
        }
        return filled
    }

    /// An id that would leave its place in the path must never be sent: with an empty one a delete of
    /// a record would be a delete on the collection.
    private static func check(_ id: String, for field: APIField) throws(ArgumentError) {
        guard !id.isEmpty else {
            throw ArgumentError(field.name, "an id expected, got an empty string")
        }
        // Also beside an encoded slash: proxies decode it, and then resolve what stands around it.
        guard !PercentEncoding.leads(elsewhere: id) else {
            throw ArgumentError(field.name, "\(JSONValue.string(id).shownValue) is no id")
        }
        for (offset, byte) in id.utf8.enumerated() where byte < 0x20 || byte == 0x7f {
            throw ArgumentError(
                field.name, "a control character (\(byte)) at byte \(offset + 1) of the id")
        }
    }
}
