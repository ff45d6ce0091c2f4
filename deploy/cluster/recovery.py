"""Two more things that operators do to the set-up: taking the database back to an earlier moment, and a new program on one node
after the other."""

import json
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone

from load import NETWORK, Client
from machines import binaries, run, until


def back_up(cluster, load):
    """A full backup while others write."""
    begun = time.monotonic()
    before = len(load.acknowledgements)
    cluster.primary().pgbackrest("--type=full", "backup")
    print(f"backup: {time.monotonic() - begun:.1f} s, {len(load.acknowledgements) - before} writes acknowledged meanwhile", flush=True)


def restore(cluster, key):
    """A write, and one that should not have been: all machines go back to the moment between them."""
    client = Client(cluster.url, key)
    kept = _contact(client, "kept")
    session = _feed(cluster)["session"]
    time.sleep(1.1)
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f+00")
    time.sleep(1.1)
    mistake = _contact(client, "mistake")
    # What is archived can be restored: the switch makes sure of the last minute.
    cluster.primary().sql("SELECT pg_switch_wal()")
    until("WAL is archived", lambda: cluster.primary().sql(
        "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) OR last_archived_time > now() - interval '5 s' FROM pg_stat_archiver") == "t")

    begun = time.monotonic()
    # 1. Nobody writes, and no Patroni starts what was stopped.
    for node in cluster.nodes:
        node.stop("peerage")
    for machine in (*(one for one in cluster.databases if one is not cluster.primary()), cluster.primary()):
        machine.stop("patroni")
    first, *others = cluster.databases
    # 2. One machine goes back, and PostgreSQL on it ends the recovery, heard by nobody else.
    first.pgbackrest("--delta", "--type=time", f"--target={moment}", "--target-action=promote", "restore")
    control = first.as_postgres(binaries() / "pg_ctl", "-D", first.folder / "data")
    run(*control, "-w", "-l", first.folder / "restore.log", "-o",
        f"-c listen_addresses='' -c unix_socket_directories={first.folder} -c hba_file={_local_only(first)} -c synchronous_standby_names=''", "start", cwd="/")
    until("the recovery ends", lambda: first.sql("SELECT pg_is_in_recovery()") == "f")
    run(*control, "-w", "-m", "fast", "stop", cwd="/")
    # 3. etcd forgets the cluster that was; Patroni begins another one with this machine, and the others copy it.
    run(*first.inside("env", "ETCDCTL_API=2", "etcdctl", "rm", "--recursive", "/service/peerage"))
    first.start_patroni()
    until("the primary", lambda: first.says("/primary") == 200)
    for machine in others:
        run("rm", "-rf", machine.folder / "data")
        machine.start_patroni()
    until("a synchronous standby", lambda: any(cluster.is_synchronous(machine) for machine in others))
    # 4. Versions will be given out again: followers must not go on where they were.
    node = cluster.nodes[0]
    run(*node.inside(*node.program, "doctor", "--new-session", "--db", node.database_url(), "--data", node.folder / "doctor"))
    for node in cluster.nodes:
        node.start_peerage()
    until("all is whole", cluster.is_whole, 150)
    back = time.monotonic() - begun

    problems = []
    client.close()
    if client.ask("GET", f"/api/poc/{kept}")[0] != 200:
        problems.append("what was written before the moment is gone")
    if client.ask("GET", f"/api/poc/{mistake}")[0] != 404:
        problems.append("what was written after the moment is there")
    if _feed(cluster)["session"] == session:
        problems.append("followers are not told that history is another one")
    if _feed(cluster, f"&session={session}")["status"] != 410:
        problems.append("a follower of the old history goes on")
    _contact(client, "after")
    print(f"restore: back at the moment with three machines after {back:.1f} s: {problems or 'as it should be'}", flush=True)
    return problems


def _local_only(machine):
    file = machine.folder / "local.conf"
    file.write_text("local all postgres peer\n", encoding="ascii")
    return file


def _contact(client, name):
    status, text = client.ask("POST", "/api/poc", {"net_id": NETWORK, "role": "Sales", "visible": "Public", "name": name,
                                                   "email": "a@networks.example"})
    if status != 201:
        raise RuntimeError(f"{name}: {status} {text}")
    return json.loads(text)["data"][0]["id"]


def _feed(cluster, more=""):
    try:
        with urllib.request.urlopen(f"{cluster.url}/api/changes?limit=1{more}", timeout=10) as answer:
            line = json.loads(answer.read().decode().splitlines()[0])
            return {"status": answer.status, "session": line.get("session", answer.headers.get("X-Peerage-Session"))}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "session": None}


def upgrade(cluster, load, program):
    """One node after the other gets another program, under load; the first prepares the schema."""
    problems = []
    before = cluster.primary().sql("SELECT max(version::int) FROM peerage_schema", "peerage")
    for node in cluster.nodes:
        begun = time.monotonic()
        node.stop("peerage")
        node.program = tuple(program)
        node.start_peerage()
        until(f"{node.name} answers", node.is_up, alive=node.services["peerage"])
        time.sleep(3)
        now = cluster.primary().sql("SELECT max(version::int) FROM peerage_schema", "peerage")
        reads = load.reads_between(begun, time.monotonic())
        gap = load.longest_write_gap(begun, time.monotonic())
        print(f"{node.name}: new program, schema {before} -> {now}; writes away for {gap:.2f} s at most; reads: {reads.count} answered, "
              f"{reads.failed} not", flush=True)
        if reads.failed:
            problems.append(f"{node.name}: {reads.failed} reads were not answered: {reads.why}")
        if gap > 2:
            problems.append(f"{node.name}: writes were away for {gap:.1f} s")
    return problems
