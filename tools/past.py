#!/usr/bin/env python3
"""Makes up years of log for a registry, and measures reading its past.

    ./peerage load scale1.json --data D
    tools/past.py make --data D --versions 520000 --per-day 143
    ./peerage serve --data D --port 8080 --jobs off --throttle off &
    tools/past.py measure --url http://127.0.0.1:8080 --pid PID [--near 50000]

make writes into the SQLite file of a registry that was just loaded, while nothing runs on it: each version changes a
connection, two of three also the network that it is of, and the log and the rows agree (./peerage doctor). The load is dated
back, so that the last version is of today. measure asks for moments at random, each cold, then the same ready.
"""

import argparse
import json
import random
import sqlite3
import statistics
import subprocess
import time
import urllib.request
from pathlib import Path

DAY = 86400


def make(args):
    database = next(Path(args.data).glob("*.db"))
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    head, = db.execute("SELECT version FROM registry_head").fetchone()
    if head != 1:
        raise SystemExit("a registry that was just loaded is needed")
    now = int(time.time())
    start = now - args.versions * DAY // args.per_day - DAY
    rows = {i: [net, speed, updated] for i, net, speed, updated in
            db.execute("SELECT id, net_id, speed, updated FROM netixlan WHERE status = 'ok'")}
    times = dict(db.execute("SELECT id, netixlan_updated FROM net"))
    ids = list(rows)
    chance = random.Random(args.seed)
    db.execute("BEGIN")
    db.execute("UPDATE change SET at = ? WHERE version = 1", (start,))

    def log():
        for version in range(2, args.versions + 2):
            at = start + (version - 1) * DAY // args.per_day
            one = chance.choice(ids)
            net, speed, updated = rows[one]
            faster = chance.choice([1000, 10000, 100000, 400000])
            before, after = {"speed": speed, "updated": updated}, {"speed": faster, "updated": at}
            rows[one] = [net, faster, at]
            yield (version, 0, at, "user:1", None, "update", "netixlan", one, compact(before), compact(after))
            if version % 3:
                was, times[net] = times[net], at
                yield (version, 1, at, "user:1", None, "derive", "net", net,
                       compact({"netixlan_updated": was}), compact({"netixlan_updated": at}))

    db.executemany("INSERT INTO change (version, seq, at, actor, request_id, operation, type, object_id, before_json,"
                   " after_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", log())
    db.executemany("UPDATE netixlan SET speed = ?, updated = ? WHERE id = ?",
                   ((speed, updated, i) for i, (_, speed, updated) in rows.items()))
    db.executemany("UPDATE net SET netixlan_updated = ? WHERE id = ?", ((at, i) for i, at in times.items()))
    last = start + args.versions * DAY // args.per_day
    db.execute("UPDATE registry_head SET version = ?, changed_at = ?", (args.versions + 1, last))
    db.execute("COMMIT")
    count, = db.execute("SELECT COUNT(*) FROM change").fetchone()
    db.close()
    print(f"{args.versions} versions, {count} rows of log, {database.stat().st_size / 1e9:.2f} GB")


def compact(values):
    return json.dumps(values, separators=(",", ":"))


def get(url):
    begun = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
        body = answer.read()
        return time.perf_counter() - begun, len(body), answer.headers


def heap(pid):
    """Megabytes in use after a collection."""
    subprocess.run(["jcmd", pid, "GC.run"], check=True, stdout=subprocess.DEVNULL)
    out = subprocess.run(["jcmd", pid, "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    return int(out.split("used ")[1].split("K")[0]) // 1024


def measure(args):
    _, _, headers = get(args.url + "/api/campus?limit=1")
    head = int(headers["X-Peerage-Version"])
    low = max(1, head - args.near) if args.near else 1
    chance = random.Random(args.seed)
    before = heap(args.pid) if args.pid else 0
    figures = {"cold, one network": [], "ready, one network": [], "ready, netixlan?ix_id=": [],
               "all of net, first": [], "all of net, again": []}
    get(args.url + f"/api/net/1?depth=0&at={head - 1}")
    for _ in range(args.rounds):
        version = chance.randrange(low, head)
        figures["cold, one network"].append(get(args.url + f"/api/net/1?depth=0&at={version}")[0])
        figures["ready, one network"].append(
            statistics.median(get(args.url + f"/api/net/1?depth=0&at={version}")[0] for _ in range(20)))
        figures["ready, netixlan?ix_id="].append(
            statistics.median(get(args.url + f"/api/netixlan?ix_id=31&at={version}")[0] for _ in range(5)))
        figures["all of net, first"].append(get(args.url + f"/api/net?at={version}")[0])
        figures["all of net, again"].append(get(args.url + f"/api/net?at={version}")[0])
    print("present, one network:",
          f"{statistics.median(get(args.url + '/api/net/1?depth=0')[0] for _ in range(20)) * 1000:.1f} ms")
    for name, seconds in figures.items():
        print(f"{name}: {statistics.median(seconds) * 1000:.1f} ms, at most {max(seconds) * 1000:.1f} ms")
    if args.pid:
        print(f"heap: {before} MB before, {heap(args.pid)} MB after {args.rounds} states")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("make")
    making.add_argument("--data", required=True)
    making.add_argument("--versions", type=int, required=True)
    making.add_argument("--per-day", type=int, required=True)
    making.add_argument("--seed", type=int, default=1)
    making.set_defaults(run=make)
    measuring = commands.add_parser("measure")
    measuring.add_argument("--url", required=True)
    measuring.add_argument("--pid", help="of the server, for its heap")
    measuring.add_argument("--near", type=int, default=0, help="only so many versions back")
    measuring.add_argument("--rounds", type=int, default=10)
    measuring.add_argument("--seed", type=int, default=2)
    measuring.set_defaults(run=measure)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
