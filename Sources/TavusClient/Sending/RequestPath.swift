import TavusAPI

/// What a path may hold. Calls that come from the catalogue or from `tavus.request` have been checked
/// before; this is the gate's own look, for everyone who makes a `TavusRequest` by hand.
enum RequestPath {
    /// Why this path may not be sent, or nil. Some servers and proxies resolve `..`, so that a call
    /// could mean another resource there than it meant to the policies that admitted it.
    static func problem(in path: String) -> String? {
        guard path.hasPrefix("/") else { return "it must begin with \"/\"" }
        guard path.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return "spaces, control characters and non-ASCII must be percent-encoded"
        }
        if let mark = path.first(where: { "?#\\".contains($0) }) { return "it holds \"\(mark)\"" }
        if path.firstRange(of: "//") != nil { return "it holds an empty segment" }
        for segment in path.split(separator: "/") {
            guard let text = PercentEncoding.decode(segment) else {
                return "it holds a percent escape that is broken or no UTF-8"
            }
            if PercentEncoding.leads(elsewhere: text) {
                return "it holds a \".\" or \"..\" segment"
            }
        }
        return nil
    }
}
