package org.peerage.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One run of a job: whether it is only to tell what it would do, and what it did. */
public final class JobRun {
    private static final int MAX_LINES = 200;

    private final boolean dryRun;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private JobRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public static JobRun real() {
        return new JobRun(false);
    }

    /** One that changes nothing and mails nobody. */
    public static JobRun dry() {
        return new JobRun(true);
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /** Counts one more of something, such as {@code contacts erased}. */
    public void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** Counts one more, and names it. */
    public void count(String what, String which) {
        count(what);
        if (lines.size() < MAX_LINES) {
            lines.add(what + ": " + which);
        }
    }

    /** Counts some more of something; none are not worth a word. */
    public void add(String what, int number) {
        if (number > 0) {
            counts.merge(what, number, Integer::sum);
        }
    }

    /** Says something that is not counted. */
    public void say(String line) {
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
    }

    public boolean isEmpty() {
        return counts.isEmpty() && lines.isEmpty();
    }

    /** Such as {@code 3 contacts erased, 1 left}. */
    public String summary() {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** One for each thing, of the first 200. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
