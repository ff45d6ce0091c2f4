package org.peerage.web.objects;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.schema.Row;

/** The way back from a deletion, offered where one arrives after it. */
public final class UndoLinks {
    private static final Pattern DELETED = Pattern.compile("[?&]gone=([a-z]{1,12}:[0-9]{1,18})(&|#|$)");

    private static final String UNDO = "/undo?deleted=";

    private UndoLinks() {}

    /** What the address of the next page says of it. */
    static String parameter(Row deleted) {
        return "gone=" + name(deleted);
    }

    /** Where it can be undone, by the address of the page; empty where nothing was deleted. */
    public static String afterDeletion(String url) {
        Matcher found = DELETED.matcher(url);
        return found.find() ? UNDO + found.group(1) : "";
    }

    static String of(Row deleted) {
        return UNDO + name(deleted);
    }

    private static String name(Row deleted) {
        return deleted.reference();
    }
}
