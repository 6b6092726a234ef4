/// What values a field takes, in the API's own terms.
public indirect enum APIFieldType: Sendable, Hashable {
    case string
    /// Text with a scheme, such as `https://example.com/video.mp4`.
    case url
    /// Text that answers show as ``APIField/hiddenSecret``, which must not be sent back.
    case secret
    /// The id of a record; the value is the name of its resource, such as "replicas".
    case identifier(String)
    /// A whole number; a float without a fraction counts, as Lua makes them easily.
    case integer(ClosedRange<Int64>?)
    case number
    case boolean
    /// One of these words; an open one also takes words that are newer than this catalogue.
    case enumeration([String], isOpen: Bool)
    /// In a query it travels as one text with commas.
    case list(APIFieldType)
    /// Known members; an open one also takes members that are newer than this catalogue.
    case object([APIField], isOpen: Bool)
    /// An object whose members are the caller's own.
    case map
    case any
    /// The first type that fits.
    case either([APIFieldType])
}

extension APIFieldType {
    /// The type as help and messages say it, without the members of objects: "list of strings".
    public var name: String {
        switch self {
        case .string, .secret: "string"
        case .url: "URL"
        case .identifier: "id"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .enumeration: "string"
        case .list(.object): "list of objects"
        case .list(let item): "list of \(item.name)s"
        case .object, .map: "object"
        case .any: "any value"
        case .either(let types): types.map(\.name).joined(separator: " or ")
        }
    }
}
