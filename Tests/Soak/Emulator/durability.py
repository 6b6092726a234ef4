#!/usr/bin/env python3
"""Does to `tavlua emulator` what takes servers' data away: kill -9, full disks, no descriptors, two processes.

Usage: durability.py TAVLUA [kill=ROUNDS] [two] [limit] [disk] [files]     (all of them by default)
"""
import http.client, json, os, random, resource, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, time

HEADERS = {"x-api-key": "k", "Content-Type": "application/json"}


class Server:
    """One `tavlua emulator` on a free port."""

    def __init__(self, data, limits=()):
        def confine():
            for kind, value in limits:
                resource.setrlimit(kind, (value, value))
        self.process = subprocess.Popen(
            [TAVLUA, "emulator", "--port", "0", "--quiet", "--data", data],
            stdout=subprocess.PIPE, text=True, preexec_fn=confine)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), "it did not start"
        self.port = int(line.rsplit(":", 1)[1])

    def call(self, method, path, body=None, headers=HEADERS, connection=None):
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def steer(self, command, body=None):
        token = open(f"{STATE}/tavlua/emulator-{self.port}.token").read().strip()
        return self.call("POST", f"/__emulator/{command}", body, HEADERS | {"x-emulator-token": token})

    def personas(self):
        rows, page = [], 1
        while True:
            status, answer = self.call("GET", f"/v2/personas?persona_type=user&limit=100&page={page}")
            assert status == 200, answer
            rows += answer["data"]
            if len(answer["data"]) < 100: return rows
            page += 1

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait()
        self.process.stdout.close()


def persona(mark): return {"persona_name": mark, "system_prompt": mark}


def write_until_killed(server, worker, ledger):
    """Creates, changes and deletes; `ledger` maps ids to the states that are possible, by what was answered."""
    random_source, mine = random.Random(), []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for number in range(1_000_000):
        mark, kind = f"{worker}-{number}", random_source.random()
        try:
            if kind < 0.5 or not mine:
                status, answer = server.call("POST", "/v2/personas", persona(mark), connection=connection)
                assert status == 200, answer
                mine.append(answer["persona_id"])
                ledger[mine[-1]] = {mark}
            elif kind < 0.8:
                chosen = random_source.choice(mine)
                ledger[chosen] |= {mark}
                patch = [{"op": "replace", "path": f"/{name}", "value": mark} for name in persona(mark)]
                status, answer = server.call("PATCH", f"/v2/personas/{chosen}", patch, connection=connection)
                assert status == 200, answer
                ledger[chosen] = {mark}
            else:
                chosen = mine.pop(random_source.randrange(len(mine)))
                ledger[chosen] |= {None}
                status, answer = server.call("DELETE", f"/v2/personas/{chosen}", connection=connection)
                assert status == 204, answer
                ledger[chosen] = {None}
        except (OSError, http.client.HTTPException):
            return


def check(server, ledger):
    found = {row["persona_id"]: row for row in server.personas()}
    for row in found.values():
        assert row["persona_name"] == row["system_prompt"], f"half a write: {row}"
    for identifier, possible in ledger.items():
        row = found.get(identifier)
        state = row and row["persona_name"]
        assert state in possible, f"{identifier}: {state} where {possible} was answered"
        ledger[identifier] = {state}


def kill(folder, rounds):
    data, ledger, writes = f"{folder}/killed.sqlite", {}, 0
    for number in range(rounds):
        server, before = Server(data), len(ledger)
        check(server, ledger)
        workers = [threading.Thread(target=write_until_killed, args=(server, f"{number}.{n}", ledger)) for n in range(4)]
        for worker in workers: worker.start()
        time.sleep(random.uniform(0.002, 0.15))
        server.end(signal.SIGKILL)
        for worker in workers: worker.join()
        writes += len(ledger) - before
    server = Server(data)
    check(server, ledger)
    server.end()
    assert sqlite3.connect(data).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    print(f"kill: {rounds} rounds, {writes} records made, none lost, none half")


