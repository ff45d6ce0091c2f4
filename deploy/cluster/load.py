"""Who writes and reads while things happen, and what must be true afterwards."""

import http.client
import itertools
import json
import random
import threading
import time
from collections import namedtuple
from urllib.parse import urlsplit

import psycopg2
from machines import ADDRESSES, run, until

NETWORK = 1  # the demo's network whose contacts are written
WRITERS = 4
PATIENT_WRITERS = 2
READERS = 3
PAUSE = 0.02
ARRIVAL = 0.25
MOST_WAITING = 100
VISIT = 0.2
KEPT = 40

Reads = namedtuple("Reads", "count failed why gap slowest")


def longest_gap(times, begun, end):
    inside = [begun, *(at for at in times if begun < at < end), end]
    return max((later - earlier for earlier, later in zip(inside, inside[1:])), default=0)


class EngineProbe:
    """Asks each database by itself to commit something while Patroni says that it is the primary: when one does, the engine is
    there, whatever Peerage makes of it."""

    def __init__(self, cluster):
        self.times = []
        self.stopped = threading.Event()
        self.password = cluster.databases[0].settings["SUPERUSER_PASSWORD"]
        primary = cluster.primary()
        primary.sql("CREATE DATABASE probe")
        primary.sql("CREATE TABLE probe (n bigint); INSERT INTO probe VALUES (0)", "probe")
        for machine in cluster.databases:
            threading.Thread(target=self._ask, args=(machine,), daemon=True).start()

    def _ask(self, machine):
        while not self.stopped.is_set():
            try:
                connection = psycopg2.connect(
                    host=machine.address, dbname="probe", user="postgres", password=self.password, connect_timeout=2,
                    target_session_attrs="read-write", keepalives_idle=1, keepalives_interval=1, keepalives_count=2,
                    tcp_user_timeout=2000)
                with connection.cursor() as cursor:
                    connection.autocommit = True
                    while not self.stopped.is_set() and machine.says("/primary") == 200:
                        cursor.execute("UPDATE probe SET n = n + 1")
                        if connection.notices:
                            break  # "canceling wait for synchronous replication": it is on one disk only
                        self.times.append(time.monotonic())
                        time.sleep(0.05)
                connection.close()
            except psycopg2.Error:
                pass
            time.sleep(0.1)

    def since(self, moment):
        return any(at > moment for at in reversed(self.times[-20:]))

    def longest_gap(self, begun, end):
        return longest_gap(sorted(self.times), begun, end)

    def stop(self):
        self.stopped.set()


