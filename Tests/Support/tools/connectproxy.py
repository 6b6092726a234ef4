#!/usr/bin/env python3
"""A proxy on loopback that opens tunnels, whatever their host, to one port. Standard library only.

It prints each request's first line, and a line "key" whenever a byte of what it can read, in the request
or in the tunnel, is part of the word SECRETSENTINEL. With --refuse STATUS it opens none; it ends when
standard input does.
"""
import argparse, socket, sys, threading


def say(line):
    print(line, flush=True)


def pump(source, target):
    try:
        while data := source.recv(65536):
            if b"SECRETSENTINEL" in data:
                say("key")
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client, options):
    head = b""
    while b"\r\n\r\n" not in head:
        data = client.recv(65536)
        if not data:
            return
        head += data
    say(head.split(b"\r\n")[0].decode("latin-1"))
    if b"SECRETSENTINEL" in head:
        say("key")
    if options.refuse:
        client.sendall(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % options.refuse)
        client.close()
        return
    server = socket.create_connection(("127.0.0.1", options.to))
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    threading.Thread(target=pump, args=(server, client), daemon=True).start()
    pump(client, server)


def main():
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--to", type=int, required=True)
    flags.add_argument("--refuse", type=int)
    flags.add_argument("--attached", action="store_true")
    options = flags.parse_args()
    listener = socket.create_server(("127.0.0.1", 0))

    def loop():
        while True:
            client, _ = listener.accept()
            threading.Thread(target=serve, args=(client, options), daemon=True).start()
    threading.Thread(target=loop, daemon=True).start()
    say(f"listening on 127.0.0.1:{listener.getsockname()[1]} ")
    sys.stdin.read()


if __name__ == "__main__":
    main()
