import JSONValue

/// Something that happened in a call, as `verbose=true` lists it and webhooks tell it.
struct CallEvent: Equatable {
    let type: String
    let time: Double
    let properties: JSONObject

    var json: JSONValue {
        [
            "event_type": .string(type),
            "timestamp": .string(Timestamp.microseconds.string(time)),
            "properties": .object(properties),
        ]
    }
}
