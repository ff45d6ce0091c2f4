package org.peerage.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** The one line of a failure that helps. */
final class ErrorMessages {
    private ErrorMessages() {}

    static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException && failure.getCause() instanceof IOException cause) {
            return of(cause);
        }
        String message = failure.getMessage();
        String words = message == null ? "" : message.lines().findFirst().orElse("");
        String kind = failure.getClass().getSimpleName();
        return failure instanceof FileSystemException || words.isEmpty() ? kind + " " + words : words;
    }
}
