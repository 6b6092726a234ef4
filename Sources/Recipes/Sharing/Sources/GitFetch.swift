import Glibc
import TavusAPI

/// Reads files of a commit out of a repository, without ever checking anything out.
struct GitFetch {
    let place: GitPlace
    let git: GitProgram
    let limits: RecipeLimits

    /// - Parameter addresses: where the host is to be found, judged already; empty for files.
    /// - Returns: the files, and the place with its commit.
    func run(addresses: [String]) async throws(SharingError) -> (RecipeTree, GitPlace) {
        _ = try await git.run(["init", "--bare", "-q", "--template=", "."])
        let fetch = [
            "fetch", "-q", "--depth", "1", "--no-tags", "--no-recurse-submodules",
            "--no-auto-maintenance", "--", place.url, place.ref,
        ]
        _ = try await git.run(fetch, settings: Self.resolving(place, to: addresses))
        let commit = try await line(["rev-parse", "--verify", "-q", "FETCH_HEAD^{commit}"])
        guard commit.utf8.count >= 40, commit.utf8.allSatisfy(HexText.isDigit) else {
            throw SharingError(.network, "git names no commit for \(place)")
        }
        let object = place.folder.isEmpty ? "\(commit)^{tree}" : "\(commit):\(place.folder)"
        let tree: RecipeTree
        switch try await kind(of: object) {
        case "blob":
            let size = try await line(["cat-file", "-s", object])
            guard let count = Int(size), count <= limits.packedBytes else {
                throw SharingError(.refused, "it is larger than \(limits.packedBytes >> 20) MiB")
            }
            tree = try RecipeTree(script: await git.run(["cat-file", "blob", object]))
        default: tree = try await files(below: object)
        }
        return (tree, try place.at(commit))
    }

    /// git connects to the address that was judged, whatever the name stands for by then.
    private static func resolving(_ place: GitPlace, to addresses: [String]) -> [String] {
        guard let address = place.address, !addresses.isEmpty else { return [] }
        let host = address.host.filter { $0 != "[" && $0 != "]" }
        return ["http.curloptResolve=\(host):\(address.port):\(addresses.joined(separator: ","))"]
    }

    private func kind(of object: String) async throws(SharingError) -> String {
        do throws(SharingError) {
            return try await line(["cat-file", "-t", object])
        } catch {
            throw SharingError(.notFound, "\(place.ref) has no \(place.folder)")
        }
    }

    private func line(_ words: [String]) async throws(SharingError) -> String {
        let text = String(decoding: try await git.run(words), as: UTF8.self)
        return text.split(separator: "\n").first.map(String.init) ?? ""
    }

    private func files(below object: String) async throws(SharingError) -> RecipeTree {
        let listing = try await git.run(
            ["ls-tree", "-r", "-z", "-l", "--full-tree", object], limit: 4 << 20)
        var wanted: [(path: String, id: String, size: Int)] = []
        var total = 0
        for record in listing.split(separator: 0) {
            let (entry, path) = try Self.entry(record)
            guard !RecipePath.isHidden(path) else { continue }
            total += entry.size
            guard wanted.count < limits.files, total <= limits.unpackedBytes else {
                throw SharingError(
                    .refused,
                    "it has more than \(limits.files) files or \(limits.unpackedBytes >> 20) MiB")
            }
            wanted.append((path, entry.id, entry.size))
        }
        let input = wanted.map { $0.id + "\n" }.joined()
        let output = try await git.run(
            ["cat-file", "--batch"], input: Array(input.utf8), limit: total + 128 * wanted.count)
        return try RecipeTree(Self.blobs(wanted, in: output), limits: limits)
    }

    /// `MODE SP TYPE SP ID SP+ SIZE TAB PATH`.
    private static func entry(
        _ record: ArraySlice<UInt8>
    ) throws(SharingError) -> ((id: String, size: Int), String) {
        let halves = record.split(separator: 9, maxSplits: 1)
        guard halves.count == 2, let path = String(validating: halves[1], as: UTF8.self) else {
            throw SharingError(.refused, "a file of the commit has a name that is not UTF-8")
        }
        if let problem = RecipePath.problem(path) { throw SharingError(.refused, problem) }
        let words = halves[0].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 4 else { throw SharingError(.network, "git's listing is cut off") }
        switch words[0] {
        case "100644", "100755", "100664": break
        case "120000": throw SharingError(.refused, "\(path) is a symbolic link")
        case "160000": throw SharingError(.refused, "\(path) is a submodule")
        default: throw SharingError(.refused, "\(path) is of the unknown mode \(words[0])")
        }
        guard let size = Int(words[3]), size >= 0 else {
            throw SharingError(.network, "git's listing is cut off")
        }
        return ((words[2], size), path)
    }

    /// `ID SP blob SP SIZE LF BYTES LF`, in the order that was asked for.
    private static func blobs(
        _ wanted: [(path: String, id: String, size: Int)], in output: [UInt8]
    ) throws(SharingError) -> [RecipeTree.File] {
        var rest = output[...]
        var files: [RecipeTree.File] = []
        for blob in wanted {
            let head = Array("\(blob.id) blob \(blob.size)\n".utf8)
            guard rest.starts(with: head), rest.count > head.count + blob.size else {
                throw SharingError(.network, "git does not hand out \(blob.path)")
            }
            rest = rest.dropFirst(head.count)
            files.append(RecipeTree.File(path: blob.path, bytes: Array(rest.prefix(blob.size))))
            rest = rest.dropFirst(blob.size + 1)
        }
        return files
    }
}