def two(folder):
    data, made = f"{folder}/two.sqlite", []
    servers = [Server(data), Server(data)]

    def create(server, worker):
        for number in range(50):
            status, answer = server.call("POST", "/v2/personas", persona(f"{worker}-{number}"))
            assert status == 200, answer
            made.append(answer["persona_id"])
    workers = [threading.Thread(target=create, args=(servers[n % 2], n)) for n in range(8)]
    for worker in workers: worker.start()
    for worker in workers: worker.join()
    assert len(made) == 400, f"{len(made)} of 400 writes were answered"
    for server in servers:
        assert {row["persona_id"] for row in server.personas()} == set(made)
    before = servers[1].steer("now")[1]["now"]
    assert servers[0].steer("advance", {"seconds": 3600})[0] == 200
    assert servers[1].steer("now")[1]["now"] >= before + 3600
    for server in servers: server.end()
    print("two: 400 writes by two processes, none lost, one clock")


def fill(server):
    """Writes until there is no room; returns what was answered with 200."""
    made = []
    for number in range(10_000):
        body = {"document_url": "https://a.example/b", "document_name": f"{number}" + "x" * 20_000}
        status, answer = server.call("POST", "/v2/documents", body)
        if status == 507: return made
        assert status == 200, answer
        made.append(answer["document_id"])
    raise AssertionError("the disk never got full")


def readable(server, made):
    for identifier in made:
        assert server.call("GET", f"/v2/documents/{identifier}")[0] == 200, identifier
    assert server.call("GET", "/v2/documents")[1]["total_count"] == len(made)


def limit(folder):
    data = f"{folder}/limited.sqlite"
    server = Server(data, [(resource.RLIMIT_FSIZE, 1 << 20)])
    made = fill(server)
    readable(server, made)
    server.end()
    server = Server(data)
    readable(server, made)
    assert server.call("POST", "/v2/documents", {"document_url": "https://a.example/b"})[0] == 200
    server.end()
    print(f"limit: 507 after {len(made)} writes, still readable; recovered")


def disk(folder):
    mount = f"{folder}/small"
    os.mkdir(mount)
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount], stderr=subprocess.DEVNULL).returncode != 0:
        print("disk: SKIPPED, no right to mount")
        return
    try:
        with open(f"{mount}/filler", "wb") as filler: filler.write(b"x" * (1 << 20))
        server = Server(f"{mount}/e.sqlite")
        made = fill(server)
        readable(server, made)
        os.unlink(f"{mount}/filler")
        status, answer = server.call("POST", "/v2/documents", {"document_url": "https://a.example/b"})
        assert status == 200, answer
        readable(server, made + [answer["document_id"]])
        server.end()
        print(f"disk: 507 after {len(made)} writes, still readable; goes on when there is room")
    finally:
        subprocess.run(["umount", mount], check=True)


def processor_time(process):
    fields = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def files(folder):
    server = Server(f"{folder}/files.sqlite", [(resource.RLIMIT_NOFILE, 48)])
    assert server.call("GET", "/v2/personas")[0] == 200
    held = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=20) for _ in range(100)]
    for connection in held: connection.connect()
    before = processor_time(server.process)
    time.sleep(1)
    spent = processor_time(server.process) - before
    assert spent < 0.3, f"it spins: {spent} s of processor time in a second"
    for connection in held: connection.close()
    assert server.call("GET", "/v2/personas")[0] == 200
    status, answer = server.call("POST", "/v2/personas", persona("after"))
    assert status == 200, answer
    server.end()
    print(f"files: 100 connections with 48 descriptors, {spent:.2f} s of processor time in 1 s; recovered")


def main():
    chosen = dict(word.partition("=")[::2] for word in sys.argv[2:]) or dict.fromkeys(
        ["kill", "two", "limit", "disk", "files"], "")
    folder = tempfile.mkdtemp(prefix="tavlua-durability-")
    global STATE
    STATE = os.environ["XDG_STATE_HOME"] = folder
    try:
        for name, value in chosen.items():
            if name == "kill": kill(folder, int(value or 200))
            else: {"two": two, "limit": limit, "disk": disk, "files": files}[name](folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


TAVLUA = sys.argv[1]
main()
