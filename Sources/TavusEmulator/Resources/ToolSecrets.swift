import JSONValue
import TavusAPI

/// The secrets in a tool's delivery: kept, and shown as asterisks. tavus-cli 0.11, 2026.
enum ToolSecrets {
    /// Which member of `auth` is the secret of which type.
    private static let members = [
        "bearer": "token", "basic": "password", "api_key": "value", "hmac": "secret",
        "oauth2_client_credentials": "client_secret",
    ]

    /// The member of this `auth` that holds its secret.
    static func member(of auth: JSONValue?) -> String? {
        auth?["type"]?.stringValue.flatMap { members[$0] }
    }

    static func hidden(_ delivery: JSONValue?) -> JSONValue {
        changed(delivery) { auth in
            for name in members.values where auth[name] != nil {
                auth[name] = .string(APIField.hiddenSecret)
            }
        }
    }

    /// The delivery with the secret of the old one, where it has none and the type is the same.
    static func kept(_ delivery: JSONValue?, from old: JSONValue?) -> JSONValue {
        let before = old?["api"]?["auth"]
        return changed(delivery) { auth in
            guard let name = member(of: .object(auth)), auth[name] == nil,
                before?["type"] == auth["type"]
            else { return }
            auth[name] = before?[name]
        }
    }

    private static func changed(
        _ delivery: JSONValue?, _ change: (inout JSONObject) -> Void
    ) -> JSONValue {
        guard var whole = delivery?.objectValue, var api = whole["api"]?.objectValue,
            var auth = api["auth"]?.objectValue
        else { return delivery ?? .null }
        change(&auth)
        api["auth"] = .object(auth)
        whole["api"] = .object(api)
        return .object(whole)
    }
}
