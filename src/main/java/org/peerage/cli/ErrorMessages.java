package org.peerage.cli;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** The one line of a failure that helps. */
final class ErrorMessages {
    private ErrorMessages() {}

    static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException wrapped) {
            return of(wrapped.getCause());
        }
        String message = failure.getMessage();
        String words = message == null ? "" : message.lines().findFirst().orElse("");
        String kind = failure.getClass().getSimpleName();
        return failure instanceof FileSystemException || words.isEmpty() ? kind + " " + words : words;
    }
}
