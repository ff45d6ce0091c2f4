package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.jobs.Job;
import org.peerage.jobs.JobHistory;
import org.peerage.jobs.JobRun;
import org.peerage.jobs.Leases;
import org.peerage.jobs.Scheduler;
import org.peerage.web.page.PageResponse;

/** What is done by the clock: when it was done, what came of it, what it would do now; and doing it now. */
final class JobPages {
    private static final int SHOWN = 20;

    PageResponse show(StaffRequest staff) {
        String name = staff.request().pathSegment(2);
        if (name.isEmpty()) {
            return list(staff);
        }
        Optional<Job> found = scheduler(staff).jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        Job job = found.get();
        return switch (staff.request().pathSegment(3)) {
            case "" -> page(staff, job, false, List.of(), "", "");
            case "preview" -> staff.request().isPost() ? preview(staff, job) : notFound();
            case "run" -> staff.request().isPost() ? run(staff, job) : notFound();
            default -> notFound();
        };
    }

    private static Scheduler scheduler(StaffRequest staff) {
        return staff.services().scheduler();
    }

    private static PageResponse notFound() {
        return new PageResponse.NotFoundResponse();
    }

    private static PageResponse list(StaffRequest staff) {
        List<JobRow> rows = new ArrayList<>();
        for (Job job : scheduler(staff).jobs()) {
            String outcome = scheduler(staff).history().of(job.name(), 1).stream()
                    .findFirst()
                    .map(JobPages::outcome)
                    .orElse("");
            rows.add(new JobRow(job.name(), interval(job.interval()), state(staff, job), outcome));
        }
        return staff.page("jobs", text("staff.jobs.title"), Map.of("jobs", rows));
    }

    private static String outcome(JobHistory.PastRun run) {
        return run.failure().isEmpty() ? run.summary() : text("staff.jobs.failed", run.failure());
    }

    /** Such as {@code 24 h}, {@code 10 s}. */
    private static String interval(Duration interval) {
        return interval.toHours() > 0 ? interval.toHours() + " h" : interval.toSeconds() + " s";
    }

    private static String state(StaffRequest staff, Job job) {
        try {
            Optional<Leases.JobState> state = scheduler(staff).leases().find(job.name());
            if (state.isEmpty()) {
                return text("staff.jobs.never");
            }
            return state.get().holder().isEmpty()
                    ? TimeFormat.of(state.get().doneAt())
                    : text("staff.jobs.running", state.get().holder());
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the leases of jobs cannot be read", unreachable);
        }
    }

    private static PageResponse preview(StaffRequest staff, Job job) {
        try {
            JobRun run = Scheduler.preview(job);
            return page(staff, job, true, run.lines(), run.summary(), "");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return page(staff, job, false, List.of(), "", text("staff.jobs.previewFailed", ""));
        } catch (Exception failure) {
            String reason = text("staff.jobs.previewFailed", String.valueOf(failure.getMessage()));
            return page(staff, job, false, List.of(), "", reason);
        }
    }

    private static PageResponse run(StaffRequest staff, Job job) {
        staff.audit("run job", "job:" + job.name(), "");
        scheduler(staff).begin(job);
        return StaffRequest.redirectWithNotice("/staff/jobs", "begun");
    }

    private static PageResponse page(
            StaffRequest staff, Job job, boolean preview, List<String> lines, String summary, String problem) {
        return staff.page(
                problem.isEmpty() ? 200 : 503,
                "job",
                job.name(),
                problem,
                Map.of(
                        "name", job.name(),
                        "preview", preview,
                        "lines", lines,
                        "summary", summary,
                        "past", scheduler(staff).history().of(job.name(), SHOWN)));
    }
}
