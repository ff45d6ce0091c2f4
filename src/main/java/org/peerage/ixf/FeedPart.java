package org.peerage.ixf;

/** What is fetched of a feed: each has a size that it must not exceed. */
enum FeedPart {
    LIST(
            "application/json",
            MemberListReader.MAX_BYTES,
            MemberListReader.tooLarge().error()),
    SIGNATURE("application/jose", FeedSignature.MAX_BYTES, FeedSignature.TOO_LARGE);

    private final String mediaType;
    private final long mostBytes;
    private final String tooLarge;

    FeedPart(String mediaType, long mostBytes, String tooLarge) {
        this.mediaType = mediaType;
        this.mostBytes = mostBytes;
        this.tooLarge = tooLarge;
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
}
