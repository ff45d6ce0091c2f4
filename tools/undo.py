#!/usr/bin/env python3
"""Measures taking back an import of so many rows, and checks that what was there before is there again.

    ./peerage serve --demo --data D --port 8080 --throttle off --jobs off &      (it prints keys)
    tools/undo.py --url http://127.0.0.1:8080 --key KEY --net 1 [--rows 2000] [--pid PID]

Half of the rows are contacts that the import makes, half are contacts of before that it changes; it is what the key does, and the
undo is asked for by key and time. The deleted ones stay as deleted rows; of the others all but `updated` has to be as it was.
"""

import argparse
import json
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--net", type=int, required=True)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--pid", help="of the server, for its processor time")
    args = parser.parse_args()

    def ask(method, path, body=None):
        request = urllib.request.Request(args.url + path, method=method, headers={
            "Authorization": "Api-Key " + args.key, "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, None if body is None else json.dumps(body).encode()) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{method} {path}: {refused.code} {refused.read()[:500].decode()}")

    def batches(operations):
        return [one["body"]["data"][0]["id"]
                for first in range(0, len(operations), 500)
                for one in ask("POST", "/api/batch", operations[first:first + 500])["data"]]

    def contact(number, name):
        return {"net_id": args.net, "role": "NOC", "visible": "Users", "name": f"{name} {number}",
                "email": f"{name.lower()}{number}@n.example.net"}

    def rows():
        kept = {row["id"]: row for row in ask("GET", f"/api/poc?net_id={args.net}&depth=0")["data"]}
        for row in kept.values():
            del row["updated"]
        return kept

    def cpu():
        if not args.pid:
            return 0
        fields = open(f"/proc/{args.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    half = args.rows // 2
    ids = batches([{"method": "POST", "path": "/api/poc", "data": contact(i, "Before")} for i in range(half)])
    before = rows()
    time.sleep(1.1)  # the undo begins at a second
    start = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    batches([{"method": "PUT", "path": f"/api/poc/{one}", "data": contact(one, "Changed")} for one in ids]
            + [{"method": "POST", "path": "/api/poc", "data": contact(i, "Made")} for i in range(half)])
    selection = {"by": "org-key:" + args.key.split(".")[0], "from": start, "about": f"net:{args.net}"}
    for name, path in ("trial", "/api/undo?dry-run"), ("undo", "/api/undo"):
        begun, used = time.perf_counter(), cpu()
        done = ask("POST", path, selection)
        print(f"{name}: {len(done['data'])} rows, {time.perf_counter() - begun:.2f} s"
              + (f", {cpu() - used:.2f} s of processor time" if args.pid else ""))
    after = rows()
    different = [one for one in before.keys() | after.keys() if before.get(one) != after.get(one)]
    print(f"rows that are not as before: {len(different)}")
    raise SystemExit(1 if different else 0)


if __name__ == "__main__":
    main()
