package org.peerage.access.rights;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** After how long an organization's members show again that their address is theirs (docs/spec/access.md §3). */
public enum ReauthenticationPeriod {
    WEEK("1w", "week", 7),
    TWO_WEEKS("2w", "two weeks", 14),
    MONTH("1m", "month", 30),
    QUARTER("3m", "three months", 90),
    HALF_YEAR("6m", "six months", 180),
    YEAR("1y", "year", 365);

    private final String text;
    private final String description;
    private final Duration length;

    ReauthenticationPeriod(String text, String description, int days) {
        this.text = text;
        this.description = description;
        this.length = Duration.ofDays(days);
    }

    /** Reads such as {@code 3m}. */
    public static Optional<ReauthenticationPeriod> of(String text) {
        return Arrays.stream(values())
                .filter(period -> period.text.equals(text))
                .findFirst();
    }

    /** As it is stored. */
    public String text() {
        return text;
    }

    /** As people say it, after "every". */
    public String description() {
        return description;
    }

    public Duration length() {
        return length;
    }
}
