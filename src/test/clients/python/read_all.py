"""Reads every type with twentyc.rpc, whole and one row alone, and asks for what is not there.

usage: read_all.py BASE_URL TAG...

Prints {"all": {"net": {"1": "2020-02-11T08:11:13Z", ...}, ...}, "alone": {...}, "absent": {"net": "404 ...", ...}};
"alone" holds the last row of each list, asked for by its id.
"""

import json
import sys

from twentyc.rpc import RestClient
from twentyc.rpc.client import NotFoundException

NOBODY = 999999999


def updated(rows):
    return {row["id"]: row["updated"] for row in rows}


def error_of(client, tag):
    try:
        return f"found: {client.get(tag, NOBODY)}"
    except NotFoundException as missing:
        return str(missing)


client = RestClient(sys.argv[1] + "/api")
read = {"all": {}, "alone": {}, "absent": {}}
for tag in sys.argv[2:]:
    rows = client.all(tag)
    read["all"][tag] = updated(rows)
    read["alone"][tag] = updated(client.get(tag, rows[-1]["id"]))
    read["absent"][tag] = error_of(client, tag)
json.dump(read, sys.stdout)
