import JSONValue

/// How a row is to be shown.
struct View {
    let now: Double
    let pace: Pace
    var isVerbose = false
    /// List rows of conversations print microseconds where the single body prints seconds.
    var isListed = false

    init(at now: Double, _ pace: Pace) {
        self.now = now
        self.pace = pace
    }

    init(_ call: Call, _ desk: Desk, isListed: Bool = false) {
        now = desk.now
        pace = desk.settings.pace
        isVerbose = call.query.isOn("verbose")
        self.isListed = isListed
    }
}

extension JSONObject {
    /// Sets a member that is shown as `null` when there is none, as the live answers do.
    mutating func set(_ key: String, orNull text: String?) {
        self[key] = text.map { .string($0) } ?? .null
    }

    /// Copies members of `other`, those that are there.
    mutating func copy(_ keys: [String], from other: JSONObject) {
        for key in keys { if let value = other[key] { self[key] = value } }
    }

    func string(_ key: String) -> String? { self[key]?.stringValue }
}
