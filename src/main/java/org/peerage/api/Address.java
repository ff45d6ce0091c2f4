package org.peerage.api;

import java.util.Map;
import java.util.Set;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;

/** What a path under {@code /api} means (docs/spec/rest.md §1). */
sealed interface Address {
    /** What can be done to objects of a type, by POST (docs/spec/rest.md §7). */
    Map<String, Set<String>> ACTIONS = Map.of(
            "ix", Set.of("request_ixf_import"),
            "carrierfac", Set.of("approve", "reject"),
            "netixlan", Set.of("set-net-side", "set-ix-side"));

    Set<String> FACILITY_ACTIONS = Set.of("add-facility", "remove-facility");

    /** Types of which somebody may have objects of their own. */
    Set<String> OWNED = Set.of("org", "net", "ix", "fac", "carrier", "campus");

    /** {@code /api}: moved to {@code /api/}. */
    record Moved() implements Address {}

    record Index() implements Address {}

    record AllOf(ObjectType type) implements Address {}

    record One(ObjectType type, long id) implements Address {}

    /** An object's address whose id is no number. */
    record NoId() implements Address {}

    /**
     * Something to do to an object.
     *
     * @param other the id of a second object, where the action has one; else 0
     */
    record Action(ObjectType type, long id, String name, long other) implements Address {}

    /** What happened to an object. */
    record History(ObjectType type, long id) implements Address {}

    /** What happened, in order. */
    record Changes() implements Address {}

    /** Several writes at once. */
    record Batch() implements Address {}

    /**
     * An organization's members.
     *
     * @param what empty: all of them; {@code add}, {@code remove}, or a user's id
     */
    record Users(long organization, String what) implements Address {}

    record AsSets() implements Address {}

    record AsSet(String asn) implements Address {}

    /** An object's logo (docs/spec/objects.md §1.12). */
    record LogoOf(ObjectType type, long id) implements Address {}

    /** The first object of a type that belongs to who asks. */
    record Own(ObjectType type) implements Address {}

    /** The search, for programs. */
    record Find() implements Address {}

    record Schema() implements Address {}

    record Nothing() implements Address {}

    /** Reads a decoded path; {@code .json} at the end is dropped. */
    static Address of(String plain) {
        if (plain.equals("/api")) {
            return new Moved();
        }
        if (plain.equals("/api/")) {
            return new Index();
        }
        String rest = plain.substring("/api/".length());
        if (rest.endsWith(".json")) {
            rest = rest.substring(0, rest.length() - ".json".length());
        }
        if (rest.startsWith("asset/")) {
            return asset(rest.substring("asset/".length()).split("/", -1));
        }
        int slash = rest.indexOf('/');
        String tag = slash < 0 ? rest : rest.substring(0, slash);
        String below = slash < 0 ? "" : rest.substring(slash + 1);
        if (below.equals("self") || below.equals("self/")) {
            return Types.byTag(tag)
                    .<Address>map(type -> OWNED.contains(tag) ? new Own(type) : new NoId())
                    .orElseGet(Nothing::new);
        }
        if (slash >= 0 && below.indexOf('/') >= 0) {
            return Types.byTag(tag).map(type -> further(type, below)).orElseGet(Nothing::new);
        }
        if (tag.equals("search") && below.isEmpty()) {
            return new Find();
        }
        if (slash >= 0 && below.isEmpty()) {
            return new Nothing();
        }
        if (tag.equals("changes") && slash < 0) {
            return new Changes();
        }
        if (tag.equals("batch") && slash < 0) {
            return new Batch();
        }
        if (tag.equals("as_set")) {
            return slash < 0 ? new AsSets() : new AsSet(below);
        }
        if (tag.equals("schema") && slash < 0) {
            return new Schema();
        }
        return Types.byTag(tag)
                .map(type -> slash < 0 ? new AllOf(type) : one(type, below))
                .orElseGet(Nothing::new);
    }

    /** {@code <tag>/<id>/logo}. */
    private static Address asset(String[] parts) {
        if (parts.length != 3 || !parts[2].equals("logo")) {
            return new Nothing();
        }
        return Types.byTag(parts[0])
                .filter(type -> type.field("logo").isPresent())
                .map(type -> one(type, parts[1]))
                .filter(One.class::isInstance)
                .map(One.class::cast)
                .<Address>map(object -> new LogoOf(object.type(), object.id()))
                .orElseGet(Nothing::new);
    }

    /** {@code <id>/<what>} or {@code <id>/<what>/<other id>}. */
    private static Address further(ObjectType type, String below) {
        String[] parts = below.split("/", -1);
        if (!(one(type, parts[0]) instanceof One(ObjectType same, long id)) || parts.length > 4) {
            return new Nothing();
        }
        if (type.tag().equals("org") && parts[1].equals("users")) {
            return users(id, below.substring(below.indexOf("/users") + "/users".length()));
        }
        if (parts.length > 3) {
            return new Nothing();
        }
        if (parts.length == 2 && parts[1].equals("history")) {
            return new History(type, id);
        }
        if (parts.length == 2) {
            return ACTIONS.getOrDefault(type.tag(), Set.of()).contains(parts[1])
                    ? new Action(type, id, parts[1], 0)
                    : new Nothing();
        }
        boolean onFacility = type.tag().equals("campus") && FACILITY_ACTIONS.contains(parts[1]);
        return onFacility && one(type, parts[2]) instanceof One(ObjectType ignored, long other)
                ? new Action(type, id, parts[1], other)
                : new Nothing();
    }

    /** With a slash at the end, as the reference documents these addresses, or without. */
    private static Address users(long organization, String below) {
        String what = below.replaceFirst("^/", "").replaceFirst("/$", "");
        return what.isEmpty() || what.matches("add|remove|[0-9]{1,18}") ? new Users(organization, what) : new Nothing();
    }

    private static Address one(ObjectType type, String id) {
        long number = 0;
        if (id.length() > 18) {
            return new NoId();
        }
        boolean negative = id.startsWith("-") && id.length() > 1;
        for (int i = negative ? 1 : 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return new NoId();
            }
            number = number * 10 + (c - '0');
        }
        return new One(type, negative ? -number : number); // no row has a negative id, and to ask for one is no mistake
    }
}
