package org.peerage.access.rights;

import java.util.OptionalLong;

/**
 * A place in the tree of things that can be granted, such as {@code peeringdb.organization.41.network.62}, or a
 * pattern of places, in which the part {@code *} stands for any one part (docs/spec/access.md §1, docs/spec/objects.md §1.3).
 *
 * @param text 1 to 255 characters, parts parted by dots, no part empty, no spaces
 */
public record Namespace(String text) {
    static final String ANY = "*";
    static final String PRIVATE = "private";

    private static final String ROOT = "peeringdb";
    private static final int MAX_LENGTH = 255;

    public Namespace {
        if (text.isEmpty() || text.length() > MAX_LENGTH || hasEmptyPart(text) || text.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("Not a permission namespace: " + text);
        }
    }

    private static boolean hasEmptyPart(String text) {
        return text.startsWith(".") || text.endsWith(".") || text.contains("..");
    }

    public static Namespace organization(long id) {
        return new Namespace("peeringdb.organization." + id);
    }

    /** What administering an organization, its users and keys takes. */
    public static Namespace manageOrganization(long id) {
        return new Namespace("peeringdb.manage_organization." + id);
    }

    /** The organization that it lies in, or that it is about managing; empty: none, or any. */
    public OptionalLong organization() {
        String[] parts = text.split("\\.", -1);
        boolean isOne = parts.length >= 3
                && parts[0].equals(ROOT)
                && (parts[1].equals("organization") || parts[1].equals("manage_organization"))
                && parts[2].matches("[0-9]{1,18}");
        return isOne ? OptionalLong.of(Long.parseLong(parts[2])) : OptionalLong.empty();
    }

    /** The namespace below this one. */
    public Namespace child(String parts) {
        return new Namespace(text + "." + parts);
    }

    /** Whether this can name something of visibility Private: such things end with that part. */
    boolean isPrivate() {
        String last = text.substring(text.lastIndexOf('.') + 1);
        return last.equals(PRIVATE) || last.equals(ANY);
    }

    @Override
    public String toString() {
        return text;
    }
}
