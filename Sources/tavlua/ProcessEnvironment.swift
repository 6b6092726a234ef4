import Glibc
import Synchronization

/// The variables of this process.
enum ProcessEnvironment {
    private static let keyName = "TAVUS_API_KEY"
    private static let key = Mutex<String?>(nil)

    /// Takes the key out of what programs inherit that this one starts, and of what scripts see. To be called
    /// first, while there is one thread.
    static func hideKey() {
        guard let value = getenv(keyName) else { return }
        key.withLock { $0 = String(cString: value) }
        // What stays of it is what ps and /proc show to programs of the same user.
        explicit_bzero(value, strlen(value))
        unsetenv(keyName)
    }

    /// Those that choose an account or a way to it. Every start reads them, and most environments
    /// hold a hundred others.
    static var variables: [String: String] {
        var found: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            entry += 1
            guard matters(text), let sign = strchr(text, CInt(UInt8(ascii: "="))) else { continue }
            let name = UnsafeRawBufferPointer(start: text, count: sign - text)
            found[String(decoding: name, as: UTF8.self)] = String(cString: sign + 1)
        }
        if let key = key.withLock({ $0 }) { found[keyName] = key }
        return found
    }

    /// Those that say how a terminal is to look.
    static var looks: [String: String] {
        let names = [
            "NO_COLOR", "TERM", "COLORTERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "PAGER",
        ]
        var found: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { found[name] = String(cString: value) }
        }
        return found
    }

    private static func matters(_ entry: UnsafePointer<CChar>) -> Bool {
        let beginnings: [StaticString] = [
            "TAVUS_", "TAVLUA_", "XDG_", "HOME=", "HTTP", "http", "ALL_PROXY=", "all_proxy=",
            "NO_PROXY=", "no_proxy=", "SSL_CERT_",
        ]
        return beginnings.contains { beginning in
            beginning.withUTF8Buffer { text in
                text.baseAddress.map { strncmp($0, entry, text.count) == 0 } ?? false
            }
        }
    }
}
