package org.peerage.ixf;

import java.time.Duration;

/** What is fetched of a feed: each has a size and a time that it must not exceed. */
enum FeedPart {
    LIST(
            "application/json",
            MemberListReader.MAX_BYTES,
            MemberListReader.tooLarge().error(),
            Duration.ofMinutes(2)),
    SIGNATURE("application/jose", FeedSignature.MAX_BYTES, FeedSignature.TOO_LARGE, Duration.ofSeconds(20));

    private final String mediaType;
    private final long mostBytes;
    private final String tooLarge;
    private final Duration longest;

    FeedPart(String mediaType, long mostBytes, String tooLarge, Duration longest) {
        this.mediaType = mediaType;
        this.mostBytes = mostBytes;
        this.tooLarge = tooLarge;
        this.longest = longest;
    }

    String mediaType() {
        return mediaType;
    }

    long mostBytes() {
        return mostBytes;
    }

    /** What is told of a larger one. */
    String tooLarge() {
        return tooLarge;
    }

    /** How long fetching it takes at most, and how long others of the same host are waited for before. */
    Duration longest() {
        return longest;
    }
}
