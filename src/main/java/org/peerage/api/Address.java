package org.peerage.api;

import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;

/** What a path under {@code /api} means (spec/rest.md §1). */
sealed interface Address {

    /** {@code /api}: moved to {@code /api/}. */
    record Moved() implements Address {}

    record Index() implements Address {}

    record AllOf(ObjectType type) implements Address {}

    record One(ObjectType type, long id) implements Address {}

    /** An object's address whose id is no number. */
    record NoId() implements Address {}

    record AsSets() implements Address {}

    record AsSet(String asn) implements Address {}

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
        int slash = rest.indexOf('/');
        String tag = slash < 0 ? rest : rest.substring(0, slash);
        String below = slash < 0 ? "" : rest.substring(slash + 1);
        if (slash >= 0 && (below.isEmpty() || below.indexOf('/') >= 0)) {
            return new Nothing();
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

    private static Address one(ObjectType type, String id) {
        long number = 0;
        if (id.length() > 18) {
            return new NoId();
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return new NoId();
            }
            number = number * 10 + (c - '0');
        }
        return new One(type, number);
    }
}
