"""Prints what the official client has copied: {"net": {"ok": {"1": "2020-02-11T08:11:13Z", ...}, "deleted": ...}, ...}.

usage: copied.py CONFIG_FOLDER
"""

import json
import sys

from peeringdb import config, resource
from peeringdb.client import Client

client = Client(config.load_config(sys.argv[1]))
copied = {}
for kind in resource.all_resources():
    by_status = copied[kind.tag] = {}
    for row in client.all(kind):
        by_status.setdefault(row.status, {})[row.id] = row.updated.strftime("%Y-%m-%dT%H:%M:%SZ")
json.dump(copied, sys.stdout)
