#!/usr/bin/env python3
"""A loopback HTTP server that repeats the caller's key wherever an answer has room for it, in every spelling.

The base URL chooses the status: http://127.0.0.1:PORT/s/401/v2. Status 0 answers with text that is no HTTP.
Prints "listening PORT" when it is ready, and ends with its standard input. Standard library only.
"""
import base64, json, sys, threading, urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def spellings(key):
    yield key
    yield "".join("\\u%04x" % ord(letter) for letter in key)
    yield "".join("%%%02X" % ord(letter) for letter in key)
    yield urllib.parse.quote("https://a.example/?key=" + key, safe="")
    for before in ("", "x", "xy"):
        yield base64.b64encode((before + key).encode()).decode()
        yield base64.urlsafe_b64encode((before + key + "z").encode()).decode()
    yield json.dumps(json.dumps(key))[1:-1].replace("/", "\\/")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        key = self.headers.get("x-api-key", "")
        status = int(self.path.split("/")[2])
        # Escapes of JSON stay as they are: what a client decodes must be clean as well.
        words = " ".join(spellings(key))
        body = ('{"message":"no: %s","error":"%s"}' % (words, key)).encode()
        if status == 0:
            self.wfile.write(words.encode())
            self.close_connection = True
            return
        if status == 299:
            status, body = 200, b"not JSON: " + words.encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("x-request-id", key)
        self.send_header("location", "https://%s.example/%s" % (key, key))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("listening", server.server_address[1], flush=True)
sys.stdin.read()
