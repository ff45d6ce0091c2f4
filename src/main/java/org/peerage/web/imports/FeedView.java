package org.peerage.web.imports;

/**
 * The feed of an exchange as a page tells it; texts are empty where there is nothing to tell.
 *
 * @param fetched when the last good document came
 * @param error why the last try failed
 * @param hash of that document
 * @param size of that document, in bytes
 * @param held whether changes wait for somebody to look at them
 * @param signature whether that document was signed
 * @param headerIsElsewhere whether there is a request header that was entered for another URL
 */
public record FeedView(
        long exchange,
        long lan,
        String name,
        String url,
        boolean enabled,
        String fetched,
        String error,
        String hash,
        long size,
        boolean held,
        String signature,
        boolean headerIsElsewhere) {}
