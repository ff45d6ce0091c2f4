"""The set-up of docs/operations.md, "A database that outlives a machine", on one machine: each of its seven machines is a network
namespace with a cable to a switch, which is a namespace, too. Needs root. Everything ends with the process that began it."""

import ctypes
import json
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
NETWORK = "10.215.0"
DATABASES = ("db1", "db2", "db3")
NODES = ("peerage1", "peerage2", "peerage3")
BALANCER = "balancer"
ADDRESSES = {name: f"{NETWORK}.{10 + i}" for i, name in enumerate((*DATABASES, *NODES, BALANCER))}
CLIENT = f"{NETWORK}.1"
HTTP_PORT = 8080
PREFIX = "peerage-"
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def run(*command, check=True, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if check and done.returncode != 0:
        raise RuntimeError(f"{shlex.join(map(str, command))}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def missing():
    """What this machine lacks, in words."""
    lacking = [] if os.geteuid() == 0 else ["root"]
    for program, package in (("ip", "iproute2"), ("bridge", "iproute2"), ("patroni", "patroni"), ("etcd", "etcd-server"), ("haproxy", "haproxy"),
                             ("setpriv", "util-linux"), ("pgbackrest", "pgbackrest")):
        if shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") is None:
            lacking.append(package)
    if not sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        lacking.append("postgresql")
    return lacking


def require():
    lacking = missing()
    if lacking:
        print(f"needs {', '.join(lacking)}", file=sys.stderr)
        sys.exit(69)


def binaries():
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def end_with_this_process():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Switch:
    """A namespace with a bridge that the others' cables end in; this process moves into it."""

    def __init__(self):
        self.tag = f"{PREFIX}{os.getpid()}-"
        self.name = self.tag + "switch"
        self.outside = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.made = []

    def up(self):
        self.remove_leftovers()
        self._make(self.name)
        self.ip("link", "add", "bridge", "type", "bridge")
        self.ip("addr", "add", f"{CLIENT}/24", "dev", "bridge")
        self.ip("link", "set", "bridge", "up")
        for name, address in ADDRESSES.items():
            self._make(self.namespace(name))
            self.ip("link", "add", name, "type", "veth", "peer", "name", "cable", "netns", self.namespace(name))
            self.ip("link", "set", name, "master", "bridge", "up")
            self.ip("addr", "add", f"{address}/24", "dev", "cable", where=name)
            self.ip("link", "set", "cable", "up", where=name)
        self._enter(f"/run/netns/{self.name}")

    def namespace(self, name):
        return self.tag + name

    def ip(self, *command, where=None):
        run("ip", "-n", self.namespace(where) if where else self.name, *command)

    def cut(self, name):
        """All packets from and to it vanish without a word; it may still talk with itself."""
        run("bridge", "-n", self.name, "link", "set", "dev", name, "state", "0")

    def heal(self, name):
        run("bridge", "-n", self.name, "link", "set", "dev", name, "state", "3")

    def cut_between(self, one, other):
        """These two send to a station that does not exist; both hear from all others."""
        for here, there in ((one, other), (other, one)):
            self.ip("neigh", "replace", ADDRESSES[there], "lladdr", "02:00:00:00:00:99", "dev", "cable", "nud", "permanent",
                    where=here)

    def heal_between(self, one, other):
        for here, there in ((one, other), (other, one)):
            self.ip("neigh", "del", ADDRESSES[there], "dev", "cable", where=here)

    def down(self):
        LIBC.setns(self.outside, CLONE_NEWNET)
        for namespace in reversed(self.made):
            end_all_in(namespace)
            run("ip", "netns", "del", namespace, check=False)

    def _make(self, namespace):
        run("ip", "netns", "add", namespace)
        self.made.append(namespace)
        run("ip", "-n", namespace, "link", "set", "lo", "up")

    @staticmethod
    def _enter(namespace):
        with open(namespace, encoding="ascii") as file:
            if LIBC.setns(file.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")

    @staticmethod
    def remove_leftovers():
        """What a process left behind that was killed itself."""
        for line in run("ip", "netns", "list").splitlines():
            namespace = line.split()[0]
            owner = namespace.removeprefix(PREFIX).split("-")[0]
            if namespace.startswith(PREFIX) and owner.isdigit() and not Path(f"/proc/{owner}").exists():
                end_all_in(namespace)
                run("ip", "netns", "del", namespace, check=False)


def end_all_in(namespace):
    for _ in range(50):
        found = run("ip", "netns", "pids", namespace, check=False).split()
        if not found:
            return
        for pid in found:
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.05)


class Machine:
    """One machine: its files, and the processes that its services are."""

    def __init__(self, name, switch, folder, settings):
        self.name = name
        self.address = ADDRESSES[name]
        self.switch = switch
        self.folder = folder / name
        self.settings = {**settings, "NAME": name, "ADDRESS": self.address, "RUN": self.folder,
                         "DATA": self.folder / "data", "ETCD_DATA": self.folder / "etcd"}
        self.services = {}
        self.folder.mkdir()
        shutil.chown(self.folder, "postgres", "postgres")

    def fill_in(self, template):
        """Writes the file of that name with this machine's values."""
        text = (HERE / template).read_text(encoding="utf-8")
        for key, value in self.settings.items():
            text = text.replace(f"@{key}@", str(value))
        file = self.folder / template
        file.write_text(text, encoding="utf-8")
        shutil.chown(file, "postgres", "postgres")
        file.chmod(0o600)
        return file

    def environment(self, template):
        """The variables that the file of that name sets, with this machine's values."""
        lines = self.fill_in(template).read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    def inside(self, *command):
        return ["ip", "netns", "exec", self.switch.namespace(self.name), *map(str, command)]

    def begin(self, service, *command, user=None, env=None):
        assert service not in self.services, f"{service} runs already on {self.name}"
        if user:
            command = ("setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--pdeathsig", "KILL", *command)
        with open(self.folder / f"{service}.log", "ab") as log:
            self.services[service] = subprocess.Popen(
                self.inside(*command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env={**os.environ, "HOME": str(self.folder), **(env or {})}, preexec_fn=end_with_this_process)

    def kill(self, service):
        """SIGKILL: nothing is written down, nobody is told."""
        process = self.services.pop(service)
        process.kill()
        process.wait()

    def start_haproxy(self):
        file = self.fill_in("haproxy.cfg")
        run("haproxy", "-c", "-q", "-f", file)
        self.begin("haproxy", "haproxy", "-db", "-f", file)

    def stop(self, service):
        process = self.services.pop(service)
        process.terminate()
        process.wait(30)

    def kill_all(self):
        """The machine loses power, but for what its kernel keeps in memory."""
        namespace = self.switch.namespace(self.name)
        for process in self.services.values():
            process.kill()
        end_all_in(namespace)
        for process in self.services.values():
            process.wait()
        self.services.clear()


class DatabaseMachine(Machine):
    """etcd, and Patroni with the PostgreSQL that it starts."""

    def start_all(self):
        self.start_etcd()
        self.start_patroni()

    def start_etcd(self):
        self.begin("etcd", "etcd", "--logger=zap", user="postgres", env=self.environment("etcd.env"))

    def start_patroni(self):
        self.fill_in("pgbackrest.conf")
        self.begin("patroni", "patroni", self.fill_in("patroni.yml"), user="postgres")

    def as_postgres(self, *command):
        return self.inside("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command)

    def postmaster(self):
        try:
            return int((self.folder / "data/postmaster.pid").read_text(encoding="ascii").split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def kill_postgres(self):
        pid = self.postmaster()
        if pid:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def kill_database(self):
        """PostgreSQL and Patroni; etcd stays."""
        self.kill("patroni")
        self.kill_postgres()

    def says(self, path, timeout=0.5):
        """The status that Patroni answers; 0: none."""
        try:
            with urllib.request.urlopen(f"http://{self.address}:8008{path}", timeout=timeout) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def sql(self, statement, database="postgres"):
        return run(*self.as_postgres(binaries() / "psql", "-h", self.folder, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
                                     "-Atqc", statement), cwd="/").strip()

    def pgbackrest(self, *arguments):
        return run(*self.as_postgres("pgbackrest", f"--config={self.folder}/pgbackrest.conf", "--stanza=peerage", *arguments), cwd="/")


class PeerageMachine(Machine):
    """A Peerage, and the HAProxy that leads it to the primary."""

    program = ()
    options = ()

    def start_all(self):
        self.start_haproxy()
        self.start_peerage()

    def start_peerage(self, *more):
        env = self.environment("peerage.env")
        passwords = self.folder / "pgpass"
        passwords.write_text(f"127.0.0.1:5000:peerage:peerage:{self.settings['PEERAGE_PASSWORD']}\n", encoding="utf-8")
        passwords.chmod(0o600)
        env["PGPASSFILE"] = str(passwords)
        # What the package's units say besides.
        options = ["--data", str(self.folder / "peerage"), "--management-port", "8081", "--host", self.address, "--port", str(HTTP_PORT),
                   *env.pop("PEERAGE_OPTIONS").split()]
        self.begin("peerage", *self.program, "serve", *options, *self.options, *more, env={**env, "HOME": os.environ.get("HOME", "/root")})

    def database_url(self):
        return f"jdbc:postgresql://127.0.0.1:5000/peerage?user=peerage&password={self.settings['PEERAGE_PASSWORD']}"

    def is_up(self):
        """Whether it reads and writes, as it says itself."""
        try:
            with urllib.request.urlopen(f"http://{self.address}:8082/health/ready", timeout=1) as answer:
                return json.load(answer)["status"] == "up"
        except OSError:
            return False

    def version(self):
        """The version that it answers readers with; -1: none."""
        try:
            with urllib.request.urlopen(f"http://{self.address}:{HTTP_PORT}/api/org?limit=1", timeout=2) as answer:
                return int(answer.headers["X-Peerage-Version"])
        except OSError:
            return -1

    def answers(self, path="/api/org?limit=1", timeout=1):
        try:
            with urllib.request.urlopen(f"http://{self.address}:{HTTP_PORT}{path}", timeout=timeout) as answer:
                return answer.read().decode() if answer.status == 200 else None
        except OSError:
            return None


class Balancer(Machine):
    def start_all(self):
        self.start_haproxy()


class Cluster:
    """All machines. As a context it comes up and is taken down, whatever happens in between."""

    def __init__(self, program, options=(), folder=None):
        self.keep = folder is not None
        self.folder = Path(folder or tempfile.mkdtemp(prefix="peerage-cluster-"))
        self.folder.mkdir(exist_ok=folder is None)
        self.folder.chmod(0o755)
        self.repository = self.folder / "repository"
        self.repository.mkdir()
        shutil.chown(self.repository, "postgres", "postgres")
        self.switch = Switch()
        settings = {name.upper(): address for name, address in ADDRESSES.items()} | {
            "NETWORK": f"{NETWORK}.0/24", "BIN": binaries(), "HTTP": f":{HTTP_PORT}", "REPOSITORY": self.repository}
        for secret in ("SUPERUSER", "REPLICATION", "REWIND", "PEERAGE"):
            settings[f"{secret}_PASSWORD"] = secrets.token_urlsafe(12)
        self.password = settings["PEERAGE_PASSWORD"]
        self.databases = [DatabaseMachine(name, self.switch, self.folder, settings) for name in DATABASES]
        for machine in self.databases:
            machine.settings["PGBACKREST"] = f"pgbackrest --config={machine.folder}/pgbackrest.conf"
        # An HAProxy beside a Peerage is for that one only: the address for clients is the balancer's.
        self.nodes = [PeerageMachine(name, self.switch, self.folder, settings | {"HTTP": "127.0.0.1:8079"}) for name in NODES]
        for node in self.nodes:
            node.program, node.options = tuple(program), tuple(options)
        self.balancer = Balancer(BALANCER, self.switch, self.folder, settings)
        self.url = f"http://{self.balancer.address}:{HTTP_PORT}"

    @property
    def machines(self):
        return [*self.databases, *self.nodes, self.balancer]

    def named(self, name):
        return next(machine for machine in self.machines if machine.name == name)

    def __enter__(self):
        try:
            self.up()
        except BaseException:
            self.down()
            raise
        return self

    def __exit__(self, *_):
        self.down()

    def up(self):
        self.switch.up()
        for machine in self.databases:
            machine.start_etcd()
        # The first to come is the primary; the others copy it once it is there.
        self.databases[0].start_patroni()
        primary = until("the primary", self.primary)
        for machine in self.databases[1:]:
            machine.start_patroni()
        for node in self.nodes:
            node.start_haproxy()
        self.balancer.start_all()
        until("a synchronous standby", lambda: any(self.is_synchronous(machine) for machine in self.databases))
        primary.sql(f"CREATE ROLE peerage LOGIN PASSWORD '{self.password}'")
        primary.sql("CREATE DATABASE peerage OWNER peerage")
        primary.pgbackrest("stanza-create")

    def start_with_samples(self):
        """Starts the nodes, fills the registry, and gives a key that may write; the first node makes the schema."""
        first, *others = self.nodes
        first.start_peerage("--demo")
        until(f"{first.name} answers", first.answers, alive=first.services["peerage"])
        for node in others:
            node.start_peerage()
        for node in others:
            until(f"{node.name} answers", node.answers, alive=node.services["peerage"])
        log = (first.folder / "peerage.log").read_text(encoding="utf-8")
        return next(line.split()[-1] for line in log.splitlines() if line.startswith("  ") and "/full" in line)

    def primary(self):
        return next((machine for machine in self.databases if machine.says("/primary") == 200), None)

    @staticmethod
    def is_synchronous(machine):
        return machine.says("/synchronous") == 200

    def is_whole(self):
        """Whether all is as at first: a primary, a synchronous and another standby, three nodes that know the database."""
        primary = self.primary()
        if primary is None or not any(self.is_synchronous(machine) for machine in self.databases):
            return False
        try:
            streaming = primary.sql("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name LIKE 'db_'")
        except RuntimeError:
            return False  # it is none any more
        return streaming == "2" and all(node.is_up() for node in self.nodes)

    def ends_of_logs(self):
        """What the processes said last, for who looks for a reason afterwards."""
        for log in sorted(self.folder.glob("*/*.log")):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
            yield "\n".join([f"== {log.parent.name}/{log.name}", *(line[:240] for line in lines)])

    def down(self):
        for machine in self.machines:
            try:
                machine.kill_all()
            except OSError as problem:
                print(f"{machine.name}: {problem}", file=sys.stderr)
        self.switch.down()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)


def until(what, condition, seconds=90, alive=None):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        if alive is not None and alive.poll() is not None:
            raise RuntimeError(f"waited for: {what}; the process ended with {alive.returncode}")
        time.sleep(0.1)
    raise RuntimeError(f"waited {seconds} s for: {what}")
