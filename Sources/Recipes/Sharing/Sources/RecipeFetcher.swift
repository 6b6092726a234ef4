import Glibc
import LuaHost
import TavusAPI
import TavusClient

/// Brings the files of a recipe here, in memory: nothing is stored, and nothing run.
public struct RecipeFetcher: Sendable {
    public struct Fetched: Sendable {
        public let tree: RecipeTree
        /// Where exactly it came from.
        public let resolved: String
    }

    private let environment: [String: String]
    private let version: String
    private let limits: RecipeLimits

    public init(
        environment: [String: String], version: String, limits: RecipeLimits = .standard
    ) {
        self.environment = environment
        self.version = version
        self.limits = limits
    }

    /// - Throws: ``SharingError``. An index is not asked here.
    public func fetch(_ origin: RecipePlace) async throws(SharingError) -> Fetched {
        do throws(SharingError) {
            switch origin {
            case .path(let path): return Fetched(tree: try Self.local(path, limits), resolved: path)
            case .web(let address, let pin): return try await web(address, pin: pin)
            case .git(let place): return try await git(place)
            case .index(let name, _):
                preconditionFailure("an index says where \(name) is; that is fetched")
            }
        } catch {
            throw error.within(Self.shown(origin))
        }
    }

    /// A document of an index, or nil where the server says that the one we have is current.
    func document(
        _ address: WebAddress, etag: String?, upTo bytes: Int
    ) async throws(SharingError) -> (bytes: [UInt8], etag: String?)? {
        let answer = try await get(
            address, headers: etag.map { [("if-none-match", $0)] } ?? [], upTo: bytes)
        if answer.status == 304 && etag != nil { return nil }
        try Self.check(answer)
        return (answer.body, answer.header("etag"))
    }

    private static func local(
        _ path: String, _ limits: RecipeLimits
    ) throws(SharingError) -> RecipeTree {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw FileFault.reading(path) }
        if facts.st_mode & S_IFMT == S_IFDIR {
            return try RecipeFolder.read(path, limits: limits)
        }
        guard let bytes = try FileBytes.at(path, upTo: limits.packedBytes) else {
            throw FileFault.reading(path)
        }
        let signature = try FileBytes.at(path + ".minisig", upTo: 8192)
        return try tree(bytes, signature: signature, limits)
    }

    private static func tree(
        _ bytes: [UInt8], signature: [UInt8]?, _ limits: RecipeLimits
    ) throws(SharingError) -> RecipeTree {
        Gzip.isGzip(bytes)
            ? try TarReader.tree(packed: bytes, limits: limits)
            : try RecipeTree(script: bytes, signature: signature, limits: limits)
    }

    private func web(
        _ address: WebAddress, pin: String?
    ) async throws(SharingError) -> Fetched {
        let answer = try await get(address, headers: [], upTo: limits.packedBytes)
        try Self.check(answer)
        let hash = SHA256Text.hex(of: answer.body)
        if let pin, pin != hash {
            throw SharingError(
                .integrity, "what came has the SHA-256 \(hash), and not the one after #")
        }
        var signature: [UInt8]?
        if !Gzip.isGzip(answer.body), !address.pathAndQuery.contains("?") {
            let beside = try RecipePlace.address(address.description + ".minisig")
            let answer = try await get(beside, headers: [], upTo: 8192)
            if answer.status == 200 { signature = answer.body }
        }
        return Fetched(
            tree: try Self.tree(answer.body, signature: signature, limits),
            resolved: "\(address)" + (pin.map { "#sha256=" + $0 } ?? ""))
    }

    private func git(_ place: GitPlace) async throws(SharingError) -> Fetched {
        var addresses: [String] = []
        if let address = place.address {
            addresses = try await talking { try await client(for: address).addresses(of: address) }
        }
        let folder = try Self.temporaryFolder()
        let program = GitProgram(
            folder: folder, protocols: String(place.url.prefix { $0 != ":" }),
            environment: environment)
        let result: Result<(RecipeTree, GitPlace), SharingError>
        do throws(SharingError) {
            let fetch = GitFetch(place: place, git: program, limits: limits)
            result = .success(try await fetch.run(addresses: addresses))
        } catch {
            result = .failure(error)
        }
        try WholeFile.removeAll(folder)
        let (tree, resolved) = try result.get()
        return Fetched(tree: tree, resolved: resolved.description)
    }

    private static func temporaryFolder() throws(SharingError) -> String {
        var template = Array("/tmp/tavlua-git-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileFault.writing("/tmp") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // MARK: HTTP

    private func get(
        _ address: WebAddress, headers: [(name: String, value: String)], upTo bytes: Int
    ) async throws(SharingError) -> WebAnswer {
        var request = WebRequest("GET", address, headers: headers)
        request.limits.redirects = 3
        request.limits.bodyBytes = bytes
        let ready = request
        return try await talking { try await client(for: address).send(ready) }
    }

    /// A server on the web leads nowhere but to the web; one on this machine may be asked by who names it.
    private func client(for start: WebAddress) -> WebClient {
        let isLocal = start.isLoopback
        return WebClient(environment: environment, version: version) { destination in
            let address = destination.address
            if address.isLoopback && isLocal { return }
            guard address.isSecure else {
                throw SharingError(.refused, "\(address.host): recipes are not fetched without TLS")
            }
            let bytes =
                destination.networkAddress ?? LuaNetworkAddress(address.host)?.bytes
            let isGlobal = bytes.flatMap { LuaNetworkAddress(bytes: $0) }?.isGlobal ?? true
            guard isGlobal, !address.isLoopback else {
                throw SharingError(
                    .refused,
                    "\(address.host) is on this machine or a private network: nothing is fetched there"
                )
            }
        }
    }

    private func talking<Answer: Sendable>(
        _ body: () async throws -> Answer
    ) async throws(SharingError) -> Answer {
        do {
            return try await body()
        } catch let error as SharingError {
            throw error
        } catch let error as WebError {
            switch error.kind {
            case .refused, .tooLarge: throw SharingError(.refused, error.message)
            case .connection, .timeout, .cancelled: throw SharingError(.network, error.message)
            }
        } catch {
            throw SharingError(.network, "\(error)")
        }
    }

    private static func check(_ answer: WebAnswer) throws(SharingError) {
        guard answer.status == 200 else {
            let kind: SharingError.Kind = [404, 410].contains(answer.status) ? .notFound : .network
            throw SharingError(kind, "\(answer.address.host) answered with status \(answer.status)")
        }
    }

    private static func shown(_ origin: RecipePlace) -> String {
        switch origin {
        case .path(let path): DisplayText.safe(path, limit: 200)
        case .web(let address, _): DisplayText.safe("\(address)", limit: 200)
        case .git(let place): DisplayText.safe("\(place)", limit: 200)
        case .index(let name, _): "\(name)"
        }
    }
}
