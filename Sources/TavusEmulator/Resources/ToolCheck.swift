import JSONValue
import TavusAPI

/// What the service asks of a tool, as its pages and the vendor's client (0.11, 2026) tell; the words
/// of the refusals are the emulator's.
struct ToolCheck {
    private let tool: JSONObject
    private static let largest = 10_000
    private static let reserved = "tavus_"

    init(_ tool: JSONObject) { self.tool = tool }

    func require() throws {
        guard Self.isName(tool.string("name") ?? "") else {
            throw Self.refusal("name must be 1 to 64 letters, digits or _, and begin with no digit")
        }
        try requireParameters()
        try requireOrigin()
        try requireDelivery()
    }

    private static func refusal(_ text: String) -> Refusal { Refusal(400, "Bad Request. \(text)") }

    /// `^[a-zA-Z_][a-zA-Z0-9_]{0,63}$`, page "Tool Calling for LLM", 2026.
    private static func isName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count), let first = name.first, !first.isNumber else {
            return false
        }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private var parameterNames: [String] {
        (tool["parameters"]?["properties"]?.objectValue ?? [:]).map(\.key)
    }

    private func requireParameters() throws {
        let text = tool.string("description") ?? ""
        let size = text.count + (tool["parameters"]?.serialized().count ?? 0)
        guard size <= Self.largest else {
            throw Self.refusal(
                "description and parameters have \(size) characters, the limit is \(Self.largest)")
        }
        if let name = parameterNames.first(where: { $0.hasPrefix(Self.reserved) }) {
            throw Self.refusal("parameters: names beginning with tavus_ are reserved: \(name)")
        }
    }

    private func requireOrigin() throws {
        let origin = tool.string("origin")
        if tool.string("trigger_type") == "post_call" {
            guard origin == nil else { throw Self.refusal("origin must be omitted for post_call") }
            return
        }
        if origin == "vision" || origin == "audio" {
            guard tool.string("on_call") == nil, tool.string("static_filler") == nil else {
                throw Self.refusal("on_call and static_filler must be null for vision and audio")
            }
            guard tool.string("on_resolve") ?? "fire_and_forget" == "fire_and_forget" else {
                throw Self.refusal("on_resolve must be fire_and_forget for vision and audio")
            }
        }
        if tool.string("on_call") == "static_filler", tool.string("static_filler") == nil {
            throw Self.refusal("static_filler is required when on_call is static_filler")
        }
    }

    // Page "Tool Delivery", 2026: exactly one of the two channels.
    private func requireDelivery() throws {
        let delivery = tool["delivery"]
        let isMessage = delivery?["app_message"]?.boolValue ?? false
        let api = delivery?["api"].flatMap { $0.isNull ? nil : $0 }
        guard isMessage != (api != nil) else {
            throw Self.refusal("delivery must enable exactly one of app_message and api")
        }
        if let api { try require(api: api) }
    }

    private func require(api: JSONValue) throws {
        guard let url = api["url"]?.stringValue, url.lowercased().hasPrefix("https://") else {
            throw Self.refusal("delivery.api.url must be https://")
        }
        if let timeout = api["timeout"], !timeout.isNull {
            guard let seconds = timeout.numberValue, seconds > 0, seconds <= 60 else {
                throw Self.refusal("delivery.api.timeout must be above 0 and at most 60")
            }
        }
        let method = api["method"]?.stringValue ?? "POST"
        if ["GET", "HEAD", "DELETE"].contains(method), api["body_template"]?.objectValue != nil {
            throw Self.refusal("delivery.api.body_template: \(method) sends no body")
        }
        try require(auth: api["auth"])
        let named = Self.placeholders(in: [.string(url), api["body_template"], api["query_params"]])
        let unknown = named.first { !$0.hasPrefix(Self.reserved) && !parameterNames.contains($0) }
        if let unknown {
            throw Self.refusal("delivery.api: {\(unknown)} is no name of parameters.properties")
        }
    }

    private func require(auth: JSONValue?) throws {
        guard let member = ToolSecrets.member(of: auth) else { return }
        let secret = auth?[member]?.stringValue ?? ""
        guard !secret.isEmpty else {
            throw Self.refusal("delivery.api.auth.\(member) is required")
        }
        guard secret != APIField.hiddenSecret else {
            throw Self.refusal("delivery.api.auth.\(member) is the placeholder of an answer")
        }
    }

    /// `city` in `https://example.com/{city}`, wherever texts stand.
    private static func placeholders(in values: [JSONValue?]) -> [String] {
        values.flatMap { value -> [String] in
            switch value {
            case .string(let text)?:
                return text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
                    .compactMap { piece in
                        let name = piece.prefix { $0 != "}" }
                        return name.count < piece.count && isName(String(name)) ? String(name) : nil
                    }
            case .array(let items)?: return placeholders(in: items)
            case .object(let members)?: return placeholders(in: members.map(\.value))
            default: return []
            }
        }
    }
}
