package org.peerage.accounts.following;

import java.util.Comparator;

/** Somebody who is told of changes so often: one mail at a time. */
record Recipient(long user, Follows.Schedule schedule) implements Comparable<Recipient> {
    private static final Comparator<Recipient> ORDER =
            Comparator.comparingLong(Recipient::user).thenComparing(Recipient::schedule);

    static Recipient of(long user, String schedule) {
        return new Recipient(user, Follows.Schedule.parse(schedule).orElse(Follows.Schedule.DAILY));
    }

    @Override
    public int compareTo(Recipient other) {
        return ORDER.compare(this, other);
    }
}
