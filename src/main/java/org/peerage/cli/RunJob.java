package org.peerage.cli;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.peerage.jobs.Job;
import org.peerage.jobs.Leases;
import org.peerage.jobs.Scheduler;
import org.peerage.jobs.StandardJobs;
import org.peerage.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code job}: runs a scheduled job now, or tells which there are. */
@Command(
        name = "job",
        description = "Run a scheduled job now; without a name: list them.",
        mixinStandardHelpOptions = true)
public final class RunJob implements Callable<Integer> {
    private static final int TRY_LATER = 75;

    @Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "", description = "The job.")
    private String name = "";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        database.requireExisting();
        try (Database open = database.open()) {
            Clock clock = Clock.systemUTC();
            List<Job> jobs = StandardJobs.of(open, clock);
            Leases leases = new Leases(open.source(), clock);
            if (name.isEmpty()) {
                for (Job job : jobs) {
                    System.out.println(job.name() + "\t" + job.description() + "\t" + state(leases, job));
                }
                return 0;
            }
            Job wanted = jobs.stream()
                    .filter(job -> job.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new CommandException("there is no job " + name + "; peerage job lists them", 64));
            try (Scheduler schedule = new Scheduler(leases, jobs)) {
                return exitCode(schedule.runNow(wanted), leases, wanted);
            }
        }
    }

    private static int exitCode(Scheduler.JobOutcome outcome, Leases leases, Job job) throws Exception {
        switch (outcome) {
            case DONE -> System.out.println(job.name() + " is done");
            case FAILED -> throw new CommandException(job.name() + " failed; the log above says why", 1);
            case HELD ->
                throw new CommandException(job.name() + " cannot be run now: " + state(leases, job), TRY_LATER);
        }
        return 0;
    }

    private static String state(Leases leases, Job job) throws Exception {
        return leases.find(job.name())
                .map(entry -> entry.holder().isEmpty() ? "last done " + entry.doneAt() : "held by " + entry.holder())
                .orElse("never done");
    }
}
