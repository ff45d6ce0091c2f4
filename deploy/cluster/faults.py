"""What happens to the machines. Each fault is begun by a function, which gives another one that ends it."""

import os
import signal

from machines import DATABASES, run


def _primary(cluster):
    return cluster.primary()


def _synchronous(cluster):
    return next(machine for machine in cluster.databases if cluster.is_synchronous(machine))


def _other(cluster):
    taken = {_primary(cluster).name, _synchronous(cluster).name}
    return next(machine for machine in cluster.databases if machine.name not in taken)


def _kill_database(who):
    def inflict(cluster):
        machine = who(cluster)
        machine.kill_database()
        return machine.start_patroni
    return inflict


def _kill_machine(who):
    def inflict(cluster):
        machine = who(cluster)
        machine.kill_all()
        return machine.start_all
    return inflict


def _kill_service(who, service):
    def inflict(cluster):
        machine = who(cluster)
        machine.kill(service)
        return getattr(machine, f"start_{service}")
    return inflict


def _kill_postgres(cluster):
    _primary(cluster).kill_postgres()
    return lambda: None


def _freeze(who):
    def inflict(cluster):
        pids = [int(pid) for pid in run("ip", "netns", "pids", cluster.switch.namespace(who(cluster).name)).split()]

        def send(number):
            for pid in pids:
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass
        send(signal.SIGSTOP)
        return lambda: send(signal.SIGCONT)
    return inflict


def _cut(who):
    def inflict(cluster):
        machine = who(cluster)
        cluster.switch.cut(machine.name)
        return lambda: cluster.switch.heal(machine.name)
    return inflict


def _cut_between(who, others):
    def inflict(cluster):
        name = who(cluster).name
        cut = [other for other in others if other != name]
        for other in cut:
            cluster.switch.cut_between(name, other)

        def heal():
            for other in cut:
                cluster.switch.heal_between(name, other)
        return heal
    return inflict


def _node(number):
    return lambda cluster: cluster.nodes[number]


# What happens, how, and for how many seconds at least: where the database goes on at first, so long that it cannot any more.
FAULTS = {
    "primary-killed": ("PostgreSQL and Patroni of the primary are killed (SIGKILL)", _kill_database(_primary), 0),
    "primary-machine-killed": ("all of the primary's machine is killed, etcd, too", _kill_machine(_primary), 0),
    "primary-postgres-killed": ("PostgreSQL of the primary is killed; Patroni is not", _kill_postgres, 0),
    "primary-patroni-killed": ("Patroni of the primary is killed; its PostgreSQL goes on", _kill_service(_primary, "patroni"), 30),
    "primary-frozen": ("the primary's machine stands still (SIGSTOP)", _freeze(_primary), 0),
    "primary-cut": ("the primary's machine is cut off from everybody", _cut(_primary), 0),
    "primary-cut-from-databases": ("the primary is cut off from the other two databases, not from the nodes",
                                   _cut_between(_primary, DATABASES), 0),
    "standby-killed": ("PostgreSQL and Patroni of the synchronous standby are killed", _kill_database(_synchronous), 0),
    "standby-cut": ("the synchronous standby's machine is cut off", _cut(_synchronous), 0),
    "other-standby-killed": ("all of the other standby's machine is killed", _kill_machine(_other), 5),
    "primary-etcd-killed": ("etcd of the primary's machine is killed", _kill_service(_primary, "etcd"), 25),
    "standby-etcd-killed": ("etcd of the synchronous standby's machine is killed", _kill_service(_synchronous, "etcd"), 25),
    "node-killed": ("a Peerage is killed", _kill_service(_node(0), "peerage"), 3),
    "node-frozen": ("a Peerage's machine stands still", _freeze(_node(2)), 10),
    "node-haproxy-killed": ("the HAProxy between a Peerage and the databases is killed", _kill_service(_node(1), "haproxy"), 5),
    "node-cut": ("a Peerage's machine is cut off from everybody", _cut(_node(1)), 15),
    "node-cut-from-databases": ("a Peerage is cut off from the databases, not from clients", _cut_between(_node(2), DATABASES), 15),
}

SHORT = ("primary-killed", "node-killed", "primary-cut")
