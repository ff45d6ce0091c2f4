package org.peerage.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Notices;
import org.peerage.ixf.Proposals;
import org.peerage.ixf.Run;
import org.peerage.ixf.Tidying;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.StateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports of member lists (docs/spec/ixf.md §2): all that are enabled once a day, and those that somebody asked for at once. One
 * bad feed stops nobody: each import is a task of its own, and a host is asked one thing at a time.
 */
public final class MemberListImports {
    private static final Logger LOG = LoggerFactory.getLogger(MemberListImports.class);

    /** Hosts that the daily run asks at the same time (docs/spec/ixf.md §11.5). */
    private static final int AT_ONCE = 32;

    /** The same of imports that somebody asked for, whatever the daily run waits for. */
    private static final int REQUESTED_AT_ONCE = 8;

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final String LAST_DAY = "ixf-daily";

    private final Supplier<Snapshot> registry;
    private final Importer importer;
    private final Transactions database;
    private final Clock clock;
    private final Proposals proposals;
    private final Notices notices;
    private final Tidying tidying;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Semaphore turnsOfRequested = new Semaphore(REQUESTED_AT_ONCE);
    private final Map<String, ReentrantLock> hosts = new ConcurrentHashMap<>();

    public MemberListImports(
            Supplier<Snapshot> registry,
            Importer importer,
            Proposals proposals,
            Notices notices,
            DataSource source,
            Clock clock) {
        this.proposals = proposals;
        this.tidying = new Tidying(registry, source, clock);
        this.notices = notices;
        this.registry = registry;
        this.importer = importer;
        this.database = new Transactions(source);
        this.clock = clock;
    }

    public List<Job> jobs() {
        return List.of(
                Job.of(
                                "ixf-requests",
                                "imports the member lists of exchanges that asked for it",
                                Duration.ofSeconds(2),
                                () -> !requested().isEmpty()
                                        || !notices.unsentByRequests().isEmpty(),
                                this::work)
                        .mailingLinks(),
                Job.of(
                        "ixf-switched",
                        "does what is proposed to networks that have just let exchanges change their connections",
                        Duration.ofSeconds(2),
                        proposals::isAnySwitched,
                        this::applySwitched),
                Job.of(
                        "ixf-tidy",
                        "drops proposals whose cause is gone, and what old imports left",
                        Duration.ofHours(1),
                        () -> true,
                        this::tidy),
                Job.of(
                                "ixf-daily",
                                "imports the member lists of all exchanges that enabled it, once a day from midnight UTC",
                                Duration.ofSeconds(10),
                                this::isNewDay,
                                this::daily)
                        .mailingLinks());
    }

    private void applySwitched(JobRun run) throws Exception {
        for (long network : proposals.switched()) {
            run.count("networks", "net " + network);
        }
        if (!run.isDryRun()) {
            proposals.applySwitched();
        }
    }

    private void tidy(JobRun run) {
        Tidying.Dropped dropped = run.isDryRun() ? tidying.preview() : tidying.tidy();
        run.add("lines of logs dropped", dropped.lines());
        run.add("imports forgotten", dropped.imports());
        run.add("notices forgotten", dropped.notices());
        run.add("proposals dropped", dropped.proposals());
    }

    /** Exchanges that wait for an import, in the order in which they asked; what a stopped process left half done counts. */
    private List<Row> requested() {
        List<Row> waiting = new ArrayList<>();
        if (importer.isPaused()) {
            return waiting;
        }
        registry.get().forEach(Ix.TYPE, row -> {
            String status = row.get(Ix.IXF_IMPORT_REQUEST_STATUS);
            if (row.isActive()
                    && row.find(Ix.IXF_IMPORT_REQUEST) != null
                    && (status.equals("queued") || status.equals("importing"))) {
                waiting.add(row);
            }
        });
        waiting.sort(Comparator.comparing((Row row) -> row.get(Ix.IXF_IMPORT_REQUEST))
                .thenComparingLong(Row::id));
        return waiting;
    }

