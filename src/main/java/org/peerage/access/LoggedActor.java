package org.peerage.access;

/** Who the log of changes and the audit name by a text such as {@code user:12} or {@code org-key:<prefix>}. */
public sealed interface LoggedActor {
    /** Imports of member lists, in the log. */
    String IMPORTER = "ixf-importer";

    /** A person, signed in. */
    record User(long id) implements LoggedActor {}

    /**
     * A key.
     *
     * @param isPersonal whether the log calls it a person's, else an organization's
     */
    record Key(String prefix, boolean isPersonal) implements LoggedActor {}

    /** Somebody else, such as {@link #IMPORTER}, under the name that the log has. */
    record Other(String name) implements LoggedActor {}

    static LoggedActor parse(String actor) {
        int colon = actor.indexOf(':');
        String kind = colon < 0 ? "" : actor.substring(0, colon);
        String rest = actor.substring(colon + 1);
        return switch (kind) {
            case "user" -> rest.matches("[0-9]{1,18}") ? new User(Long.parseLong(rest)) : new Other(actor);
            case "user-key" -> new Key(rest, true);
            case "org-key" -> new Key(rest, false);
            default -> new Other(actor);
        };
    }
}
