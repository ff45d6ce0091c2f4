package org.peerage.web.export;

import java.io.IOException;
import java.util.List;

/** A file of rows for spreadsheets, written from the top. */
public interface TableFile extends AutoCloseable {
    /** Adds a row of texts and numbers. */
    void line(List<?> cells) throws IOException;

    /** Completes the file. */
    @Override
    void close() throws IOException;
}
