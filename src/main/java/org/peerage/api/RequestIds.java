package org.peerage.api;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A name for each request, in its answer and in the log: the client's own if it is short and plain, else a new one. */
public final class RequestIds {
    private static final String PROCESS = Long.toString(new SecureRandom().nextLong() >>> 24, 36) + "-";
    private static final AtomicLong NEXT = new AtomicLong(1);
    private static final int MAX_LENGTH = 64;

    private RequestIds() {}

    public static String of(ApiRequest request) {
        String given = request.header("X-Request-Id");
        return given != null && isPlain(given) ? given : PROCESS + Long.toString(NEXT.getAndIncrement(), 36);
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c < 0x7F && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
