import Foundation
import Testing

@testable import Recipes

struct ArchiveTests {
    private func sample() throws -> RecipeTree {
        try RecipeTree(
            SampleRecipe.files.map { RecipeTree.File(path: $0.0, bytes: Array($0.1.utf8)) })
    }

    @Test func theFormsOfARecipeHaveOneHash() throws {
        let hash = try sample().hash
        try Workbench.with { bench in
            for (path, text) in SampleRecipe.files { try bench.write(text, to: "sweep/" + path) }
            try bench.write("left by a tool", to: "sweep/.DS_Store")
            #expect(try RecipeFolder.read(bench.path("sweep")).hash == hash)
            try bench.run("/bin/tar", "czf", "top.tgz", "sweep")
            try bench.run("/bin/tar", "czf", "flat.tgz", "-C", "sweep", ".")
            try bench.run("/bin/tar", "--format=ustar", "-czf", "ustar.tgz", "sweep")
            try bench.run("/bin/tar", "--format=pax", "-czf", "pax.tgz", "sweep")
            try bench.run(
                "/usr/bin/python3", "-c",
                "import tarfile; t = tarfile.open('python.tgz', 'w:gz'); t.add('sweep'); t.close()")
            try bench.run("/usr/bin/git", "init", "-q", "sweep")
            try bench.run("/usr/bin/git", "-C", "sweep", "add", ".")
            try bench.run("/usr/bin/git", "-C", "sweep", "commit", "-qm", "one")
            try bench.run(
                "/usr/bin/git", "-C", "sweep", "archive", "--prefix=sweep-1.2.0/", "-o",
                "../git.tar.gz", "HEAD")
            for name in ["top.tgz", "flat.tgz", "ustar.tgz", "pax.tgz", "python.tgz", "git.tar.gz"]
            {
                #expect(try TarReader.tree(packed: bench.read(name)).hash == hash, "\(name)")
            }
            let packed = TarWriter.packed(try sample(), topFolder: "sweep-1.2.0")
            #expect(try TarReader.tree(packed: packed).hash == hash)
        }
    }

