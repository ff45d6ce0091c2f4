package org.peerage.jobs;

import java.time.Duration;

/**
 * Something to be done at times, by one process of all that share a database. It may be begun again after it was done in
 * part, or, where a process was stopped for longer than its lease, while that one still is about it.
 *
 * @param name for operators and the table of leases
 * @param description it does, in a few words
 * @param interval the time between the end of one run and the next
 * @param dueCheck a cheap question asked before: whether there is anything to do
 * @param custodial whether it looks after the registry as a person would: a registry that is new to it waits for one interval
 *     first, so that nobody is surprised by what it finds
 * @param mailsLinks whether it writes mails that link to the site, whose address it has to know then
 * @param task tells what it does, or, in a dry run, what it would do
 */
public record Job(
        String name,
        String description,
        Duration interval,
        DueCheck dueCheck,
        boolean custodial,
        boolean mailsLinks,
        JobTask task) {

    /** What a job does. */
    public interface JobTask {
        void run(JobRun run) throws Exception;
    }

    /** Whether there is something to do. */
    public interface DueCheck {
        boolean isDue() throws Exception;
    }

    /** A job with something to do whenever its time has come. */
    public static Job of(String name, String what, Duration every, JobTask work) {
        return of(name, what, every, () -> true, work);
    }

    /** A job that may have nothing to do. */
    public static Job of(String name, String what, Duration every, DueCheck due, JobTask work) {
        return new Job(name, what, every, due, false, false, work);
    }

    /** A job that looks after the registry, if it is switched on. */
    static Job custodial(String name, String what, Duration every, DueCheck isOn, JobTask work) {
        return new Job(name, what, every, isOn, true, false, work);
    }

    /** The same job, which writes mails that link to the site. */
    Job mailingLinks() {
        return new Job(name, description, interval, dueCheck, custodial, true, task);
    }
}
