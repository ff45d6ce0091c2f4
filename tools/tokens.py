#!/usr/bin/env python3
"""Measures what it costs a server to look at an access token: processor time per request of /profile/v1.

    tools/tokens.py accounts --dump scale1.json --people 1000 > accounts.json
    ./peerage load scale1.json --accounts accounts.json --keys-out keys.json --data D
    ./peerage serve --data D --port 8080 --throttle off &
    tools/tokens.py make --data D --keys keys.json > credentials.json
    tools/tokens.py measure --url http://127.0.0.1:8080 --pid PID --credentials credentials.json

accounts makes up people, each the admin of an organization with networks, and a key for each. make gives each an access token, of an
application that it adds to the SQLite file. measure asks for profiles with keys and with tokens in turn, in pairs of rounds: with one
credential again and again, and with those of all people one after the other. The answers are the same but for amr, so what differs is the
check. Needs wrk (Debian's package).
"""

import argparse
import hashlib
import json
import os
import re
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

LIFE = 36_000
SCOPE = "profile email networks"
WRK = """
local headers = {}
for line in io.lines("%s") do headers[#headers + 1] = { ["Authorization"] = line } end
local i = 0
request = function() i = i %% #headers + 1; return wrk.format("GET", "/profile/v1", headers[i]) end
"""


def accounts(args):
    rows = json.loads(Path(args.dump).read_text())["net"]["data"]
    organizations = list(dict.fromkeys(row["org_id"] for row in rows if row["status"] == "ok"))[: args.people]
    users = [{"name": f"person{n}", "email": f"person{n}@example.net", "password_hash": "!", "verified": True, "superuser": False,
              "staff": False, "orgs": {str(org): "admin"}, "permissions": [], "api_keys": [{"name": "k", "readonly": False}]}
             for n, org in enumerate(organizations)]
    json.dump({"users": users, "org_api_keys": []}, sys.stdout)


def make(args):
    db = sqlite3.connect(next(Path(args.data).glob("*.db")), timeout=30)
    now = int(time.time())
    pairs = []
    with db:
        application = db.execute(
            "insert into oauth_application (client_id, name, user_id, public, redirect_uris, created)"
            " select ?, 'Measured', min(id), 0, 'https://portal.example.net/cb', ? from user_account",
            (secrets.token_hex(20), now)).lastrowid
        for name, key in json.loads(Path(args.keys).read_text()).items():
            user = db.execute("select id from user_account where username = ?", (name.removeprefix("user:").split("/")[0],)).fetchone()
            if user is None:
                continue
            grant = db.execute(
                "insert into oauth_grant (application_id, user_id, scope, nonce, auth_time, amr, created, expires)"
                " values (?, ?, ?, '', ?, 'pwd', ?, ?)", (application, user[0], SCOPE, now, now, now + LIFE)).lastrowid
            token = secrets.token_urlsafe(32)
            db.execute("insert into oauth_token (hash, kind, grant_id, scope, created, expires) values (?, 'access', ?, ?, ?, ?)",
                       (hashlib.sha256(token.encode()).hexdigest(), grant, SCOPE, now, now + LIFE))
            pairs.append({"key": f"Api-Key {key}", "token": f"Bearer {token}"})
    json.dump(pairs, sys.stdout)


def profile(url, header):
    with urllib.request.urlopen(urllib.request.Request(url + "/profile/v1", headers={"Authorization": header}), timeout=60) as answer:
        return json.load(answer)


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def microseconds(args, headers, seconds):
    """Processor time of the server per request."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed, tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        listed.write("\n".join(headers) + "\n")
        listed.flush()
        script.write(WRK % listed.name)
        script.flush()
        before = processor_seconds(args.pid)
        out = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", script.name, args.url],
                             capture_output=True, text=True, check=True).stdout
        spent = processor_seconds(args.pid) - before
    if re.search("Non-2xx|Socket errors", out):
        raise SystemExit(out)
    return spent / int(re.search(r"(\d+) requests in", out)[1]) * 1e6


def measure(args):
    pairs = json.loads(Path(args.credentials).read_text())
    first = profile(args.url, pairs[0]["token"])
    if first != profile(args.url, pairs[0]["key"]) or not first["networks"]:
        raise SystemExit("a key and a token of one person are told different things")
    print(f"{'credentials':>12} {'ratio':>6} {'token µs':>9} {'key µs':>9}   ratios of the rounds")
    for name, chosen in (("one", pairs[:1]), (str(len(pairs)), pairs)):
        headers = {kind: [pair[kind] for pair in chosen] for kind in ("token", "key")}
        for kind in ("key", "token"):
            microseconds(args, headers[kind], 2 * args.seconds)
        costs = []
        for n in range(args.rounds):
            order = ("token", "key")[:: 1 if n % 2 else -1]
            cost = {kind: microseconds(args, headers[kind], args.seconds) for kind in order}
            costs.append((cost["token"], cost["key"]))
        ratios = [token / key for token, key in costs]
        print(f"{name:>12} {statistics.median(ratios):6.2f} {statistics.median(t for t, _ in costs):9.1f}"
              f" {statistics.median(k for _, k in costs):9.1f}   " + " ".join(f"{ratio:.2f}" for ratio in ratios), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("accounts")
    one.add_argument("--dump", required=True)
    one.add_argument("--people", type=int, default=1000)
    one.set_defaults(run=accounts)
    one = commands.add_parser("make")
    one.add_argument("--data", required=True)
    one.add_argument("--keys", required=True)
    one.set_defaults(run=make)
    one = commands.add_parser("measure")
    one.add_argument("--url", required=True)
    one.add_argument("--pid", type=int, required=True)
    one.add_argument("--credentials", required=True)
    one.add_argument("--rounds", type=int, default=9)
    one.add_argument("--seconds", type=int, default=3)
    one.set_defaults(run=measure)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