    /**
     * Begins what is asked for meanwhile as well, so that nobody waits for a slow feed of somebody else. What failed, such as
     * for want of a database, waits for the next run.
     */
    private void work(JobRun run) throws InterruptedException {
        if (run.isDryRun()) {
            requested().forEach(row -> run.count("imports", "ix " + row.id() + " " + row.name()));
            notices.unsentByRequests().forEach(lan -> run.count("imports whose notices are not sent", "ixlan " + lan));
            return;
        }
        sendUnsent();
        Set<Long> begun = ConcurrentHashMap.newKeySet();
        Set<Long> failed = ConcurrentHashMap.newKeySet();
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Row> waiting = requested();
            while (!begun.isEmpty() || waiting.stream().anyMatch(row -> !failed.contains(row.id()))) {
                for (Row exchange : waiting) {
                    if (!failed.contains(exchange.id()) && begun.add(exchange.id())) {
                        var _ = tasks.submit(() -> {
                            try {
                                inTurn(
                                        turnsOfRequested,
                                        exchange.id(),
                                        () -> run(run, exchange.id(), Run.Cause.REQUEST));
                                notices.send(exchange.id());
                            } catch (RuntimeException failure) {
                                LOG.error("the import of ix {} was not completed", exchange.id(), failure);
                                failed.add(exchange.id());
                            } finally {
                                begun.remove(exchange.id());
                            }
                            return null;
                        });
                    }
                }
                pause(tasks);
                waiting = requested();
            }
        }
    }

    /** What imports found whose process ended before it could send it. */
    private void sendUnsent() {
        for (long lan : notices.unsentByRequests()) {
            try {
                notices.sendOfLan(lan);
            } catch (RuntimeException failure) {
                LOG.error("the notices of ixlan {} are not sent", lan, failure);
            }
        }
    }

    /** Who lost the job to another process leaves it at once: what is under way is the other's. */
    private static void pause(ExecutorService tasks) throws InterruptedException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException lost) {
            tasks.shutdownNow();
            throw lost;
        }
    }

    /** Whoever waits for others of the same host takes no turn from those of other hosts. */
    private void inTurn(Semaphore free, long exchange, Runnable task) throws InterruptedException {
        ReentrantLock host = hosts.computeIfAbsent(importer.host(exchange), any -> new ReentrantLock(true));
        host.lockInterruptibly();
        try {
            free.acquire();
            try {
                task.run();
            } finally {
                free.release();
            }
        } finally {
            host.unlock();
        }
    }

    private void run(JobRun run, long exchange, Run.Cause cause) {
        if (importer.run(exchange, cause)) {
            count(run, exchange);
        }
    }

    /** Imports are tasks of their own. */
    private static void count(JobRun run, long exchange) {
        synchronized (run) {
            run.count("imports", "ix " + exchange);
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** A registry that is new to this imports first at the next midnight. */
    private boolean isNewDay() {
        Optional<String> last = database.withConnection(sql -> StateTable.find(sql.connection(), LAST_DAY));
        if (last.isEmpty()) {
            noteDay(today());
            return false;
        }
        return !importer.isPaused() && LocalDate.parse(last.get()).isBefore(today());
    }

    private void noteDay(LocalDate today) {
        database.withConnection(sql -> {
            StateTable.put(sql.connection(), LAST_DAY, today.toString());
            return today;
        });
    }

    /** What goes wrong with one is no reason to leave the others, nor to keep mails back: it is tried again the next day. */
    private void daily(JobRun run, long exchange, Instant midnight) {
        if (!isDue(exchange, midnight)) {
            return; // another process did it meanwhile
        }
        try {
            run(run, exchange, Run.Cause.DAILY);
        } catch (RuntimeException | VirtualMachineError failure) {
            LOG.error("the import of ix {} was not completed", exchange, failure);
        }
    }

    /** A list that failed may take minutes to fail again: the others are imported meanwhile, not before. */
    private List<List<Long>> slowFirst(Collection<List<Long>> hosts) {
        Set<Long> failing = importer.store().failing();
        return hosts.stream()
                .sorted(Comparator.comparing(exchanges -> exchanges.stream().noneMatch(failing::contains)))
                .toList();
    }

    private boolean isDue(long exchange, Instant midnight) {
        Row row = registry.get().find(Ix.TYPE, exchange);
        Instant last = row == null ? null : row.find(Ix.IXF_LAST_IMPORT);
        return row != null && (last == null || last.isBefore(midnight));
    }

    private void daily(JobRun run) throws InterruptedException, ExecutionException {
        // Exchanges on one host follow one another; a run that was cut off goes on with what it had not done.
        LocalDate day = today(); // it may be the next one when the last import has ended
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<String, List<Long>> byHost = new LinkedHashMap<>();
        registry.get().forEach(IxLan.TYPE, lan -> {
            if (Importer.isImporting(lan)) {
                long exchange = lan.get(IxLan.IX_ID);
                if (isDue(exchange, midnight)) {
                    byHost.computeIfAbsent(importer.host(exchange), any -> new ArrayList<>())
                            .add(exchange);
                }
            }
        });
        if (run.isDryRun()) {
            byHost.values().forEach(exchanges -> exchanges.forEach(exchange -> count(run, exchange)));
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<Long> exchanges : slowFirst(byHost.values())) {
                running.add(tasks.submit(() -> {
                    for (long exchange : exchanges) {
                        inTurn(turns, exchange, () -> daily(run, exchange, midnight));
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> task : running) {
                    task.get();
                }
            } catch (InterruptedException lost) {
                tasks.shutdownNow();
                throw lost;
            }
        }
        notices.send();
        noteDay(day);
    }
}
