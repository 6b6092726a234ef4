import Glibc
import TavusAPI

/// The certificates to trust instead of the system's, where the environment names some: `SSL_CERT_FILE` a
/// file in PEM format, `SSL_CERT_DIR` folders of such files, separated by colons. Both may be set.
///
/// Source: OpenSSL 3.0, SSL_CTX_set_default_verify_paths(3); curl and Python read the same names.
enum TrustedCertificates {
    /// - Throws: for what cannot be read, as a connection that trusts too little only says that it does.
    static func named(
        by environment: [String: String]
    ) throws(ConfigurationError) -> [String] {
        var found: [String] = []
        if let file = environment["SSL_CERT_FILE"], !file.isEmpty {
            try check(file, named: "SSL_CERT_FILE")
            found.append(file)
        }
        for folder in (environment["SSL_CERT_DIR"] ?? "").split(separator: ":").map(String.init) {
            try check(folder, named: "SSL_CERT_DIR")
            found.append(folder)
        }
        return found
    }

    private static func check(_ path: String, named name: String) throws(ConfigurationError) {
        guard access(path, R_OK) == 0 else {
            throw ConfigurationError(
                .configuration,
                "\(name): \(DisplayText.safe(path, limit: 200)): \(String(cString: strerror(errno)))."
                    + " Correct it or unset it.")
        }
    }
}
