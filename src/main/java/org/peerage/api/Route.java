package org.peerage.api;

import java.util.Set;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;

/** What a path under {@code /api} means (docs/spec/rest.md §1). */
public sealed interface Route {
    /** What can be done to a campus and a facility. */
    Set<String> FACILITY_ACTIONS = Set.of("add-facility", "remove-facility");

    /** {@code /api}: moved to {@code /api/}. */
    record MissingSlash() implements Route {}

    record ApiIndex() implements Route {}

    record Collection(ObjectType type) implements Route {}

    record Item(ObjectType type, long id) implements Route {}

    /** An object's address whose id is no number. */
    record MissingId() implements Route {}

    /**
     * Something to do to an object.
     *
     * @param other the id of a second object, where the action has one; else 0
     */
    record ObjectAction(ObjectType type, long id, String name, long other) implements Route {}

    /** What happened to an object. */
    record ObjectHistory(ObjectType type, long id) implements Route {}

    /** What happened, in order. */
    record ChangeFeed() implements Route {}

    /** Takes changes back. */
    record Undo() implements Route {}

    /** Several writes at once. */
    record Batch() implements Route {}

    /**
     * An organization's members.
     *
     * @param action empty: all of them; {@code add}, {@code remove}, or a user's id
     */
    record OrganizationUsers(long organization, String action) implements Route {}

    /** What happened to what an organization has, and by whom. */
    record OrganizationLog(long organization) implements Route {}

    /**
     * What a person follows.
     *
     * @param id of one of them; empty: all
     */
    record FollowList(String id) implements Route {}

    /**
     * What exchanges' member lists propose to networks.
     *
     * @param id of one of them; empty: all
     */
    record ImportProposals(String id) implements Route {}

    record AllAsSets() implements Route {}

    record AsSet(String asn) implements Route {}

    /** An object's logo (docs/spec/objects.md §1.12). */
    record ObjectLogo(ObjectType type, long id) implements Route {}

    /** The first object of a type that belongs to who asks. */
    record OwnItem(ObjectType type) implements Route {}

    /** The search, for programs. */
    record SearchRoute() implements Route {}

    record ApiSchema() implements Route {}

    record NotFound() implements Route {}

    /** Whether a decoded path is one of the API's. */
    static boolean isOfApi(String path) {
        return path.startsWith("/api") && (path.length() == 4 || path.charAt(4) == '/');
    }

    /** Reads a decoded path; {@code .json} at the end is dropped. */
    static Route of(String plain) {
        if (!plain.startsWith("/api/")) {
            return plain.equals("/api") ? new MissingSlash() : new NotFound();
        }
        if (plain.equals("/api/")) {
            return new ApiIndex();
        }
        String rest = plain.substring("/api/".length());
        if (rest.endsWith(".json")) {
            rest = rest.substring(0, rest.length() - ".json".length());
        }
        if (rest.startsWith("asset/")) {
            return asset(rest.substring("asset/".length()).split("/", -1));
        }
        int slash = rest.indexOf('/');
        String typeName = slash < 0 ? rest : rest.substring(0, slash);
        String below = slash < 0 ? "" : rest.substring(slash + 1);
        if (below.equals("self") || below.equals("self/")) {
            return ObjectTypes.byName(typeName)
                    .<Route>map(type -> type.hasPage() ? new OwnItem(type) : new MissingId())
                    .orElseGet(NotFound::new);
        }
        if (typeName.equals("follows") && below.indexOf('/') < 0) {
            return new FollowList(below);
        }
        if (typeName.equals("ixf_proposal") && below.matches("[0-9]{0,18}") && (slash < 0 || !below.isEmpty())) {
            return new ImportProposals(below);
        }
        if (slash >= 0 && below.indexOf('/') >= 0) {
            return ObjectTypes.byName(typeName).map(type -> below(type, below)).orElseGet(NotFound::new);
        }
        if (typeName.equals("search") && below.isEmpty()) {
            return new SearchRoute();
        }
        if (slash >= 0 && below.isEmpty()) {
            return new NotFound();
        }
        if (typeName.equals("changes") && slash < 0) {
            return new ChangeFeed();
        }
        if (typeName.equals("undo") && slash < 0) {
            return new Undo();
        }
        if (typeName.equals("batch") && slash < 0) {
            return new Batch();
        }
        if (typeName.equals("as_set")) {
            return slash < 0 ? new AllAsSets() : new AsSet(below);
        }
        if (typeName.equals("schema") && slash < 0) {
            return new ApiSchema();
        }
        return ObjectTypes.byName(typeName)
                .map(type -> slash < 0 ? new Collection(type) : item(type, below))
                .orElseGet(NotFound::new);
    }

    /** {@code <tag>/<id>/logo}. */
    private static Route asset(String[] parts) {
        if (parts.length != 3 || !parts[2].equals("logo")) {
            return new NotFound();
        }
        return ObjectTypes.byName(parts[0])
                .filter(type -> type.field("logo").isPresent())
                .map(type -> item(type, parts[1]))
                .filter(Item.class::isInstance)
                .map(Item.class::cast)
                .<Route>map(object -> new ObjectLogo(object.type(), object.id()))
                .orElseGet(NotFound::new);
    }

    /** {@code <id>/<what>} or {@code <id>/<what>/<other id>}. */
    private static Route below(ObjectType type, String below) {
        String[] parts = below.split("/", -1);
        if (!(item(type, parts[0]) instanceof Item(ObjectType same, long id)) || parts.length > 4) {
            return new NotFound();
        }
        if (type == Org.TYPE && parts[1].equals("users")) {
            return users(id, below.substring(below.indexOf("/users") + "/users".length()));
        }
        if (type == Org.TYPE && parts.length == 2 && parts[1].equals("log")) {
            return new OrganizationLog(id);
        }
        if (parts.length > 3) {
            return new NotFound();
        }
        if (parts.length == 2 && parts[1].equals("history")) {
            return new ObjectHistory(type, id);
        }
        if (parts.length == 2) {
            return type.actions().contains(parts[1]) ? new ObjectAction(type, id, parts[1], 0) : new NotFound();
        }
        boolean onFacility = type == Campus.TYPE && FACILITY_ACTIONS.contains(parts[1]);
        return onFacility && item(type, parts[2]) instanceof Item(ObjectType ignored, long other)
                ? new ObjectAction(type, id, parts[1], other)
                : new NotFound();
    }

    /** With a slash at the end, as the reference documents these addresses, or without. */
    private static Route users(long organization, String below) {
        String action = below.replaceFirst("^/", "").replaceFirst("/$", "");
        return action.isEmpty() || action.matches("add|remove|[0-9]{1,18}")
                ? new OrganizationUsers(organization, action)
                : new NotFound();
    }

    private static Route item(ObjectType type, String id) {
        long number = 0;
        if (id.length() > 18) {
            return new MissingId();
        }
        boolean negative = id.startsWith("-") && id.length() > 1;
        for (int i = negative ? 1 : 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return new MissingId();
            }
            number = number * 10 + (c - '0');
        }
        return new Item(
                type, negative ? -number : number); // no row has a negative id, and to ask for one is no mistake
    }
}
