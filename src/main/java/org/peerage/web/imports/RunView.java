package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.peerage.ixf.Run;

/**
 * An import as a page lists it.
 *
 * @param state running, done or failed, in words
 * @param summary what it did, or why it did nothing
 */
public record RunView(
        long exchange, String exchangeName, long number, String began, String cause, String state, String summary) {

    /** An import of an exchange. */
    public static RunView of(Run run, long exchange, String name) {
        return new RunView(
                exchange,
                name,
                run.number(),
                time(run.began()),
                run.cause() == Run.Cause.DAILY ? text("ixf.run.daily") : text("ixf.run.requested"),
                switch (run.state()) {
                    case RUNNING -> text("ixf.run.running");
                    case DONE -> text("ixf.run.done");
                    case FAILED -> text("ixf.run.failed");
                },
                run.error().isEmpty() ? summary(run.counts()) : run.error());
    }

    private static String summary(Run.Counts counts) {
        List<String> parts = new ArrayList<>();
        add(parts, counts.added(), text("ixf.count.added", counts.added()));
        add(parts, counts.modified(), text("ixf.count.changed", counts.modified()));
        add(parts, counts.deleted(), text("ixf.count.deleted", counts.deleted()));
        add(parts, counts.proposed(), text("ixf.count.proposed", counts.proposed()));
        add(parts, counts.refused(), text("ixf.count.refused", counts.refused()));
        add(parts, counts.held(), text("ixf.count.held", counts.held()));
        add(parts, counts.ignored(), text("ixf.count.ignored", counts.ignored()));
        add(parts, counts.findings(), text("ixf.count.findings", counts.findings()));
        return parts.isEmpty() ? text("ixf.count.nothing") : String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(what);
        }
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", " UTC");
    }
}
