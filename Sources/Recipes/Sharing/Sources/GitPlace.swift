import TavusAPI
import TavusClient

/// A folder or a file in a git repository: `git+https://host/repo.git#ref:folder`.
public struct GitPlace: Sendable, Hashable, CustomStringConvertible {
    /// As git is given it: `https://…`, `http://…` on this machine, or `file:///…`.
    let url: String
    /// What `url` is on the web; nil for a file.
    let address: WebAddress?
    /// A branch, a tag or a commit; `HEAD` where none was named.
    let ref: String
    /// Empty for the whole tree.
    let folder: String

    init(_ text: String) throws(SharingError) {
        let rest = text.dropFirst("git+".count)
        let halves = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let place =
            halves.count == 2
            ? halves[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) : []
        let ref = place.first.map(String.init) ?? ""
        try self.init(
            url: String(halves[0]), ref: ref.isEmpty ? "HEAD" : ref,
            folder: place.count == 2 ? String(place[1]) : "")
    }

    private init(url: String, ref: String, folder: String) throws(SharingError) {
        if url.hasPrefix("file:///") {
            guard url.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                throw SharingError(.usage, "a file's address is printable ASCII without spaces")
            }
            address = nil
            self.url = url
        } else {
            let address = try RecipePlace.address(url)
            self.address = address
            self.url = address.description
        }
        guard Self.isRef(ref) else {
            let shown = DisplayText.safe(ref, limit: 80)
            throw SharingError(.usage, "\"\(shown)\" is no branch, tag or commit")
        }
        if !folder.isEmpty, let problem = RecipePath.problem(folder) {
            throw SharingError(.usage, problem)
        }
        self.ref = ref
        self.folder = folder
    }

    /// The same place at exactly this commit.
    func at(_ commit: String) throws(SharingError) -> GitPlace {
        try GitPlace(url: url, ref: commit, folder: folder)
    }

    public var description: String {
        "git+\(url)#\(ref)\(folder.isEmpty ? "" : ":" + folder)"
    }

    /// Narrower than git's own rule (git-check-ref-format), and nothing that git could read as an option.
    private static func isRef(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            HexText.isDigit(byte) || (0x41...0x5a).contains(byte) || (0x67...0x7a).contains(byte)
                || "._/-".utf8.contains(byte)
        }
        return isPlain && text.utf8.count <= 200 && !text.hasPrefix("-") && !text.hasPrefix("/")
            && !text.contains("..") && !text.hasSuffix(".lock") && !text.hasSuffix("/")
    }
}
