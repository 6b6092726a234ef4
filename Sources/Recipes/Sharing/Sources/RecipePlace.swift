import TavusAPI
import TavusClient

/// Where a recipe is to be had, as a person writes it.
///
/// | text | meaning |
/// |---|---|
/// | `./sweep.lua`, `/srv/recipes/sweep`, `sweep.tar.gz` | a file, a folder, an archive |
/// | `https://example.com/sweep.tar.gz#sha256=…` | fetched; with a pin, only these bytes |
/// | `git+https://example.com/recipes.git#v1.2:sweep` | a folder or a file of a commit, a branch or a tag |
/// | `acme/sweep@^1.2` | from an index |
public enum RecipePlace: Sendable, Hashable {
    case path(String)
    case web(WebAddress, pin: String?)
    case git(GitPlace)
    case index(RecipeName, VersionRange)

    /// - Throws: ``SharingError`` `usage`, or `refused` for an address that is not fetched from.
    public init(_ text: String) throws(SharingError) {
        let shown = DisplayText.safe(text, limit: 120)
        if text.hasPrefix("git+") {
            self = .git(try GitPlace(text))
        } else if text.contains("://") {
            let halves = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let pin = halves.count == 2 ? halves[1] : nil
            if let pin, !pin.hasPrefix("sha256=") || !SHA256Text.isHex(String(pin.dropFirst(7))) {
                throw SharingError(
                    .usage, "after # stands sha256= and 64 lower-case hexadecimal digits")
            }
            let address = try Self.address(String(halves[0]))
            self = .web(address, pin: pin.map { String($0.dropFirst(7)) })
        } else if Self.isPath(text) {
            self = .path(text)
        } else if let requirement = RecipeRequirement(text), requirement.name.owner != nil {
            self = .index(requirement.name, requirement.range)
        } else {
            throw SharingError(
                .usage,
                "\"\(shown)\" is no recipe: give a path with a / in it (./\(shown)), an address, or"
                    + " owner/name@range")
        }
    }

    /// An address that recipes may be fetched from: https, or http on this machine.
    static func address(_ text: String) throws(SharingError) -> WebAddress {
        let address: WebAddress
        do {
            address = try WebAddress(text)
        } catch {
            throw SharingError(.usage, error.message)
        }
        guard address.isSecure || address.isLoopback else {
            throw SharingError(
                .refused,
                "\(address.host): recipes are not fetched without TLS, except from this machine. Write https://"
            )
        }
        return address
    }

    private static func isPath(_ text: String) -> Bool {
        let beginnings = ["/", "./", "../", "~/"]
        let ends = [".lua", ".tar.gz", ".tgz"]
        return text == "." || text == ".." || beginnings.contains { text.hasPrefix($0) }
            || ends.contains { text.hasSuffix($0) }
    }
}
