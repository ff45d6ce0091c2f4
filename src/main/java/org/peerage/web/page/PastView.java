package org.peerage.web.page;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.peerage.registry.ArchivedVersion;
import org.peerage.snapshot.Snapshot;

/**
 * The moment of the past that a page shows, for the band above it.
 *
 * @param version of the registry
 * @param time when that version was made, as people read it
 * @param day the same as the value of a field
 * @param path where another day of the same page is asked for
 * @param present the address of the same page now
 */
public record PastView(String version, String time, String day, String path, String present) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    static PastView of(Snapshot then, String path, String present) {
        var time = then.time().atOffset(ZoneOffset.UTC);
        return new PastView(
                ArchivedVersion.text(then.version()),
                TIME.format(time),
                time.toLocalDate().toString(),
                path,
                present);
    }
}
