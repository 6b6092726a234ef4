"""Compares JSON Patch as the emulator applies it, and as tavus.diff makes it, with PyPI's jsonpatch.

usage: patch_oracle.py BASE TAVLUA [--rounds N] [--seed N] [--suite tests.json]

BASE is a running `tavlua emulator`; each document stands in `layers.it` of one persona. --suite plays a
file of github.com/json-patch/json-patch-tests instead, and lists what differs.
"""

import argparse
import copy
import json
import random
import subprocess
import sys
import urllib.error
import urllib.request

import jsonpatch

PLACE = "/layers/it"


class Emulator:
    """One persona that holds a document."""

    def __init__(self, base):
        self.base = base
        persona = {"persona_name": "oracle", "system_prompt": "x", "layers": {"it": None}}
        self.persona = self.send("POST", "/v2/personas", persona)[1]["persona_id"]

    def send(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"x-api-key": "local", "content-type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            text = error.read()
            return error.code, json.loads(text) if text else None

    def patched(self, document, patch):
        """The document after the patch; None when it was refused."""
        path = "/v2/personas/" + self.persona
        start = [{"op": "add", "path": PLACE, "value": document}]
        status, _ = self.send("PATCH", path, start)
        assert status in (200, 304), status
        status, answer = self.send("PATCH", path, [moved(operation) for operation in patch])
        assert status in (200, 304, 400, 422), (status, answer)
        if status in (400, 422):
            # What was refused must have changed nothing.
            left = self.send("GET", path)[1]["layers"]["it"]
            assert same(left, document), ("changed by a refused patch", left)
            return None
        return [self.send("GET", path)[1]["layers"]["it"]]


def moved(operation):
    """The operation on the place of the document."""
    if not isinstance(operation, dict):
        return operation
    result = dict(operation)
    for name in ("path", "from"):
        if isinstance(result.get(name), str) and result[name][:1] in ("", "/"):
            result[name] = PLACE + result[name]
    return result


def same(left, right):
    """Equal with their types: 1 is not true."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def oracle(document, patch):
    try:
        return [jsonpatch.JsonPatch(patch).apply(copy.deepcopy(document))]
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException):
        return None
    except TypeError:
        # jsonpatch 1.33 copies from "-", the place after the end, as if it were a name.
        return None


# Names that need escapes, digits that are no indices. Not "-": jsonpatch 1.33 refuses to replace a member of that
# name, although RFC 6901 gives it a meaning in arrays alone.
NAMES = ["a", "b", "a/b", "m~n", "", "0", "é"]


def value(rng, depth):
    kind = rng.randrange(5 if depth else 3)
    if kind == 0:
        return rng.randrange(2, 9)
    if kind == 1:
        return rng.choice(["x", "y", "", "ü"])
    if kind == 2:
        return None
    if kind == 3:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {rng.choice(NAMES): value(rng, depth - 1) for _ in range(rng.randrange(4))}


def document(rng):
    return {name: value(rng, 3) for name in rng.sample(NAMES, rng.randrange(1, 6))}


def pointer(rng, node):
    """A path into the node, mostly one that is there."""
    path = ""
    while isinstance(node, (dict, list)) and node and rng.random() < 0.75:
        if isinstance(node, dict):
            name = rng.choice(list(node)) if rng.random() < 0.85 else rng.choice(NAMES)
            node = node.get(name)
            path += "/" + name.replace("~", "~0").replace("/", "~1")
        else:
            index = rng.randrange(len(node) + 2)
            path += "/" + (str(index) if rng.random() < 0.85 else rng.choice(["-", "01", "x", "-1"]))
            node = node[index] if index < len(node) else None
    return path


def operation(rng, node):
    name = rng.choice(["add", "remove", "replace", "move", "copy", "test"])
    result = {"op": name, "path": pointer(rng, node) or "/a"}
    if name in ("add", "replace", "test"):
        result["value"] = value(rng, 2)
    if name in ("move", "copy"):
        result["from"] = pointer(rng, node) or "/a"
    return result


def apply_random(emulator, rounds, seed):
    rng = random.Random(seed)
    applied = 0
    for number in range(rounds):
        start = document(rng)
        patch = [operation(rng, start) for _ in range(rng.randrange(1, 4))]
        wanted, found = oracle(start, patch), emulator.patched(start, patch)
        if (wanted is None) != (found is None) or (wanted and not same(wanted[0], found[0])):
            sys.exit(f"patch oracle: seed {seed}, round {number}: {json.dumps(start)}\n"
                     f"  patch  {json.dumps(patch)}\n  oracle {wanted}\n  ours   {found}")
        applied += wanted is not None
    print(f"patch oracle: {rounds} patches, {applied} applied, {rounds - applied} refused, all alike")


SCRIPT = """
local json = require "json"
for line in io.lines() do
    local pair = json.decode(line)
    io.write(json.encode(tavus.diff(pair[1], pair[2])), "\\n")
end
"""


def diff_random(tavlua, rounds, seed):
    rng = random.Random(seed)
    # Members that are null in a table are absent in Lua, so there are none.
    pairs = [[without_null(document(rng)), without_null(document(rng))] for _ in range(rounds)]
    lines = "".join(json.dumps(pair) + "\n" for pair in pairs)
    made = subprocess.run([tavlua, "--quiet", "--fresh", "-e", SCRIPT], input=lines, text=True,
                          capture_output=True, check=True, timeout=120).stdout.splitlines()
    assert len(made) == rounds, (len(made), rounds)
    for (start, end), line in zip(pairs, made):
        result = oracle(start, json.loads(line))
        # An empty table is both an empty list and an empty object.
        if result is None or not same(lists(result[0]), lists(end)):
            sys.exit(f"patch oracle: {json.dumps(start)}\n  to {json.dumps(end)}\n  by {line}")
    print(f"patch oracle: {rounds} differences made by tavus.diff, all true")


def without_null(node):
    if isinstance(node, dict):
        return {name: without_null(member) for name, member in node.items() if member is not None}
    return [without_null(item) for item in node if item is not None] if isinstance(node, list) else node


def lists(node):
    if isinstance(node, dict):
        return {name: lists(member) for name, member in node.items()} or []
    return [lists(item) for item in node] if isinstance(node, list) else node


def play_suite(emulator, path):
    alike = differing = skipped = 0
    for case in json.load(open(path, encoding="utf-8")):
        if "patch" not in case or case.get("disabled"):
            skipped += 1
            continue
        found = emulator.patched(case["doc"], case["patch"])
        wanted = None if "error" in case else [case.get("expected", case["doc"])]
        if (wanted is None) == (found is None) and (not wanted or same(wanted[0], found[0])):
            alike += 1
        else:
            differing += 1
            print("DIFFERS", case.get("comment", case.get("error", "")), json.dumps(case), found)
    print(f"suite {path}: {alike} alike, {differing} differ, {skipped} without a patch")
    return differing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("tavlua")
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--suite")
    options = parser.parse_args()
    emulator = Emulator(options.base)
    if options.suite:
        sys.exit(1 if play_suite(emulator, options.suite) else 0)
    apply_random(emulator, options.rounds, options.seed)
    diff_random(options.tavlua, options.rounds, options.seed)


main()
