package org.peerage.registry;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions of the archive among those of the registry ({@link PastArchive}): negative numbers, so that each is before all of the
 * registry's own, and in their order. They are told as {@code archive/12}.
 */
public final class ArchivedVersion {
    private static final String PREFIX = "archive/";
    private static final Pattern TEXT = Pattern.compile(PREFIX + "([1-9][0-9]{0,10})");

    /** More versions than an archive has; what is left of the number tells archives apart. */
    private static final long SPAN = 1L << 40;

    private static final int ARCHIVES = 1 << 20;

    private ArchivedVersion() {}

    /**
     * A version of an archive.
     *
     * @param archive the name of its history
     */
    static long of(long version, String archive) {
        return version - SPAN * (1 + Math.floorMod(archive.hashCode(), ARCHIVES));
    }

    public static boolean isArchived(long version) {
        return version < 0;
    }

    /** The number that the version has in its archive. */
    static long inArchive(long version) {
        return Math.floorMod(version, SPAN);
    }

    /** A version, archived or not, as it is told and asked for. */
    public static String text(long version) {
        return isArchived(version) ? PREFIX + inArchive(version) : Long.toString(version);
    }

    /** Reads what {@link #text} writes of an archived one: its number in the archive. */
    static OptionalLong parse(String text) {
        Matcher archived = TEXT.matcher(text);
        return archived.matches() ? OptionalLong.of(Long.parseLong(archived.group(1))) : OptionalLong.empty();
    }
}
