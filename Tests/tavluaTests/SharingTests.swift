import Foundation
import Testing

/// Sharing through the real program: what is stored, what is refused, and what is left behind by a refusal.
@Suite struct SharingTests {
    private func script(
        _ name: String = "acme/sweep", version: String = "1.0.0", more: String = ""
    ) -> String {
        """
        --[==[ [recipe]
        name = "\(name)"
        version = "\(version)"
        summary = "Ends what is old"
        \(more)
        ]==]
        return function() error("ran") end

        """
    }

    /// Without `CI`, which would freeze the lock.
    private func run(_ binary: Binary, _ words: String...) throws -> Binary.Finished {
        try binary.run(["recipes"] + words, input: "", environment: [:])
    }

    private func tool(_ binary: Binary, _ line: String) throws {
        let done = try binary.shell(line, "")
        #expect(done.status == 0, "\(line): \(done)")
    }

    private func listing(_ binary: Binary) throws -> String {
        try binary.shell(
            "find . -not -name 'input-*' -printf '%p %y %m %s %l %T@\\n' | grep -v '^\\. ' | sort",
            ""
        ).out
    }

    private func clean(_ binary: Binary) throws {
        try tool(binary, "chmod -R u+w .")
    }

    @Test func aRecipeIsInstalledCheckedAndRemoved() throws {
        try Binary.with { binary in
            _ = try binary.script(
                script(more: "permissions.operations = [\"conversations.list\"]"), name: "sweep.lua"
            )
            let installed = try run(binary, "install", "./sweep.lua")
            #expect(installed.status == 0, "\(installed)")
            #expect(installed.out.hasPrefix("acme/sweep 1.0.0 · sha256-"))
            #expect(installed.out.contains("… · not signed\nIt may      "))
            #expect(FileManager.default.fileExists(atPath: binary.folder.path + "/tavlua.lock"))
            let ran = try binary.run("run", "acme/sweep")
            #expect(ran.status == 1 && ran.err.contains("ran"), "\(ran)")
            let verified = try run(binary, "verify")
            #expect(verified.out.hasSuffix("… · as installed\n"), "\(verified)")
            try tool(
                binary, "chmod -R u+w .local; echo >> .local/share/tavlua/recipes/sha256-*/init.lua"
            )
            let changed = try run(binary, "verify")
            #expect(changed.status == 9)
            #expect(changed.err.contains("acme/sweep: the files of sha256-"))
            let refused = try binary.run("run", "acme/sweep")
            #expect(refused.status == 9 && !refused.err.contains("ran"), "\(refused)")
            #expect(try run(binary, "install").status == 0)
            #expect(try run(binary, "verify").status == 0)
            #expect(try run(binary, "remove", "acme/sweep").status == 0)
            #expect(
                try binary.shell("ls -A .local/share/tavlua/recipes", "").out
                    == ".lock\ninstalled.json\n")
            #expect(try run(binary, "remove", "acme/sweep").status == 66)
            try clean(binary)
        }
    }

    /// Each of these is refused with its status, and the file system is what it was.
    @Test func hostileArchivesLeaveNothingBehind() throws {
        try Binary.with { binary in
            _ = try binary.script(script(), name: "init.lua")
            try tool(binary, "mkdir good && cp init.lua good && echo outside > outside.txt")
            let make = """
                import io, os, tarfile
                text = open('init.lua', 'rb').read()
                def archive(name, *entries, form=tarfile.GNU_FORMAT):
                    with tarfile.open(name, 'w:gz', format=form) as t:
                        for entry, data in entries:
                            e = tarfile.TarInfo(entry) if isinstance(entry, str) else entry
                            e.size = len(data); t.addfile(e, io.BytesIO(data))
                def special(name, kind, link=''):
                    e = tarfile.TarInfo(name); e.type = kind; e.linkname = link; return e
                init = ('init.lua', text)
                archive('dots.tar.gz', init, ('../outside.txt', b'x'))
                archive('absolute.tar.gz', init, (os.getcwd() + '/outside.txt', b'x'))
                archive('link.tar.gz', init, (special('l', tarfile.SYMTYPE, 'outside.txt'), b''), ('l', b'x'))
                archive('hard.tar.gz', init, (special('h', tarfile.LNKTYPE, '../outside.txt'), b''))
                archive('fifo.tar.gz', init, (special('f', tarfile.FIFOTYPE), b''))
                archive('device.tar.gz', init, (special('d', tarfile.CHRTYPE), b''))
                archive('case.tar.gz', init, ('INIT.lua', text))
                archive('twice.tar.gz', init, init)
                archive('long.tar.gz', init, ('a' * 120, b'x'))
                archive('pax.tar.gz', init, ('a' * 120, b'x'), form=tarfile.PAX_FORMAT)
                archive('bomb.tar.gz', init, ('zeros', bytes(7 << 20)))
                archive('many.tar.gz', init, *[('f%d' % i, b'') for i in range(600)])
                archive('bytecode.tar.gz', ('init.lua', b'\\x1bLuaT'))
                archive('none.tar.gz', ('other.lua', text))
                open('junk.tar.gz', 'wb').write(open('dots.tar.gz', 'rb').read()[:60])
                """
            _ = try binary.script(make, name: "make.py")
            try tool(binary, "/usr/bin/python3 make.py")
            let before = try listing(binary)
            for name in [
                "dots", "absolute", "link", "hard", "fifo", "device", "case", "twice", "long",
                "pax", "bomb", "many", "bytecode", "none", "junk",
            ] {
                let refused = try run(binary, "install", "./\(name).tar.gz")
                #expect(refused.status == 65, "\(name): \(refused)")
                #expect(refused.err.hasPrefix("tavlua: ./\(name).tar.gz: ") || name == "none")
                #expect(try listing(binary) == before, "\(name)")
            }
        }
    }

    @Test func aFrozenLockIsObeyedAndNeverOpenedForWriting() throws {
        try Binary.with { binary in
            _ = try binary.script(script(), name: "sweep.lua")
            try tool(binary, "mkdir project")
            let install = "cd project && \"$1\" recipes install ../sweep.lua"
            try tool(binary, install)
            try tool(binary, "chmod 444 project/tavlua.lock; chmod 555 project")
            let before = try binary.shell("stat -c '%y %i' project/tavlua.lock; cat project/*", "")
            let frozen = "cd project && CI=1 \"$1\" recipes install"
            let again = try binary.shell(frozen, "")
            #expect(again.status == 0, "\(again)")
            // The store may be empty: then it is fetched again, and compared.
            try tool(binary, "chmod -R u+w .local; rm -rf .local")
            #expect(try binary.shell(frozen, "").status == 0)
            let new = try binary.shell("cd project && CI=1 \"$1\" recipes install ../other.lua", "")
            #expect(new.status == 9, "\(new)")
            #expect(new.err.contains("is frozen (--frozen, or CI is set)"))
            // The source is another one now.
            try tool(binary, "chmod -R u+w .local; rm -rf .local; echo >> sweep.lua")
            let changed = try binary.shell(frozen, "")
            #expect(changed.status == 9, "\(changed)")
            #expect(changed.err.contains("acme/sweep: ../sweep.lua has sha256-"))
            let after = try binary.shell("stat -c '%y %i' project/tavlua.lock; cat project/*", "")
            #expect(after == before)
            try tool(binary, "chmod 755 project")
            try clean(binary)
        }
    }

    @Test func anUpdateThatMayDoMoreIsRefusedWithoutATerminal() throws {
        try Binary.with { binary in
            _ = try binary.script(script(), name: "sweep.lua")
            #expect(try run(binary, "install", "./sweep.lua").status == 0)
            _ = try binary.script(
                script(version: "1.1.0", more: "permissions.operations = [\"videos.create\"]"),
                name: "sweep.lua")
            let diff = try run(binary, "diff", "acme/sweep")
            #expect(
                diff.out.contains("acme/sweep 1.0.0 → 1.1.0\n+ may create any number of videos\n"),
                "\(diff)")
            #expect(diff.out.contains("-version = \"1.0.0\"\n+version = \"1.1.0\"\n"))
            #expect(try run(binary, "outdated").out == "acme/sweep  1.0.0 → 1.1.0\n")
            let refused = try run(binary, "update")
            #expect(refused.status == 5, "\(refused)")
            #expect(
                refused.err.contains(
                    "acme/sweep 1.1.0 may do more than 1.0.0: create any number of videos"))
            let kept = try run(binary, "verify")
            #expect(kept.out.hasPrefix("acme/sweep 1.0.0 · "))
            // The same permissions are no question.
            _ = try binary.script(script(version: "1.2.0"), name: "sweep.lua")
            #expect(try run(binary, "update").out.hasPrefix("acme/sweep 1.2.0 · "))
            try clean(binary)
        }
    }

    @Test func aSignerIsRememberedAndAnotherOneRefused() throws {
        try Binary.with { binary in
            for name in ["one", "two"] {
                let made = try run(binary, "keygen", "--out", "./\(name)")
                #expect(made.status == 0, "\(made)")
                let secret = try binary.shell("tail -1 \(name).key", "").out.dropLast()
                #expect(!made.out.contains(secret) && !made.err.contains(secret))
                #expect(try binary.shell("stat -c %a \(name).key", "").out == "600\n")
            }
            func sign(_ key: String) throws {
                let signed = try run(binary, "sign", "--key", "./\(key).key", "./sweep.lua")
                #expect(signed.out == "./sweep.lua.minisig\n", "\(signed)")
            }
            _ = try binary.script(script(), name: "sweep.lua")
            try sign("one")
            let installed = try run(binary, "install", "./sweep.lua")
            #expect(installed.out.contains(" · signed by "), "\(installed)")
            _ = try binary.script(script(version: "1.1.0"), name: "sweep.lua")
            let stale = try run(binary, "update")
            #expect(stale.status == 9)
            #expect(stale.err.contains("the signature is of other files"))
            try sign("two")
            let other = try run(binary, "update")
            #expect(other.status == 9, "\(other)")
            try tool(binary, "rm sweep.lua.minisig")
            let unsigned = try run(binary, "update")
            #expect(unsigned.status == 9)
            #expect(unsigned.err.contains("acme/sweep is not signed, and recipes of acme were"))
            try sign("one")
            #expect(try run(binary, "update").status == 0)
            try clean(binary)
        }
    }

    @Test func aFolderOfArchivesIsAnIndex() throws {
        try Binary.with { binary in
            for version in ["1.0.0", "1.1.0", "2.0.0"] {
                _ = try binary.script(
                    script(version: version).replacingOccurrences(
                        of: "old", with: "old\\u001b[31m"),
                    name: "sweep.lua")
                #expect(try run(binary, "pack", "--out", "shelf", "./sweep.lua").status == 0)
            }
            let made = try run(binary, "index", "./shelf")
            #expect(
                made.out
                    == "added acme/sweep 1.0.0\nadded acme/sweep 1.1.0\nadded acme/sweep 2.0.0\n",
                "\(made)")
            let found = try run(binary, "search", "--index", "./shelf", "sweep")
            #expect(found.out == "acme/sweep 2.0.0  Ends what is old\\u{1b}[31m\n", "\(found)")
            let installed = try run(binary, "install", "--index", "./shelf", "acme/sweep@^1")
            #expect(installed.out.hasPrefix("acme/sweep 1.1.0 · "), "\(installed)")
            #expect(try run(binary, "index", "--yank", "acme/sweep@2.0.0", "./shelf").status == 0)
            let yanked = try run(binary, "install", "--index", "./shelf", "acme/sweep@2.0.0")
            #expect(yanked.status == 66)
            #expect(yanked.err.contains("2.0.0 (yanked), 1.1.0, 1.0.0"), "\(yanked)")
            // What was published stays what it was.
            _ = try binary.script(script(version: "1.1.0"), name: "sweep.lua")
            #expect(try run(binary, "pack", "--out", "shelf", "./sweep.lua").status == 0)
            let changed = try run(binary, "index", "./shelf")
            #expect(changed.status == 9)
            #expect(changed.err.contains("acme/sweep 1.1.0 is published with other files"))
            // An owner who is nearly a known one.
            _ = try binary.script(script("acne/sweep"), name: "other.lua")
            let near = try run(binary, "install", "./other.lua")
            #expect(near.status == 5, "\(near)")
            #expect(near.err.contains("acne is nearly acme"))
            #expect(try run(binary, "install", "--accept-name", "./other.lua").status == 0)
            try clean(binary)
        }
    }

    @Test func theFirstIndexOfAnOwnerIsTheOnlyOne() throws {
        try Binary.with { binary in
            for (name, version, shelf) in [
                ("acme/inner", "1.0.0", "ours"), ("acme/sweep", "9.0.0", "public"),
            ] {
                _ = try binary.script(script(name, version: version), name: "r.lua")
                #expect(try run(binary, "pack", "--out", shelf, "./r.lua").status == 0)
                #expect(try run(binary, "index", "./\(shelf)").status == 0)
            }
            let confused = try run(
                binary, "install", "--index", "./ours", "--index", "./public", "acme/sweep")
            #expect(confused.status == 66)
            #expect(confused.err.contains("./ours is the index of acme, and has no acme/sweep"))
            #expect(try run(binary, "install", "--index", "./public", "acme/sweep").status == 0)
            try clean(binary)
        }
    }

    @Test func gitIsReadWithoutACheckout() throws {
        try Binary.with { binary in
            _ = try binary.script(script(), name: "init.lua")
            try tool(
                binary,
                """
                export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com
                export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
                git init -q -b main repo && mkdir repo/sweep && cp init.lua repo/sweep
                cd repo && git add . && git commit -qm one && git tag v1
                git checkout -qb hostile && ln -s /etc/passwd sweep/link && git add .
                git commit -qm two && git checkout -q main
                """)
            let repo = "git+file://\(binary.folder.path)/repo"
            let plain = try run(binary, "install", "./init.lua")
            let hash = try #require(plain.out.split(separator: " ").dropFirst(3).first)
            let fetched = try run(binary, "install", "\(repo)#v1:sweep")
            #expect(fetched.status == 0, "\(fetched)")
            #expect(fetched.out.contains(hash))
            let lock = try binary.shell("grep resolved tavlua.lock", "").out
            #expect(lock.contains("repo#") && !lock.contains("#v1"), "\(lock)")
            // The commit is fetched again where the files are gone.
            try tool(binary, "chmod -R u+w .local; rm -rf .local")
            #expect(try run(binary, "install").status == 0)
            let before = try listing(binary)
            for (place, status, why) in [
                ("\(repo)#hostile:sweep", 65, "sweep: link is a symbolic link"),
                ("\(repo)#--upload-pack=touch:x", 64, "is no branch, tag or commit"),
                ("\(repo)#v1:../x", 64, "has a part \"..\""), ("\(repo)#v9", 8, "git: "),
                ("\(repo)#v1:none", 66, "v1 has no none"),
                ("git+ext::sh -c touch% pwned", 64, "holds a space"),
                ("git+ext://sh", 64, "is not http or https"),
                ("git+ssh://x/y", 64, "is not http or https"),
            ] {
                let refused = try run(binary, "install", place)
                #expect(refused.status == Int32(status), "\(place): \(refused)")
                #expect(refused.err.contains(why), "\(place): \(refused)")
                #expect(try listing(binary) == before, "\(place)")
            }
            try clean(binary)
        }
    }

    /// Python's web server is the other side.
    @Test func recipesComeOverHTTP() throws {
        try Binary.with { binary in
            _ = try binary.script(script(), name: "sweep.lua")
            #expect(try run(binary, "pack", "--out", "shelf", "./sweep.lua").status == 0)
            #expect(try run(binary, "index", "./shelf").status == 0)
            let server = Process()
            server.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            server.arguments = ["-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
            server.currentDirectoryURL = binary.folder
            let serving = try Running(server, input: nil)
            // Foundation starts it with SIGTERM blocked.
            defer { kill(server.processIdentifier, SIGKILL) }
            try serving.wait(for: ") ...")
            let words = serving.printed.split(separator: " ")
            let port = try #require(words.firstIndex(of: "port").map { words[$0 + 1] })
            let root = "http://127.0.0.1:\(port)"
            let single = try run(binary, "install", "\(root)/sweep.lua")
            #expect(single.out.hasPrefix("acme/sweep 1.0.0 · sha256-"), "\(single)")
            let archive = try run(binary, "install", "\(root)/shelf/acme-sweep-1.0.0.tar.gz")
            #expect(archive.out.hasSuffix(" · as before\n"), "\(archive)")
            #expect(try run(binary, "remove", "acme/sweep").status == 0)
            let indexed = try run(binary, "install", "--index", "\(root)/shelf/", "acme/sweep")
            #expect(indexed.status == 0, "\(indexed)")
            let resolved = try binary.shell("grep resolved tavlua.lock", "").out
            #expect(resolved.contains("\(root)/shelf/acme-sweep-1.0.0.tar.gz#sha256="))
            let zeros = String(repeating: "0", count: 64)
            let pinned = try run(binary, "install", "\(root)/sweep.lua#sha256=\(zeros)")
            #expect(pinned.status == 9, "\(pinned)")
            #expect(try run(binary, "install", "\(root)/none.lua").status == 66)
            kill(server.processIdentifier, SIGKILL)
            server.waitUntilExit()
            let gone = try run(binary, "install", "\(root)/other.lua")
            #expect(gone.status == 8, "\(gone)")
            try clean(binary)
        }
    }

    @Test func addressesThatAreNotFetchedFromAreRefused() throws {
        try Binary.with { binary in
            for (place, status, why) in [
                ("http://example.com/x.lua", Int32(65), "not fetched without TLS"),
                ("https://10.0.0.1/x.lua", 65, "private network"),
                ("https://169.254.169.254/latest", 65, "private network"),
                ("https://user:secret@example.com/x.lua", 64, "name or password"),
                ("ftp://example.com/x.lua", 64, "is not http or https"),
                ("https://example.com/x.lua#sha256=1", 64, "after # stands sha256="),
                ("sweep", 64, "is no recipe"), ("acme/sweep", 66, "none is named"),
                ("./none.lua", 66, "cannot read ./none.lua"),
            ] {
                let refused = try run(binary, "install", place)
                #expect(refused.status == status, "\(place): \(refused)")
                #expect(refused.err.contains(why), "\(place): \(refused)")
                #expect(!refused.err.contains("secret"))
            }
        }
    }
}