class Client:
    """One connection to the balancer, made again when it breaks."""

    def __init__(self, url, key):
        self.host = urlsplit(url).netloc
        self.headers = {"Content-Type": "application/json"} | ({"Authorization": f"Api-Key {key}"} if key else {})
        self.connection = None

    def ask(self, method, path, body=None, headers=None):
        """Status and text; status 0 where none came."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, timeout=40)
            self.connection.request(method, path, None if body is None else json.dumps(body), self.headers | (headers or {}))
            answer = self.connection.getresponse()
            text = answer.read().decode()
            if answer.will_close:
                self.close()
            return answer.status, text
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            return 0, repr(problem)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Writer(threading.Thread):
    """Makes, changes and deletes contacts, and remembers what each may be now."""

    def __init__(self, load, number, patient):
        super().__init__(daemon=True)
        self.load, self.number, self.patient = load, number, patient
        self.client = Client(load.url, load.key)
        self.random = random.Random(number)
        self.counter = itertools.count()
        self.rows = {}  # id: names that it may have
        self.doubtful = {}  # id: names that it may have, or it is deleted
        self.gone = set()
        self.unknown = set()  # names of new ones that may be there
        self.refused = set()  # names of which it was said that nothing was changed
        self.counts = {"acknowledged": 0, "refused": 0, "unknown": 0}
        self.problems = []

    def run(self):
        while not self.load.stopped.is_set():
            choice = self.random.random()
            settled = [identifier for identifier, names in self.rows.items() if len(names) == 1]
            if len(self.rows) > KEPT or (settled and choice > 0.8):
                self.remove(self.random.choice(list(self.rows)))
            elif self.rows and choice > 0.5:
                self.change(self.random.choice(list(self.rows)))
            else:
                self.add()
            time.sleep(PAUSE)

    def contact(self, name):
        return {"net_id": NETWORK, "role": "Sales", "visible": "Public", "name": name, "email": "a@networks.example"}

    def new_name(self):
        return f"w{self.number}-{next(self.counter)}"

    def write(self, method, path, body=None):
        """'acknowledged' with the answer, 'refused' or 'unknown'; a patient one asks until it knows."""
        headers = {"Idempotency-Key": f"w{self.number}-{next(self.counter)}"} if self.patient else {}
        while True:
            begun = time.monotonic()
            status, text = self.client.ask(method, path, body, headers)
            self.load.waits.append((time.monotonic(), time.monotonic() - begun))
            if 200 <= status < 300:
                self.load.acknowledged()
                return self._count("acknowledged"), text
            if status not in (0, 502, 503, 504):
                self.problems.append(f"{method} {path} was answered with {status}: {text[:200]}")
                return self._count("refused"), text
            certain = status == 503 and ("nothing was changed" in text or "No server is available" in text)
            if not self.patient:
                return self._count("refused" if certain else "unknown"), text
            if self.load.gave_up.is_set():
                return self._count("unknown"), text
            time.sleep(0.1)

    def _count(self, outcome):
        self.counts[outcome] += 1
        return outcome

    def add(self):
        name = self.new_name()
        outcome, text = self.write("POST", "/api/poc", self.contact(name))
        if outcome == "acknowledged":
            self.rows[json.loads(text)["data"][0]["id"]] = {name}
        else:
            (self.refused if outcome == "refused" else self.unknown).add(name)

    def change(self, identifier):
        name = self.new_name()
        outcome, _ = self.write("PUT", f"/api/poc/{identifier}", self.contact(name))
        if outcome == "acknowledged":
            self.rows[identifier] = {name}
        elif outcome == "unknown":
            self.rows[identifier].add(name)

    def remove(self, identifier):
        outcome, _ = self.write("DELETE", f"/api/poc/{identifier}")
        if outcome == "acknowledged":
            del self.rows[identifier]
            self.gone.add(identifier)
        elif outcome == "unknown":
            self.doubtful[identifier] = self.rows.pop(identifier)


class Arrivals(threading.Thread):
    """New clients that come whatever became of those before, each with one write: while some wait, is another one served?"""

    def __init__(self, load):
        super().__init__(daemon=True)
        self.load = load
        self.waiting = threading.Semaphore(MOST_WAITING)
        self.writer = Writer(load, "new", False)
        self.threads = []

    def run(self):
        while not self.load.stopped.wait(ARRIVAL):
            if self.waiting.acquire(blocking=False):
                self.threads = [thread for thread in self.threads if thread.is_alive()]
                self.threads.append(threading.Thread(target=self._write, daemon=True))
                self.threads[-1].start()

    def _write(self):
        guest = Writer(self.load, "new", False)
        guest.counter = self.writer.counter
        guest.add()
        guest.client.close()
        with self.load.lock:
            self.writer.rows |= guest.rows
            self.writer.unknown |= guest.unknown
            self.writer.refused |= guest.refused
            self.writer.problems += guest.problems
            for outcome, count in guest.counts.items():
                self.writer.counts[outcome] += count
        self.waiting.release()


class Reader(threading.Thread):
    PATHS = (f"/api/net/{NETWORK}", "/api/poc?limit=5", "/api/net?asn=64500", "/api/org?limit=3")

    def __init__(self, load, number):
        super().__init__(daemon=True)
        self.load = load
        self.client = Client(load.url, None if number == 0 else load.key)

    def run(self):
        for path in itertools.cycle(self.PATHS):
            if self.load.stopped.is_set():
                return
            self.read(path)
            time.sleep(PAUSE)

    def read(self, path):
        begun = time.monotonic()
        status, text = self.client.ask("GET", path)
        self.load.reads.append((time.monotonic(), time.monotonic() - begun, "" if status == 200 else f"{status} {text[:120]}"))


class Visitors(threading.Thread):
    """New readers that come while others may wait for a node that has just vanished."""

    def __init__(self, load):
        super().__init__(daemon=True)
        self.load = load

    def run(self):
        while not self.load.stopped.wait(VISIT):
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        visitor = Reader(self.load, 0)
        visitor.read(Reader.PATHS[0])
        visitor.client.close()


class Load:
    def __init__(self, url, key):
        self.url, self.key = url, key
        self.stopped, self.gave_up = threading.Event(), threading.Event()
        self.acknowledgements = []
        self.reads = []
        self.waits = []
        self.writers = [Writer(self, number, number >= WRITERS) for number in range(WRITERS + PATIENT_WRITERS)]
        self.lock = threading.Lock()
        self.arrivals = Arrivals(self)
        self.readers = [Reader(self, number) for number in range(READERS)]

    def start(self):
        for thread in (*self.writers, *self.readers, self.arrivals, Visitors(self)):
            thread.start()

    def acknowledged(self):
        self.acknowledgements.append(time.monotonic())

    def acknowledged_after(self, moment):
        return any(at > moment for at in self.acknowledgements[-20:])

    def longest_write_gap(self, begun, end):
        return longest_gap(sorted(self.acknowledgements), begun, end)

    def longest_wait(self, begun, end):
        """How long somebody waited for what came of a write, for good or ill."""
        return max((took for at, took in self.waits if begun < at < end), default=0)

    def reads_between(self, begun, end):
        inside = [read for read in self.reads if begun < read[0] < end]
        failed = [why for _, _, why in inside if why]
        return Reads(len(inside) - len(failed), len(failed), failed[0] if failed else "",
                     longest_gap(sorted(at for at, _, why in inside if not why), begun, end),
                     max((took for _, took, _ in inside), default=0))

    def stop(self):
        self.stopped.set()
        end = time.monotonic() + 60
        for thread in (*self.writers, *self.readers):
            thread.join(max(0.1, end - time.monotonic()))
        self.gave_up.set()
        for thread in (*self.writers, self.arrivals, *self.arrivals.threads):
            thread.join(45)
        self.writers.append(self.arrivals.writer)

    def check(self, cluster):
        """What is wrong, in words."""
        problems = [problem for writer in self.writers for problem in writer.problems]
        lists = {}
        for node in cluster.nodes:
            until(f"{node.name} is up to date", lambda node=node: self._is_current(cluster, node), 60)
            lists[node.name] = node.answers(f"/api/poc?net_id={NETWORK}", timeout=10)
        if len(set(lists.values())) != 1:
            problems.append("nodes answer differently")
        there = {row["id"]: row["name"] for row in json.loads(next(iter(lists.values())))["data"]}
        names = list(there.values())
        for writer in self.writers:
            for identifier, possible in writer.rows.items():
                if there.get(identifier) not in possible:
                    problems.append(f"lost: contact {identifier} should be one of {possible}, and is {there.get(identifier)}")
            for identifier, possible in writer.doubtful.items():
                if identifier in there and there[identifier] not in possible:
                    problems.append(f"lost: contact {identifier} should be gone or one of {possible}")
            problems += [f"lost: the deletion of contact {identifier}" for identifier in writer.gone if identifier in there]
            problems += [f"told that nothing was changed, but {name} is there" for name in writer.refused if name in names]
            problems += [f"twice: {name}" for name in writer.unknown if names.count(name) > 1]
            known = {name for possible in (*writer.rows.values(), *writer.doubtful.values()) for name in possible}
            problems += [f"nobody was told of {name}" for name in names if name.startswith(f"w{writer.number}-")
                         and name not in known | writer.unknown]
        if len(names) != len(set(names)):
            problems.append("contacts are there twice")
        problems += self._doctor(cluster)
        return problems

    @staticmethod
    def _is_current(cluster, node):
        primary = cluster.primary()
        try:
            return primary is not None and int(primary.sql("SELECT version FROM registry_head", "peerage")) == node.version()
        except RuntimeError:
            return False  # it is the primary no more

    @staticmethod
    def _doctor(cluster):
        """Versions without a gap, a log that leads to the rows: Peerage's own examination."""
        node = cluster.nodes[0]
        try:
            run(*node.inside(*node.program, "doctor", "--db", node.database_url(), "--data", node.folder / "doctor"))
        except RuntimeError as problem:
            return [f"doctor: {problem}"]
        return []

    def summary(self):
        total = {outcome: sum(writer.counts[outcome] for writer in self.writers) for outcome in ("acknowledged", "refused", "unknown")}
        found = sum(len(writer.unknown) for writer in self.writers)
        return (f"writes: {total['acknowledged']} acknowledged, {total['refused']} refused, {total['unknown']} of unknown outcome "
                f"({found} of them new contacts); reads: {len(self.reads)}")
