package org.peerage.cli;

import java.nio.file.FileSystemException;

/** The one line of a failure that helps. */
final class ErrorMessages {
    private ErrorMessages() {}

    static String of(Throwable failure) {
        String message = failure.getMessage();
        String words = message == null ? "" : message.lines().findFirst().orElse("");
        String kind = failure.getClass().getSimpleName();
        return failure instanceof FileSystemException || words.isEmpty() ? kind + " " + words : words;
    }
}
