import Foundation
import Testing

@testable import Recipes

/// minisign of Debian is the other side; its keys and signatures are made afresh by each test.
struct SigningTests {
    private let name = RecipeName("acme/sweep")!
    private let version = SemanticVersion(1, 2, 0)

    private func tree(_ text: String = SampleRecipe.script) throws -> RecipeTree {
        try RecipeTree(script: Array(text.utf8))
    }

    @Test func minisignAcceptsWhatWeSign() throws {
        try Workbench.with { bench in
            let key = SecretSigningKey()
            let tree = try tree()
            try bench.write(tree.listing, to: "listing")
            try bench.write(
                RecipeSignature.make(of: tree, name: name, version: version, key: key),
                to: "listing.minisig")
            try bench.write(key.publicKey.file, to: "key.pub")
            let said = try bench.run("/usr/bin/minisign", "-V", "-p", "key.pub", "-m", "listing")
            #expect(said.contains("Trusted comment: acme/sweep 1.2.0 \(tree.hash)"))
        }
    }

    @Test func minisignSignsWithOurSecretKey() throws {
        try Workbench.with { bench in
            let key = SecretSigningKey()
            try bench.write(key.secretFile, to: "ours.key")
            try bench.write("text", to: "m")
            try bench.run("/usr/bin/minisign", "-S", "-W", "-s", "ours.key", "-m", "m")
            let signature = try MinisignSignature(file: bench.text("m.minisig"))
            try signature.verify(Array("text".utf8), by: key.publicKey)
        }
    }

    /// Both forms: of the file's hash (the default), and of the file itself (`-l`).
    @Test(arguments: [[], ["-l"]])
    func weAcceptWhatMinisignSigns(_ options: [String]) throws {
        try Workbench.with { bench in
            try bench.run(
                "/usr/bin/minisign", "-G", "-W", "-p", "their.pub", "-s", "their.key")
            let tree = try tree()
            try bench.write(tree.listing, to: "listing")
            let comment = RecipeSignature.comment(tree.hash, name, version)
            let line =
                "minisign -S \(options.joined(separator: " ")) -s their.key -m listing -t '\(comment)'"
            try bench.run("/bin/bash", "-c", line)
            let signature = try bench.text("listing.minisig")
            let key = try SigningKey(file: bench.text("their.pub"))
            #expect(
                try RecipeSignature.verify(
                    signature, of: tree, name: name, version: version, key: key) == key)
            // Our own code signs with their secret key, too.
            let secret = try SecretSigningKey(file: bench.text("their.key"))
            #expect(secret.publicKey == key)
            let ours = try RecipeSignature.make(
                of: tree, name: name, version: version, key: secret)
            #expect(
                try RecipeSignature.verify(ours, of: tree, name: name, version: version, key: nil)
                    == key)
        }
    }

    @Test func aKeyWithAPasswordIsRefusedInWords() throws {
        try Workbench.with { bench in
            try bench.run(
                "/bin/bash", "-c",
                "printf 'secret\\nsecret\\n' | minisign -G -p k.pub -s k.key")
            let error = #expect(throws: SharingError.self) {
                try SecretSigningKey(file: bench.text("k.key"))
            }
            #expect(error?.message.hasPrefix("the key has a password") == true)
        }
    }

    @Test func whatWasChangedIsRefused() throws {
        let key = SecretSigningKey()
        let tree = try tree()
        let text = try RecipeSignature.make(of: tree, name: name, version: version, key: key)
        let lines = text.split(separator: "\n").map(String.init)
        func check(
            _ text: String, _ tree: RecipeTree, version: SemanticVersion, key: SigningKey?
        ) -> String? {
            do {
                _ = try RecipeSignature.verify(
                    text, of: tree, name: name, version: version, key: key)
                return nil
            } catch {
                #expect(error.kind == .integrity)
                return error.message
            }
        }
        #expect(check(text, tree, version: version, key: key.publicKey) == nil)
        #expect(
            check(text, try self.tree("other"), version: version, key: nil)
                == "the signature is of other files")
        #expect(
            check(text, tree, version: SemanticVersion(1, 3, 0), key: nil)?
                .hasPrefix("the signature is for \"acme/sweep 1.2.0 sha256-") == true)
        let stranger = SecretSigningKey().publicKey
        #expect(
            check(text, tree, version: version, key: stranger)
                == "it is signed with the key \(key.publicKey.idText), and not with \(stranger.idText)"
        )
        let impostor = SigningKey(id: key.publicKey.id, bytes: stranger.bytes)
        #expect(
            check(text, tree, version: version, key: impostor)
                == "the signature is of other files")
        let newer = text.replacingOccurrences(of: "sweep 1.2.0", with: "sweep 9.9.9")
        #expect(
            check(newer, tree, version: version, key: nil)
                == "the signature's trusted comment was changed")
        let nameless = text.replacingOccurrences(of: "signed by", with: "from")
        #expect(check(nameless, tree, version: version, key: key.publicKey) == nil)
        #expect(
            check(nameless, tree, version: version, key: nil)?
                .hasPrefix("the signature does not name its public key") == true)
        for broken in ["", lines[0], lines.dropFirst().joined(separator: "\n"), text + "more\n"] {
            #expect(
                check(broken, tree, version: version, key: nil)
                    == "the signature is not in minisign's form")
        }
    }

    @Test func aSecretKeyShowsItselfNowhere() throws {
        let key = SecretSigningKey()
        var dumped = ""
        dump(key, to: &dumped)
        let shown = "\(key) \(String(reflecting: key)) \(dumped)"
        let secret = key.secretFile.split(separator: "\n")[1]
        #expect(!shown.contains("seed"))
        #expect(!shown.contains(secret))
        let damaged = key.secretFile.replacingOccurrences(of: secret.suffix(6), with: "AAAAA=")
        let error = #expect(throws: SharingError.self) { try SecretSigningKey(file: damaged) }
        #expect(error?.message.contains(secret.prefix(20)) == false)
    }
}
