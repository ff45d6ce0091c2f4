package org.peerage.snapshot;

/** How much an answer shows: the three classes of callers that ready-made bytes are kept for. */
public enum View {
    /** What everybody may see. */
    PUBLIC(0),
    /** What signed-in users may see. */
    USERS(1),
    /** Everything. */
    FULL(2);

    /** How many views there are. */
    static final int COUNT = 3;

    private final int place;

    View(int place) {
        this.place = place;
    }

    /** The place of this view where something is kept for each. */
    int place() {
        return place;
    }

    /** Whether something of this visibility (spec/objects.md §A.1) is shown. */
    boolean shows(String level) {
        return switch (level) {
            case "Public" -> true;
            case "Users" -> this != PUBLIC;
            default -> this == FULL;
        };
    }
}