    @Test func stockToolsReadWhatWePack() throws {
        try Workbench.with { bench in
            let long = String(repeating: "d", count: 96) + "/b.x"
            let files = SampleRecipe.files + [(long, "deep\n"), ("recipe.minisig", "signed\n")]
            let tree = try RecipeTree(
                files.map { RecipeTree.File(path: $0.0, bytes: Array($0.1.utf8)) })
            let packed = TarWriter.packed(tree, topFolder: "sweep-1.2.0")
            #expect(packed == TarWriter.packed(tree, topFolder: "sweep-1.2.0"))
            #expect(try TarReader.tree(packed: packed) == tree)
            try bench.write(packed, to: "packed.tgz")
            let listed = try bench.run(
                "/usr/bin/python3", "-c",
                """
                import tarfile
                for e in tarfile.open('packed.tgz'): print(e.name, e.type, oct(e.mode), e.mtime, e.uid, e.uname)
                """)
            #expect(
                listed.split(separator: "\n").map(String.init)
                    == ["README.md", long, "init.lua", "lib/text.lua", "recipe.minisig"].map {
                        "sweep-1.2.0/\($0) b'0' 0o644 0 0 "
                    })
            try bench.run("/bin/tar", "xzf", "packed.tgz")
            let unpacked = try RecipeFolder.read(bench.path("sweep-1.2.0"))
            #expect(unpacked == tree)
        }
    }

    private static let long = String(repeating: "a", count: 100)

    /// Each archive, and a part of the reason for refusing it.
    private static let hostile: [(RawTar, String)] = [
        (RawTar(.init(name: "../init.lua")), "has a part \"..\""),
        (RawTar(.init(name: "a/../../init.lua")), "has a part \"..\""),
        (RawTar(.init(name: "init.lua", prefix: "..")), "has a part \"..\""),
        (RawTar(.init(name: "..")), "has a part \"..\""),
        (RawTar(.init(name: "/etc/init.lua")), "is an absolute path"),
        (RawTar(.init(name: "", prefix: "/etc")), "is an absolute path"),
        (RawTar(.init(name: "a\\..\\init.lua")), "have no \\"),
        (RawTar(.init(name: "C:init.lua")), "have no :"),
        (RawTar(.init(name: "init.lua\u{0}x")), "goes on after a NUL"),
        (RawTar(.init(name: "a\u{1b}]52;c;eA==\u{7}")), "printable ASCII"),
        (RawTar(.init(name: "cafe\u{301}.lua")), "printable ASCII"),
        (RawTar(.init(name: "a\u{202e}aul.x")), "printable ASCII"),
        (RawTar(.init(), .init()), "init.lua is there twice"),
        (RawTar(.init(), .init(name: "Init.lua")), "differ in case alone"),
        (RawTar(.init(), .init(name: "init.lua/b")), "is there twice"),
        (RawTar(.init(), .init(content: [], type: "2", link: "/etc/passwd")), "a symbolic link"),
        (RawTar(.init(content: [], type: "1", link: "init.lua")), "a hard link"),
        (RawTar(.init(content: [], link: "init.lua")), "is a file and a link"),
        (RawTar(.init(content: [], type: "3")), "a device"),
        (RawTar(.init(content: [], type: "4")), "a device"),
        (RawTar(.init(content: [], type: "6")), "a named pipe"),
        (RawTar(.init(type: "7")), "of the unknown kind"),
        (RawTar(.init(type: "S")), "a sparse file"),
        (RawTar(.init(name: "././@LongLink", type: "L"), .init()), "a long name in GNU's own"),
        (RawTar(.init(name: "././@LongLink", type: "K"), .init()), "a long name in GNU's own"),
        (RawTar(.init(name: "d", type: "5")), "has content"),
        (
            RawTar(.init(name: "p", content: Array("15 path=../a.b\n".utf8), type: "x"), .init()),
            "sets \"path\""
        ),
        (
            RawTar(.init(name: "p", content: Array("13 path=/a.b\n".utf8), type: "g"), .init()),
            "sets \"path\""
        ),
        (
            RawTar(.init(name: "p", content: Array("16 linkpath=/a.\n".utf8), type: "x"), .init()),
            "sets \"linkpath\""
        ),
        (
            RawTar(.init(name: "p", content: Array("10 size=9\n".utf8), type: "x"), .init()),
            "sets \"size\""
        ),
        (
            RawTar(
                .init(name: "p", content: Array("22 GNU.sparse.major=1\n".utf8), type: "x"),
                .init()), "sets \"GNU.sparse.major\""
        ),
        (
            RawTar(.init(name: "p", content: Array("99 mtime=1\n".utf8), type: "x"), .init()),
            "extended header of the archive is damaged"
        ),
        (RawTar(.init(checksumOffset: 1)), "wrong checksum"),
        (RawTar(.init(magic: "")), "not in the format ustar"),
        (RawTar(.init(prefix: "x", magic: "ustar  \u{0}")), "of GNU's own kind"),
        (RawTar(.init(size: "77777777777\u{0}")), "ends within \"init.lua\""),
        (RawTar(.init(size: "0000000000x\u{0}")), "no octal size"),
        (RawTar(.init(size: "\u{0}")), "no octal size"),
        (RawTar(.init(name: "1/2/3/4/5/6/7/8/9/a/b")), "lies deeper than"),
        (RawTar(.init(), .init(name: long, prefix: "lib")), "is longer than 100 bytes"),
        (RawTar(.init(), .init(name: ".hidden/../../x")), "has a part \"..\""),
        (RawTar(.init(), .init(name: ".x", content: [], type: "2", link: "/")), "a symbolic link"),
    ]

    @Test(arguments: hostile.indices) func anArchiveWithOneWrongEntryIsRefused(_ index: Int) {
        let (archive, why) = Self.hostile[index]
        let error = #expect(throws: SharingError.self) { try TarReader.tree(archive.whole) }
        #expect(error?.kind == .refused)
        #expect(error?.message.contains(why) == true, "\(error?.message ?? "") for \(why)")
    }

    @Test func sizesInBase256AreRefused() {
        var archive = RawTar(.init(content: []))
        // 0x80 marks them; the checksum is made right again.
        archive.bytes[124] = 0x80
        archive.bytes.replaceSubrange(148..<156, with: Array("        ".utf8))
        let sum = archive.bytes.prefix(512).reduce(0) { $0 + Int($1) }
        archive.bytes.replaceSubrange(
            148..<156, with: Array(("000" + String(sum, radix: 8)).utf8.suffix(6)) + [0, 0x20])
        let error = #expect(throws: SharingError.self) { try TarReader.tree(archive.whole) }
        #expect(error?.message == "a header of the archive has no octal size")
    }

    @Test func whatFollowsTheEndIsRefused() {
        let archive = RawTar(.init())
        var trailing = archive.whole
        trailing += RawTar(.init(name: "evil.lua")).bytes
        for (bytes, why) in [
            (trailing, "something follows the end of the archive"),
            (archive.bytes, "the archive has no end; was it cut off?"),
            (archive.bytes + [0], "the archive ends within a block"),
            (Array(archive.whole.dropLast(512)), "something follows the end of the archive"),
            ([], "the archive has no end; was it cut off?"),
        ] {
            #expect(throws: SharingError(.refused, why)) { try TarReader.tree(bytes) }
        }
    }

    @Test func damagedGzipDataIsRefused() throws {
        let packed = Gzip.compressed(RawTar(.init()).whole)
        var damaged = packed
        damaged[packed.count / 2] ^= 0x40
        let cases = [
            (packed + [0], "something follows the archive's gzip data"),
            (packed + packed, "something follows the archive's gzip data"),
            (Array(packed.dropLast()), "the archive's gzip data is damaged or cut off"),
            (damaged, "the archive's gzip data is damaged or cut off"),
            ([0x1f, 0x8b], "the archive's gzip data is damaged or cut off"),
        ]
        for (bytes, why) in cases {
            #expect(throws: SharingError(.refused, why)) { try TarReader.tree(packed: bytes) }
        }
    }

    @Test func bombsAreRefusedBeforeTheyAreUnpacked() throws {
        let zeros = Gzip.compressed([UInt8](repeating: 0, count: 64 << 20))
        #expect(zeros.count < 70_000)
        #expect(
            throws: SharingError(.refused, "the archive unpacks to more than 50 times its size")
        ) { try TarReader.tree(packed: zeros) }
        // What packs less well meets the limit of bytes.
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<(1 << 17)).flatMap { _ in
            withUnsafeBytes(of: generator.next()) { Array($0) } + [UInt8](repeating: 0, count: 72)
        }
        let packed = Gzip.compressed(noise)
        #expect(packed.count < 2 << 20)
        #expect(throws: SharingError(.refused, "the archive unpacks to more than 8 MiB")) {
            try TarReader.tree(packed: packed)
        }
        #expect(throws: SharingError(.refused, "the archive is larger than 2 MiB")) {
            try TarReader.tree(packed: [UInt8](repeating: 0, count: 2 << 20 + 1))
        }
        var many = RawTar()
        for index in 0...512 { many.add(.init(name: "f\(index)", content: [])) }
        #expect(throws: SharingError(.refused, "it has more than 512 files")) {
            try TarReader.tree(many.whole)
        }
    }
}
