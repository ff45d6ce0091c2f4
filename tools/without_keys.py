#!/usr/bin/env python3
"""Runs conformance.py as if answers lacked some keys: those of fields that the reference does not have.

    without_keys.py KEY,KEY… conformance.py check …
"""
import json
import runpy
import sys

keys = set(sys.argv[1].split(","))
loads = json.loads


def pairs(found):
    return {key: value for key, value in found if key not in keys}


json.loads = lambda text, **options: loads(text, object_pairs_hook=pairs, **options)
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
